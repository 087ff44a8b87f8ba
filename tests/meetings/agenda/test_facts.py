"""The times of an agenda on the pages that show them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kpcsc.foundation.reader import Reader, reading_as
from kpcsc.foundation.viewer import STAFF
from meetings.agenda.facts import agenda_times
from meetings.models import AgendaItem, Meeting
from tests.factories import make_meeting, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    """From 14:00 to 16:00, with an opening and two items that give no time."""
    meeting = make_meeting(
        precision="minute", starts_at=time(14), ends_at=time(16), time_zone="Africa/Kinshasa"
    )
    for position, minutes in enumerate([15, 45, 30]):
        AgendaItem.objects.create(
            meeting=meeting, title_fr=f"Point {position}", minutes=minutes, position=position
        )
    return meeting


def shown(client: Client, meeting: Meeting) -> list[str]:
    """The times on the meeting's page, which are those of its own time zone."""
    agenda = client.get(meeting.get_absolute_url()).context["agenda"]
    return [
        f"{with_start_times:%H:%M}" if with_start_times else ""
        for _item, with_start_times in agenda
    ]


def test_the_public_page_works_out_the_times(client: Client, meeting: Meeting) -> None:
    assert shown(client, meeting) == ["14:00", "14:15", "15:00"]
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "<time>14:15</time> Point 1" in page


def test_times_are_not_worked_out_around_what_is_hidden(client: Client, meeting: Meeting) -> None:
    _first, second, third = meeting.agenda_items.all()
    second.visibility = "staff"
    second.save()
    AgendaItem.objects.filter(pk=third.pk).update(starts_at=time(15, 5))
    assert shown(client, meeting) == ["", "15:05"]
    client.force_login(make_staff())
    assert shown(client, meeting) == ["14:00", "14:15", "15:05"]


def test_the_days_of_a_meeting_are_counted(meeting: Meeting) -> None:
    meeting.ends_on = date(2021, 6, 4)
    (first, second, third) = meeting.agenda_items.all()
    second.starts_at = third.starts_at = time(14)
    slots = agenda_times(meeting, [first, second, third]).slots
    assert [slot.day for slot in slots] == [1, 2, 3]


def test_the_edit_page_says_what_does_not_add_up_without_asking_more(
    client: Client,
    meeting: Meeting,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    client.force_login(make_staff())
    page = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    content = client.get(page, headers={"accept-language": "en"}).content.decode()
    assert "The agenda ends at 15:30: 30 minutes of the meeting are left." in content
    assert 'id="decisions-group"' in content  # where a decision without its translation leads
    context = client.get(page).context
    items = list(meeting.agenda_items.all())
    with reading_as(Reader(STAFF)), django_assert_num_queries(0):
        assert context["agenda"] == agenda_times(meeting, items)
