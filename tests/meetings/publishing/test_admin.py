"""The page of publication at the desk."""

from datetime import UTC, datetime
from typing import Any

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


def send(client: Client, meeting: Meeting, step: str, **more: str) -> Any:
    """Takes a step on the page as it is now."""
    version = Meeting.objects.get(pk=meeting.pk).version
    sent = {"step": step, "version": version, **more}
    return client.post(page_of(meeting), sent, headers=ENGLISH)


def buttons(client: Client, meeting: Meeting) -> list[str]:
    """The steps that the page offers."""
    return [step for step, _label in client.get(page_of(meeting)).context["buttons"]]


def test_an_editor_sends_and_a_publisher_publishes(client: Client) -> None:
    meeting = make_meeting(status="draft", publish_at=None)
    client.force_login(with_roles("Editor"))
    assert buttons(client, meeting) == ["submit"]
    refused = send(client, meeting, "publish")
    assert "This step is not open to you now" in refused.content.decode()
    send(client, meeting, "submit")
    meeting.refresh_from_db()
    assert meeting.status == "in_review"
    client.force_login(with_roles("Publisher"))
    assert buttons(client, meeting) == ["return", "publish"]
    assert send(client, meeting, "publish", despite_issues="on").status_code == 302
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
    refused = send(client, meeting, "publish", comment="Now or never")
    assert "Something is to be done first." in refused.content.decode()
    assert "Now or never" in refused.content.decode()
    meeting.refresh_from_db()
    assert meeting.status == "draft"


def test_a_return_says_what_is_to_be_done(client: Client) -> None:
    meeting = make_meeting(status="in_review", publish_at=None)
    client.force_login(with_roles("Publisher"))
    refused = send(client, meeting, "return")
    assert "Say what is to be done." in refused.content.decode()
    send(client, meeting, "return", comment="Les chiffres.")
    meeting.refresh_from_db()
    assert meeting.status == "draft"
    assert "Les chiffres." in client.get(page_of(meeting)).content.decode()


def test_a_moment_is_typed_in_ones_own_time_and_lies_ahead(client: Client) -> None:
    meeting = make_meeting(status="in_review", publish_at=None)
    client.force_login(with_roles("Publisher"))
    for typed, said in (
        ("2026-01-01T09:00", "This moment has passed"),
        ("9999-12-31T23:59", "This moment is too far away"),
    ):
        refused = send(client, meeting, "publish", despite_issues="on", publish_at=typed)
        assert said in refused.content.decode()
    year = timezone.now().year + 1
    send(client, meeting, "publish", despite_issues="on", publish_at=f"{year}-07-01T09:00")
    meeting.refresh_from_db()
    assert meeting.publish_at == datetime(year, 7, 1, 8, tzinfo=UTC)  # Kinshasa is an hour ahead


def test_members_are_told_if_that_is_asked_for(client: Client) -> None:
    make_member()
    client.force_login(with_roles("Publisher"))
    asked: list[tuple[dict[str, str], int]] = [({}, 0), ({"tell": "on"}, 1)]
    for tell, letters in asked:
        meeting = make_meeting(status="in_review", publish_at=None)
        send(client, meeting, "publish", despite_issues="on", **tell)
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


def test_nobody_publishes_what_they_did_not_see(client: Client) -> None:
    meeting = make_meeting(status="in_review", publish_at=None)
    client.force_login(with_roles("Publisher"))
    seen = client.get(page_of(meeting)).context["version"]
    meeting.advance(by=None)
    sent = {"step": "publish", "despite_issues": "on", "version": seen, "comment": "Lu et relu."}
    refused = client.post(page_of(meeting), sent, headers=ENGLISH)
    assert "Somebody changed the record meanwhile" in refused.content.decode()
    assert "Lu et relu." in refused.content.decode()
    assert Meeting.objects.get(pk=meeting.pk).status == "in_review"
    assert send(client, meeting, "publish", despite_issues="on").status_code == 302


def test_an_editor_neither_deletes_what_is_published_nor_moves_its_address(client: Client) -> None:
    meeting, draft = make_meeting(), make_meeting(status="draft")
    client.force_login(with_roles("Editor"))
    page = f"/admin/meetings/meeting/{meeting.pk}"
    assert client.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": meeting.pk, "post": "yes"}
    client.post("/admin/meetings/meeting/", chosen)
    assert Meeting.objects.filter(pk=meeting.pk).exists()
    assert "slug" not in client.get(f"{page}/change/").context["adminform"].form.fields
    page = f"/admin/meetings/meeting/{draft.pk}/delete/"
    assert client.post(page, {"post": "yes"}).status_code == 302
    assert not Meeting.objects.filter(pk=draft.pk).exists()
