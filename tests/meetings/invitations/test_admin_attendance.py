"""The attendance sheet of a meeting: printed, or ticked and saved at once."""

import re
from typing import Any

import pytest
from django.test import Client

from meetings.models import Meeting, Participation
from organisations.models import User
from tests.factories import (
    make_meeting_invitation,
    make_participation,
    make_planned_meeting,
)
from tests.meetings.invitations.test_admin_pages import ENGLISH, address, page_of, sent, staff

__all__ = ["staff"]  # a fixture

pytestmark = pytest.mark.django_db


def test_the_printed_sheet_has_a_line_a_person(client: Client, staff: User) -> None:
    meeting = make_planned_meeting()
    make_meeting_invitation(meeting, reply="yes", coming="Awa\nBinta\nCarlos")
    make_meeting_invitation(meeting, reply="maybe")
    html = page_of(client, meeting, "attendance")
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    lines = [re.findall(r'<td class="on-paper">(.*?)</td>', row) for row in body.split("<tr")[1:]]
    assert lines == [["Awa", ""], ["Binta", ""], ["Carlos", ""], ["", ""]]
    assert body.count('rowspan="3"') == 2


def test_those_expected_are_ticked_and_saved_at_once(client: Client, staff: User) -> None:
    meeting = make_planned_meeting()
    listed = make_participation(meeting=meeting, attended=None)
    coming = make_meeting_invitation(meeting, reply="yes", coming="Awa")
    unsure = make_meeting_invitation(meeting, reply="maybe")
    declined = make_meeting_invitation(meeting, reply="no")
    html = page_of(client, meeting, "attendance")
    assert "Awa" in html
    assert str(declined.organisation) not in html
    data = {
        f"came_{listed.organisation_id}": "no",
        f"came_{coming.organisation_id}": "yes",
        f"came_{unsure.organisation_id}": "",
        "version": meeting.version,
    }
    assert "Saved." in sent(client, meeting, "attendance", **data)
    stored = {one.organisation_id: one.attended for one in Participation.objects.all()}
    assert stored == {listed.organisation_id: False, coming.organisation_id: True}
    assert Meeting.objects.get().version == meeting.version + 1


def test_what_was_ticked_outlives_another_s_change(client: Client, staff: User) -> None:
    meeting = make_planned_meeting()
    listed = make_participation(meeting=meeting, attended=None)
    data: dict[str, Any] = {f"came_{listed.organisation_id}": "yes", "version": meeting.version}
    meeting.advance(by=None)
    answer = client.post(address("attendance", meeting), data, headers=ENGLISH)
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Somebody changed the meeting in the meantime." in html
    assert re.search(
        rf'value="yes"[^>]*name="came_{listed.organisation_id}"[^>]* checked', html
    ) or (re.search(rf'name="came_{listed.organisation_id}"[^>]*value="yes"[^>]* checked', html))
    again = dict(re.findall(r'type="hidden" name="(version)" value="(\d+)"', html))
    assert again == {"version": str(meeting.version)}
    assert "Saved." in sent(client, meeting, "attendance", **data | again)
    assert Participation.objects.get().attended is True


@pytest.mark.parametrize("value", ["perhaps", "²", "1"])
def test_what_is_no_answer_is_refused(client: Client, staff: User, value: str) -> None:
    listed = make_participation(meeting=make_planned_meeting(), attended=None)
    data = {f"came_{listed.organisation_id}": value, "version": "x"}
    page = address("attendance", listed.meeting)
    assert client.post(page, data).status_code == 200
    assert Participation.objects.get().attended is None


def test_where_nobody_is_expected_the_sheet_says_so(client: Client, staff: User) -> None:
    assert "Nobody is expected yet" in page_of(client, make_planned_meeting(), "attendance")
