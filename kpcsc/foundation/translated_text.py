"""Text with the language that it is really in: modeltranslation does not say which it gave."""

from dataclasses import dataclass, replace
from functools import cache, reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import Field, Q
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kpcsc.foundation.french_spaces import with_french_spaces
from kpcsc.foundation.reader import masked
from kpcsc.foundation.rich_text import RichTextField

LANGUAGES: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)
IN_LANGUAGE = {"fr": gettext_lazy("in French"), "en": gettext_lazy("in English")}


@dataclass(frozen=True)
class TranslatedText:
    """A text, its language, and whether that is another than the page's."""

    text: str
    language: str
    is_fallback: bool


def page_language() -> str:
    """The language of the page being made: one of settings.LANGUAGES."""
    language = get_language()
    return language if language in LANGUAGES else LANGUAGES[0]


def columns(field: str) -> list[str]:
    """The columns of a translated field, for `only()`: with one missing, each fallback asks."""
    return [f"{field}_{language}" for language in LANGUAGES]


def label_of(field: Field[Any, Any]) -> str:
    """What people call the field, and which language's text it holds."""
    source = getattr(field, "translated_field", None)
    label = capfirst(str((source or field).verbose_name))
    if source is None:
        return label
    language = IN_LANGUAGE[field.language]  # type: ignore[attr-defined]  # modeltranslation's
    return _("%(field)s, %(in_language)s") % {"field": label, "in_language": language}


def has_text(field: str) -> Q:
    """The condition that a translated field has a text in one language at least.

    A check that comes out NULL counts as passed, hence the test for NULL.
    """
    conditions = [
        Q(**{f"{column}__isnull": False, f"{column}__gt": ""}) for column in columns(field)
    ]
    return reduce(or_, conditions)


def translated(record: Any, field: str) -> TranslatedText:
    """The record's text in the page's language, or in the other one where that is empty.

    The one way in which a reader gets a text: without the names that they may not see there (see
    `kpcsc.foundation.reader`), and French as it is typeset. Also of a field that is in no language.
    """
    found = stored_text(record, field)
    is_html = is_rich(record._meta.model, field)
    text = masked(found.text, record, is_html=is_html)
    if found.language == "fr":
        text = with_french_spaces(text, is_html=is_html)
    return found if text == found.text else replace(found, text=text)


@cache
def is_rich(model: Any, field: str) -> bool:
    """Whether the field of a model holds HTML."""
    fields = {one.name: one for one in model._meta.get_fields()}
    return isinstance(fields.get(field), RichTextField)


def stored_text(record: Any, field: str) -> TranslatedText:
    """The same as it is stored: for the secretariat, and to be stored elsewhere."""
    wanted = page_language()
    if not hasattr(record, f"{field}_{wanted}"):
        return TranslatedText(getattr(record, field), wanted, is_fallback=False)
    for language in (wanted, *LANGUAGES):
        if text := getattr(record, f"{field}_{language}"):
            return TranslatedText(text, language, is_fallback=language != wanted)
    return TranslatedText("", wanted, is_fallback=False)
