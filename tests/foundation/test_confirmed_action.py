"""Changing many records at once: asked first, with how many and which."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting
from organisations.models import Organisation, User
from tests.factories import make_meeting, make_organisation, make_staff, make_user

MEETINGS = reverse("admin:meetings_meeting_changelist")
ORGANISATIONS = reverse("admin:organisations_organisation_changelist")


@pytest.fixture
def staff(client: Client, db: None) -> User:
    person = make_staff()
    client.force_login(person)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return person


def asked(action: str, *records: Any) -> dict[str, Any]:
    """What the list sends of an action on these records."""
    return {"action": action, "index": "0", "_selected_action": [one.pk for one in records]}


def confirmed(action: str, *records: Any) -> dict[str, Any]:
    """What the page that asks sends."""
    data = asked(action, *records) | {"confirmed": "Yes"}
    del data["index"]
    return data


def messages(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_it_says_how_many_and_which_before_anything_changes(client: Client, staff: User) -> None:
    first, second = make_meeting(title_en="Spring"), make_meeting(title_en="Autumn")
    make_meeting(title_en="Winter")
    response = client.post(MEETINGS, asked("withdraw", first, second))
    html = unescape(response.content.decode())
    assert "2 meetings will be withdrawn: readers will no longer see them." in html
    assert ">Spring</a>" in html
    assert ">Autumn</a>" in html
    assert "Winter" not in html
    assert Meeting.objects.filter(status="published").count() == 3


def test_what_was_confirmed_is_done_and_kept_in_the_history(client: Client, staff: User) -> None:
    meeting, already = make_meeting(), make_meeting(status="in_review")
    data = confirmed("put_in_review", meeting, already)
    response = client.post(MEETINGS, data, follow=True)
    assert messages(response) == [
        "1 meeting is in review.",
        "The other records are so already: nothing was changed in them.",
    ]
    meeting.refresh_from_db()
    already.refresh_from_db()
    assert (meeting.status, meeting.version) == ("in_review", 2)
    assert (already.status, already.version) == ("in_review", 1)
    assert meeting.history.latest().history_user == staff


def test_memberships_end(client: Client, staff: User) -> None:
    member = make_organisation(membership="member")
    left = make_organisation(membership="associate", member_until=date(2020, 12, 31))
    future = make_organisation(membership="member", member_since=date(2999, 1, 1))
    client.post(ORGANISATIONS, confirmed("end_membership", member, left, future))
    found = Organisation.objects.in_bulk([member.pk, left.pk, future.pk])
    assert {one.membership for one in found.values()} == {"former"}
    assert found[member.pk].member_until is not None
    assert found[left.pk].member_until == date(2020, 12, 31)
    assert found[future.pk].member_until == date(2999, 1, 1)


def test_more_than_can_be_read_is_refused(client: Client, staff: User) -> None:
    Meeting.objects.bulk_create(
        Meeting(title_fr=f"Réunion {number}", slug=f"m-{number}", starts_on=date(2021, 6, 2))
        for number in range(501)
    )
    data = asked("withdraw", Meeting.objects.first()) | {"select_across": "1"}
    response = client.post(MEETINGS, data, follow=True)
    assert messages(response) == [
        "501 records are selected, and at most 500 can be changed at once."
    ]
    assert not Meeting.objects.filter(status="withdrawn").exists()


def test_only_who_may_change_them_can(client: Client, db: None) -> None:
    meeting = make_meeting()
    person = make_user(is_staff=True)
    client.force_login(person)
    assert client.post(MEETINGS, confirmed("withdraw", meeting)).status_code == 403
    meeting.refresh_from_db()
    assert meeting.status == "published"


def test_asking_takes_as_many_queries_for_three_as_for_one(
    client: Client, staff: User, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    meetings = [make_meeting() for _ in range(3)]
    client.post(MEETINGS, asked("withdraw", meetings[0]))
    with django_assert_max_num_queries(12) as one:
        client.post(MEETINGS, asked("withdraw", meetings[0]))
    with django_assert_num_queries(len(one)):
        client.post(MEETINGS, asked("withdraw", *meetings))
