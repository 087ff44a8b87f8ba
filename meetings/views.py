"""The public pages on meetings and campaigns."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header

from kpcsc.foundation.http import page_of, query_string, read_only
from kpcsc.foundation.viewer import Viewer
from meetings import queries
from meetings.calendar.appointments import public_calendar_file
from meetings.forms import MeetingFilterForm
from meetings.models import Campaign, Document, Meeting
from meetings.queries import MEETINGS_A_PAGE


@read_only
def campaign_list(request: HttpRequest) -> HttpResponse:
    """The campaigns, the featured one first."""
    campaigns = Campaign.objects.visible_to(Viewer.of(request.user))
    return render(request, "meetings/campaign_list.html", {"campaigns": campaigns})


@read_only
def meeting_list(request: HttpRequest) -> HttpResponse:
    """The meetings that this viewer may know of, filtered and searched, newest first."""
    viewer = Viewer.of(request.user)
    filters = MeetingFilterForm(request.GET, viewer=viewer)
    context: dict[str, Any] = {"filters": filters, "query_string": query_string(request)}
    results = filters.results()
    if results is None:
        return render(request, "meetings/meeting_list.html", context, status=400)
    page = page_of(results, request, MEETINGS_A_PAGE)
    page.object_list = queries.with_campaigns(page, filters.campaigns)
    return render(request, "meetings/meeting_list.html", context | {"page": page})


@read_only
def meeting_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The meeting as a calendar file; none for one whose day is not known."""
    meeting = get_object_or_404(Meeting.objects.visible_to(Viewer.of(request.user)), slug=slug)
    if not meeting.has_calendar_date:
        raise Http404
    page = request.build_absolute_uri(meeting.get_absolute_url())
    content = public_calendar_file(meeting, page)
    name = f'attachment; filename="{meeting.slug}.ics"'
    return HttpResponse(
        content, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": name}
    )


@read_only
def document_detail(request: HttpRequest, key: str) -> HttpResponseBase:
    """A document's file, for those who may see it; always saved, never opened in the page.

    Of a file that names its makers, everybody gets the copy, and the secretariat the `original`
    where it asks for it.
    """
    viewer = Viewer.of(request.user)
    found = Document.objects.visible_to(viewer).select_related("meeting")
    document = get_object_or_404(found, key=key)
    is_original = "original" in request.GET
    file = document.file if is_original else document.reader_file
    if not file or (is_original and not viewer.is_staff):
        raise Http404
    path = file.name or ""
    if not file.storage.exists(path):
        raise Http404
    response: HttpResponseBase
    if prefix := settings.ACCEL_REDIRECT:
        response = HttpResponse(headers={"X-Accel-Redirect": prefix + quote(path)})
        response["Content-Disposition"] = content_disposition_header(True, document.file_name)
    else:
        response = FileResponse(file.open(), as_attachment=True, filename=document.file_name)
    response["Content-Type"] = document.media_type
    response["Cache-Control"] = "private, no-store"
    return response
