"""What the admin of meetings needs for reports that are imported."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods


class ReportImportMixin(admin.ModelAdmin):
    """Adds the page that takes a report; the list of meetings links to it."""

    def get_urls(self) -> list[URLPattern]:
        answers = require_http_methods(["GET", "HEAD", "POST"])
        page = self.admin_site.admin_view(answers(self.import_report))
        return [
            path("import-report/", page, name="meetings_meeting_import_report"),
            *super().get_urls(),
        ]

    def import_report(self, request: HttpRequest) -> HttpResponse:
        """The page that takes a report, and shows what was read in it."""
        from meetings.report_import.views import import_page  # noqa: PLC0415 (reports alone)

        return import_page(self, request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        may = {"may_import_report": self.has_add_permission(request)}
        return super().changelist_view(request, may | (extra_context or {}))
