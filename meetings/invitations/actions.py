"""Inviting to a meeting: whom, the letters, reminders, taking back, and telling what changed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from kpcsc.foundation.history.log import log_action
from kpcsc.foundation.mail.letters import LetterKind
from kpcsc.foundation.mail.models import Delivery, DeliveryStatus
from kpcsc.foundation.mail.outbox import letters_taken, queue_letters
from meetings.invitations.letters import (
    invitation_withdrawn,
    joining_link,
    meeting_changed,
    meeting_invitation,
    meeting_reminder,
)
from meetings.models import Invitation, Meeting, Reply
from meetings.models.invitation import MeetingInvitationQuerySet, calendar_facts
from organisations.invitations.actions import invite_each, recipients, recipients_once
from organisations.models import Organisation, User

# A slip that is mended within this time is announced to nobody.
NOTIFICATION_DELAY = timedelta(minutes=10)
STOPPED = gettext_noop("The secretariat stopped it.")


@dataclass(frozen=True)
class ChangeNotice:
    """Who hears of a change of the meeting."""

    people: frozenset[int] = frozenset()  # their keys: those to whom a letter goes
    unreachable: frozenset[str] = frozenset()  # those invited who have nobody to write to

    def __or__(self, other: "ChangeNotice") -> "ChangeNotice":
        return ChangeNotice(self.people | other.people, self.unreachable | other.unreachable)


@transaction.atomic
def invite(
    *,
    meeting: Meeting,
    people: Iterable[User] = (),
    organisations: Iterable[Organisation] = (),
    by: User,
) -> list[Invitation]:
    """Invites people, and organisations as such, as `invite_each` does."""
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    log_action(meeting, gettext_noop("invitations to a meeting"), by=by)
    return invite_each(Invitation, people=people, organisations=organisations, meeting=meeting)


@transaction.atomic
def send_invitations(*, meeting: Meeting, invitations: Iterable[Invitation], by: User) -> int:
    """Puts the letters of these invitations in the outbox; gives how many."""
    if not meeting.takes_replies:
        return 0
    chosen = _of(meeting, invitations).in_force()
    chosen.filter(notified__isnull=True).update(notified=calendar_facts(meeting))
    log_action(meeting, gettext_noop("invitation to a meeting"), by=by)
    return len(queue_letters(meeting_invitation, recipients_once(chosen)))


@transaction.atomic
def remind(*, meeting: Meeting, by: User) -> int:
    """Puts a letter to all who were invited and said neither yes nor no, or said so before the date
    was moved, in the outbox."""
    if not meeting.takes_replies:
        return 0
    log_action(meeting, gettext_noop("reminder of a meeting"), by=by)
    awaited = meeting.invitations.awaited().informed()
    return len(queue_letters(meeting_reminder, recipients_once(awaited)))


@transaction.atomic
def withdraw(*, meeting: Meeting, invitations: Iterable[Invitation], by: User) -> int:
    """Takes these invitations back: their links open nothing from now on, for good.

    Whoever was notified of the meeting is notified of this too; gives how many were taken back.
    """
    chosen = _of(meeting, invitations).in_force()
    notified = recipients(chosen.filter(notified__isnull=False))
    number = chosen.update(is_revoked=True)
    queue_letters(invitation_withdrawn, notified)
    log_action(meeting, gettext_noop("invitation withdrawn"), by=by)
    return number


@transaction.atomic
def notify_of_change(*, meeting: Meeting, before: Meeting) -> ChangeNotice:
    """Has those invited notified, in ten minutes, of what changed since `before`; gives whom.

    `before` is the meeting as it was stored. What they know is written down with the first change,
    and stays so while the letter waits: it then compares that with the meeting as it is, and says
    nothing where somebody put it back. The letters are rows of the transaction that changes the
    meeting, so none is lost with it; one that waits is not posted twice.
    """
    notice = ChangeNotice()
    if meeting.is_over:
        return notice
    informed, due = meeting.invitations.informed(), timezone.now() + NOTIFICATION_DELAY
    if calendar_facts(before) != calendar_facts(meeting):
        # Whoever cannot come may be able to on another date, and hears of nothing else.
        told = informed if before.period != meeting.period else informed.exclude(reply=Reply.NO)
        waiting = set(told.with_letters(meeting_changed.name).values_list("pk", flat=True))
        told.exclude(pk__in=waiting).update(notified=calendar_facts(before))
        _ask_again(meeting, told, waiting)
        notice |= _queue_notice(meeting_changed, told, due)
    if meeting.joining_link not in {"", before.joining_link}:
        notice |= _queue_notice(joining_link, informed.filter(reply=Reply.YES), due)
    return notice


def _queue_notice(kind: LetterKind, told: MeetingInvitationQuerySet, due: datetime) -> ChangeNotice:
    """Puts a letter to these in the outbox; gives whom it reaches."""
    found = list(told.with_people())
    letters = [(invitation, person) for invitation in found for person in invitation.people()]
    queue_letters(kind, letters, after=due)
    return ChangeNotice(
        frozenset(person.pk for _invitation, person in letters_taken(kind, letters)),
        frozenset(str(invitation) for invitation in found if not invitation.people()),
    )


def _ask_again(meeting: Meeting, told: MeetingInvitationQuerySet, waiting: Collection[int]) -> None:
    """Marks the replies that were meant for another date; put back in time, they stand."""
    invitations = list(told.exclude(reply=Reply.NONE))
    for invitation in invitations:
        was_asked = invitation.is_asked_again and invitation.pk not in waiting
        invitation.is_asked_again = was_asked or invitation.is_of_another_date(meeting)
    Invitation.objects.bulk_update(invitations, ["is_asked_again"])


@transaction.atomic
def stop_notifying(*, meeting: Meeting, by: User) -> int:
    """Takes back the letters on changes that still wait; gives how many they were."""
    kinds = [meeting_changed.name, joining_link.name]
    keys = [str(pk) for pk in meeting.invitations.values_list("pk", flat=True)]
    waiting = Delivery.objects.filter(
        letter__in=kinds, about_id__in=keys, status=DeliveryStatus.QUEUED
    )
    log_action(meeting, gettext_noop("letters stopped"), by=by)
    return waiting.set_final_status(DeliveryStatus.DROPPED, STOPPED)


def _of(meeting: Meeting, invitations: Iterable[Invitation]) -> MeetingInvitationQuerySet:
    return meeting.invitations.filter(pk__in=[invitation.pk for invitation in invitations])
