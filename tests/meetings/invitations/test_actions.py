"""Who is invited, reminded, told of a change, and whose invitation is taken back."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.utils import timezone, translation

from kpcsc.foundation.mail.letters import portal_url
from kpcsc.foundation.mail.models import Delivery, MailRefusal
from kpcsc.foundation.mail.outbox import run_outbox
from meetings.invitations.actions import (
    NOTIFICATION_DELAY,
    invite,
    notify_of_change,
    remind,
    send_invitations,
    stop_notifying,
    withdraw,
)
from meetings.invitations.letters import (
    invitation_withdrawn,
    joining_link,
    meeting_changed,
    meeting_invitation,
    meeting_reminder,
)
from meetings.invitations.links import invitation_of, link_path, token_of
from meetings.invitations.replies import reply_to
from meetings.models import Invitation, Meeting, Reply
from meetings.models.invitation import calendar_facts
from organisations.models import Organisation, User
from tests.factories import (
    make_meeting,
    make_meeting_invitation,
    make_organisation,
    make_planned_meeting,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db


def invited(meeting: Meeting) -> list[User | Organisation | None]:
    """Whom the meeting invites."""
    return [one.person or one.organisation for one in meeting.invitations.all()]


def waiting(kind: Any) -> list[tuple[Any, User]]:
    """The letters of a kind that wait in the outbox: about what, to whom."""
    letters = Delivery.objects.filter(letter=kind.name, status="queued").order_by("pk")
    return [(one.about, one.person) for one in letters]


def change(meeting: Meeting, **fields: Any) -> int:
    """Changes the meeting as the desk does; gives to how many people a letter goes."""
    before = Meeting.objects.get(pk=meeting.pk)
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.advance(by=None)
    meeting.save()
    return len(notify_of_change(meeting=meeting, before=before).people)


def ten_minutes_pass() -> None:
    """What waits is due, and is sent."""
    Delivery.objects.filter(status="queued").update(due_at=timezone.now())
    run_outbox.call()


def subjects() -> list[str]:
    """Of all that was sent so far."""
    return [message.subject for message in mail.outbox]


# --- Invitations --------------------------------------------------------------------------------


def test_people_and_organisations_are_invited_once_each() -> None:
    meeting, staff = make_planned_meeting(), make_staff()
    organisation, person = make_organisation(), make_user()
    new = invite(meeting=meeting, people=[person, person], organisations=[organisation], by=staff)
    assert [one.person or one.organisation for one in new] == [person, organisation]
    other = make_user(organisation=organisation)
    again = invite(meeting=meeting, people=[person, other], by=staff)
    assert [one.person for one in again] == [other]
    assert invited(meeting) == [person, organisation, other]
    assert not Delivery.objects.exists()
    assert [entry.user for entry in LogEntry.objects.all()] == [staff, staff]


def test_who_was_taken_back_is_asked_anew_by_another_link() -> None:
    meeting, staff, person = make_planned_meeting(), make_staff(), make_user()
    old = make_meeting_invitation(meeting, person=person, reply="yes", remarks="R", is_revoked=True)
    token = token_of(old)
    [again] = invite(meeting=meeting, people=[person], by=staff)
    assert again == old
    assert invitation_of(token) is None
    stored = Invitation.objects.get(notified__isnull=True)
    assert (stored.is_revoked, stored.reply, stored.remarks) == (False, "none", "")


def test_letters_go_to_the_contacts_of_those_chosen() -> None:
    meeting, organisation = make_planned_meeting(), make_organisation()
    contacts = [make_user(organisation=organisation) for _ in range(2)]
    chosen = make_meeting_invitation(meeting, organisation=organisation, notified=None)
    other = make_meeting_invitation(meeting, notified=None)
    elsewhere = make_meeting_invitation(make_planned_meeting(), notified=None)
    sent = send_invitations(meeting=meeting, invitations=[chosen, elsewhere], by=make_staff())
    assert sent == 2
    assert {*waiting(meeting_invitation)} == {(chosen, contact) for contact in contacts}
    told = {one.pk: one.notified for one in Invitation.objects.all()}
    assert told == {chosen.pk: calendar_facts(meeting), other.pk: None, elsewhere.pk: None}


@pytest.mark.parametrize(
    "fields", [{"state": "cancelled"}, {"state": "held"}, {"starts_on": date(2021, 6, 2)}]
)
def test_nobody_is_invited_or_reminded_too_late(fields: dict[str, Any]) -> None:
    meeting = make_planned_meeting(**fields)
    invitation = make_meeting_invitation(meeting)
    assert send_invitations(meeting=meeting, invitations=[invitation], by=make_staff()) == 0
    assert remind(meeting=meeting, by=make_staff()) == 0
    assert not Delivery.objects.exists()


def test_those_are_reminded_who_said_neither_yes_nor_no() -> None:
    meeting = make_planned_meeting()
    silent, unsure = (make_meeting_invitation(meeting, reply=reply) for reply in ("none", "maybe"))
    for other in ({"reply": "yes"}, {"reply": "no"}, {"is_revoked": True}, {"notified": None}):
        make_meeting_invitation(meeting, **other)
    assert remind(meeting=meeting, by=make_staff()) == 2
    assert [about for about, _person in waiting(meeting_reminder)] == [silent, unsure]


def test_whoever_knew_is_told_that_the_invitation_is_withdrawn() -> None:
    meeting = make_planned_meeting()
    knew, unsent, other = (
        make_meeting_invitation(meeting, **fields) for fields in ({}, {"notified": None}, {})
    )
    assert withdraw(meeting=meeting, invitations=[knew, unsent], by=make_staff()) == 2
    assert {*Invitation.objects.filter(is_revoked=True)} == {knew, unsent}
    assert [about for about, _person in waiting(invitation_withdrawn)] == [knew]
    assert other.meeting.invitations.in_force().get() == other


# --- What changes -------------------------------------------------------------------------------


MOVED = "Nouvelle date ou heure"


@pytest.mark.parametrize(
    ("fields", "subject", "when"),
    [
        ({"starts_on": date(2100, 6, 3)}, MOVED, ", 3 juin 2100, 14:00–16:00 (Kinshasa)"),
        ({"starts_at": time(15)}, MOVED, ", 2 juin 2100, 15:00–16:00 (Kinshasa)"),
        ({"time_zone": "Africa/Harare"}, MOVED, ", 2 juin 2100, 14:00–16:00 (Harare)"),
        ({"place_fr": "Goma"}, "Réunion modifiée", ", 2 juin 2100, 14:00–16:00 (Kinshasa)"),
        ({"format": "online"}, "Réunion modifiée", ", 2 juin 2100, 14:00–16:00 (Kinshasa)"),
        ({"state": "postponed"}, "Réunion reportée", ""),
        ({"state": "cancelled"}, "Réunion annulée", ", 2 juin 2100, 14:00–16:00 (Kinshasa)"),
    ],
)
def test_a_change_is_told_after_ten_minutes(
    fields: dict[str, Any], subject: str, when: str
) -> None:
    meeting = make_planned_meeting(place_fr="Kinshasa")
    invitation = make_meeting_invitation(meeting)
    assert change(meeting, **fields) == 1
    delivery = Delivery.objects.get()
    assert delivery.about == invitation
    assert timedelta(0) < delivery.due_at - timezone.now() <= NOTIFICATION_DELAY
    run_outbox.call()
    assert mail.outbox == []
    ten_minutes_pass()
    assert subjects() == [f"{subject}\N{NO-BREAK SPACE}: {meeting.title_fr}{when}"]


@pytest.mark.parametrize(
    "fields", [{"title_fr": "Autrement"}, {"introduction_fr": "Autrement"}, {"status": "draft"}]
)
def test_what_no_calendar_holds_is_told_to_nobody(fields: dict[str, Any]) -> None:
    meeting = make_planned_meeting()
    make_meeting_invitation(meeting)
    assert change(meeting, **fields) == 0
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("fields", "replies"),
    [
        ({"place_fr": "Goma"}, ("none", "maybe", "yes")),
        ({"starts_on": date(2100, 6, 3)}, ("none", "maybe", "yes", "no")),
    ],
)
def test_those_are_told_who_know_of_it_and_may_come(
    fields: dict[str, Any], replies: tuple[str, ...]
) -> None:
    """Whoever cannot come may be able to on another date."""
    meeting = make_planned_meeting(place_fr="Kinshasa")
    invited = {
        reply: make_meeting_invitation(meeting, reply=reply)
        for reply in ("none", "maybe", "yes", "no")
    }
    for other in ({"is_revoked": True}, {"notified": None}):
        make_meeting_invitation(meeting, **other)
    make_meeting_invitation(make_planned_meeting())
    assert change(meeting, **fields) == len(replies)
    told = [about for about, _person in waiting(meeting_changed)]
    assert told == [invited[reply] for reply in replies]


def asked_again(meeting: Meeting) -> list[str]:
    """The replies that were meant for another date."""
    asked = meeting.invitations.filter(is_asked_again=True)
    return sorted(asked.values_list("reply", flat=True))


def test_whoever_replied_is_asked_once_more_for_another_date() -> None:
    meeting = make_planned_meeting()
    replies = ("none", "maybe", "yes", "no")
    invited = {reply: make_meeting_invitation(meeting, reply=reply) for reply in replies}
    change(meeting, place_fr="Goma")
    assert asked_again(meeting) == []
    ten_minutes_pass()
    change(meeting, starts_on=date(2100, 6, 3))
    assert asked_again(meeting) == ["maybe", "no", "yes"]
    change(meeting, starts_on=date(2100, 6, 2))
    assert asked_again(meeting) == []
    change(meeting, starts_on=date(2100, 6, 4))
    ten_minutes_pass()
    change(meeting, place_fr="Bunia")
    assert asked_again(meeting) == ["maybe", "no", "yes"]
    assert {*meeting.invitations.awaited()} == {*invited.values()}
    reply_to(invitation=invited["yes"], answer=Reply.YES, coming="", remarks="")
    assert asked_again(meeting) == ["maybe", "no"]


def test_a_reply_to_the_new_date_counts_for_that_one() -> None:
    meeting = make_planned_meeting()
    invitation = make_meeting_invitation(meeting, person=make_user(), reply="yes")
    change(meeting, starts_on=date(2100, 6, 3))
    reply_to(invitation=invitation, answer=Reply.YES, coming="", remarks="")
    change(meeting, place_fr="Goma")
    assert asked_again(meeting) == []
    # Moved back before the letter goes: they believe in the third of June.
    change(meeting, starts_on=date(2100, 6, 2))
    assert asked_again(meeting) == ["yes"]
    ten_minutes_pass()
    [message] = mail.outbox
    assert "3 juin 2100" in str(message.body)
    assert "2 juin 2100" in str(message.body)


def test_whoever_wants_no_letters_hears_nothing_of_another_room() -> None:
    meeting, person = make_planned_meeting(), make_user()
    MailRefusal.objects.create(person=person)
    make_meeting_invitation(meeting, reply="yes", person=person)
    change(meeting, place_fr="Goma")
    ten_minutes_pass()
    assert mail.outbox == []


def test_a_change_is_told_on_both_invitations_of_one_person() -> None:
    """What became of the one says nothing of the other."""
    meeting, organisation = make_planned_meeting(), make_organisation()
    person = make_user(organisation=organisation)
    make_meeting_invitation(meeting, person=person, reply="no")
    make_meeting_invitation(meeting, organisation=organisation, reply="yes")
    change(meeting, state="cancelled")
    ten_minutes_pass()
    assert [message.to for message in mail.outbox] == [[f"{person.name} <{person.email}>"]]


def test_whoever_wants_no_letters_still_hears_what_they_count_on() -> None:
    meeting = make_planned_meeting()
    for reply in ("yes", "maybe"):
        person = make_user(name=reply)
        MailRefusal.objects.create(person=person)
        make_meeting_invitation(meeting, reply=reply, person=person)
    change(meeting, state="cancelled")
    ten_minutes_pass()
    assert [message.to[0].split()[0] for message in mail.outbox] == ["yes"]


def test_whoever_is_invited_twice_gets_one_letter_with_both_links() -> None:
    meeting, organisation = make_planned_meeting(), make_organisation()
    person = make_user(organisation=organisation, language="en")
    own = make_meeting_invitation(meeting, person=person, notified=None)
    shared = make_meeting_invitation(meeting, organisation=organisation, notified=None)
    assert send_invitations(meeting=meeting, invitations=[own, shared], by=make_staff()) == 1
    run_outbox.call()
    [message] = mail.outbox
    with translation.override("en"):
        assert f"Reply to the invitation: {portal_url(link_path(own))}" in str(message.body)
        assert f"Reply for your organisation: {portal_url(link_path(shared))}" in str(message.body)


def test_a_slip_mended_at_once_is_told_to_nobody() -> None:
    meeting = make_planned_meeting()
    make_meeting_invitation(meeting)
    change(meeting, starts_on=date(2100, 6, 3))
    change(meeting, starts_on=date(2100, 6, 2))
    ten_minutes_pass()
    assert mail.outbox == []
    assert [delivery.status for delivery in Delivery.objects.all()] == ["dropped"]


def test_two_changes_within_ten_minutes_are_told_as_one() -> None:
    meeting = make_planned_meeting()
    make_meeting_invitation(meeting)
    change(meeting, starts_on=date(2100, 6, 3))
    change(meeting, starts_on=date(2100, 6, 4))
    ten_minutes_pass()
    [message] = mail.outbox
    assert "mercredi 2 juin 2100" in str(message.body)
    assert "vendredi 4 juin 2100" in str(message.body)
    assert "3 juin" not in str(message.body)


def test_a_later_change_starts_from_what_was_told_last() -> None:
    meeting = make_planned_meeting()
    make_meeting_invitation(meeting)
    change(meeting, starts_on=date(2100, 6, 3))
    ten_minutes_pass()
    change(meeting, starts_on=date(2100, 6, 2))
    ten_minutes_pass()
    _first, second = mail.outbox
    before, after = (str(second.body).index(day) for day in ("3 juin 2100", "2 juin 2100"))
    assert before < after


def test_each_contact_of_an_organisation_is_told() -> None:
    """What one of them was told is not taken for what all know."""
    meeting, organisation = make_planned_meeting(), make_organisation()
    contacts = [make_user(organisation=organisation) for _ in range(3)]
    make_meeting_invitation(meeting, organisation=organisation)
    assert change(meeting, starts_on=date(2100, 6, 3)) == 3
    ten_minutes_pass()
    assert {message.to[0] for message in mail.outbox} == {
        f"{contact.name} <{contact.email}>" for contact in contacts
    }


@pytest.mark.parametrize("fields", [{"state": "held"}, {"starts_on": date(2021, 6, 2)}])
def test_of_a_meeting_that_is_over_nothing_is_told(fields: dict[str, Any]) -> None:
    meeting = make_planned_meeting()
    make_meeting_invitation(meeting)
    assert change(meeting, **fields) == 0
    assert not Delivery.objects.exists()


def test_a_new_joining_link_is_told_to_those_who_come() -> None:
    meeting = make_planned_meeting()
    coming, _unsure = (make_meeting_invitation(meeting, reply=reply) for reply in ("yes", "maybe"))
    assert change(meeting, joining_link="https://meet.example.org/one") == 1
    assert [about for about, _person in waiting(joining_link)] == [coming]
    change(meeting, joining_link="https://meet.example.org/two")
    ten_minutes_pass()
    [message] = mail.outbox
    assert "https://meet.example.org/two" in str(message.body)
    assert "https://meet.example.org/one" not in message.message().as_string()
    change(meeting, joining_link="")
    assert waiting(joining_link) == []


def test_what_waits_can_be_stopped() -> None:
    meeting, other = make_planned_meeting(), make_planned_meeting()
    for one in (meeting, other):
        make_meeting_invitation(one, reply="yes")
        change(one, starts_on=date(2100, 6, 3), joining_link="https://meet.example.org/x")
    assert stop_notifying(meeting=meeting, by=make_staff()) == 2
    ten_minutes_pass()
    assert len(mail.outbox) == 2
    dropped: Any = Delivery.objects.filter(status="dropped")
    assert {delivery.problem for delivery in dropped} == {"The secretariat stopped it."}
    assert {delivery.about.meeting for delivery in dropped} == {meeting}


@pytest.mark.parametrize("number", [1, 3])
def test_each_asks_as_often_for_three_as_for_one(
    number: int, django_assert_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    meeting, staff = make_planned_meeting(), make_staff()
    organisations = [make_organisation() for _ in range(number)]
    for organisation in organisations:
        make_user(organisation=organisation)
    with django_assert_num_queries(7):
        new = invite(meeting=meeting, organisations=organisations, by=staff)
    with django_assert_num_queries(12):
        send_invitations(meeting=meeting, invitations=new, by=staff)
    before = Meeting.objects.get(pk=meeting.pk)
    meeting.starts_on = date(2100, 6, 3)
    meeting.save()
    with django_assert_num_queries(13):
        assert len(notify_of_change(meeting=meeting, before=before).people) == number


def test_a_meeting_held_long_ago_takes_no_part(reference: Meeting) -> None:
    make_meeting_invitation(reference)
    assert change(reference, starts_on=date(2021, 6, 3)) == 0
    assert make_meeting().invitations.count() == 0
