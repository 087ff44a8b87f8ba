"""Invitations as rows: what they may say, and what they are to whoever asks."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from kpcsc.foundation.mail.models import Delivery
from meetings.invitations.links import invitation_of, token_of
from meetings.models import Invitation, Meeting
from meetings.models.invitation import calendar_facts, meeting_of_facts
from tests.factories import (
    make_meeting_invitation,
    make_organisation,
    make_planned_meeting,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Invitez soit une personne, soit une organisation."),
        ({"reply": "yes"}, "Une réponse est oui, non ou peut-être, et dit quand elle est arrivée."),
        ({"replied_at": timezone.now()}, "Une réponse est oui, non ou peut-être, et dit quand"),
        ({"reply": "soon", "replied_at": timezone.now()}, "Une réponse est oui, non ou peut-être"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(fields: dict[str, Any], sentence: str) -> None:
    invited = {"person": make_user()} if fields else {"person": None}
    invitation = Invitation(meeting=make_planned_meeting(), **invited, **fields)
    with pytest.raises(ValidationError) as refused:
        invitation.validate_constraints()
    assert any(message.startswith(sentence) for message in refused.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        invitation.save()


@pytest.mark.parametrize("whom", ["person", "organisation"])
def test_nobody_is_invited_twice(whom: str) -> None:
    meeting = make_planned_meeting()
    invited = {whom: make_user() if whom == "person" else make_organisation()}
    make_meeting_invitation(meeting, **invited)
    make_meeting_invitation(make_planned_meeting(), **invited)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_meeting_invitation(meeting, **invited)


@pytest.mark.parametrize(("places", "fits"), [(0, False), (1, True), (50, True), (51, False)])
def test_an_organisation_has_a_place_at_least(places: int, fits: bool) -> None:
    if fits:
        make_planned_meeting(places=places)
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        make_planned_meeting(places=places)


def test_letters_go_to_the_person_or_to_all_contacts() -> None:
    meeting, organisation, person = make_planned_meeting(), make_organisation(), make_user()
    contacts = [make_user(organisation=organisation) for _ in range(2)]
    make_user(organisation=organisation, is_active=False)
    of_person = make_meeting_invitation(meeting, person=person)
    of_all = make_meeting_invitation(meeting, organisation=organisation)
    assert of_person.people() == [person]
    assert sorted(of_all.people(), key=lambda one: one.pk) == contacts
    assert (of_person.represented_organisation, of_all.represented_organisation) == (
        None,
        organisation,
    )


def test_places_are_taken_by_those_who_say_yes() -> None:
    meeting = make_planned_meeting()
    replies: list[tuple[str, str]] = [("yes", ""), ("yes", "A\nB"), ("maybe", "A"), ("no", "A")]
    taken = [
        make_meeting_invitation(meeting, reply=reply, coming=coming).places_taken
        for reply, coming in replies
    ]
    person = make_meeting_invitation(meeting, person=make_user(name="Awa"), reply="yes")
    assert [*taken, person.places_taken] == [1, 2, 0, 0, 1]
    assert person.names == ["Awa"]


@pytest.mark.parametrize(
    ("reply", "fields", "is_seen"),
    [
        ("yes", {}, True),
        ("maybe", {}, False),
        ("no", {}, False),
        ("none", {}, False),
        ("yes", {"joining_link": ""}, False),
        ("yes", {"state": "cancelled"}, False),
        ("yes", {"state": "postponed"}, False),
        ("yes", {"state": "held"}, False),
        ("yes", {"starts_on": date(2021, 6, 2)}, False),
    ],
)
def test_the_joining_link_is_for_those_who_come(
    reply: str, fields: dict[str, Any], is_seen: bool
) -> None:
    meeting = make_planned_meeting(**{"joining_link": "https://meet.example.org/x"} | fields)
    assert make_meeting_invitation(meeting, reply=reply).sees_joining_link is is_seen


def test_the_facts_of_a_meeting_come_back_whole() -> None:
    meeting = make_planned_meeting(
        ends_on=date(2100, 6, 3), format="hybrid", place_fr="Kinshasa", place_en=""
    )
    facts = calendar_facts(meeting)
    assert facts == {
        "state": "planned",
        "starts_on": "2100-06-02",
        "starts_at": "14:00:00",
        "ends_on": "2100-06-03",
        "ends_at": "16:00:00",
        "precision": "minute",
        "time_zone": "Africa/Kinshasa",
        "format": "hybrid",
        "place_fr": "Kinshasa",
    }
    again = meeting_of_facts(facts, now=meeting)
    assert (again.period, again.place_fr, again.format) == (meeting.period, "Kinshasa", "hybrid")
    assert calendar_facts(Meeting.objects.get(pk=meeting.pk)) == facts
    assert calendar_facts(again) == facts


def test_those_with_a_letter_that_waits_are_found() -> None:
    meeting = make_planned_meeting()
    waiting, sent, other = (make_meeting_invitation(meeting) for _ in range(3))
    for invitation, letter, status in [
        (waiting, "a", "queued"),
        (sent, "a", "sent"),
        (other, "b", "queued"),
    ]:
        Delivery.objects.create(
            letter=letter,
            about_model="meetings.invitation",
            about_id=str(invitation.pk),
            person=make_staff(),
            status=status,
            finished_at=timezone.now() if status == "sent" else None,
        )
    assert [*Invitation.objects.with_letters("a")] == [waiting]
    assert [*Invitation.objects.with_letters("a", "b")] == [waiting, other]


def test_a_link_leads_to_its_invitation_alone() -> None:
    invitation, other = (make_meeting_invitation(make_planned_meeting()) for _ in range(2))
    assert invitation_of(token_of(invitation)) == invitation
    assert invitation_of(token_of(other)) == other
    assert invitation_of(token_of(other)[:-2] + "xx") is None
    assert token_of(invitation).partition(".")[0] == f"m{invitation.key.hex}"


@pytest.mark.parametrize(
    ("fields", "has_begun", "is_over"),
    [
        ({"starts_at": time(14), "ends_at": None, "precision": "minute"}, True, False),
        ({"starts_at": None, "ends_at": None, "precision": "day"}, False, False),
    ],
)
def test_today_has_begun_where_the_hour_is_past(
    fields: dict[str, Any], has_begun: bool, is_over: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = make_planned_meeting(starts_on=date(2100, 6, 2), time_zone="UTC", **fields)
    noon = datetime(2100, 6, 2, 15, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    assert (meeting.has_begun, meeting.is_over) == (has_begun, is_over)
    assert meeting.takes_replies is not has_begun
    monkeypatch.setattr(timezone, "now", lambda: noon + timedelta(days=1))
    assert (meeting.has_begun, meeting.is_over) == (True, True)


def test_of_two_organisations_that_are_one_the_reply_and_the_link_come_along() -> None:
    meeting = make_planned_meeting()
    kept = make_meeting_invitation(meeting, is_revoked=True)
    other = make_meeting_invitation(meeting, reply="yes", coming="Awa", remarks="R")
    token = token_of(other)
    kept.absorb(other)
    other.delete()
    kept.save()
    found = invitation_of(token)
    assert found == kept
    assert found is not None
    assert (found.reply, found.coming, found.remarks) == ("yes", "Awa", "R")
    assert found.is_revoked is False


def test_organisations_come_before_people_each_by_name(db: None) -> None:
    meeting = make_planned_meeting()
    people = [make_user(name=name, organisation=None) for name in ("Bintou", "Awa")]
    houses = [make_organisation(name_fr=name) for name in ("Zéla", "Écho")]
    for person in people:
        make_meeting_invitation(meeting, person=person)
    for house in houses:
        make_meeting_invitation(meeting, organisation=house)
    listed = meeting.invitations.with_people().by_name()
    assert [str(one) for one in listed] == ["Écho", "Zéla", "Awa", "Bintou"]
