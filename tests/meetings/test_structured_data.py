"""What machines read about a meeting and an organisation."""

from datetime import date, time
from typing import Any

import pytest
from django.utils import translation

from meetings.models import Meeting, Participation
from meetings.structured_data import event_data
from organisations.models import Organisation
from organisations.structured_data import organisation_data

pytestmark = pytest.mark.django_db

URL = "https://portal.example.org/fr/meetings/reunion/"


def data_of(*participations: Participation, **fields: Any) -> dict[str, Any]:
    """The data of a meeting with these fields, whose viewer may see these participations."""
    defaults = {"title_fr": "Réunion", "starts_on": date(2021, 6, 2), "state": "held"}
    return event_data(Meeting(**defaults | fields), participations, URL)


def test_what_is_not_known_is_not_said() -> None:
    assert data_of() == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Réunion",
        "startDate": "2021-06-02",
        "endDate": "2021-06-02",
        "eventStatus": "https://schema.org/EventScheduled",
        "inLanguage": "fr",
        "url": URL,
    }


def test_all_that_is_known_is_said_in_the_pages_language() -> None:
    with translation.override("en"):
        data = data_of(
            title_en="Meeting",
            introduction_en="Why we met.",
            place_en="Kinshasa",
            format="hybrid",
            precision="minute",
            time_zone="Africa/Kinshasa",
            starts_at=time(14),
            ends_at=time(16),
            joining_link="https://meet.example.org/secret",
        )
    assert data == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Meeting",
        "description": "Why we met.",
        "startDate": "2021-06-02T14:00+01:00",
        "endDate": "2021-06-02T16:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [
            {"@type": "Place", "name": "Kinshasa"},
            {"@type": "VirtualLocation", "url": URL},
        ],
        "inLanguage": "en",
        "url": URL,
    }


def test_an_hour_of_the_end_that_is_not_known_is_not_made_up() -> None:
    """A bare day would lie before the moment at which the meeting starts."""
    data = data_of(precision="minute", starts_at=time(14))
    assert data["startDate"] == "2021-06-02T14:00+00:00"
    assert "endDate" not in data


@pytest.mark.parametrize(
    ("precision", "start"), [("day", "2021-06-01"), ("month", "2021-06"), ("year", "2021")]
)
def test_a_date_is_as_precise_as_it_is_known(precision: str, start: str) -> None:
    assert data_of(starts_on=date(2021, 6, 1), precision=precision)["startDate"] == start


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("planned", "EventScheduled"),
        ("held", "EventScheduled"),
        ("postponed", "EventPostponed"),
        ("cancelled", "EventCancelled"),
    ],
)
def test_a_meeting_that_is_off_says_so(state: str, status: str) -> None:
    assert data_of(state=state)["eventStatus"] == f"https://schema.org/{status}"


@pytest.mark.parametrize(
    ("form", "mode"), [("online", "Online"), ("in_person", "Offline"), ("hybrid", "Mixed")]
)
def test_how_people_meet(form: str, mode: str) -> None:
    expected = f"https://schema.org/{mode}EventAttendanceMode"
    assert data_of(format=form)["eventAttendanceMode"] == expected


def test_only_the_organiser_is_named() -> None:
    roles = ("organiser", "facilitator", "participant", "observer")
    data = data_of(
        *(Participation(organisation=Organisation(name_fr=role), role=role) for role in roles)
    )
    assert data["organizer"] == [{"@type": "Organization", "name": "organiser"}]


def test_an_organisation() -> None:
    bare = Organisation(name_fr="Justice et Mines")
    full = Organisation(
        name_fr="Justice et Mines",
        acronym="JEM",
        aliases="Ancien nom",
        description_fr="Elle conseille.",
        website="https://jem.example.org/",
    )
    kind = {"@context": "https://schema.org", "@type": "Organization"}
    assert organisation_data(bare, URL) == kind | {"name": "Justice et Mines", "url": URL}
    assert organisation_data(full, URL) == kind | {
        "name": "Justice et Mines",
        "alternateName": "JEM",
        "description": "Elle conseille.",
        "url": "https://jem.example.org/",
    }
