"""The slots of a date poll as staff write them."""

from datetime import date, time

import pytest

from kpcsc.foundation.partial_date import PartialPeriod
from surveys.building.slot_lines import UnreadableSlotError, read_slots

DAY = date(2026, 10, 14)
ZONE = "Africa/Kinshasa"


def slot(day: date, *hours: time) -> PartialPeriod:
    starts_at, ends_at = (*hours, None, None)[:2]
    precision = "minute" if starts_at else "day"
    return PartialPeriod(day, None, precision, starts_at, ends_at, ZONE)


@pytest.mark.parametrize(
    ("line", "hours"),
    [
        ("14 octobre 2026", ()),
        ("mercredi 14 octobre 2026", ()),
        ("14 octobre 2026 9h", (time(9),)),
        ("14 octobre 2026, 9h–12h", (time(9), time(12))),
        ("14 octobre 2026 de 9h à 12h30", (time(9), time(12, 30))),
        ("14/10/2026 9:30-12:00", (time(9, 30), time(12))),
        ("October 14, 2026, 2:30 pm to 4 pm", (time(14, 30), time(16))),
        ("Wednesday 14 October 2026, 09:00–12:00 (Kinshasa time, UTC+1)", (time(9), time(12))),
        ("14 octobre 2026 : 18h30 jusqu’à 20h", (time(18, 30), time(20))),
        ("2026-10-14 14:00", (time(14),)),
        ("14 October 2026 2-4 pm", (time(14), time(16))),
        ("14 October 2026 11 to 1 pm", (time(11), time(13))),
    ],
)
def test_a_line_is_a_slot(line: str, hours: tuple[time, ...]) -> None:
    assert read_slots(line, ZONE) == [slot(DAY, *hours)]


def test_each_line_once_in_the_order_written() -> None:
    box = "15 octobre 2026 9h\n\n  14 octobre 2026 \n15/10/2026 09:00\n"
    assert read_slots(box, ZONE) == [slot(date(2026, 10, 15), time(9)), slot(DAY)]


@pytest.mark.parametrize(
    "line",
    [
        *("lundi", "octobre 2026", "2026", "14 octobre", "14 octobre 2026 le matin", "9h–12h"),
        *("14 octobre 2026 12h–9h", "14 octobre 2026 9h–9h", "31/02/2026 9h"),
        "14 octobre 2026 25h",
        "14 octobre 2026 9h (Abidjan)",
        "14 octobre 2026 (salle B)",
        "1 janvier 0001 9h",
        "31/12/9999 9h",
    ],
)
def test_what_is_no_slot_is_named(line: str) -> None:
    with pytest.raises(UnreadableSlotError) as caught:
        read_slots(f"14 octobre 2026\n{line}", ZONE)
    assert caught.value.line == line


def test_a_known_line_stays_the_slot_that_it_was() -> None:
    line = "mercredi 14 octobre 2026, 09:00–12:00 (Abidjan, UTC)"
    there = PartialPeriod(DAY, None, "minute", time(9), time(12), "Africa/Abidjan")
    box = f"{line}\n15 octobre 2026 9h"
    assert read_slots(box, ZONE, {line: there}) == [there, slot(date(2026, 10, 15), time(9))]
