"""When the items of an agenda begin and end, and what is said where that does not add up."""

from collections.abc import Iterator
from datetime import time

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from meetings.agenda.times import Agenda, AgendaSlot, MeetingHours, TimetableItem, agenda_of

AFTERNOON = MeetingHours(time(14), time(17))
NO_HOURS = MeetingHours()


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def said(agenda: Agenda) -> list[tuple[str, str]]:
    return [(finding.code, finding.sentence) for finding in agenda.findings]


def written(moment: time | None) -> str:
    return f"{moment:%H:%M}" if moment else ""


def times(agenda: Agenda) -> list[tuple[str, str]]:
    """When the items begin and end; "" is not known."""
    return [(written(slot.starts_at), written(slot.ends_at)) for slot in agenda.slots]


def test_minutes_follow_one_another_from_the_meeting_s_start() -> None:
    agenda = agenda_of(
        [
            TimetableItem("Opening", minutes=15),
            TimetableItem("Budget", minutes=105),
            TimetableItem("Next", minutes=60),
        ],
        AFTERNOON,
    )
    assert times(agenda) == [("14:00", "14:15"), ("14:15", "16:00"), ("16:00", "17:00")]
    assert said(agenda) == []
    assert not agenda.assumes_days


def test_an_empty_agenda_says_nothing() -> None:
    assert agenda_of([], AFTERNOON) == Agenda()
    assert agenda_of([], NO_HOURS) == Agenda()


def test_items_that_overlap() -> None:
    items = [TimetableItem("Opening", minutes=30), TimetableItem("Budget", time(14, 20), 160)]
    agenda = agenda_of(items, AFTERNOON)
    assert times(agenda) == [("14:00", "14:30"), ("14:20", "17:00")]
    assert said(agenda) == [
        ("overlap", "“Budget” begins at 14:20, but “Opening” lasts until 14:30.")
    ]


def test_time_for_which_nothing_is_planned() -> None:
    items = [TimetableItem("Opening", minutes=30), TimetableItem("Budget", time(14, 45), 135)]
    assert said(agenda_of(items, AFTERNOON)) == [("gap", "Nothing is planned from 14:30 to 14:45.")]


@pytest.mark.parametrize(
    ("minutes", "finding"),
    [
        (180, []),
        (
            181,
            [("too_long", "The agenda lasts until 17:01: 1 minute longer than the meeting.")],
        ),
        (
            200,
            [("too_long", "The agenda lasts until 17:20: 20 minutes longer than the meeting.")],
        ),
        (179, [("too_short", "The agenda ends at 16:59: 1 minute of the meeting is left.")]),
        (90, [("too_short", "The agenda ends at 15:30: 90 minutes of the meeting are left.")]),
    ],
)
def test_minutes_that_do_not_fill_the_meeting(minutes: int, finding: list[tuple[str, str]]) -> None:
    assert said(agenda_of([TimetableItem("Opening", minutes=minutes)], AFTERNOON)) == finding


@pytest.mark.parametrize("begin", [time(13, 50), time(14, 10)])
def test_an_agenda_that_does_not_begin_with_the_meeting(begin: time) -> None:
    (first, *_others) = said(agenda_of([TimetableItem("Opening", begin, 180)], AFTERNOON))
    assert first == (
        "start",
        f"The agenda begins at {begin:%H:%M}, the meeting at 14:00.",
    )


def test_an_item_without_minutes_ends_where_the_next_one_says_that_it_begins() -> None:
    items = [TimetableItem("Opening"), TimetableItem("Budget", time(15), 120)]
    agenda = agenda_of(items, AFTERNOON)
    assert times(agenda) == [("14:00", "15:00"), ("15:00", "17:00")]
    assert said(agenda) == [("without_minutes", "1 item does not say how long it lasts.")]


def test_what_comes_after_an_item_without_minutes_has_no_time() -> None:
    items = [
        TimetableItem("Opening"),
        TimetableItem("Budget", minutes=20),
        TimetableItem("Next", time(16), 60),
    ]
    agenda = agenda_of(items, AFTERNOON)
    assert times(agenda) == [("14:00", ""), ("", ""), ("16:00", "17:00")]
    agenda = agenda_of([*items[:2], TimetableItem("Next")], AFTERNOON)
    assert said(agenda) == [("without_minutes", "2 items do not say how long they last.")]


def test_without_the_meeting_s_hours_the_items_own_times_count() -> None:
    items = [
        TimetableItem("Opening", minutes=10),
        TimetableItem("Budget", time(15), 30),
        TimetableItem("Next", minutes=5),
    ]
    agenda = agenda_of(items, NO_HOURS)
    assert times(agenda) == [("", ""), ("15:00", "15:30"), ("15:30", "15:35")]
    assert said(agenda) == []


def test_over_several_days_an_earlier_time_is_the_next_day_s() -> None:
    hours = MeetingHours(time(9), time(12), days=3)
    items = [
        TimetableItem("Opening", minutes=180),
        TimetableItem("Budget", time(9), 60),
        TimetableItem("Rivers", time(11), 60),
        TimetableItem("Next", time(9), 120),
    ]
    agenda = agenda_of(items, hours)
    assert [slot.day for slot in agenda.slots] == [1, 2, 2, 3]
    assert agenda.slots[1] == AgendaSlot(items[1], time(9), time(10), 2)
    assert agenda.assumes_days
    assert said(agenda) == [
        ("gap", "Nothing is planned from 10:00 to 11:00."),
        ("too_short", "The agenda ends at 11:00: 60 minutes of the meeting are left."),
    ]


def test_over_several_days_nothing_is_said_of_a_last_day_without_items() -> None:
    assert (
        said(
            agenda_of(
                [TimetableItem("Opening", minutes=60)], MeetingHours(time(9), time(12), days=2)
            )
        )
        == []
    )


def test_on_one_day_an_earlier_time_overlaps() -> None:
    items = [TimetableItem("Opening", time(15), 60), TimetableItem("Budget", time(14), 60)]
    assert [code for code, _sentence in said(agenda_of(items, MeetingHours()))] == ["overlap"]


def test_what_lasts_past_midnight_is_said_by_the_clock() -> None:
    agenda = agenda_of([TimetableItem("Opening", time(23), 120)], MeetingHours(time(23)))
    assert times(agenda) == [("23:00", "01:00")]


CLOCKS = st.none() | st.times()
ITEMS = st.builds(TimetableItem, st.just("Point"), CLOCKS, st.none() | st.integers(0, 32767))


@given(items=st.lists(ITEMS, max_size=6), start=CLOCKS, end=CLOCKS, days=st.integers(1, 9))
def test_any_agenda_gets_its_slots(
    items: list[TimetableItem], start: time | None, end: time | None, days: int
) -> None:
    """Whatever is written, no item is lost and a stated time stays."""
    agenda = agenda_of(items, MeetingHours(start, end, days))
    assert [slot.item for slot in agenda.slots] == items
    for item, slot in zip(items, agenda.slots, strict=True):
        if item.starts_at:
            assert slot.starts_at == item.starts_at.replace(second=0, microsecond=0)


def test_an_item_outside_the_meeting_s_hours_is_told() -> None:
    agenda = agenda_of(
        [
            TimetableItem("Opening", time(14), 60),
            TimetableItem("Breakfast", time(6)),
            TimetableItem("Dinner", time(20)),
        ],
        AFTERNOON,
    )
    told = [sentence for code, sentence in said(agenda) if code == "outside"]
    assert told == [
        "“Breakfast” begins at 06:00, before the meeting.",
        "“Dinner” begins at 20:00, when the meeting is over.",
    ]
    on_the_edge = agenda_of([TimetableItem("All", time(14), 180)], AFTERNOON)
    assert said(on_the_edge) == []
