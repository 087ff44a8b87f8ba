"""What is to do about organisations, as a filter of their change list."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.admin_filters import ToDoFilter
from kpcsc.foundation.proposals.admin_filter import PROPOSALS
from kpcsc.foundation.translations.admin_filter import TEXTS


def unmerged(
    wanting: Callable[[QuerySet[Any]], QuerySet[Any]],
) -> Callable[[Any], QuerySet[Any]]:
    """The same filter, without the organisations that another one now stands for."""
    return lambda organisations: wanting(organisations.unmerged())


class OrganisationToDoFilter(ToDoFilter):
    choices_offered = {
        "nothing-named": (
            _("naming stopped"),
            lambda organisations: organisations.with_naming_stopped(),
        ),
        "consent": (
            _("named without consent"),
            lambda organisations: organisations.named_without_consent(),
        ),
        **PROPOSALS,
        **{name: (label, unmerged(wanting)) for name, (label, wanting) in TEXTS.items()},
    }
