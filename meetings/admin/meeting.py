"""The secretariat's pages on meetings."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kpcsc.foundation.owned_file import OwnedFileField, is_stored
from kpcsc.foundation.rows import RECORD_FIELDS, OrderedInline
from kpcsc.foundation.sheets.sheet_admin import SheetAdmin
from kpcsc.foundation.viewer import STAFF
from kpcsc.foundation.written_fields import DateInput, PartialDateField
from meetings.admin.actions import put_in_review, withdraw
from meetings.admin.meeting_form import DATES, MeetingForm
from meetings.admin_filters import MeetingToDoFilter
from meetings.agenda.facts import agenda_times
from meetings.documents.document_field import DocumentField
from meetings.follow_ups.admin import ProgressMixin
from meetings.invitations.admin import InvitationsMixin
from meetings.models import (
    AgendaItem,
    Decision,
    Document,
    FollowUp,
    Meeting,
    Objective,
    Section,
    State,
)
from meetings.participation.admin import ParticipationInline
from meetings.participation.pasted_list_admin import PastedListsMixin
from meetings.publishing.preview_admin import PublicationAdmin
from meetings.queries import left_open_before
from meetings.readiness.sidebar import sidebar_of
from meetings.report_import.admin import ReportImportMixin
from meetings.sheets import MeetingSheet, ParticipationSheet
from meetings.withholding.admin import WithheldMixin
from organisations.time_zone_field import TimeZoneField


class ObjectiveInline(OrderedInline):
    model = Objective
    fields = ["text", "position"]
    below = "what"


class AgendaItemInline(OrderedInline):
    model = AgendaItem
    fields = ["title", ("starts_at", "minutes", "visibility"), "notes", "position"]
    folded_fields = ["starts_at", "visibility"]
    below = "agenda"


class SectionInline(OrderedInline):
    model = Section
    fields = ["heading", "body", "visibility", "position"]
    folded_fields = ["visibility"]
    below = "report"


class DocumentInline(OrderedInline):
    model = Document
    # Files have no address of their own: they are read through the page that asks who is looking.
    formfield_overrides = RECORD_FIELDS | {OwnedFileField: {"form_class": DocumentField}}
    fields = ["title", ("file", "stored"), "visibility", "alternative_text", "position"]
    readonly_fields = ["stored"]
    folded_fields = ["kind", "visibility"]
    below = "report"

    @admin.display(description=_("stored file"))
    def stored(self, document: Document) -> str:
        """What is kept, to be read: what readers get, and where that is a copy, the original."""
        if document.pk is None:
            return "–"
        address, kind = document.get_absolute_url(), document.get_kind_display()
        original = format_html('<a href="{}?original">{}</a>', address, _("original"))
        if not document.kind:
            return original if is_stored(document.file) else "–"
        readers = format_html('<a href="{}">{}, {}</a>', address, kind, document.size_words)
        return format_html("{} · {}", readers, original) if document.cleaned else readers


class DecisionInline(OrderedInline):
    model = Decision
    fields = ["text", "visibility", "position"]
    folded_fields = ["visibility"]
    below = "report"


class FollowUpInline(OrderedInline):
    model = FollowUp
    autocomplete_fields = ["owner"]
    fields = ["what", ("owner", "due", "state", "visibility"), "evidence", "position"]
    folded_fields = ["owner", "due", "state", "visibility"]
    below = "report"

    def get_queryset(self, request: HttpRequest) -> QuerySet[FollowUp]:
        return super().get_queryset(request).select_related("owner")


@admin.register(Meeting)
class MeetingAdmin(
    ReportImportMixin,
    SheetAdmin,
    PastedListsMixin,
    InvitationsMixin,
    ProgressMixin,
    WithheldMixin,
    PublicationAdmin,
):
    form = MeetingForm
    sheets = [MeetingSheet, ParticipationSheet]
    change_form_template = "admin/meetings/meeting/change_form.html"
    list_display = ["title", "starts_on", "campaign", "state", "status", "visibility"]
    list_filter = [MeetingToDoFilter, "status", "state", "visibility", "campaign"]
    list_select_related = ["campaign"]
    date_hierarchy = "starts_on"
    search_fields = ["title_fr", "title_en", "introduction_fr", "introduction_en"]
    autocomplete_fields = ["campaign", "countries"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["listed"]
    actions = [put_in_review, withdraw]
    inlines = [
        ObjectiveInline,
        ParticipationInline,
        AgendaItemInline,
        SectionInline,
        DocumentInline,
        DecisionInline,
        FollowUpInline,
    ]
    fieldsets = [
        (
            _("What and when"),
            {
                "classes": ["what"],
                "fields": [
                    "title",
                    "short_title",
                    ("slug", "campaign"),
                    "introduction",
                    ("starts_on", "ends_on"),
                    ("starts_at", "ends_at", "time_zone"),
                    ("state", "format"),
                    "place",
                    "joining_link",
                ],
            },
        ),
        (
            _("Who"),
            {
                "classes": ["who"],
                "fields": [
                    "countries",
                    (
                        *("participants_count", "facilitators_count"),
                        *("countries_count", "organisations_count"),
                    ),
                    "listed",
                ],
            },
        ),
        (_("Agenda"), {"classes": ["agenda"], "fields": []}),
        (_("Report"), {"classes": ["report"], "fields": []}),
        (
            _("Publication"),
            {"classes": ["publish"], "fields": [("status", "publish_at", "visibility")]},
        ),
    ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Dates as far as they are known, and a zone by its city."""
        if db_field.name in DATES:
            return db_field.formfield(form_class=PartialDateField, widget=DateInput)
        if db_field.name == "time_zone":
            return db_field.formfield(form_class=TimeZoneField)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        *args: Any,
        obj: Meeting | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """The form, and beside that of a saved meeting, where its record stands."""
        if obj:
            context["sidebar"] = sidebar = sidebar_of(obj)
            context["sidebar_sections"] = ["admin/meetings/meeting/sidebar.html"]
            context["agenda"] = agenda_times(obj, self.agenda_in(context))
            if obj.state == State.PLANNED:
                context["left_open"] = left_open_before(obj, STAFF)
            obj.listed_countries = sidebar.listed_countries
            obj.listed_organisations = sidebar.listed_organisations
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def agenda_in(self, context: dict[str, Any]) -> list[AgendaItem]:
        """The items of the agenda that the form asked for already."""
        return [
            row.instance
            for inline in context["inline_admin_formsets"]
            if inline.opts.model is AgendaItem
            for row in inline.formset.initial_forms
        ]

    @admin.display(description=_("listed here"))
    def listed(self, meeting: Meeting) -> str:
        """What the record lists, beside what its report declares: the two may differ."""
        if meeting.pk is None:
            return "–"
        countries, organisations = meeting.listed_countries, meeting.listed_organisations
        parts = [
            ngettext("%(number)d country", "%(number)d countries", countries)
            % {"number": countries},
            ngettext("%(number)d organisation", "%(number)d organisations", organisations)
            % {"number": organisations},
        ]
        declared = (meeting.countries_count, meeting.organisations_count)
        differs = any(
            figure is not None and figure != found
            for figure, found in zip(declared, (countries, organisations), strict=True)
        )
        return " · ".join([*parts, str(_("differs from the report"))] if differs else parts)
