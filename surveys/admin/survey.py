"""The secretariat's pages on surveys."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kpcsc.foundation.admin_filters import TEXTS, WantingFilter
from kpcsc.foundation.record_admin import RecordAdmin
from surveys.actions.inviting import follow_dates
from surveys.admin import pages
from surveys.admin.questions import QuestionInline
from surveys.models import Survey
from surveys.tasks import schedule

# A page of one survey: its address and name, the view, and the methods that it answers.
type Page = Callable[..., HttpResponse]
PAGES: list[tuple[str, Page, list[str]]] = [
    ("invitations", pages.invitations, ["GET", "HEAD", "POST"]),
    ("preview", pages.preview, ["GET", "HEAD", "POST"]),
    ("duplicate", pages.duplicate_survey, ["POST"]),
    ("import", pages.import_questions, ["GET", "HEAD", "POST"]),
    ("results", pages.results, ["GET", "HEAD", "POST"]),
    ("answers", pages.answers, ["GET", "HEAD"]),
    ("agenda", pages.agenda, ["GET", "HEAD", "POST"]),
    ("close", pages.close, ["GET", "HEAD", "POST"]),
]


class SurveyWantingFilter(WantingFilter):
    choices_offered = {
        "closing": (_("still to be closed"), lambda surveys: surveys.under_way()),
        **TEXTS,
    }


@admin.register(Survey)
class SurveyAdmin(RecordAdmin):
    change_form_template = "admin/surveys/survey/change_form.html"
    list_display = ["title", "meeting", "confidentiality", "opens_at", "closes_at", "state"]
    list_select_related = ["meeting"]
    list_filter = [SurveyWantingFilter, "confidentiality", "unit"]
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

    def get_urls(self) -> list[URLPattern]:
        record = self._page("record", self.record, ["GET", "HEAD", "POST"], "<int:invitation>/")
        file = self._page("results_file", pages.results_file, ["GET", "HEAD"], "<str:kind>/")
        return [*(self._page(*page) for page in PAGES), record, file, *super().get_urls()]

    def _page(self, name: str, view: Page, methods: list[str], more: str = "") -> URLPattern:
        """The address of one of the pages of a survey, for those who may change it."""

        def shown(request: HttpRequest, object_id: int, **parts: Any) -> HttpResponse:
            survey = self.get_object(request, str(object_id))
            if survey is None:
                raise Http404
            if not self.has_change_permission(request, survey):
                raise PermissionDenied
            return view(self, request, survey, **parts)

        page = self.admin_site.admin_view(require_http_methods(methods)(shown))
        return path(f"<int:object_id>/{name}/{more}", page, name=f"surveys_survey_{name}")

    @staticmethod
    def record(
        model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey, invitation: int
    ) -> HttpResponse:
        """The page on which somebody else's answer is written down."""
        chosen = get_object_or_404(survey.invitations.in_force().with_mark(), pk=invitation)
        return pages.record(model_admin, request, survey, chosen)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The questions too; then the clock is told when to come."""
        super().save_related(request, form, formsets, change)
        if "opens_at" in form.changed_data:
            follow_dates(survey=form.instance)
        transaction.on_commit(schedule)

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
                for name, label in pages.LABELS.items()
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("state"))
    def state(self, survey: Survey) -> str:
        """Where it stands."""
        return survey.state
