"""What stands beside a meeting's form: its figures, what it lacks, and who would be named."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext

from kpcsc.foundation.partial_date import PartialPeriod
from kpcsc.foundation.translated_text import columns, page_language
from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF, Viewer
from meetings.models import FollowUp, Meeting, Naming, Participation, Reply, State, Visibility
from meetings.models.participation import namings_shown_to
from meetings.models.publication import visibilities_shown_to
from meetings.readiness.facts import issues_of, with_readiness
from meetings.readiness.rules import FigureComparison, Issue
from organisations.models import ConsentRecord, Organisation
from organisations.models.listing import listings_shown_to

SHOWN_OF_AN_ORGANISATION = [*columns("name"), *columns("sort"), "listing"]


@dataclass(frozen=True)
class SidebarFigure:
    """A figure, declared and listed; None where it is not declared, or where no list exists."""

    label: str
    declared: int | None
    listed: int | None = None

    @property
    def differs(self) -> bool:
        """Whether the report says another number than the list holds."""
        return self.listed is not None and FigureComparison(self.declared, self.listed).differs


@dataclass(frozen=True)
class OrganisationWithConsent:
    """An organisation of the meeting, and the latest consent that it gave."""

    organisation: Organisation
    consent: ConsentRecord | None

    @property
    def agreed_on(self) -> PartialPeriod | None:
        """The day of the consent."""
        return PartialPeriod(self.consent.given_on) if self.consent else None


@dataclass(frozen=True)
class Audience:
    """Some readers, and the organisations that they are the first to see named."""

    label: str
    organisations: list[OrganisationWithConsent]

    @property
    def beyond_consent(self) -> int:
        """How many of them are listed more openly than their consent allows."""
        return sum(not named.organisation.listing_is_agreed for named in self.organisations)


@dataclass(frozen=True)
class Sidebar:
    """All that the panel shows."""

    figures: list[SidebarFigure]
    listed_countries: int
    listed_organisations: int
    issues: list[Issue]
    audiences: list[Audience]
    is_planned: bool  # who is named is then who would be, if all came
    is_for_staff_alone: bool  # and then, who would be if everyone might see the meeting


def sidebar_of(meeting: Meeting) -> Sidebar:
    """What the panel shows of a saved meeting, as the database has it; in four queries."""
    found = with_readiness(Meeting.objects.all()).get(pk=meeting.pk)
    return Sidebar(
        figures=_figures(found),
        listed_countries=found.listed_countries,
        listed_organisations=found.listed_organisations,
        issues=issues_of(found),
        audiences=_audiences(found),
        is_planned=found.state == State.PLANNED,
        is_for_staff_alone=found.visibility == Visibility.STAFF,
    )


def _participations(meeting: Meeting) -> QuerySet[Participation]:
    shown = [f"organisation__{column}" for column in SHOWN_OF_AN_ORGANISATION]
    rows = meeting.participations.select_related("organisation")
    return rows.only("meeting", "reply", "attended", "named", *shown)


def _follow_ups(meeting: Meeting) -> QuerySet[FollowUp]:
    shown = [f"owner__{column}" for column in SHOWN_OF_AN_ORGANISATION]
    return meeting.follow_ups.select_related("owner").only("meeting", "visibility", *shown)


def _figures(meeting: Meeting) -> list[SidebarFigure]:
    return [
        SidebarFigure(gettext("Participants"), meeting.participants_count),
        SidebarFigure(gettext("Facilitators"), meeting.facilitators_count),
        SidebarFigure(gettext("Countries"), meeting.countries_count, meeting.listed_countries),
        SidebarFigure(
            gettext("Organisations"), meeting.organisations_count, meeting.listed_organisations
        ),
    ]


@dataclass(frozen=True)
class _PossibleNaming:
    """An organisation that the meeting's page may name, and what that depends on."""

    organisation: Organisation
    naming: str
    visibilities: frozenset[str]

    def is_shown_to(self, viewer: Viewer) -> bool:
        return (
            self.organisation.listing in listings_shown_to(viewer)
            and self.naming in namings_shown_to(viewer)
            and self.visibilities <= set(visibilities_shown_to(viewer))
        )


def _audiences(meeting: Meeting) -> list[Audience]:
    """From the widest audience to those that nobody sees named."""
    mentions = list(_mentions(meeting))
    prefetch_related_objects([mention.organisation for mention in mentions], "consent_records")
    key = f"sort_{page_language()}"
    mentions.sort(key=lambda mention: getattr(mention.organisation, key))
    audiences, placed = [], set[int]()
    for label, viewer in (
        (gettext("Named to everyone"), PUBLIC),
        (gettext("Named to members alone"), MEMBER),
        (gettext("Counted, not named"), STAFF),
    ):
        shown = {
            mention.organisation.pk: mention.organisation
            for mention in mentions
            if mention.organisation.pk not in placed and mention.is_shown_to(viewer)
        }
        placed |= shown.keys()
        named = [OrganisationWithConsent(found, found.latest_consent) for found in shown.values()]
        audiences.append(Audience(label, named))
    return audiences


def _mentions(meeting: Meeting) -> Iterator[_PossibleNaming]:
    """Those who came or may come, and those who promised something."""
    # Until somebody chooses who may see the meeting, the panel says what everyone would see.
    shown = Visibility.PUBLIC if meeting.visibility == Visibility.STAFF else meeting.visibility
    namings: dict[int, str] = {}
    for participation in _participations(meeting):
        namings[participation.organisation_id] = participation.named
        declined = participation.reply == Reply.NO and not participation.attended
        if participation.attended is not False and not declined:
            yield _PossibleNaming(
                participation.organisation, participation.named, frozenset({shown})
            )
    for follow_up in _follow_ups(meeting):
        if follow_up.owner:
            naming = namings.get(follow_up.owner.pk, Naming.AS_LISTED)
            visibilities = frozenset({shown, follow_up.visibility})
            yield _PossibleNaming(follow_up.owner, naming, visibilities)
