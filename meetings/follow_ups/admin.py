"""The page on which the secretariat reads how far a meeting's follow-ups are."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from kpcsc.foundation.http import read_only


class ProgressMixin(admin.ModelAdmin):
    """Adds the page of a meeting's follow-ups with what their owners reported."""

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "<int:key>/progress/",
            self.admin_site.admin_view(read_only(self.progress_view)),
            name="meetings_meeting_progress",
        )
        return [page, *super().get_urls()]

    def progress_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Each follow-up of the meeting, and what its owner said of it."""
        meeting: Any = self.get_object(request, str(key))
        if meeting is None:
            raise Http404
        if not self.has_view_or_change_permission(request, meeting):
            raise PermissionDenied
        rows = meeting.follow_ups.select_related("owner", "agenda_item")
        context = {
            **self.admin_site.each_context(request),
            "title": _("How far follow-ups are"),
            "subtitle": str(meeting),
            "opts": self.opts,
            "original": meeting,
            "follow_ups": rows.prefetch_related("progress_reports__by"),
            "meeting_address": reverse("admin:meetings_meeting_change", args=[meeting.pk]),
        }
        return TemplateResponse(request, "admin/meetings/meeting/progress.html", context)
