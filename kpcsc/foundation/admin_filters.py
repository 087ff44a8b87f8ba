"""Filters of change lists that ask more than one column's value."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.sort_key import fold

# The label (a lazy text) and what it leaves of the rows.
type Choice = tuple[Any, Callable[[Any], QuerySet[Any]]]


class AlphabeticalRelatedFilter(admin.RelatedOnlyFieldListFilter):
    """The related records in use, by their names in the page's language, which no column has."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: Any
    ) -> list[tuple[str, Any]]:
        choices = super().field_choices(field, request, model_admin)
        return sorted(choices, key=lambda choice: fold(str(choice[1])))


class ToDoFilter(admin.SimpleListFilter):
    """What is to do: each choice names the rows that a subclass's function leaves."""

    title = _("what is to do")
    parameter_name = "wanting"
    choices_offered: ClassVar[Mapping[str, Choice]] = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(value, label) for value, (label, _rows) in self.choices_offered.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.choices_offered.get(self.value() or "")
        return chosen[1](queryset) if chosen else queryset
