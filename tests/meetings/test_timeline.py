"""A campaign's milestones and meetings on one line."""

from datetime import date

from meetings.models import Meeting, Milestone
from meetings.timeline import timeline


def test_milestones_and_meetings_come_from_the_earliest_on() -> None:
    starts = Milestone(date=date(2003, 1, 1), precision="year", title_fr="Certification")
    film = Milestone(date=date(2021, 6, 3), title_fr="Film")
    meeting = Meeting(starts_on=date(2021, 6, 2), title_fr="Réunion")
    planned = Meeting(starts_on=date(2030, 1, 1), precision="month", title_fr="Suite")
    events = timeline([film, starts], [planned, meeting])
    assert [event.record for event in events] == [starts, meeting, film, planned]
    assert [event.is_meeting for event in events] == [False, True, False, True]
    assert [event.period.iso for event in events] == ["2003", "2021-06-02", "2021-06-03", "2030-01"]


def test_what_is_of_one_day_keeps_its_order_milestones_first() -> None:
    """Among them what is known to the month alone, whose day is its first."""
    month = Milestone(date=date(2021, 6, 1), precision="month", title_fr="Juin")
    first, second = (Meeting(starts_on=date(2021, 6, 1), title_fr=name) for name in "AB")
    assert [event.record for event in timeline([month], [first, second])] == [month, first, second]


def test_a_campaign_without_either_has_an_empty_line() -> None:
    assert timeline([], []) == []
