"""Parts of a record as rows of its page, and those with a place in their parent's order."""

from itertools import count
from typing import Any

from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import Field, TextField
from django.forms import BaseInlineFormSet, Script
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from kpcsc.foundation.translation_admin import SideBySide

# Three lines of a text are enough to start with; the corner can be dragged.
SHORT_TEXTS: dict[type[Field], dict[str, Any]] = {
    TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}
}


class RowFormSet(BaseInlineFormSet):
    """Rows whose blank one, which the page asks for again and again, is made once."""

    @cached_property
    def empty_form(self) -> Any:
        return super().empty_form


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


class OrderedInline(SideBySide, TranslationStackedInline):
    """Rows that are moved by buttons or by drag, and by their numbers without JavaScript."""

    formset = OrderedFormSet
    formfield_overrides = SHORT_TEXTS
    extra = 0

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
