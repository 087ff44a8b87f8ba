"""The choices by which a list is filtered to the records with a text to write or to review."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.admin_filters import Choice
from kpcsc.foundation.translated_text import LANGUAGES
from kpcsc.foundation.translations.missing_text import record_incomplete


def with_missing_text(*languages: str) -> Callable[[QuerySet[Any]], QuerySet[Any]]:
    """The filter to the records with something to write or review in one of these languages."""

    def filtered(records: QuerySet[Any]) -> QuerySet[Any]:
        conditions = [record_incomplete(records.model, language) for language in languages]
        return records.filter(reduce(or_, conditions))

    return filtered


TEXTS: Mapping[str, Choice] = {
    "texts": (_("a text is missing or to review"), with_missing_text(*LANGUAGES)),
    "fr": (_("a French text is missing or to review"), with_missing_text("fr")),
    "en": (_("an English text is missing or to review"), with_missing_text("en")),
}
