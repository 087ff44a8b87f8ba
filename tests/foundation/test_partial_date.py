"""Dates in words and for machines, no more precise than they are known."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from kpcsc.foundation.partial_date import PartialPeriod

THIN = "\N{THIN SPACE}"


@pytest.mark.parametrize(
    ("period", "french", "english"),
    [
        (PartialPeriod(date(2021, 6, 2)), "2 juin 2021", "2 June 2021"),
        (PartialPeriod(date(2021, 6, 1)), "1er juin 2021", "1 June 2021"),
        (PartialPeriod(date(2021, 6, 21)), "21 juin 2021", "21 June 2021"),
        (PartialPeriod(date(2021, 6, 1), precision="month"), "juin 2021", "June 2021"),
        (PartialPeriod(date(2021, 1, 1), precision="year"), "2021", "2021"),
        (PartialPeriod(date(2021, 6, 2), date(2021, 6, 2)), "2 juin 2021", "2 June 2021"),
        (PartialPeriod(date(2021, 6, 2), date(2021, 6, 4)), "2–4 juin 2021", "2–4 Jun 2021"),
        (
            PartialPeriod(date(2021, 1, 1), date(2022, 1, 1), precision="year"),
            "2021–2022",
            "2021–2022",
        ),
        (
            PartialPeriod(date(2021, 6, 1), date(2021, 8, 1), precision="month"),
            f"juin{THIN}–{THIN}août 2021",
            f"June{THIN}–{THIN}August 2021",
        ),
        (
            PartialPeriod(
                date(2021, 6, 2),
                precision="minute",
                start_time=time(14),
                time_zone="Africa/Kinshasa",
            ),
            "2 juin 2021, 14:00 (Kinshasa)",
            "2 June 2021, 14:00 (Kinshasa)",
        ),
        (
            PartialPeriod(
                date(2021, 6, 1),
                precision="minute",
                start_time=time(9, 30),
                end_time=time(12),
                time_zone="America/New_York",
            ),
            "1er juin 2021, 09:30–12:00 (New York)",
            "1 June 2021, 09:30–12:00 (New York)",
        ),
    ],
)
def test_a_period_in_words(period: PartialPeriod, french: str, english: str) -> None:
    assert (period.formatted("fr"), period.formatted("en")) == (french, english)


@pytest.mark.parametrize(
    ("start", "end"), [(date(2021, 5, 31), date(2021, 6, 1)), (date(2021, 6, 1), date(2021, 6, 11))]
)
def test_the_first_of_a_month_is_french_on_both_sides(start: date, end: date) -> None:
    words = PartialPeriod(start, end).formatted("fr")
    assert words.count("1er") == 1
    assert "11er" not in words


@pytest.mark.parametrize(
    ("period", "iso", "end_iso"),
    [
        (PartialPeriod(date(2021, 6, 2)), "2021-06-02", "2021-06-02"),
        (PartialPeriod(date(2021, 6, 2), date(2021, 6, 4)), "2021-06-02", "2021-06-04"),
        (PartialPeriod(date(2021, 6, 1), precision="month"), "2021-06", "2021-06"),
        (PartialPeriod(date(2021, 1, 1), date(2022, 1, 1), "year"), "2021", "2022"),
        # Summer time begins in the night between the two days.
        (
            PartialPeriod(
                date(2021, 3, 27),
                date(2021, 3, 28),
                "minute",
                time(22),
                time(4),
                "Europe/Paris",
            ),
            "2021-03-27T22:00+01:00",
            "2021-03-28T04:00+02:00",
        ),
    ],
)
def test_a_period_for_machines(period: PartialPeriod, iso: str, end_iso: str) -> None:
    assert (period.iso, period.end_iso) == (iso, end_iso)


def test_the_moments_of_a_period_are_those_of_its_zone() -> None:
    period = PartialPeriod(
        date(2021, 6, 2), None, "minute", time(14), time(16), "Africa/Johannesburg"
    )
    assert period.start_moment == datetime(2021, 6, 2, 12, tzinfo=UTC)
    assert period.end_moment == datetime(2021, 6, 2, 14, tzinfo=UTC)


def test_an_end_that_is_not_known_is_not_made_up() -> None:
    assert PartialPeriod(date(2021, 6, 2), None, "minute", time(14)).end_moment is None
    assert PartialPeriod(date(2021, 6, 2)).end_moment is None


@pytest.mark.parametrize(
    ("fields", "moment"),
    [
        ({"precision": "day"}, "2021-06-03T00:00+01:00"),
        ({"precision": "day", "end": date(2021, 6, 4)}, "2021-06-05T00:00+01:00"),
        ({"precision": "minute", "start_time": time(14)}, "2021-06-03T00:00+01:00"),
        (
            {"precision": "minute", "start_time": time(14), "end_time": time(16)},
            "2021-06-02T16:00+01:00",
        ),
        ({"precision": "month"}, "2021-07-01T00:00+01:00"),
        ({"precision": "month", "start": date(2021, 12, 1)}, "2022-01-01T00:00+01:00"),
        ({"precision": "year"}, "2022-01-01T00:00+01:00"),
    ],
)
def test_it_is_over_once_nothing_of_it_can_be_left(fields: dict[str, Any], moment: str) -> None:
    known: dict[str, Any] = {"start": date(2021, 6, 2), "time_zone": "Africa/Kinshasa"}
    found = PartialPeriod(**known | fields)
    assert found.over_moment.isoformat(timespec="minutes") == moment


@pytest.mark.parametrize("precision", ["day", "month", "year"])
def test_the_last_day_of_all_is_never_over(precision: str) -> None:
    found = PartialPeriod(start=date(9999, 12, 31), precision=precision)
    assert found.over_moment.year == 9999
