"""What the public pages of meetings ask the database."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import translation

from kpcsc.foundation.site_revision import Kept
from kpcsc.foundation.translated_text import columns, stored_text
from kpcsc.foundation.viewer import Viewer
from meetings.models import (
    AgendaItem,
    Campaign,
    FollowUp,
    Meeting,
    Participation,
    ShownAs,
    ShownCountry,
)
from meetings.models.meeting import MeetingQuerySet
from meetings.models.participation import attended_by
from organisations.models import Country, Organisation

MEETINGS_A_PAGE = 20


def meetings_with_all(viewer: Viewer) -> MeetingQuerySet:
    """The meetings, each with what its own page shows of its row, campaign and figures."""
    return Meeting.objects.visible_to(viewer).with_visible_campaign(viewer).with_listed_counts()


def agenda_items(meeting: Meeting, viewer: Viewer) -> QuerySet[AgendaItem]:
    """A meeting's agenda, without what was said; each item knows how many there are `of_all`."""
    every = AgendaItem.objects.filter(meeting=meeting).order_by().values("meeting")
    of_all = Subquery(every.annotate(number=Count("pk")).values("number"))
    return meeting.agenda_items.visible_to(viewer).defer("discussion").annotate(of_all=of_all)


def left_open_before(meeting: Meeting, viewer: Viewer) -> QuerySet[FollowUp]:
    """What earlier meetings of a meeting's campaign left open, with what was last said of it;
    nothing where it has none."""
    if meeting.campaign_id is None:
        return FollowUp.objects.none()
    visible = FollowUp.objects.visible_to(viewer).with_named_owner(viewer).with_latest_report()
    return visible.left_open_before(
        campaign=meeting.campaign_id, day=meeting.starts_on, meeting=meeting.pk
    )


def countries(meeting: Meeting, viewer: Viewer) -> dict[str, bool]:
    """The codes of the countries represented at a meeting, as far as this viewer may know, each
    with whether it is shown; else its region alone is."""
    # Of this meeting's, and not of all: PostgreSQL would read the table to its end.
    rows = meeting.participations.representations_shown_to(viewer)
    shown = rows.filter(meeting=meeting).values_list("country", Value(True))
    regions = ShownCountry.objects.in_force().filter(meeting=meeting, shown_as=ShownAs.REGION)
    every = shown.union(regions.values_list("country", Value(False)), all=True)
    return dict(sorted(every))  # what is shown comes after its region, and wins


def neighbours(
    meeting: Meeting, campaign: Campaign | None, viewer: Viewer
) -> tuple[Meeting | None, Meeting | None]:
    """The meetings of its campaign just before a meeting and just after it, for their titles."""
    if campaign is None:
        return None, None
    siblings = campaign.meetings.visible_to(viewer).newest_first()
    before = siblings.before(meeting.starts_on, meeting.pk).values("pk")[:1]
    after = siblings.after(meeting.starts_on, meeting.pk).reverse().values("pk")[:1]
    beside = siblings.filter(Q(pk=Subquery(before)) | Q(pk=Subquery(after)))
    shown = ["slug", "campaign", "starts_on", *columns("title"), *columns("short_title")]
    place = (meeting.starts_on, meeting.pk)
    found = {(one.starts_on, one.pk) < place: one for one in beside.only(*shown)}
    return found.get(True), found.get(False)


@Kept
def years(viewer: Viewer) -> list[int]:
    """The years from the last meeting back to the first."""
    days = Meeting.objects.visible_to(viewer).values_list("starts_on", flat=True)
    first, last = days.order_by("starts_on").first(), days.order_by("-starts_on").first()
    return list(range(last.year, first.year - 1, -1)) if first and last else []


def campaigns_with_meetings(viewer: Viewer) -> QuerySet[Campaign]:
    """The campaigns that a meeting is of, for a list of their titles."""
    meetings = Meeting.objects.visible_to(viewer).filter(campaign=OuterRef("pk"))
    visible = Campaign.objects.visible_to(viewer).filter(Exists(meetings))
    return visible.only("slug", *columns("title"), *columns("short_title"))


@Kept
def countries_with_meetings(viewer: Viewer) -> list[Country]:
    """The countries represented at any meeting, as far as that may be shown there."""
    shown = Participation.objects.representations_shown_to(viewer).filter(country=OuterRef("pk"))
    return list(Country.objects.filter(Exists(shown)))


@Kept
def organisations_with_meetings(viewer: Viewer, language: str) -> list[tuple[str, str]]:
    """The slugs and names of the organisations that may be named at any meeting, by name."""
    named = Participation.objects.attended().at_meetings_visible_to(viewer)
    came = Exists(named.filter(organisation=OuterRef("pk")))
    visible = (
        Organisation.objects.visible_to(viewer).filter(came).order_by(f"sort_{language}", "pk")
    )
    # Their own names, of those who may be named: there may be hundreds, and nothing to mask.
    with translation.override(language):
        found = visible.only("slug", *columns("name"))
        return [(one.slug, stored_text(one, "name").text) for one in found]


def filtered(  # each filter is a word of the address, and None where it is not used
    viewer: Viewer,
    *,
    first: date | None = None,
    last: date | None = None,
    campaign: str | None = None,
    country: str | None = None,
    organisation: str | None = None,
    words: str = "",
) -> MeetingQuerySet:
    """The meetings between two days, of a campaign, where a country or organisation was, that a
    search finds."""
    meetings = Meeting.objects.visible_to(viewer)
    if first and last:
        meetings = meetings.filter(starts_on__range=(first, last))
    if campaign:
        meetings = meetings.filter(campaign__slug=campaign)
    if country:
        meetings = meetings.representing(country, viewer)
    if organisation:
        meetings = meetings.filter(attended_by(organisation, viewer))
    if words:
        meetings = meetings.matching(words, viewer)
    return meetings


def listed(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """The meetings, newest first, with the columns that a list of meetings shows."""
    shown = [
        *("slug", "campaign", "state", "status", "visibility", "publish_at"),
        *("starts_on", "starts_at", "ends_on", "ends_at", "precision", "time_zone"),
        *("participants_count", "facilitators_count", "organisations_count", "countries_count"),
    ]
    return (
        meetings.with_listed_counts()
        .newest_first()
        .only(*shown, *columns("title"), *columns("short_title"))
    )


def with_campaigns(meetings: Iterable[Meeting], campaigns: Iterable[Campaign]) -> list[Meeting]:
    """The meetings, each with its campaign if that is among those that the viewer may see."""
    visible = {campaign.pk: campaign for campaign in campaigns}
    listed = list(meetings)
    for meeting in listed:
        meeting.campaign = visible.get(meeting.campaign_id) if meeting.campaign_id else None
    return listed
