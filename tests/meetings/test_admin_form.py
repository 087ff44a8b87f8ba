"""The desk's form of a meeting: its date and hours as people write them."""

from datetime import date, time
from typing import Any

import pytest
from django.test import Client

from meetings.models import AgendaItem, Decision, Meeting
from tests.factories import make_meeting, make_staff
from tests.meetings.running.test_page import opened as sent_by_a_browser
from tests.meetings.running.test_page import send as send_notes
from tests.test_admin import form_data

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def address(meeting: Meeting) -> str:
    return f"/admin/meetings/meeting/{meeting.pk}/change/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_staff())
    return client


def shown(desk: Client, meeting: Meeting) -> dict[str, Any]:
    """What the form sends where nothing is typed."""
    return form_data(desk.get(address(meeting), headers=ENGLISH))


def send(desk: Client, meeting: Meeting, **typed: str) -> dict[str, list[str]]:
    """Types this; gives what is wrong, by field."""
    sent = shown(desk, meeting) | typed | {"_continue": "1"}
    response = desk.post(address(meeting), sent, headers=ENGLISH)
    return {} if response.status_code == 302 else response.context["adminform"].form.errors


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (
            {"starts_on": "14 octobre 2022", "starts_at": "9h", "ends_at": "18h30"},
            (date(2022, 10, 14), None, time(9), time(18, 30), "minute"),
        ),
        ({"starts_on": "October 14, 2022"}, (date(2022, 10, 14), None, None, None, "day")),
        ({"starts_on": "octobre 2022"}, (date(2022, 10, 1), None, None, None, "month")),
        ({"starts_on": "2022"}, (date(2022, 1, 1), None, None, None, "year")),
        (
            {"starts_on": "octobre 2022", "ends_on": "novembre 2022"},
            (date(2022, 10, 1), date(2022, 11, 1), None, None, "month"),
        ),
        (
            {"starts_on": "14/10/2022", "starts_at": "2:30 pm"},
            (date(2022, 10, 14), None, time(14, 30), None, "minute"),
        ),
    ],
)
def test_precision_follows_from_what_was_written(
    desk: Client, typed: dict[str, str], stored: tuple[Any, ...]
) -> None:
    meeting = make_meeting(status="draft")
    assert send(desk, meeting, **typed) == {}
    names = ("starts_on", "ends_on", "starts_at", "ends_at", "precision")
    assert Meeting.objects.values_list(*names).get() == stored


def test_what_is_stored_is_shown_as_people_write_it_and_stays(desk: Client) -> None:
    facts: dict[str, Any] = {
        "starts_on": date(2022, 10, 1),
        "precision": "month",
        "time_zone": "Africa/Abidjan",
    }
    meeting = make_meeting(status="draft", **facts)
    fields = shown(desk, meeting)
    assert fields["starts_on"] == "October 2022"
    assert 'value="Abidjan (Côte d’Ivoire)"' in desk.get(address(meeting)).content.decode()
    assert send(desk, meeting, title_fr="Autre titre") == {}
    assert Meeting.objects.values("starts_on", "precision", "time_zone").get() == facts
    form = desk.post(address(meeting), shown(desk, meeting) | {"slug": ""}).context["adminform"]
    assert form.form.changed_data == ["slug"]
    again = shown(desk, meeting) | {"starts_on": "1 October 2022", "slug": ""}
    form = desk.post(address(meeting), again).context["adminform"]
    assert form.form.changed_data == ["slug", "starts_on"]


@pytest.mark.parametrize(
    ("typed", "name", "problem"),
    [
        (
            {"starts_on": "un jeudi"},
            "starts_on",
            "Write a date such as “14 October 2022” or “14/10/2022”.",
        ),
        (
            {"starts_on": "octobre 2022", "starts_at": "9h"},
            "starts_on",
            "Where you give an hour, write the day too.",
        ),
        (
            {"starts_on": "2022-10-14", "ends_at": "9h"},
            "starts_at",
            "Say when it begins too, where you say when it ends.",
        ),
        (
            {"starts_on": "2022-10-14", "ends_on": "novembre 2022"},
            "ends_on",
            "Write both dates to the day, to the month or the year.",
        ),
        (
            {"starts_at": "le matin"},
            "starts_at",
            "Write a time such as “9h”, “18h30”, “14:30” or “2:30 pm”.",
        ),
        (
            {"time_zone": "RDC"},
            "time_zone",
            "That country has several time zones: write one of Kinshasa (DRC), Lubumbashi (DRC).",
        ),
    ],
)
def test_what_cannot_be_is_said_and_kept(
    desk: Client, typed: dict[str, str], name: str, problem: str
) -> None:
    meeting = make_meeting(status="draft")
    errors = send(desk, meeting, **typed)
    assert errors == {name: [problem]}


def test_what_cannot_be_read_stays_in_the_box(desk: Client) -> None:
    meeting = make_meeting(status="draft")
    sent = shown(desk, meeting) | {"starts_on": "un jeudi", "starts_at": "le matin"}
    page = desk.post(address(meeting), sent, headers=ENGLISH).content.decode()
    assert 'value="un jeudi"' in page
    assert 'value="le matin"' in page


def test_what_was_noted_on_another_page_is_no_conflict(desk: Client) -> None:
    meeting = make_meeting(status="draft")
    item = AgendaItem.objects.create(meeting=meeting, title_fr="Justice", position=1)
    opened = shown(desk, meeting)
    section = f"item-{item.pk}"
    notes = sent_by_a_browser(desk, meeting)[section] | {
        f"{section}-agendaitem-{item.pk}-discussion": "On en parla.",
        f"{section}-decision-new-text": "Écrire",
    }
    assert send_notes(desk, meeting, notes).status_code == 302
    saved = desk.post(address(meeting), opened | {"title_fr": "Autre titre", "_continue": "1"})
    assert saved.status_code == 302
    item.refresh_from_db()
    assert item.discussion == "On en parla."
    assert Meeting.objects.get().title_fr == "Autre titre"
    assert Decision.objects.get().text_fr == "Écrire"
    # What somebody else added is told, and what is on the page anyway.
    opened = shown(desk, meeting)
    other = Client()
    other.force_login(make_staff())
    notes = sent_by_a_browser(other, meeting)[section] | {f"{section}-decision-new-text": "Relire"}
    assert send_notes(other, meeting, notes).status_code == 302
    assert desk.post(address(meeting), opened | {"_continue": "1"}).status_code == 200


def test_decisions_stand_on_the_form_and_their_translation_leads_there(desk: Client) -> None:
    meeting = make_meeting(status="draft")
    Decision.objects.create(meeting=meeting, text_fr="Écrire", position=1)
    page = desk.get(address(meeting), headers=ENGLISH).content.decode()
    assert page.count('id="decisions-group"') == 1
    assert 'name="decisions-0-text_en"' in page
