"""What the secretariat's pages on every record share."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.db import models
from django.forms import Script
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from modeltranslation.admin import TranslationAdmin

from kpcsc.foundation.autocomplete import AutocompleteAdmin
from kpcsc.foundation.bin.record_admin import DeletingAdmin
from kpcsc.foundation.deleted_rows import readd_deleted_rows
from kpcsc.foundation.form_problems import form_problems
from kpcsc.foundation.history.save_descriptions import describe_saves_since
from kpcsc.foundation.history.states import ObjectDifference, made_after, saves
from kpcsc.foundation.history.stored_states import states_of
from kpcsc.foundation.http import KEY
from kpcsc.foundation.proposals.record_admin import ProposingAdmin
from kpcsc.foundation.rows import RECORD_FIELDS
from kpcsc.foundation.translation_admin import TranslatedRecordAdmin
from kpcsc.foundation.versioned import Versioned


class VersionedForm(forms.ModelForm):
    """A form that knows which version of its record it shows, and is not saved over a newer one."""

    # Columns that the page does not show, by the labels of their models.
    columns_elsewhere: ClassVar[Mapping[str, Collection[str]]] = {}

    editor_id: ClassVar[int | None] = None  # of whoever has the page, set by the admin

    edited_version = forms.CharField(
        widget=forms.HiddenInput({"data-version": ""}), required=False, label=""
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["edited_version"] = self.record.edited_state

    @property
    def record(self) -> Any:
        """What has the version: the form's own record, unless that is a part of another."""
        return self.instance

    def clean(self) -> dict[str, Any]:
        """Refuses what somebody else has changed meanwhile; saved again, it is meant so."""
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk is None:
            return cleaned
        # Locked until the save, so that nobody comes between; SQLite's transaction is alone anyway.
        locked = type(self.record)._base_manager.select_for_update(no_key=True).only("version")
        self.record.version = locked.get(pk=self.record.pk).version
        edited, current = cleaned.get("edited_version", ""), self.record.edited_state
        if edited != current and not self._is_changed_elsewhere_alone(edited):
            data = cast(QueryDict, self.data).copy()
            data[self.add_prefix("edited_version")] = current
            self.data = data
            self.add_error(None, self.changed_meanwhile(edited))
        return cleaned

    def _is_changed_elsewhere_alone(self, edited: str) -> bool:
        """Whether saving this form loses nothing of what was saved since that version: it was what
        the page does not show, or rows that the person themselves added on another page."""
        if not KEY.fullmatch(edited) or not KEY.fullmatch(self.record.edited_state):
            return False
        made = made_after(saves(states_of(self.record)), int(edited))
        found = [(save, difference) for save in made for difference in save.differences]
        return bool(found) and all(
            self._is_elsewhere(difference, save.by) for save, difference in found
        )

    def _is_elsewhere(self, difference: ObjectDifference, by: int | None) -> bool:
        if difference.action == "added":
            return by is not None and by == self.editor_id
        columns = self.columns_elsewhere.get(difference.state.kind, ())
        return difference.action == "changed" and set(difference.names) <= set(columns)

    def changed_meanwhile(self, edited: str) -> str:
        """What the person is told, whose text is kept: who changed what since that version."""
        version = edited.partition("+")[0]
        saves = describe_saves_since(self.record, int(version)) if KEY.fullmatch(version) else []
        context = {"saves": saves, "is_proposed": self.record.is_working_copy}
        return render_to_string("admin/changed_meanwhile.html", context)


class RecordAdmin(
    DeletingAdmin,
    AutocompleteAdmin,
    TranslatedRecordAdmin,
    ProposingAdmin,
    TranslationAdmin,
):
    """A record of the portal, with its parts, history and two languages."""

    form = VersionedForm
    formfield_overrides = RECORD_FIELDS
    change_form_template = "admin/record_change_form.html"

    class Media:
        js = [Script("js/unsaved_work.js", type="module")]
        css = {
            "all": [
                "css/admin/text_difference.css",
                "css/admin/history.css",
                "css/admin/proposal.css",
                "css/admin/unsaved_work.css",
            ]
        }

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """The declared ones, the first of which carries the version along, unseen."""
        (heading, options), *others = super().get_fieldsets(request, obj)
        first = (heading, {**options, "fields": [*options["fields"], "edited_version"]})
        return [first, *others]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form, which knows who has it."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"editor_id": request.user.pk})

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """Rows that somebody else removed meanwhile come back as new ones, with what was typed."""
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in options and obj.pk and request.POST.get("edited_version") != obj.edited_state:
            parent = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
            rows = inline.model._base_manager.filter(**{parent.name: obj})
            present = {str(key) for key in rows.values_list("pk", flat=True)}
            key = inline.model._meta.pk.name
            options["data"] = QueryDict(mutable=True)
            sent = dict(request.POST.lists())
            for name, values in readd_deleted_rows(sent, prefix, key, present).items():
                options["data"].setlist(name, values)
        return options

    def save_model(
        self, request: HttpRequest, obj: Versioned, form: forms.ModelForm, change: bool
    ) -> None:
        """Any change, also one of a part alone, is a new version of the record."""
        if change:
            obj.advance(by=request.user)
        super().save_model(request, obj, form, change)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The fieldsets as steps of the work, each with the parts that belong `below` it.

        A fieldset is named by its class; an inline says in `below` under which it stands. What
        was wrong stands first, as links to its places, in the stead of Django's note.
        """
        context["show_save_and_add_another"] = False  # records of a meeting do not come in rows
        inlines = context["inline_admin_formsets"]
        below: dict[str, list[Any]] = defaultdict(list)
        for inline in inlines:
            below[getattr(inline.opts, "below", "")].append(inline)
        context["steps"] = [
            (fieldset, below.pop(fieldset.classes, [])) for fieldset in context["adminform"]
        ]
        if context.pop("errors"):
            formsets = [inline.formset for inline in inlines]
            context["is_refused"] = True
            context["problems"] = form_problems(context["adminform"].form, formsets)
        context["other_inlines"] = [inline for left in below.values() for inline in left]
        return super().render_change_form(request, context, *args, **kwargs)
