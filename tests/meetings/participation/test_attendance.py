"""Who took part: written down at once for all, over nobody else's changes."""

import pytest

from kpcsc.foundation.versioned import StaleRecordError
from meetings.models import Meeting, Participation
from meetings.participation.attendance import record_attendance
from tests.factories import make_organisation, make_participation, make_planned_meeting, make_staff

pytestmark = pytest.mark.django_db


def test_what_was_ticked_is_stored_and_nothing_else() -> None:
    meeting, staff = make_planned_meeting(), make_staff()
    came, stayed, unknown, new, unseen = (make_organisation() for _ in range(5))
    for organisation in (came, stayed, unknown):
        make_participation(
            meeting=meeting, organisation=organisation, attended=None, role="observer"
        )
    ticked = {came: True, stayed: False, unknown: None, new: True, unseen: None}
    assert record_attendance(meeting=meeting, attended=ticked, by=staff) == 3
    stored = {one.organisation: (one.attended, one.role) for one in Participation.objects.all()}
    assert stored == {
        came: (True, "observer"),
        stayed: (False, "observer"),
        unknown: (None, "observer"),
        new: (True, "participant"),
    }
    assert Meeting.objects.get().version == meeting.version + 1
    changed = Participation.history.filter(history_user=staff)
    assert changed.count() == 3


def test_the_same_once_more_changes_nothing() -> None:
    participation = make_participation(meeting=make_planned_meeting(), attended=True)
    ticked: dict = {participation.organisation: True}
    assert record_attendance(meeting=participation.meeting, attended=ticked, by=make_staff()) == 0
    assert Meeting.objects.get().version == 1


def test_nobody_else_s_change_is_written_over() -> None:
    meeting = make_planned_meeting()
    shown = Meeting.objects.get()
    meeting.advance(by=None)
    ticked: dict = {make_organisation(): True}
    with pytest.raises(StaleRecordError):
        record_attendance(meeting=shown, attended=ticked, by=make_staff())
    assert not Participation.objects.exists()
