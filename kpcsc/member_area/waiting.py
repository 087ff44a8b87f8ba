"""What waits for a person: each thing with what it is, until when, and where it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from kpcsc.foundation.partial_date import PartialPeriod
from kpcsc.foundation.translated_text import TranslatedText, page_language, translated
from kpcsc.foundation.viewer import Viewer
from meetings.calendar.times import period_in_zones
from meetings.invitations.links import link_path as invitation_path
from meetings.models import FollowUp, FollowUpState, Meeting, Participation, State
from meetings.models import Invitation as MeetingInvitation
from meetings.models.meeting import MeetingQuerySet
from organisations.models import User
from surveys.invitations.links import link_path
from surveys.models import Invitation
from surveys.wording import moment_in


@dataclass(frozen=True)
class Waiting:
    """Something that a person is asked to do."""

    kind: str  # "invitation", "survey" or "follow_up"
    label: TranslatedText
    address: str
    until: str = ""  # in words, in the person's own time
    is_late: bool = False
    is_asked_again: bool = False  # for the meeting has another date by now


def waiting_for(person: User) -> list[Waiting]:
    """What waits for the person and their organisation, in three queries."""
    return [*_invitations(person), *_surveys(person), *_follow_ups(person)]


def _asked(person: User) -> Q:
    """The condition on what is asked of the person, or of their organisation."""
    asked = Q(person=person)
    return asked | Q(organisation=person.organisation_id) if person.organisation_id else asked


def _invitations(person: User) -> Iterator[Waiting]:
    today = timezone.localdate()
    awaited = MeetingInvitation.objects.awaited().filter(
        _asked(person),
        notified__isnull=False,  # whoever was not written to yet does not learn of it here
        meeting__starts_on__gte=today,
        meeting__state=State.PLANNED,
    )
    for invitation in awaited.select_related("meeting").order_by("meeting__starts_on", "pk"):
        meeting, until = invitation.meeting, invitation.meeting.reply_by
        yield Waiting(
            "invitation",
            translated(meeting, "title"),
            invitation_path(invitation),
            until=PartialPeriod(until).formatted(page_language()) if until else "",
            is_late=until is not None and until < today,
            is_asked_again=invitation.is_asked_again,
        )


def _surveys(person: User) -> Iterator[Waiting]:
    now = timezone.now()
    open_now = Invitation.objects.unanswered().filter(
        _asked(person), survey__closed_at=None, survey__opens_at__lte=now, survey__closes_at__gt=now
    )
    for invitation in open_now.select_related("survey").order_by("survey__closes_at", "pk"):
        survey = invitation.survey
        yield Waiting(
            "survey",
            translated(survey, "title"),
            link_path(invitation),
            until=moment_in(survey.closes_at, person.time_zone) if survey.closes_at else "",
        )


def _follow_ups(person: User) -> Iterator[Waiting]:
    if not person.organisation_id:
        return
    promised = FollowUp.objects.visible_to(Viewer.of(person)).filter(
        owner=person.organisation_id, state=FollowUpState.OPEN
    )
    for follow_up in promised.order_by(F("due").asc(nulls_last=True), "pk"):
        due = follow_up.due
        yield Waiting(
            "follow_up",
            translated(follow_up, "what"),
            f"{reverse('my_follow_ups')}#follow-up-{follow_up.pk}",
            until=PartialPeriod(due).formatted(page_language()) if due else "",
            is_late=due is not None and due < timezone.localdate(),
        )


@dataclass(frozen=True)
class ComingMeeting:
    """A meeting to which the person or their organisation replied, until it is over."""

    invitation: MeetingInvitation
    address: str  # of the page with the reply, which can be changed there until it begins
    when: list[str]

    @property
    def meeting(self) -> Meeting:
        """The meeting."""
        return self.invitation.meeting


def coming_meetings(person: User) -> list[ComingMeeting]:
    """The meetings to come to which the person or their organisation said yes or perhaps."""
    replied = MeetingInvitation.objects.coming().filter(
        _asked(person), meeting__in=Meeting.objects.to_come(timezone.localdate()).values("pk")
    )
    found = replied.select_related("meeting", "organisation").order_by("meeting__starts_on", "pk")
    return [
        ComingMeeting(
            invitation,
            invitation_path(invitation),
            period_in_zones(invitation.meeting.period, [person.time_zone]),
        )
        for invitation in found
        if not invitation.meeting.is_over
    ]


def meetings_of(person: User) -> MeetingQuerySet:
    """The meetings that the person's organisation took part in or is to, newest first.

    One's own organisation is no secret, however it is listed; the meeting itself may be.
    """
    own: Any = Participation.objects.filter(organisation=person.organisation_id)
    own = own.exclude(attended=False)
    visible = Meeting.objects.visible_to(Viewer.of(person))
    return visible.filter(pk__in=own.values("meeting")).newest_first()
