"""A meeting as a calendar file, read back as a calendar program reads it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import translation
from icalendar import Calendar, Component

from meetings.calendar import calendar
from meetings.models import Meeting
from tests.factories import make_meeting, make_organisation, make_participation

PAGE = "https://portal.example.org/fr/meetings/reunion/"


def read_back(**fields: Any) -> Component:
    """The event of a meeting with these fields, from the file's bytes."""
    defaults = {"pk": 7, "title_fr": "Réunion", "starts_on": date(2021, 6, 2), "state": "held"}
    content = calendar(Meeting(**defaults | fields), PAGE, host="portal.example.org")
    [event] = Calendar.from_ical(content).walk("VEVENT")
    return event


@pytest.mark.parametrize(
    ("ends_on", "after"),
    [
        (None, date(2021, 6, 3)),
        (date(2021, 6, 2), date(2021, 6, 3)),
        (date(2021, 6, 4), date(2021, 6, 5)),
    ],
)
def test_days_end_on_the_day_after_the_last(ends_on: date | None, after: date) -> None:
    """As RFC 5545 counts them (section 3.6.1)."""
    event = read_back(ends_on=ends_on)
    assert event.decoded("dtstart") == date(2021, 6, 2)
    assert event.decoded("dtend") == after
    assert event["dtstart"].params["VALUE"] == "DATE"


@pytest.mark.parametrize(
    ("zone", "fields", "start", "end"),
    [
        (
            "Africa/Kinshasa",
            {"starts_at": time(14), "ends_at": time(16, 30)},
            datetime(2021, 6, 2, 13, tzinfo=UTC),
            datetime(2021, 6, 2, 15, 30, tzinfo=UTC),
        ),
        (
            "UTC",
            {"starts_at": time(14), "ends_at": time(16)},
            datetime(2021, 6, 2, 14, tzinfo=UTC),
            datetime(2021, 6, 2, 16, tzinfo=UTC),
        ),
        (  # summer time begins in the night: five hours, not six
            "Europe/Brussels",
            {
                "starts_on": date(2021, 3, 27),
                "starts_at": time(22),
                "ends_on": date(2021, 3, 28),
                "ends_at": time(4),
            },
            datetime(2021, 3, 27, 21, tzinfo=UTC),
            datetime(2021, 3, 28, 2, tzinfo=UTC),
        ),
        (  # and ends in the night
            "America/New_York",
            {
                "starts_on": date(2021, 11, 6),
                "starts_at": time(9),
                "ends_on": date(2021, 11, 7),
                "ends_at": time(9),
            },
            datetime(2021, 11, 6, 13, tzinfo=UTC),
            datetime(2021, 11, 7, 14, tzinfo=UTC),
        ),
    ],
)
def test_hours_are_those_of_the_place_on_each_day(
    zone: str, fields: dict[str, Any], start: datetime, end: datetime
) -> None:
    event = read_back(precision="minute", time_zone=zone, **fields)
    for name, moment in (("dtstart", start), ("dtend", end)):
        found = event.decoded(name)
        assert found == moment
        # As the place's clock shows it, not shifted to another zone.
        assert found.replace(tzinfo=None) == moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def test_a_zone_comes_with_its_rules() -> None:
    """For programs that do not know it by name (RFC 5545 section 3.6.5)."""
    meeting = Meeting(
        pk=7,
        title_fr="Réunion",
        starts_on=date(2021, 6, 2),
        starts_at=time(14),
        precision="minute",
        time_zone="Europe/Brussels",
    )
    file = Calendar.from_ical(calendar(meeting, PAGE, host="portal.example.org"))
    [zone] = file.walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Brussels"
    offsets = {rule.decoded("tzoffsetto") for rule in zone.subcomponents}
    assert offsets == {timedelta(hours=1), timedelta(hours=2)}


def test_an_end_that_is_not_known_is_left_out() -> None:
    event = read_back(precision="minute", starts_at=time(14))
    assert event.decoded("dtstart") == datetime(2021, 6, 2, 14, tzinfo=UTC)
    assert "dtend" not in event


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("planned", "CONFIRMED"),
        ("held", "CONFIRMED"),
        ("postponed", "TENTATIVE"),
        ("cancelled", "CANCELLED"),
    ],
)
def test_a_meeting_that_is_off_says_so(state: str, status: str) -> None:
    assert read_back(state=state)["status"] == status


def test_an_event_says_what_and_where_and_is_the_same_each_time() -> None:
    fields = {
        "title_fr": "Réunion; stratégie, diamants",
        "introduction_fr": "Première ligne\nDeuxième ligne",
        "place_fr": "Kinshasa, RDC",
        "joining_link": "https://meet.example.org/secret",
        "publish_at": datetime(2021, 5, 1, tzinfo=UTC),
    }
    event = read_back(**fields)
    assert {name.lower(): event.decoded(name) for name in event} == {
        "uid": "meeting-7@portal.example.org",
        "dtstamp": datetime(2021, 5, 1, tzinfo=UTC),
        "summary": "Réunion; stratégie, diamants",
        "url": PAGE,
        "status": "CONFIRMED",
        "description": "Première ligne\nDeuxième ligne",
        "location": "Kinshasa, RDC",
        "dtstart": date(2021, 6, 2),
        "dtend": date(2021, 6, 3),
    }
    assert read_back(**fields).to_ical() == event.to_ical()


def test_the_file_is_in_the_pages_language_and_names_no_organisation(
    client: Client, db: None
) -> None:
    meeting = make_meeting(slug="reunion", title_fr="Réunion", title_en="Meeting")
    organisation = make_organisation(name_fr="Justice et Mines", acronym="JEM")
    make_participation(meeting=meeting, organisation=organisation, role="organiser")
    response = client.get("/en/meetings/reunion/calendar.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="reunion.ics"'
    [event] = Calendar.from_ical(response.content).walk("VEVENT")
    assert event["summary"] == "Meeting"
    assert event["url"] == "http://testserver/en/meetings/reunion/"
    assert b"Justice" not in response.content
    assert b"JEM" not in response.content


@pytest.mark.parametrize("precision", ["month", "year"])
def test_a_meeting_without_a_day_has_no_file(precision: str, client: Client, db: None) -> None:
    with translation.override("en"):
        meeting = make_meeting(precision=precision)
        assert client.get(f"{meeting.get_absolute_url()}calendar.ics").status_code == 404
        assert b"calendar.ics" not in client.get(meeting.get_absolute_url()).content
