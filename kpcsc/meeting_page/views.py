"""The public page of a meeting."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from kpcsc.foundation.http import read_only
from kpcsc.foundation.viewer import Viewer
from meetings import queries
from meetings.agenda.facts import with_start_times
from meetings.calendar.times import period_in_zones
from meetings.models import Meeting
from meetings.models.participation import runnable_by
from meetings.structured_data import event_data
from organisations.country_groups import by_country
from organisations.models import Country, User
from organisations.models.country import in_alphabetical_order
from organisations.regions import region_names
from surveys.results.evidence import findings_before


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
        "organisation_groups": by_country(one.organisation for one in participations),
        "surveys": findings_before(meeting.pk, viewer),
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
