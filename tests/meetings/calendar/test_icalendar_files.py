"""A meeting as a calendar file, read back as a calendar program reads it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import assume, example, given
from hypothesis.strategies import dates, integers, sampled_from, times
from icalendar import Calendar, Component
from pytest_django import Settings

from meetings.calendar.appointments import key_of, public_calendar_file
from meetings.models import Meeting
from tests.factories import make_meeting, make_organisation, make_participation
from tests.meetings.calendar import reader as calendar_reader

pytestmark = pytest.mark.django_db

PAGE = "https://portal.example.org/fr/meetings/reunion/"


def content_of(**fields: Any) -> bytes:
    """The public file of a meeting with these fields."""
    defaults = {"pk": 7, "title_fr": "Réunion", "starts_on": date(2021, 6, 2), "state": "held"}
    return public_calendar_file(Meeting(**defaults | fields), PAGE)


def read_back(**fields: Any) -> Component:
    """Its event, as a library reads it."""
    [event] = Calendar.from_ical(content_of(**fields)).walk("VEVENT")
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
    content = content_of(starts_at=time(14), precision="minute", time_zone="Europe/Brussels")
    [zone] = calendar_reader.read(content).all("VTIMEZONE")
    assert zone["TZID"].text == "Europe/Brussels"
    assert [
        (part.name, *(part[name].text for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO")))
        for part in zone.parts
    ] == [
        ("DAYLIGHT", "20200601T140000", "+0200", "+0200"),
        ("STANDARD", "20201025T030000", "+0200", "+0100"),
        ("DAYLIGHT", "20210328T020000", "+0100", "+0200"),
        ("STANDARD", "20211031T030000", "+0200", "+0100"),
        ("DAYLIGHT", "20220327T020000", "+0100", "+0200"),
    ]


ZONES = [
    "Africa/Casablanca",  # an hour back in Ramadan
    "Africa/Kinshasa",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # by half an hour
    "Europe/Paris",
    "UTC",
]


@given(
    day=dates(date(2020, 1, 1), date(2036, 12, 31)),
    hour=times().map(lambda found: found.replace(second=0, microsecond=0)),
    nights=integers(0, 40),
    zone=sampled_from(ZONES),
)
@example(day=date(2028, 2, 29), hour=time(14), nights=0, zone="Africa/Casablanca")
@example(day=date(2027, 3, 13), hour=time(22), nights=1, zone="Africa/Casablanca")
@example(day=date(2027, 3, 28), hour=time(1, 59), nights=0, zone="Europe/Paris")
@example(day=date(2027, 3, 28), hour=time(3), nights=0, zone="Europe/Paris")
@example(day=date(2027, 10, 30), hour=time(23), nights=1, zone="Europe/Paris")
@example(day=date(2027, 3, 14), hour=time(3), nights=300, zone="America/New_York")
def test_a_program_without_zones_finds_the_moments(
    day: date, hour: time, nights: int, zone: str
) -> None:
    """From the file alone, read by a reader that shares no code with what wrote it."""
    last = day + timedelta(days=nights)
    start = datetime.combine(day, hour, ZoneInfo(zone))
    end = datetime.combine(last, time(23, 59), ZoneInfo(zone))
    assume(hour < time(23, 59) and all(map(is_one_moment, (start, end))))
    fields = {"starts_on": day, "ends_on": last, "starts_at": hour, "ends_at": time(23, 59)}
    read = calendar_reader.read(content_of(precision="minute", time_zone=zone, **fields))
    assert calendar_reader.moment(read, "DTSTART") == start.astimezone(UTC)
    assert calendar_reader.moment(read, "DTEND") == end.astimezone(UTC)


def is_one_moment(local: datetime) -> bool:
    """Whether the clocks show this time once on that day, not never or twice."""
    offset = local.utcoffset()
    return offset == local.replace(fold=1).utcoffset()


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2027, 12, 31), date(2027, 3, 28)])
def test_a_day_alone_is_that_day_in_every_zone(day: date) -> None:
    read = calendar_reader.read(content_of(starts_on=day, time_zone="Africa/Casablanca"))
    assert calendar_reader.moment(read, "DTSTART") == day
    assert calendar_reader.moment(read, "DTEND") == day + timedelta(days=1)
    assert read.all("VTIMEZONE") == []


def test_long_and_odd_texts_are_folded_and_come_back_whole() -> None:
    title = "Réunion\u00a0; «\u00a0stratégie\u00a0», \\ diamants: " + "é" * 100
    read = calendar_reader.read(content_of(title_fr=title, introduction_fr="Un\nDeux, trois;"))
    [event] = read.all("VEVENT")
    assert event["SUMMARY"].words == title
    assert event["DESCRIPTION"].words == "Un\nDeux, trois;"


def test_the_file_is_published_by_the_secretariat_if_it_has_an_address(settings: Settings) -> None:
    settings.CONTACT_EMAIL = "secretariat@example.org"
    read = calendar_reader.read(content_of())
    assert read["METHOD"].text == "PUBLISH"
    assert read.all("VEVENT")[0]["ORGANIZER"].text == "mailto:secretariat@example.org"
    settings.CONTACT_EMAIL, settings.DEFAULT_FROM_EMAIL = "", "KP CSC <portal@example.org>"
    read = calendar_reader.read(content_of())
    assert read.all("VEVENT")[0]["ORGANIZER"].text == "mailto:portal@example.org"
    settings.DEFAULT_FROM_EMAIL = ""
    assert "METHOD" not in calendar_reader.read(content_of())


def test_a_change_of_the_record_leaves_the_appointment_what_it_is() -> None:
    """How often a record was edited is nobody's business; nor is its key."""
    files = [calendar_reader.read(content_of(version=version)) for version in (3, 4)]
    [first], [second] = (file.all("VEVENT") for file in files)
    assert first["UID"].text == second["UID"].text
    assert not first["UID"].text.startswith("meeting-")
    assert (first["SEQUENCE"].text, second["SEQUENCE"].text) == ("0", "0")


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


def test_an_event_says_what_and_where_and_is_the_same_each_time(settings: Settings) -> None:
    settings.PORTAL_URL = "https://portal.example.org"
    fields = {
        "title_fr": "Réunion; stratégie, diamants",
        "introduction_fr": "Première ligne\nDeuxième ligne",
        "place_fr": "Kinshasa, RDC",
        "joining_link": "https://meet.example.org/secret",
        "publish_at": datetime(2021, 5, 1, tzinfo=UTC),
    }
    event = read_back(**fields)
    assert {name.lower(): event.decoded(name) for name in event} == {
        "uid": f"{key_of(Meeting(pk=7))}@portal.example.org",
        "sequence": 0,
        "organizer": "mailto:portal@example.org",
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


@pytest.mark.parametrize(
    "fields",
    [
        {"precision": "month"},
        {"precision": "year"},
        {"starts_on": date(1, 1, 1)},
        {"starts_on": date(9999, 12, 31)},
        {"ends_on": date(9999, 12, 31)},
    ],
)
def test_a_meeting_without_a_day_has_no_file(
    fields: dict[str, Any], client: Client, db: None
) -> None:
    with translation.override("en"):
        meeting = make_meeting(**fields)
        assert client.get(f"{meeting.get_absolute_url()}calendar.ics").status_code == 404
        assert b"calendar.ics" not in client.get(meeting.get_absolute_url()).content
