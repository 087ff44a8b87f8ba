"""Parts of a record as rows of its page, and those with a place in their parent's order."""

from collections.abc import Sequence
from itertools import count
from typing import Any, ClassVar

from django.contrib.admin.utils import display_for_field
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import Field, Model, TextField
from django.forms import BaseInlineFormSet, Script
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from kpcsc.foundation.autocomplete import Autocomplete
from kpcsc.foundation.translation_admin import SideBySide
from kpcsc.foundation.written_fields import WRITTEN_FIELDS

# Three lines of a text are enough to start with; the corner can be dragged.
RECORD_FIELDS: dict[type[Field], dict[str, Any]] = {
    TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
    **WRITTEN_FIELDS,
}


def blank_rows(request: HttpRequest) -> int:
    """How many blank rows the page was asked to have in each part: none, or one."""
    return int("blank_rows" in request.GET)


class PreloadedAutocomplete(Autocomplete):
    """A choice by typing, which asks the database for no record that its row knows."""

    known: Model | None = None

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        chosen = [self.known] if self.known and any(value) else []
        if any(value) and list(value) != [str(row.pk) for row in chosen]:
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options += [self.create_option(name, row.pk, str(row), True, 0) for row in chosen]
        return [(None, options, 0)]


class RowFormSet(BaseInlineFormSet):
    """Rows whose blank one, which the page asks for again and again, is made once."""

    @cached_property
    def empty_form(self) -> Any:
        return super().empty_form

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, PreloadedAutocomplete):
                widget.known = getattr(form.instance, name, None)


class OrderedFormSet(RowFormSet):
    """Rows in the order of their positions; a new one without a position comes last."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["position"].required = False
        if form.instance.pk is None:
            form.initial["position"] = None

    def clean(self) -> None:
        super().clean()
        forms = [form for form in self.forms if hasattr(form, "cleaned_data")]
        last = max((form.cleaned_data.get("position") or 0 for form in forms), default=0)
        free = count(last + 1)
        for form in forms:
            if form.has_changed() and form.cleaned_data.get("position") is None:
                form.instance.position = next(free)


class FoldedInline(SideBySide, TranslationStackedInline):
    """Rows of one line each, which open to be edited."""

    template = "admin/folded_rows.html"
    formset = RowFormSet
    formfield_overrides = RECORD_FIELDS
    extra = 0
    folded_fields: ClassVar[Sequence[str]] = ()  # what a folded row says after its title

    class Media:
        js = [Script("js/folded_rows.js", type="module")]
        css = {"all": ["css/admin/folded_rows.css"]}

    def get_extra(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> int:
        """A blank row where the page was asked for it, as it is without JavaScript."""
        return self.extra or blank_rows(request)

    def facts_of(self, row: Model) -> list[str]:
        """What the folded row says after its title, without what is empty."""
        fields: list[Any] = [row._meta.get_field(name) for name in self.folded_fields]
        shown = [display_for_field(getattr(row, field.name), field, "") for field in fields]
        return [words for words in shown if words]


class OrderedInline(FoldedInline):
    """Rows that are moved by buttons or by drag, and by their numbers without JavaScript."""

    formset = OrderedFormSet

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = PreloadedAutocomplete(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    class Media:
        js = [
            Script(
                "js/ordered_rows.js",
                **{
                    "type": "module",
                    "data-up": _("Move up"),
                    "data-down": _("Move down"),
                    "data-drag": _("Drag to another place"),
                    "data-moved": _("Now in place {place} of {total}"),
                },
            )
        ]
        css = {"all": ["css/admin/ordered_rows.css"]}
