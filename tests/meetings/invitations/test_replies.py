"""Replies: stored once, by those invited or for them, and brought to the meeting's list."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail

from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.mail.outbox import run_outbox
from meetings.invitations.replies import RepliesClosedError, add_replies_to_list, reply_to
from meetings.models import Invitation, Meeting, Participation, Reply
from meetings.models.invitation import calendar_facts
from tests.factories import (
    make_meeting_invitation,
    make_organisation,
    make_participation,
    make_planned_meeting,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db
LINK = "https://meet.example.org/secret"


def reply(invitation: Invitation, answer: Reply, **fields: Any) -> Invitation:
    """A reply without words, unless the test says otherwise."""
    words = {"coming": "", "remarks": ""}
    return reply_to(invitation=invitation, answer=answer, **words | fields)


def test_a_reply_is_stored_and_a_later_one_replaces_it() -> None:
    meeting = make_planned_meeting()
    invitation = make_meeting_invitation(meeting, notified=None)
    reply(invitation, Reply.YES, coming="Awa\nBinta", remarks="Un fauteuil")
    stored = Invitation.objects.get()
    assert (stored.reply, stored.coming, stored.remarks) == ("yes", "Awa\nBinta", "Un fauteuil")
    assert stored.replied_at is not None
    assert (stored.recorded_by, stored.notified) == (None, calendar_facts(meeting))
    reply(invitation, Reply.NO)
    stored.refresh_from_db()
    assert (stored.reply, stored.coming, stored.remarks) == ("no", "", "")
    assert not LogEntry.objects.exists()


def test_staff_write_down_what_a_partner_said() -> None:
    staff, invitation = make_staff(), make_meeting_invitation(make_planned_meeting())
    assert reply(invitation, Reply.YES, by=staff).recorded_by == staff
    assert LogEntry.objects.get().user == staff
    assert reply(invitation, Reply.YES).recorded_by is None


@pytest.mark.parametrize(
    ("of_meeting", "of_invitation"),
    [
        ({"state": "cancelled"}, {}),
        ({"state": "held"}, {}),
        ({"starts_on": "2021-06-02"}, {}),
        ({}, {"is_revoked": True}),
    ],
)
def test_none_is_taken_too_late(of_meeting: dict[str, Any], of_invitation: dict[str, Any]) -> None:
    invitation = make_meeting_invitation(make_planned_meeting(), **of_invitation)
    Meeting.objects.update(**of_meeting)
    with pytest.raises(RepliesClosedError):
        reply(invitation, Reply.YES)
    assert Invitation.objects.get().reply == "none"


def test_the_joining_link_follows_the_first_yes() -> None:
    invitation = make_meeting_invitation(make_planned_meeting(joining_link=LINK))
    for answer in (Reply.MAYBE, Reply.YES, Reply.YES):
        reply(invitation, answer)
        run_outbox.call()
    [message] = mail.outbox
    assert LINK in str(message.body)
    reply(invitation, Reply.NO)
    reply(invitation, Reply.YES)
    run_outbox.call()
    assert len(mail.outbox) == 2


def test_without_a_link_a_yes_sends_nothing() -> None:
    reply(make_meeting_invitation(make_planned_meeting()), Reply.YES)
    assert not Delivery.objects.exists()


# --- To the meeting's list ----------------------------------------------------------------------


def listed(meeting: Meeting) -> dict[str, tuple[str, list[str]]]:
    """What the list says of each organisation: its reply, and who comes for it."""
    return {
        str(one.organisation): (one.reply, sorted(person.name for person in one.people.all()))
        for one in meeting.participations.all()
    }


def test_those_who_may_come_are_added_with_their_people() -> None:
    meeting, staff = make_planned_meeting(), make_staff()
    yes, maybe, no = (make_organisation(name_fr=name) for name in ("A", "B", "C"))
    make_user(name="Hélène Dupont", organisation=yes)
    make_user(name="Someone Else", organisation=yes)
    make_meeting_invitation(meeting, organisation=yes, reply="yes", coming="helene dupont\nX")
    make_meeting_invitation(meeting, organisation=maybe, reply="maybe")
    make_meeting_invitation(meeting, organisation=no, reply="no")
    make_meeting_invitation(meeting)
    make_meeting_invitation(meeting, reply="yes", is_revoked=True)
    make_meeting_invitation(meeting, person=make_user(), reply="yes")
    version = meeting.version
    assert add_replies_to_list(meeting=meeting, by=staff) == 2
    assert listed(meeting) == {"A": ("yes", ["Hélène Dupont"]), "B": ("maybe", [])}
    meeting.refresh_from_db()
    assert meeting.version == version + 1
    assert {one.history_user for one in Participation.history.all()} == {staff}


def test_what_the_list_says_itself_stays() -> None:
    meeting = make_planned_meeting()
    person = make_user(organisation=make_organisation())
    known = make_participation(
        meeting=meeting,
        organisation=person.organisation,
        role="facilitator",
        named="unnamed",
        attended=True,
    )
    known.people.add(other := make_user(organisation=person.organisation))
    make_meeting_invitation(meeting, person=person, reply="yes")
    assert add_replies_to_list(meeting=meeting, by=make_staff()) == 1
    stored = Participation.objects.get()
    assert (stored.role, stored.named, stored.attended) == ("facilitator", "unnamed", True)
    assert (stored.reply, {*stored.people.all()}) == ("yes", {person, other})


def test_a_second_time_changes_nothing() -> None:
    meeting = make_planned_meeting()
    make_meeting_invitation(meeting, reply="yes")
    add_replies_to_list(meeting=meeting, by=make_staff())
    version = Meeting.objects.get().version
    assert add_replies_to_list(meeting=meeting, by=make_staff()) == 0
    assert Meeting.objects.get().version == version
    assert Participation.history.count() == 1


def test_who_is_on_the_list_and_declines_is_marked_so() -> None:
    meeting = make_planned_meeting()
    invitation = make_meeting_invitation(meeting, reply="no")
    make_participation(meeting=meeting, organisation=invitation.organisation, attended=None)
    add_replies_to_list(meeting=meeting, by=make_staff())
    assert Participation.objects.get().reply == "no"


@pytest.mark.parametrize(
    ("replies", "of_all"),
    [(["no", "yes"], "yes"), (["maybe", "no"], "maybe"), (["yes", "maybe"], "yes")],
)
def test_of_several_people_the_most_hopeful_reply_counts(replies: list[str], of_all: str) -> None:
    meeting, organisation = make_planned_meeting(), make_organisation()
    for one in replies:
        make_meeting_invitation(meeting, person=make_user(organisation=organisation), reply=one)
    add_replies_to_list(meeting=meeting, by=make_staff())
    assert Participation.objects.get().reply == of_all
