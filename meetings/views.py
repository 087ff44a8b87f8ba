"""The public pages on meetings and campaigns."""

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Model, Prefetch, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from kpcsc.foundation.http import read_only
from kpcsc.foundation.translated_text import columns
from kpcsc.foundation.viewer import Viewer
from meetings.calendar import calendar
from meetings.forms import MeetingFilterForm
from meetings.models import (
    Campaign,
    Document,
    Meeting,
    Participation,
)
from meetings.models.participation import nameable_at
from meetings.structured_data import event_data
from meetings.timeline import timeline
from organisations.country_map import drawing
from organisations.models import Country, Organisation
from organisations.models.country import in_alphabetical_order

MEETINGS_A_PAGE = 20


@read_only
def campaign_list(request: HttpRequest) -> HttpResponse:
    """The campaigns, the featured one first."""
    campaigns = Campaign.objects.visible_to(Viewer.of(request.user))
    return render(request, "meetings/campaign_list.html", {"campaigns": campaigns})


@read_only
def campaign_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A campaign: why, what happened, where, with whom, and what a reader can do."""
    viewer = Viewer.of(request.user)
    campaigns = Campaign.objects.visible_to(viewer)
    campaign = get_object_or_404(
        campaigns.prefetch_related("key_messages", "milestones", "calls_to_action", "resources"),
        slug=slug,
    )
    meetings = campaign.meetings.visible_to(viewer)
    participations = Participation.objects.attended().filter(meeting__in=meetings)
    countries = in_alphabetical_order(Country.objects.filter(meetings__in=meetings).distinct())
    context = {
        "campaign": campaign,
        "milestones": campaign.milestones.all(),
        "timeline": timeline(campaign.milestones.all(), meetings),
        "countries": countries,
        "map": drawing(country.code for country in countries),
        "organisations": Organisation.objects.filter(
            pk__in=participations.visible_to(viewer).values("organisation")
        ).in_alphabetical_order(),
        "organisations_total": participations.values("organisation").distinct().count(),
    }
    return render(request, "meetings/campaign_detail.html", context)


@read_only
def meeting_list(request: HttpRequest) -> HttpResponse:
    """The meetings that this viewer may know of, filtered and searched, newest first."""
    viewer = Viewer.of(request.user)
    filters = MeetingFilterForm(request.GET, viewer=viewer)
    meetings = filters.results().prefetch_related(visible_campaign(viewer)).with_listed_counts()
    context = {
        "filters": filters,
        "page": page_of(meetings, request),
        "query_string": query_string(request),
    }
    status = 200 if filters.is_valid() else 400
    return render(request, "meetings/meeting_list.html", context, status=status)


@read_only
def meeting_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A meeting with those of its parts that this viewer may see."""
    viewer = Viewer.of(request.user)
    meetings = Meeting.objects.visible_to(viewer)
    meeting = get_object_or_404(
        meetings.with_listed_counts().prefetch_related(visible_campaign(viewer)), slug=slug
    )
    participations = list(
        meeting.participations.attended()
        .visible_to(viewer)
        .by_organisation_name()
        .with_organisation_names()
    )
    owners = Prefetch("owner", nameable_at(meeting, viewer))
    countries = in_alphabetical_order(meeting.countries.all())
    siblings = meetings.in_campaign(meeting.campaign).only("slug", *columns("title"))
    context = {
        "meeting": meeting,
        "objectives": meeting.objectives.all(),
        "agenda_items": meeting.agenda_items.visible_to(viewer),
        "sections": meeting.sections.visible_to(viewer),
        "follow_ups": meeting.follow_ups.visible_to(viewer).prefetch_related(owners),
        "documents": meeting.documents.visible_to(viewer),
        "countries": countries,
        "map": drawing(country.code for country in countries),
        "organisations": [participation.organisation for participation in participations],
        "previous": siblings.before(meeting).newest_first().first(),
        "next": siblings.after(meeting).newest_first().last(),
        "structured_data": event_data(
            meeting, participations, request.build_absolute_uri(request.path)
        ),
    }
    return render(request, "meetings/meeting_detail.html", context)


@read_only
def meeting_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The meeting as a calendar file; none for one whose day is not known."""
    meeting = get_object_or_404(Meeting.objects.visible_to(Viewer.of(request.user)), slug=slug)
    if not meeting.has_calendar_date:
        raise Http404
    page = request.build_absolute_uri(meeting.get_absolute_url())
    content = calendar(meeting, page, host=request.get_host())
    name = f'attachment; filename="{meeting.slug}.ics"'
    return HttpResponse(
        content, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": name}
    )


@read_only
def document_detail(request: HttpRequest, key: str) -> HttpResponseBase:
    """A document's file, for those who may see it; always saved, never opened in the page."""
    document = get_object_or_404(Document.objects.visible_to(Viewer.of(request.user)), key=key)
    if not document.file.storage.exists(document.file.name or ""):
        raise Http404(_("The file is missing."))
    name = f"{document.meeting.slug}{document.extension}"
    response = FileResponse(document.file.open(), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


def visible_campaign(viewer: Viewer) -> Prefetch:
    """Each meeting's campaign, or None where this viewer may not know of it."""
    return Prefetch("campaign", Campaign.objects.visible_to(viewer))


def page_of[Record: Model](records: QuerySet[Record], request: HttpRequest) -> object:
    """The page of records that the request asks for; Http404 where there is no such page."""
    try:
        return Paginator(records, MEETINGS_A_PAGE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error


def query_string(request: HttpRequest) -> str:
    """The filters in use, to be kept by links to other pages of the list."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
