"""What the desk says of changes of a meeting: whom letters reach, what waits, how it is stopped."""

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kpcsc.foundation.mail.models import Delivery, MailRefusal
from meetings.models import Meeting
from meetings.sheets import MeetingSheet
from organisations.models import User
from tests.factories import (
    make_meeting_invitation,
    make_organisation,
    make_planned_meeting,
    make_user,
)
from tests.meetings.invitations.test_admin_pages import ENGLISH, address, page_of, sent, staff
from tests.meetings.test_sheets import sheet_of

__all__ = ["staff"]  # a fixture

pytestmark = pytest.mark.django_db


def saved(client: Client, meeting: Meeting, **fields: Any) -> str:
    """The page after the meeting's own form was saved with these fields."""
    page = address("change", meeting)
    form = client.get(page).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else value for name, value in data.items()}
    for prefix in ("objectives", "participations", "agenda_items", "sections", "documents"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    data |= {"follow_ups-TOTAL_FORMS": "0", "follow_ups-INITIAL_FORMS": "0", "countries": []}
    data |= {"decisions-TOTAL_FORMS": "0", "decisions-INITIAL_FORMS": "0"}
    data["publish_at_0"], data["publish_at_1"] = "2021-01-01", "00:00"
    answer = client.post(page, data | fields, headers=ENGLISH, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


TOLD = "2 people get a letter about it in ten minutes."


def test_the_form_says_who_will_be_told_and_where_that_is_stopped(
    client: Client, staff: User
) -> None:
    meeting = make_planned_meeting()
    for _ in range(2):
        make_meeting_invitation(meeting)
    assert "get a letter" not in saved(client, meeting, title_en="Another title")
    html = saved(client, meeting, starts_on="2100-06-03", _continue="1")
    assert TOLD in html
    assert address("invitations", meeting) in html
    assert "2 letters about the changes go out at" in page_of(client, meeting)
    assert "2 letters were stopped." in sent(client, meeting, stop="1")
    assert not Delivery.objects.filter(status="queued").exists()
    assert "go out at" not in page_of(client, meeting)


def test_whom_no_letter_reaches_is_not_counted_but_named(client: Client, staff: User) -> None:
    meeting = make_planned_meeting()
    for reply in ("none", "yes"):
        person = make_user()
        make_meeting_invitation(meeting, person=person, reply=reply)
        MailRefusal.objects.create(person=person)
    alone = make_organisation(name_en="Radio Alone")
    make_meeting_invitation(meeting, person=None, organisation=alone)
    html = saved(client, meeting, starts_on="2100-06-03", _continue="1")
    # Who said yes hears of another date in any case.
    assert "1 person gets a letter about it in ten minutes." in html
    assert "Nobody to write to: Radio Alone. Tell them by other means." in html


def test_letters_that_wait_can_be_read_in_each_language(client: Client, staff: User) -> None:
    meeting = make_planned_meeting()
    for language in ("fr", "en", "en"):
        make_meeting_invitation(meeting, person=make_user(language=language))
    assert "The letter, as it goes to" not in page_of(client, meeting)
    saved(client, meeting, starts_on="2100-06-03", _continue="1")
    html = page_of(client, meeting)
    assert html.count("The letter, as it goes to") == 2
    assert [word in html for word in ("3 juin 2100", "3 June 2100", "It was to be:")] == [True] * 3
    sent(client, meeting, stop="1")
    assert "The letter, as it goes to" not in page_of(client, meeting)


def test_a_sheet_that_moves_the_meeting_has_them_told_too(staff: User) -> None:
    meeting = make_planned_meeting()
    make_meeting_invitation(meeting)
    outcome = MeetingSheet().write(
        sheet_of({"slug": meeting.slug, "starts_on": "2100-06-03"}), source="a.csv"
    )
    assert outcome.problems == []
    assert Delivery.objects.get().letter == "meetings.invitations.letters.meeting_changed"


def test_an_earlier_state_that_comes_back_is_told_too(client: Client, staff: User) -> None:
    meeting = make_planned_meeting()
    first = Meeting.history.latest().history_date + timedelta(microseconds=1)
    Meeting.history.update(history_date=first - timedelta(hours=1))
    meeting.starts_on = date(2100, 6, 3)
    meeting.advance(by=None)
    meeting.save()
    make_meeting_invitation(meeting)
    data = {"moment": (first - timedelta(minutes=30)).isoformat(), "version": meeting.version + 0}
    page = reverse("admin:meetings_meeting_restore", args=[meeting.pk])
    answer = client.post(page, data, headers=ENGLISH, follow=True)
    assert "1 person gets a letter about it in ten minutes." in answer.content.decode()
    assert Meeting.objects.get().starts_on == date(2100, 6, 2)
    assert Delivery.objects.count() == 1
