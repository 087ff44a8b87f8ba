"""The filters of the list of meetings offer what there is to see."""

from datetime import date

import pytest

from kpcsc.foundation.viewer import MEMBER, PUBLIC, Viewer
from meetings.forms import MeetingFilterForm
from tests.factories import make_meeting


def years(viewer: Viewer) -> list[str]:
    options = {select["name"]: select["options"] for select in filters(viewer).selects}
    return [value for value, _label in options["year"]]


def filters(viewer: Viewer, **data: str) -> MeetingFilterForm:
    return MeetingFilterForm(data, viewer=viewer)


def test_years_run_from_the_latest_meeting_to_the_earliest(db: None) -> None:
    assert years(PUBLIC) == []
    make_meeting(starts_on=date(2019, 12, 31))
    make_meeting(starts_on=date(2021, 1, 1))
    make_meeting(starts_on=date(2023, 1, 1), visibility="members")
    assert years(PUBLIC) == ["2021", "2020", "2019"]
    assert years(MEMBER) == ["2023", "2022", "2021", "2020", "2019"]


@pytest.mark.parametrize(("year", "number"), [("2019", 1), ("2020", 0), ("2021", 1), ("", 2)])
def test_a_year_holds_its_first_and_its_last_day(db: None, year: str, number: int) -> None:
    make_meeting(starts_on=date(2019, 12, 31))
    make_meeting(starts_on=date(2021, 1, 1))
    results = filters(PUBLIC, year=year).results()
    assert results is not None
    assert (results.count(), len(results[0:20])) == (number, number)


def test_a_filter_that_is_no_choice_gives_nothing_at_all(db: None) -> None:
    make_meeting()
    assert filters(PUBLIC, year="1999").results() is None
