"""The secretariat's pages on surveys."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.admin_filters import ToDoFilter
from kpcsc.foundation.http import keys_in
from kpcsc.foundation.translated_text import page_language
from kpcsc.foundation.translations.admin_filter import TEXTS
from meetings.models import Meeting
from organisations.naming.admin import NamesInTextsAdmin
from organisations.time_zones import zone_label
from surveys.admin.closing import close
from surveys.agenda.admin_pages import agenda
from surveys.answering.admin_pages import answers, preview, record
from surveys.building.admin import QuestionInline
from surveys.building.admin_pages import duplicate_survey, import_questions
from surveys.dates.admin_pages import dates
from surveys.invitations.actions import reschedule_invitation_letters
from surveys.invitations.admin_pages import invitations
from surveys.models import Survey
from surveys.results.admin_pages import results, results_file
from surveys.tasks import schedule_next_run

READ = ["GET", "HEAD"]
READ_AND_WRITE = [*READ, "POST"]
# The pages that the survey's page links to, in the order of the work.
LABELS: dict[str, Any] = {
    "import": _("Import from XLSForm"),
    "preview": _("Preview"),
    "invitations": _("Invitations"),
    "results": _("Results"),
    "answers": _("Answers"),
    "agenda": _("Draft of the agenda"),
    "dates": _("Date of the meeting"),
}


class SurveyToDoFilter(ToDoFilter):
    choices_offered = {
        "closing": (_("still to be closed"), lambda surveys: surveys.under_way()),
        **TEXTS,
    }


@admin.register(Survey)
class SurveyAdmin(NamesInTextsAdmin):
    record_pages = [
        ("invitations", invitations, READ_AND_WRITE),
        ("preview", preview, READ_AND_WRITE),
        ("duplicate", duplicate_survey, ["POST"]),
        ("import", import_questions, READ_AND_WRITE),
        ("results", results, READ_AND_WRITE),
        ("answers", answers, READ),
        ("agenda", agenda, READ_AND_WRITE),
        ("dates", dates, READ_AND_WRITE),
        ("close", close, READ_AND_WRITE),
    ]
    change_form_template = "admin/surveys/survey/change_form.html"

    def get_view_on_site_url(self, obj: Model | None = None) -> str | None:
        """The page of the results, once they are published: before that there is none."""
        is_published = isinstance(obj, Survey) and obj.results_published_at is not None
        return super().get_view_on_site_url(obj) if is_published else None

    list_display = ["title", "meeting", "confidentiality", "opens_at", "closes_at", "state"]
    list_select_related = ["meeting"]
    list_filter = [SurveyToDoFilter, "confidentiality", "unit"]
    search_fields = ["title_fr", "title_en"]
    autocomplete_fields = ["meeting"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [QuestionInline]
    fieldsets = [
        (
            _("What it is"),
            {"classes": ["what"], "fields": ["meeting", "title", "slug", "introduction"]},
        ),
        (
            _("What is promised"),
            {
                "classes": ["promise"],
                "fields": [
                    "confidentiality",
                    ("unit", "is_open_to_all"),
                    ("least_respondents", "least_in_cell"),
                ],
            },
        ),
        (_("Questions"), {"classes": ["questions"], "fields": ["one_section_a_page"]}),
        (
            _("When"),
            {"classes": ["when"], "fields": [("opens_at", "closes_at"), "remind_at"]},
        ),
    ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Once its results are published, readers see its words: no working copy holds them all, so
        its form is a publisher's; the pages beside it stay."""
        may = super().has_change_permission(request, obj)
        match = request.resolver_match
        is_form = match is not None and match.url_name == "surveys_survey_change"
        return may and not (is_form and obj is not None and obj.needs_publisher(request.user))

    def get_urls(self) -> list[URLPattern]:
        record = self.record_page("record", self.record, READ_AND_WRITE, "<int:invitation>/")
        file = self.record_page("results_file", results_file, READ, "<str:kind>/")
        return [record, file, *super().get_urls()]

    @staticmethod
    def record(
        model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey, invitation: int
    ) -> HttpResponse:
        """The page on which somebody else's answer is written down."""
        chosen = get_object_or_404(survey.invitations.in_force().with_mark(), pk=invitation)
        return record(model_admin, request, survey, chosen)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The declared ones; that on its dates says by which clocks they are."""
        *others, (heading, options) = super().get_fieldsets(request, obj)
        said = _("By the clocks of the meeting that you choose above.")
        if obj:
            city = zone_label(obj.meeting.time_zone, page_language())
            said = format_lazy(_("By the clocks of the meeting: {city}."), city=city)
        return [*others, (heading, {**options, "description": said})]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """The form, shown and read by the clocks of the meeting."""
        with timezone.override(self._time_zone_of(request, object_id)):
            response = super().changeform_view(request, object_id, form_url, extra_context)
            return response.render() if isinstance(response, TemplateResponse) else response

    @staticmethod
    def _time_zone_of(request: HttpRequest, object_id: str | None) -> str:
        """That of the stored meeting, by which the form was shown; of a new survey, that of the one
        which is chosen; UTC without one."""
        if keys := keys_in([object_id or ""]):
            meetings = Meeting.objects.filter(surveys__in=keys)
        else:
            chosen = keys_in([request.POST.get("meeting", "")])
            meetings = Meeting.objects.filter(pk__in=chosen)
        return meetings.values_list("time_zone", flat=True).first() or "UTC"

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The questions too; then the clock is told when to come."""
        super().save_related(request, form, formsets, change)
        if "opens_at" in form.changed_data:
            reschedule_invitation_letters(survey=form.instance)
        transaction.on_commit(schedule_next_run)

    def _context(self, request: HttpRequest, record: Model, title: str) -> dict[str, Any]:
        """Its history can be read; no earlier state comes back, for answers hang on questions."""
        return super()._context(request, record, title) | {"restore_url": ""}

    def restore_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        raise PermissionDenied

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, with the ways to what is done with a saved survey."""
        survey = kwargs.get("obj")
        if survey is not None:
            context["has_answers"] = survey.is_frozen
            context["survey_pages"] = [
                (label, reverse(f"admin:surveys_survey_{name}", args=[survey.pk]))
                for name, label in LABELS.items()
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("state"))
    def state(self, survey: Survey) -> str:
        """Where it stands."""
        return survey.state
