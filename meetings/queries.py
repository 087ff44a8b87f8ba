"""What the pages of meetings ask the database, each written once (see `foundation.prepared`)."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from kpcsc.foundation.prepared import Prepared
from kpcsc.foundation.translated_text import columns
from kpcsc.foundation.viewer import Viewer
from meetings.models import (
    AgendaItem,
    Campaign,
    Decision,
    Document,
    FollowUp,
    Meeting,
    Objective,
    Participation,
    Section,
    ShownAs,
    ShownCountry,
)
from meetings.models.meeting import MeetingQuerySet
from meetings.models.participation import attended_by
from organisations.models import Country, Organisation

MEETINGS_A_PAGE = 20


@Prepared
def meeting_by_slug(viewer: Viewer, *, slug: str) -> QuerySet[Meeting]:
    """The meeting at an address, if this viewer may see it."""
    meetings = Meeting.objects.visible_to(viewer).with_visible_campaign(viewer)
    return meetings.with_listed_counts().filter(slug=slug)


@Prepared
def objectives(_viewer: Viewer, *, meeting: int) -> QuerySet[Objective]:
    """A meeting's objectives, which whoever sees the meeting sees."""
    return Objective.objects.filter(meeting=meeting)


@Prepared
def agenda_items(viewer: Viewer, *, meeting: int) -> QuerySet[AgendaItem]:
    """A meeting's agenda, without what was said; each item knows how many there are `of_all`."""
    every = AgendaItem.objects.filter(meeting=OuterRef("meeting")).order_by().values("meeting")
    of_all = Subquery(every.annotate(number=Count("pk")).values("number"))
    visible = AgendaItem.objects.visible_to(viewer).filter(meeting=meeting)
    return visible.defer("discussion").annotate(of_all=of_all)


@Prepared
def sections(viewer: Viewer, *, meeting: int) -> QuerySet[Section]:
    """A meeting's report."""
    return Section.objects.visible_to(viewer).filter(meeting=meeting)


@Prepared
def documents(viewer: Viewer, *, meeting: int) -> QuerySet[Document]:
    """A meeting's documents."""
    return Document.objects.visible_to(viewer).filter(meeting=meeting)


@Prepared
def decisions(viewer: Viewer, *, meeting: int) -> QuerySet[Decision]:
    """What a meeting decided."""
    return Decision.objects.visible_to(viewer).filter(meeting=meeting)


@Prepared
def follow_ups(viewer: Viewer, *, meeting: int) -> QuerySet[FollowUp]:
    """What was promised at a meeting, with those owners that may be named there."""
    visible = FollowUp.objects.visible_to(viewer).filter(meeting=meeting)
    return visible.with_named_owner(viewer)


@Prepared
def left_open(viewer: Viewer, *, campaign: int, day: date, meeting: int) -> QuerySet[FollowUp]:
    """What earlier meetings of a campaign left open, with what was last said of it."""
    visible = FollowUp.objects.visible_to(viewer).with_named_owner(viewer).with_latest_report()
    return visible.left_open_before(campaign=campaign, day=day, meeting=meeting)


def left_open_before(meeting: Meeting, viewer: Viewer) -> list[FollowUp]:
    """What earlier meetings of a meeting's campaign left open; nothing where it has none."""
    if meeting.campaign_id is None:
        return []
    place = {"day": meeting.starts_on, "meeting": meeting.pk}
    return left_open(viewer, campaign=meeting.campaign_id, **place)


@Prepared
def participations(viewer: Viewer, *, meeting: int) -> QuerySet[Participation]:
    """Who came to a meeting, of those who may be named there, by name."""
    named = Participation.objects.attended().visible_to(viewer).filter(meeting=meeting)
    return named.by_organisation_name().with_organisation_names()


@Prepared
def countries(viewer: Viewer, *, meeting: int) -> QuerySet[Country]:
    """The countries represented at a meeting, as far as this viewer may know; of those where
    `is_shown` is not set, the region alone."""
    shown = Participation.objects.representations_shown_to(viewer).filter(
        meeting=meeting, country=OuterRef("pk")
    )
    regions = ShownCountry.objects.in_force().filter(
        meeting=meeting, country=OuterRef("pk"), shown_as=ShownAs.REGION
    )
    found = Country.objects.annotate(is_shown=Exists(shown))
    return found.filter(Q(is_shown=True) | Exists(regions))


@Prepared
def neighbours(viewer: Viewer, *, campaign: int, day: date, meeting: int) -> QuerySet[Meeting]:
    """The meetings of a campaign just after and just before another, in this order."""
    siblings = Meeting.objects.visible_to(viewer).filter(campaign=campaign).newest_first()
    before = siblings.before(day, meeting).values("pk")[:1]
    after = siblings.after(day, meeting).reverse().values("pk")[:1]
    found = siblings.filter(Q(pk=Subquery(before)) | Q(pk=Subquery(after)))
    return found.only("slug", "starts_on", *columns("title"))


@Prepared
def surveys(viewer: Viewer, *, meeting: int) -> QuerySet[Any]:
    """The surveys before a meeting whose results this viewer may read, for a list of titles."""
    # Surveys lie to the right of this app: they are reached by the reverse accessor alone.
    model: Any = Meeting._meta.get_field("surveys").related_model
    found = model.objects.visible_to(viewer).filter(meeting=meeting).with_published_results()
    return found.only("slug", *columns("title"))


@Prepared
def first_and_last_meeting(viewer: Viewer, first: bool) -> QuerySet[Meeting]:
    """The first or the last meeting, for its date."""
    in_order = Meeting.objects.visible_to(viewer).only("starts_on").newest_first()
    return (in_order.reverse() if first else in_order)[:1]


@Prepared
def campaigns_with_meetings(viewer: Viewer) -> QuerySet[Campaign]:
    """The campaigns that a meeting is of, for a list of their titles."""
    meetings = Meeting.objects.visible_to(viewer).filter(campaign=OuterRef("pk"))
    visible = Campaign.objects.visible_to(viewer).filter(Exists(meetings))
    return visible.only("slug", *columns("title"))


@Prepared
def featured_campaigns(viewer: Viewer) -> QuerySet[Campaign]:
    """The campaign that the home page shows, or none."""
    return Campaign.objects.visible_to(viewer).filter(featured=True)[:1]


@Prepared
def latest_meetings(viewer: Viewer, number: int) -> QuerySet[Meeting]:
    """The newest meetings, for a list of them."""
    return listed(Meeting.objects.visible_to(viewer))[:number]


@Prepared
def countries_with_meetings(viewer: Viewer) -> QuerySet[Country]:
    """The countries represented at any meeting, as far as that may be shown there."""
    shown = Participation.objects.representations_shown_to(viewer).filter(country=OuterRef("pk"))
    return Country.objects.filter(Exists(shown))


@Prepared
def organisations_with_meetings(viewer: Viewer) -> QuerySet[Organisation]:
    """The organisations that may be named at any meeting, for a list of their names."""
    named = Participation.objects.attended().at_meetings_visible_to(viewer)
    came = Exists(named.filter(organisation=OuterRef("pk")))
    visible = Organisation.objects.visible_to(viewer).filter(came)
    return visible.in_alphabetical_order().only("slug", *columns("name"))


def filtered(  # each filter is a word of the address, and None where it is not used
    viewer: Viewer,
    *,
    first: date | None = None,
    last: date | None = None,
    campaign: str | None = None,
    country: str | None = None,
    organisation: str | None = None,
) -> MeetingQuerySet:
    """The meetings between two days, of a campaign, where a country or organisation was."""
    meetings = Meeting.objects.visible_to(viewer)
    if first and last:
        meetings = meetings.filter(starts_on__range=(first, last))
    if campaign:
        meetings = meetings.filter(campaign__slug=campaign)
    if country:
        meetings = meetings.representing(country, viewer)
    if organisation:
        meetings = meetings.filter(attended_by(organisation, viewer))
    return meetings


@Prepared
def filtered_page(viewer: Viewer, start: int, **filters: Any) -> QuerySet[Meeting]:
    """A page of the filtered meetings, newest first, from the one numbered `start` on."""
    return listed(filtered(viewer, **filters))[start : start + MEETINGS_A_PAGE]


def listed(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """The meetings, newest first, with the columns that a list of meetings shows."""
    shown = [
        *("slug", "campaign", "state", "status", "visibility", "publish_at"),
        *("starts_on", "starts_at", "ends_on", "ends_at", "precision", "time_zone"),
        *("participants_count", "facilitators_count", "organisations_count", "countries_count"),
    ]
    return meetings.with_listed_counts().newest_first().only(*shown, *columns("title"))


def with_campaigns(meetings: list[Meeting], campaigns: list[Campaign]) -> list[Meeting]:
    """The meetings, each with its campaign if that is among those that the viewer may see."""
    visible = {campaign.pk: campaign for campaign in campaigns}
    for meeting in meetings:
        meeting.campaign = visible.get(meeting.campaign_id) if meeting.campaign_id else None
    return meetings


class MeetingList:
    """The meetings that filters and a search leave, newest first, as a Paginator takes them."""

    def __init__(self, viewer: Viewer, words: str = "", **filters: Any) -> None:
        self.viewer, self.words, self.filters = viewer, words, filters

    def count(self) -> int:
        """How many there are."""
        return self._found().count()

    def __getitem__(self, rows: slice) -> list[Meeting]:
        if self.words:
            return list(listed(self._found())[rows])
        return filtered_page(self.viewer, rows.start, **self.filters)

    def _found(self) -> MeetingQuerySet:
        meetings = filtered(self.viewer, **self.filters)
        return meetings.matching(self.words, self.viewer) if self.words else meetings
