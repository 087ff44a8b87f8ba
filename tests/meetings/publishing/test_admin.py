"""The page of publication at the desk."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kpcsc.foundation.mail.models import Delivery
from meetings.models import Meeting
from organisations.models import User
from tests.factories import make_meeting, make_member, make_participation, make_staff, make_user

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


def with_roles(*names: str) -> User:
    """Somebody of the secretariat with these roles."""
    person = make_user(is_staff=True, time_zone="Africa/Kinshasa")
    person.groups.set(Group.objects.filter(name__in=names))
    return person


def page_of(meeting: Meeting) -> str:
    return f"/admin/meetings/meeting/{meeting.pk}/publication/"


def buttons(client: Client, meeting: Meeting) -> list[str]:
    """The steps that the page offers."""
    return [step for step, _label in client.get(page_of(meeting)).context["buttons"]]


def test_an_editor_sends_and_a_publisher_publishes(client: Client) -> None:
    meeting = make_meeting(status="draft", publish_at=None)
    client.force_login(with_roles("Editor"))
    assert buttons(client, meeting) == ["submit"]
    refused = client.post(page_of(meeting), {"step": "publish"}, headers=ENGLISH)
    assert "This step is not open to you now" in refused.content.decode()
    client.post(page_of(meeting), {"step": "submit"})
    meeting.refresh_from_db()
    assert meeting.status == "in_review"
    client.force_login(with_roles("Publisher"))
    assert buttons(client, meeting) == ["return", "publish"]
    sent = {"step": "publish", "although": "on"}
    assert client.post(page_of(meeting), sent).status_code == 302
    meeting.refresh_from_db()
    assert meeting.is_public


def test_an_editor_opens_no_published_record_wider(client: Client) -> None:
    meeting = make_meeting(visibility="members", introduction_fr="Avant.")
    client.force_login(with_roles("Editor"))
    page = f"/admin/meetings/meeting/{meeting.pk}/change/"
    fields = client.get(page).context["adminform"].form.fields
    assert {"status", "publish_at", "visibility"} & fields.keys() == set()
    client.force_login(with_roles("Editor", "Publisher"))
    fields = client.get(page).context["adminform"].form.fields
    assert "visibility" in fields
    assert {"status", "publish_at"} & fields.keys() == set()


def test_what_is_to_be_done_first_is_listed_and_said_aloud(client: Client) -> None:
    meeting = make_meeting(status="draft", publish_at=None)
    client.force_login(with_roles("Publisher"))
    shown = client.get(page_of(meeting), headers=ENGLISH).content.decode()
    assert "The introduction is empty." in shown
    typed = {"step": "publish", "comment": "Now or never"}
    refused = client.post(page_of(meeting), typed, headers=ENGLISH)
    assert "Something is to be done first." in refused.content.decode()
    assert "Now or never" in refused.content.decode()
    meeting.refresh_from_db()
    assert meeting.status == "draft"


def test_a_return_says_what_is_to_be_done(client: Client) -> None:
    meeting = make_meeting(status="in_review", publish_at=None)
    client.force_login(with_roles("Publisher"))
    refused = client.post(page_of(meeting), {"step": "return"}, headers=ENGLISH)
    assert "Say what is to be done." in refused.content.decode()
    client.post(page_of(meeting), {"step": "return", "comment": "Les chiffres."})
    meeting.refresh_from_db()
    assert meeting.status == "draft"
    assert "Les chiffres." in client.get(page_of(meeting)).content.decode()


def test_a_moment_is_typed_in_ones_own_time_and_lies_ahead(client: Client) -> None:
    meeting = make_meeting(status="in_review", publish_at=None)
    client.force_login(with_roles("Publisher"))
    typed = {"step": "publish", "although": "on", "publish_at": "2026-01-01T09:00"}
    refused = client.post(page_of(meeting), typed, headers=ENGLISH)
    assert "This moment has passed" in refused.content.decode()
    year = timezone.now().year + 1
    client.post(page_of(meeting), typed | {"publish_at": f"{year}-07-01T09:00"})
    meeting.refresh_from_db()
    assert meeting.publish_at == datetime(year, 7, 1, 8, tzinfo=UTC)  # Kinshasa is an hour ahead


def test_members_are_told_if_that_is_asked_for(client: Client) -> None:
    make_member()
    client.force_login(with_roles("Publisher"))
    for tell, letters in (({}, 0), ({"tell": "on"}, 1)):
        meeting = make_meeting(status="in_review", publish_at=None)
        client.post(page_of(meeting), {"step": "publish", "although": "on"} | tell)
        assert Delivery.objects.count() == letters


@pytest.mark.parametrize("role", ["Translator", "Facilitator"])
def test_other_roles_do_not_come_here(client: Client, role: str) -> None:
    meeting = make_meeting(status="draft")
    client.force_login(with_roles(role))
    assert client.get(page_of(meeting)).status_code == 403
    assert client.post(page_of(meeting), {"step": "submit"}).status_code == 403


def test_an_unknown_step_or_record_is_no_error_of_the_program(client: Client) -> None:
    meeting = make_meeting(status="draft", publish_at=None)
    client.force_login(make_staff())
    for step in ("", "open", "\0"):
        assert client.post(page_of(meeting), {"step": step}).status_code == 200
    assert client.get("/admin/meetings/meeting/999/publication/").status_code == 404


def test_a_record_with_more_in_it_costs_no_more_queries(client: Client) -> None:
    client.force_login(make_staff())
    numbers = []
    for size in (1, 3):
        meeting = make_meeting(status="draft", publish_at=None)
        for _ in range(size):
            make_participation(meeting=meeting)
        client.get(page_of(meeting))
        with CaptureQueriesContext(connection) as queries:
            client.get(page_of(meeting))
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
