"""The public pages on meetings and campaigns."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header

from kpcsc.foundation.http import page_of, query_string, read_only
from kpcsc.foundation.viewer import Viewer
from meetings import queries
from meetings.agenda.facts import with_start_times
from meetings.calendar.appointments import public_calendar_file
from meetings.calendar.times import period_in_zones
from meetings.forms import MeetingFilterForm
from meetings.models import Campaign, Document, Meeting
from meetings.models.participation import runnable_by
from meetings.queries import MEETINGS_A_PAGE
from meetings.structured_data import event_data
from organisations.models import Country, User
from organisations.models.country import in_alphabetical_order
from organisations.regions import region_names


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
def meeting_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A meeting with those of its parts that this viewer may see."""
    viewer = Viewer.of(request.user)
    meeting = get_object_or_404(queries.meetings_with_all(viewer), slug=slug)
    campaign = meeting.visible_campaign
    previous, following = queries.neighbours(meeting, campaign, viewer)
    agenda_items = queries.agenda_items(meeting, viewer)
    named = meeting.participations.attended().visible_to(viewer)
    participations = named.by_organisation_name().with_organisation_names()
    represented = queries.countries(meeting, viewer)
    countries = in_alphabetical_order(
        Country(code) for code, is_shown in represented.items() if is_shown
    )
    context = {
        "meeting": meeting,
        "campaign": campaign,
        "own_times": times_for(request.user, meeting),
        "may_run": may_run(request.user, meeting),
        "objectives": meeting.objectives.all(),
        "agenda_items": agenda_items,
        "agenda": with_start_times(meeting, agenda_items),
        "sections": meeting.sections.visible_to(viewer),
        "decisions": meeting.decisions.visible_to(viewer),
        "follow_ups": meeting.follow_ups.visible_to(viewer).with_named_owner(viewer),
        "documents": meeting.documents.visible_to(viewer),
        "countries": countries,
        "regions": region_names(code for code, is_shown in represented.items() if not is_shown),
        "organisations": [participation.organisation for participation in participations],
        "surveys": queries.surveys(meeting, viewer),
        "previous": previous,
        "next": following,
        "structured_data": event_data(
            meeting, participations, request.build_absolute_uri(request.path)
        ),
    }
    return TemplateResponse(request, "meetings/meeting_detail.html", context)


def may_run(user: Any, meeting: Meeting) -> bool:
    """Whether this person runs the meeting; a stranger does not, and is not asked about."""
    return (
        isinstance(user, User) and Meeting.objects.filter(runnable_by(user), pk=meeting.pk).exists()
    )


def times_for(user: Any, meeting: Meeting) -> list[str]:
    """When the meeting is by the clocks of a person who is signed in, where that differs."""
    zone = getattr(user, "time_zone", "")
    return period_in_zones(meeting.period, [zone])[1:] if zone else []


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
