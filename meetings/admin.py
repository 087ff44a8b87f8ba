"""The secretariat's pages on campaigns and meetings."""

from django.contrib import admin
from django.db.models import FileField, QuerySet
from django.forms import FileInput
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationStackedInline

from kpcsc.foundation.record_admin import RecordAdmin
from meetings.models import (
    AgendaItem,
    CallToAction,
    Campaign,
    Document,
    FollowUp,
    KeyMessage,
    Meeting,
    Milestone,
    Objective,
    Participation,
    Resource,
    Section,
)


class PartInline(TranslationStackedInline):
    extra = 0


class KeyMessageInline(PartInline):
    model = KeyMessage


class MilestoneInline(PartInline):
    model = Milestone


class CallToActionInline(PartInline):
    model = CallToAction


class ResourceInline(PartInline):
    model = Resource


@admin.register(Campaign)
class CampaignAdmin(RecordAdmin):
    list_display = ["title", "starts_on", "featured", "status", "visibility"]
    list_filter = ["status", "visibility"]
    search_fields = ["title_fr", "title_en", "aliases"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [KeyMessageInline, MilestoneInline, CallToActionInline, ResourceInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "tagline", "story", "aliases"]}),
        (_("When"), {"fields": [("starts_on", "ends_on")]}),
        (_("Publication"), {"fields": [("status", "publish_at"), "visibility", "featured"]}),
    ]


class ObjectiveInline(PartInline):
    model = Objective


class AgendaItemInline(PartInline):
    model = AgendaItem


class SectionInline(PartInline):
    model = Section


class DocumentInline(PartInline):
    model = Document
    # Files have no address of their own: they are read through the page that asks who is looking.
    formfield_overrides = {FileField: {"widget": FileInput}}
    readonly_fields = ["stored"]

    @admin.display(description=_("stored file"))
    def stored(self, document: Document) -> str:
        """The file as it is kept, to be read."""
        if document.pk is None:
            return "–"
        return format_html(
            '<a href="{}">{}</a>', document.get_absolute_url(), document.extension[1:].upper()
        )


class FollowUpInline(PartInline):
    model = FollowUp
    autocomplete_fields = ["owner"]


class ParticipationInline(admin.TabularInline):
    model = Participation
    extra = 0
    autocomplete_fields = ["organisation", "people"]
    ordering = ["organisation__sort_fr"]


@admin.register(Meeting)
class MeetingAdmin(RecordAdmin):
    list_display = ["title", "starts_on", "campaign", "state", "status", "visibility"]
    list_filter = ["status", "visibility", "state", "campaign"]
    list_select_related = ["campaign"]
    date_hierarchy = "starts_on"
    search_fields = ["title_fr", "title_en", "introduction_fr", "introduction_en"]
    autocomplete_fields = ["campaign", "countries"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["listed"]
    inlines = [
        ObjectiveInline,
        ParticipationInline,
        AgendaItemInline,
        SectionInline,
        DocumentInline,
        FollowUpInline,
    ]
    fieldsets = [
        (None, {"fields": ["title", "slug", "campaign", "introduction"]}),
        (
            _("When and where"),
            {
                "fields": [
                    ("starts_on", "ends_on", "precision"),
                    ("starts_at", "ends_at", "time_zone"),
                    ("format", "state"),
                    "place",
                    "joining_link",
                ]
            },
        ),
        (
            _("Figures that the report declares"),
            {
                "fields": [
                    ("participants_count", "facilitators_count"),
                    ("countries_count", "organisations_count"),
                    "listed",
                ]
            },
        ),
        (_("Countries"), {"fields": ["countries"]}),
        (_("Publication"), {"fields": [("status", "publish_at"), "visibility"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        return Meeting.objects.with_listed_counts()

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
