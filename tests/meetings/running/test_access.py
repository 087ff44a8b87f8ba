"""Who may run a meeting, and what of it stays on that page."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from kpcsc.foundation.translated_text import LANGUAGES
from kpcsc.foundation.viewer import MEMBER, STAFF
from kpcsc.search.results import found_by
from meetings.models import AgendaItem, Decision, FollowUp, Meeting
from meetings.models.participation import runnable_by
from organisations.models import User
from tests.crawl import crawl, searches
from tests.factories import (
    make_meeting,
    make_member,
    make_organisation,
    make_participation,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db


def make_facilitator(meeting: Meeting, **fields: Any) -> User:
    """A member with the role, who facilitates the meeting."""
    person = make_member(**fields)
    person.groups.add(Group.objects.get(name="Facilitator"))
    participation = make_participation(
        meeting=meeting, organisation=person.organisation, role="facilitator", attended=None
    )
    participation.people.add(person)
    return person


def with_role(name: str) -> User:
    """Somebody of the secretariat with this role alone."""
    person = make_user(is_staff=True)
    person.groups.set([Group.objects.get(name=name)])
    return person


def address(meeting: Meeting) -> str:
    return f"/fr/meetings/{meeting.slug}/run/"


def status(person: User | None, meeting: Meeting) -> tuple[int, int]:
    """What the page answers to somebody who reads it, and who sends something."""
    client = Client()
    if person:
        client.force_login(person)
    sent = {"section": "opening"}
    return client.get(address(meeting)).status_code, client.post(address(meeting), sent).status_code


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("Administrator", (200, 302)),
        ("Editor", (200, 302)),
        ("Publisher", (404, 404)),
        ("Translator", (404, 404)),
        ("Facilitator", (404, 404)),
    ],
)
def test_of_the_secretariat_those_who_may_change_a_meeting(
    role: str, expected: tuple[int, int]
) -> None:
    assert status(with_role(role), make_meeting(status="draft")) == expected


def test_a_facilitator_runs_their_own_meeting_alone() -> None:
    meeting, other = make_meeting(status="draft", visibility="staff"), make_meeting()
    person = make_facilitator(meeting)
    make_participation(meeting=other, organisation=person.organisation).people.add(person)
    assert status(person, meeting) == (200, 302)
    assert status(person, other) == (404, 404)
    assert [*Meeting.objects.filter(runnable_by(person))] == [meeting]


def test_nobody_else_runs_a_meeting() -> None:
    meeting = make_meeting()
    facilitator = make_facilitator(meeting)
    without_role, without_meeting = make_member(), make_member()
    without_meeting.groups.add(Group.objects.get(name="Facilitator"))
    colleague = make_user(organisation=facilitator.organisation)
    colleague.groups.add(Group.objects.get(name="Facilitator"))
    make_participation(
        meeting=meeting, organisation=without_role.organisation, role="facilitator"
    ).people.add(without_role)
    for person in (without_role, without_meeting, colleague):
        assert status(person, meeting) == (404, 404)
    assert status(None, meeting) == (302, 302)  # to sign in


def test_who_left_runs_nothing_any_more() -> None:
    meeting = make_meeting()
    former, inactive = make_facilitator(meeting), make_facilitator(meeting)
    assert former.organisation
    former.organisation.membership = "former"
    former.organisation.member_until = date(2021, 1, 1)
    former.organisation.save()
    inactive.is_active = False
    inactive.save()
    assert status(former, meeting) == (404, 404)
    assert status(inactive, meeting) == (302, 302)  # nobody is signed in
    assert not Meeting.objects.filter(runnable_by(inactive)).exists()


def test_whoever_runs_a_meeting_finds_that_page_on_its_own() -> None:
    meeting = make_meeting(visibility="members")
    link = f'<a href="{address(meeting)}">Conduire la réunion</a>'
    readers = {
        "facilitator": make_facilitator(meeting),
        "staff": make_staff(),
        "member": make_member(),
    }
    shown = {}
    for name, person in readers.items():
        client = Client()
        client.force_login(person)
        shown[name] = link in client.get(f"/fr/meetings/{meeting.slug}/").content.decode()
    assert shown == {"facilitator": True, "staff": True, "member": False}


def test_an_unknown_meeting_is_not_found() -> None:
    assert status(make_staff(), Meeting(slug="unknown")) == (404, 404)


def test_the_page_names_whom_no_other_page_names(client: Client) -> None:
    meeting = make_meeting()
    organisation = make_organisation(name_fr="Xqzwv", listing="unlisted")
    make_participation(meeting=meeting, organisation=organisation, named="unnamed")
    client.force_login(make_facilitator(meeting))
    page = client.get(address(meeting))
    assert "Xqzwv" in page.content.decode()
    assert "Confidentiel." in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert "Xqzwv" not in client.get(meeting.get_absolute_url()).content.decode()


def test_what_was_said_is_on_no_other_page_and_in_no_index() -> None:
    meeting = make_meeting()
    AgendaItem.objects.create(meeting=meeting, title_fr="Point", discussion="Xqzwv")
    facilitator = make_facilitator(meeting)
    for person in (None, facilitator, make_staff()):
        client = Client()
        if person:
            client.force_login(person)
        pages = crawl(client, *searches("Point", languages=LANGUAGES), choices=0)
        assert [here for here, page in pages.items() if "Xqzwv" in page.source] == []
    assert found_by("Xqzwv", STAFF) == []
    client.force_login(facilitator)
    assert "Xqzwv" in client.get(address(meeting)).content.decode()


@pytest.mark.parametrize(
    ("status", "moment"),
    [
        ("draft", "as soon as the meeting is published"),
        ("published", "as soon as a publisher accepts your proposal"),
    ],
)
def test_the_page_says_when_members_read_decisions(
    client: Client, status: str, moment: str
) -> None:
    meeting = make_meeting(status=status, visibility="members")
    client.force_login(make_staff())
    page = client.get(f"/en/meetings/{meeting.slug}/run/").content.decode()
    assert (
        "Decisions and follow-ups are written for all members, unless you choose otherwise beside "
        f"them: they read them {moment}." in page
    )
    for kind, text in ((Decision, {"text_fr": "Écrire"}), (FollowUp, {"what_fr": "Écrire"})):
        part = kind.objects.create(meeting=meeting, **text)
        assert part.visibility == "members"
        assert kind.objects.visible_to(MEMBER).exists() is (status == "published")
