"""The secretariat's pages on who took part in a meeting."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from kpcsc.foundation.autocomplete import AutocompleteAdmin
from kpcsc.foundation.history.admin import HistoryAdmin
from kpcsc.foundation.record_admin import VersionedForm
from kpcsc.foundation.rows import PreloadedAutocomplete, RowFormSet, blank_rows
from meetings.models import Meeting, Participation
from organisations.models import Organisation

TOLD_TO_READERS = {"role", "attended", "named"}  # of a published meeting


class ParticipationForm(forms.ModelForm):
    """Another organisation is another participation: only a new one asks for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        participation: Participation | None = kwargs.get("instance")
        if participation and participation.pk:
            # A choice would be copied for each row, and what is chosen looked up at each save.
            given = forms.Field(disabled=True, widget=forms.HiddenInput)
            fields = self.base_fields | {"organisation": given}
            self.base_fields = fields  # type: ignore[misc]  # of this row alone
            kwargs["initial"] = {"organisation": participation.organisation}
        super().__init__(*args, **kwargs)


class ParticipationFormSet(RowFormSet):
    """Rows of a table, where the column's heading is no label to a screen reader.

    Nor does it find there, by itself, the help that all rows share.
    """

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            control = getattr(field.widget, "widget", field.widget)  # without the links around it
            if field.label:
                control.attrs["aria-label"] = field.label
            if field.help_text:
                control.attrs["aria-describedby"] = f"{name}-help"


class ParticipationInline(admin.TabularInline):
    """The organisations of a meeting; who came for each has a page of its own."""

    model = Participation
    form = ParticipationForm
    formset = ParticipationFormSet
    extra = 0
    autocomplete_fields = ["organisation"]
    fields = ["organisation", "role", "attended", "named"]
    template = "admin/meetings/participation_rows.html"
    below = "who"

    def get_extra(self, request: HttpRequest, obj: Meeting | None = None, **kwargs: Any) -> int:
        """A blank row where the page was asked for it, as it is without JavaScript."""
        return blank_rows(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Participation]:
        return super().get_queryset(request).select_related("organisation")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A choice limited once, where the field's own limit would be applied in each row."""
        kwargs |= {
            "queryset": Organisation.objects.unmerged(),
            "limit_choices_to": None,
            "widget": PreloadedAutocomplete(db_field, self.admin_site),
        }
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ParticipationPageForm(VersionedForm):
    """A participation, which is a part of its meeting: who edits either is told of the other."""

    @property
    def record(self) -> Meeting:
        """The meeting, whose version says whether somebody else was here."""
        return self.instance.meeting


@admin.register(Participation)
class ParticipationAdmin(AutocompleteAdmin, HistoryAdmin):
    """One organisation at one meeting, with the people who came; reached from the meeting."""

    form = ParticipationPageForm
    list_display = ["organisation", "meeting", "role", "reply", "attended", "named"]
    list_select_related = ["organisation", "meeting"]
    autocomplete_fields = ["meeting", "organisation", "people"]
    search_fields = ["organisation__name_fr", "organisation__name_en", "organisation__acronym"]
    fields = [
        *("meeting", "organisation", "role", "people", "reply", "attended", "named"),
        "edited_version",
    ]

    def save_model(
        self, request: HttpRequest, obj: Participation, form: forms.ModelForm, change: bool
    ) -> None:
        """A change of who took part is one of the meeting: its other editors are told.

        It may have been published since the page was opened.
        """
        if TOLD_TO_READERS.intersection(form.changed_data):
            obj.meeting.advance(by=request.user)
        else:
            obj.meeting.advance_version()
        super().save_model(request, obj, form, change)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who was where is another participation; at a published meeting all that readers are told
        is fixed: it is published, or proposed, on the meeting's page."""
        fixed = [*super().get_readonly_fields(request, obj), "meeting", "organisation"]
        if obj is not None and obj.meeting.is_published:
            fixed += sorted(TOLD_TO_READERS)
        return fixed

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not obj.meeting.needs_publisher(request.user))

    def delete_model(self, request: HttpRequest, obj: Participation) -> None:
        obj.meeting.advance(by=request.user)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Participation]) -> None:
        for meeting in Meeting.objects.filter(participations__in=queryset).distinct():
            meeting.advance(by=request.user)
        super().delete_queryset(request, queryset)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
