"""When a meeting is, told to people whose clocks differ.

On days that are over: what clocks will do is decided late, and known to new data alone.
"""

from datetime import date, time
from typing import Any

import pytest
from django.utils import translation

from kpcsc.foundation.partial_date import PartialPeriod
from meetings.calendar.times import day_in_words, period_in_zones

DAY = date(2021, 3, 10)


def period(**fields: Any) -> PartialPeriod:
    """From 14:00 to 16:00 in Kinshasa, unless the test says otherwise."""
    known = {"start_time": time(14), "end_time": time(16), "time_zone": "Africa/Kinshasa"}
    return PartialPeriod(**{"start": DAY, "precision": "minute", **known, **fields})


@pytest.mark.parametrize(
    ("zones", "told"),
    [
        ([], ["Wednesday 10 March 2021, 14:00–16:00 (Kinshasa time, UTC+1)"]),
        (  # the same clocks, in winter
            ["Africa/Kinshasa", "Europe/Paris"],
            ["Wednesday 10 March 2021, 14:00–16:00 (Kinshasa time, UTC+1)"],
        ),
        (
            ["Asia/Kathmandu", "UTC", "America/New_York", "UTC"],
            [
                "Wednesday 10 March 2021, 14:00–16:00 (Kinshasa time, UTC+1)",
                "Wednesday 10 March 2021, 18:45–20:45 (Kathmandu time, UTC+5:45)",
                "Wednesday 10 March 2021, 13:00–15:00 (UTC)",
                "Wednesday 10 March 2021, 08:00–10:00 (New York time, UTC−5)",
            ],
        ),
        (  # past midnight there
            ["Pacific/Auckland"],
            [
                "Wednesday 10 March 2021, 14:00–16:00 (Kinshasa time, UTC+1)",
                "Thursday 11 March 2021, 02:00–04:00 (Auckland time, UTC+13)",
            ],
        ),
    ],
)
def test_hours_are_told_once_for_each_clock(zones: list[str], told: list[str]) -> None:
    with translation.override("en"):
        assert period_in_zones(period(), zones) == told


def test_the_same_clocks_in_winter_differ_in_summer() -> None:
    with translation.override("en"):
        told = period_in_zones(period(start=date(2021, 7, 7)), ["Europe/Paris"])
    assert told == [
        "Wednesday 7 July 2021, 14:00–16:00 (Kinshasa time, UTC+1)",
        "Wednesday 7 July 2021, 15:00–17:00 (Paris time, UTC+2)",
    ]


def test_a_meeting_of_several_days_says_both_ends() -> None:
    """Through the night in which Morocco puts its clocks forward."""
    nights = period(start=date(2021, 5, 15), end=date(2021, 5, 16), time_zone="Africa/Casablanca")
    assert period_in_zones(nights, ["Africa/Dakar"]) == [
        "samedi 15 mai 2021, 14:00 – dimanche 16 mai 2021, 16:00 (Casablanca, UTC+0)",
        "samedi 15 mai 2021, 14:00 – dimanche 16 mai 2021, 15:00 (Dakar, UTC+0)",
    ]


def test_an_end_that_is_not_known_is_left_out() -> None:
    told = ["mercredi 10 mars 2021, 14:00 (Kinshasa, UTC+1)"]
    assert period_in_zones(period(end_time=None)) == told


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"precision": "day", "start": date(2020, 2, 29)}, "samedi 29 février 2020"),
        ({"precision": "day", "start": date(2021, 3, 1)}, "lundi 1er mars 2021"),
        ({"precision": "day", "end": date(2021, 3, 12)}, "10–12 mars 2021"),
        ({"precision": "month"}, "mars 2021"),
        ({"precision": "year"}, "2021"),
    ],
)
def test_a_day_alone_is_the_same_for_all(fields: dict[str, Any], told: str) -> None:
    found = PartialPeriod(**{"start": DAY, **fields})
    assert period_in_zones(found, ["Asia/Kathmandu"]) == [told]


def test_a_day_in_words() -> None:
    assert [day_in_words(DAY), day_in_words(None)] == ["mercredi 10 mars 2021", ""]
