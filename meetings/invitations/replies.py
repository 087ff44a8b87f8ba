"""Replies to an invitation, and what the list of a meeting's organisations takes from them."""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.history.log import log_action
from kpcsc.foundation.mail.outbox import queue_letter
from kpcsc.foundation.sort_key import fold
from meetings.invitations.letters import joining_link
from meetings.models import Invitation, Meeting, Participation, Reply
from meetings.models.invitation import calendar_facts
from organisations.models import Organisation, User

# Of several people of one organisation, the most hopeful reply is the organisation's.
REPLY_ORDER = [Reply.NO, Reply.MAYBE, Reply.YES]


class RepliesClosedError(Exception):
    """The invitation takes no reply now: withdrawn, or the meeting is off, or has begun."""


@transaction.atomic
def reply_to(
    *, invitation: Invitation, answer: Reply, coming: str, remarks: str, by: User | None = None
) -> Invitation:
    """Stores a reply; the same one sent twice is stored once, a later one replaces it.

    `by` is staff who writes a partner's reply down. Whoever says yes gets the joining link, if
    there is one. Raises RepliesClosedError, storing nothing.
    """
    locked = Invitation.objects.select_for_update(of=("self",), no_key=True).select_related(
        "meeting"
    )
    stored = locked.get(pk=invitation.pk)
    if stored.is_revoked or not stored.meeting.takes_replies:
        raise RepliesClosedError
    was_coming = stored.reply == Reply.YES
    stored.reply, stored.coming, stored.remarks = answer, coming, remarks
    stored.replied_at, stored.recorded_by = timezone.now(), by
    stored.is_asked_again = False
    # A person replied to what the page shows; of an organisation, others may not have read it.
    if stored.person_id or stored.notified is None:
        stored.notified = calendar_facts(stored.meeting)
    stored.save()
    if stored.sees_joining_link and not was_coming:
        queue_letter(joining_link, about=stored, people=stored.people())
    if by is not None:
        log_action(stored.meeting, gettext_noop("reply to an invitation"), by=by)
    return stored


@transaction.atomic
def add_replies_to_list(*, meeting: Meeting, by: User) -> int:
    """Brings the replies to the meeting's list of organisations, with the people who come.

    Who says yes or perhaps is added; who says no is marked so if on the list, and else left off
    it, as are people of no organisation. What the list says of roles, of who took part and who may
    be named stays as it is. Gives how many organisations were added or changed.
    """
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    replies: dict[Organisation, Reply] = {}
    people: dict[Organisation, list[User]] = defaultdict(list)
    given = meeting.invitations.in_force().exclude(reply=Reply.NONE)
    found = given.select_related("person__organisation", "organisation")
    for invitation in found.prefetch_related("organisation__people"):
        organisation, reply = invitation.represented_organisation, Reply(invitation.reply)
        if organisation is None:
            continue
        replies[organisation] = max(
            reply, replies.get(organisation, Reply.NO), key=REPLY_ORDER.index
        )
        if reply == Reply.YES:
            people[organisation] += _named(invitation)
    listed = {one.organisation_id: one for one in meeting.participations.all()}
    brought = 0
    for organisation, reply in replies.items():
        participation = listed.get(organisation.pk)
        if participation is None:
            if reply == Reply.NO:
                continue
            participation = Participation(meeting=meeting, organisation=organisation)
        brought += _update_participation(participation, reply, people[organisation], by)
    if brought:
        meeting.advance(by=by)
    return brought


def _named(invitation: Invitation) -> list[User]:
    """The people of the portal who come: of an organisation, those whose names were given."""
    names = {fold(name) for name in invitation.names}
    return [person for person in invitation.people() if fold(person.name) in names]


def _update_participation(
    participation: Participation, reply: Reply, people: list[User], by: User
) -> bool:
    """Whether the reply or the people say anything new; stores them then."""
    known = set(participation.people.all()) if participation.pk else set()
    new = [person for person in people if person not in known]
    if participation.pk and participation.reply == reply and not new:
        return False
    participation.reply = reply
    set_author(participation, by).save()
    participation.people.add(*new)
    return True
