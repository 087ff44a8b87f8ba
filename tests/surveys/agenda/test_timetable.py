"""Minutes by weight, and a meeting laid out around its breaks."""

from collections.abc import Iterator, Sequence
from datetime import time
from fractions import Fraction
from itertools import accumulate, pairwise

import pytest
from django.utils import translation
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from surveys.agenda.timetable import Break, Planned, Slot, allot, timetable
from tests.sampling import examples

thoroughly = settings(derandomize=True, database=None, max_examples=examples(300))
weights = st.one_of(st.integers(0, 9), st.fractions(0, 9, max_denominator=12))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def at(clock: str) -> time:
    return time.fromisoformat(clock)


def minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def shown(slots: Sequence[Slot[str]]) -> list[str]:
    """A line for each slot, "+" before what is continued."""
    return [
        f"{slot.starts_at:%H:%M} {slot.minutes} "
        + ("break" if isinstance(slot.content, Break) else "+" * slot.is_continued + slot.content)
        for slot in slots
    ]


@pytest.mark.parametrize(
    ("total", "given_weights", "minutes"),
    [
        (60, [3, 2, 1], [30, 20, 10]),
        (60, [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)], [30, 20, 10]),
        # Twelve steps: quotas 5.54, 3.69 and 2.77; the last two are rounded up.
        (60, [6, 4, 3], [25, 20, 15]),
        # Equal remainders: the earlier items get the steps that are left.
        (50, [1, 1, 1, 1], [15, 15, 10, 10]),
        # The third would get nothing: it gets the least, the others share the rest.
        (60, [8, 3, 0], [40, 15, 5]),
        # Lifting the third to the least brings the second below it, so that it is lifted too.
        (60, [21, 2, 1], [50, 5, 5]),
        (45, [0, 0, 0], [15, 15, 15]),
        # Minutes that make no whole step: to the longest, of two to the heavier, else the first.
        (13, [1, 2], [5, 8]),
        (63, [1, 3, 2], [10, 33, 20]),
        (63, [1, 1], [33, 30]),
        (7, [1], [7]),
        (0, [], []),
    ],
)
def test_minutes_follow_the_weights(
    total: int, given_weights: list[Fraction | int], minutes: list[int]
) -> None:
    assert allot(total, given_weights) == minutes


@pytest.mark.parametrize(
    ("least", "step", "minutes"),
    [
        (5, 1, [48, 7, 5]),
        (10, 5, [40, 10, 10]),
        (15, 10, [20, 20, 20]),  # the least is rounded up to whole steps
        (0, 5, [50, 10, 0]),
        (0, 60, [60, 0, 0]),
    ],
)
def test_the_least_and_the_step_may_be_chosen(least: int, step: int, minutes: list[int]) -> None:
    assert allot(60, [20, 3, 1], least=least, step=step) == minutes


def test_hamiltons_apportionment_of_1792() -> None:
    """The bill for 120 seats that Washington vetoed; populations of the census of 1790."""
    census = {
        "Virginia": 630560, "Massachusetts": 475327, "Pennsylvania": 432879,
        "North Carolina": 353523, "New York": 331589, "Maryland": 278514,
        "Connecticut": 236841, "South Carolina": 206236, "New Jersey": 179570,
        "New Hampshire": 141822, "Vermont": 85533, "Georgia": 70835, "Kentucky": 68705,
        "Rhode Island": 68446, "Delaware": 55540,
    }  # fmt: skip
    seats = allot(120, list(census.values()), least=1, step=1)
    assert seats == [21, 16, 14, 12, 11, 9, 8, 7, 6, 5, 3, 2, 2, 2, 2]


@pytest.mark.parametrize(
    ("total", "number", "sentence"),
    [
        (9, 2, "The items do not fit: 1 minute is lacking."),
        (14, 4, "The items do not fit: 6 minutes are lacking."),
        (-5, 1, "The items do not fit: 10 minutes are lacking."),
        (1, 0, "1 minute is left, and no item may take it."),
        (20, 0, "20 minutes are left, and no item may take them."),
    ],
)
def test_what_cannot_be_allotted(total: int, number: int, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        allot(total, [1] * number)


@thoroughly
@given(
    st.integers(0, 600), st.lists(weights, min_size=1, max_size=9),
    st.integers(0, 20), st.integers(1, 20),
)  # fmt: skip
def test_any_minutes_allotted(
    total: int, given_weights: list[Fraction | int], least: int, step: int
) -> None:
    least_steps = -(-least // step)
    assume(len(given_weights) * least_steps <= total // step)
    minutes = allot(total, given_weights, least=least, step=step)
    assert sum(minutes) == total
    assert min(minutes) >= least
    odd = [length % step for length in minutes if length % step]
    assert odd == ([total % step] if total % step else [])
    by_weight = sorted(zip(given_weights, minutes, strict=True))
    for (lighter, shorter), (heavier, longer) in pairwise(by_weight):
        assert shorter <= longer or lighter == heavier


@thoroughly
@given(st.integers(0, 600), st.lists(st.integers(1, 9), min_size=1, max_size=9))
def test_without_a_least_nobody_is_a_step_away_from_the_exact_share(
    total: int, given_weights: list[int]
) -> None:
    """The quota rule, which the method of largest remainders keeps."""
    minutes = allot(total, given_weights, least=0, step=1)
    for length, weight in zip(minutes, given_weights, strict=True):
        assert abs(length - Fraction(total * weight, sum(given_weights))) < 1


TWO_ITEMS = [Planned("A", 2), Planned("B", 1)]


@pytest.mark.parametrize(
    ("items", "breaks", "slots"),
    [
        (TWO_ITEMS, [], ["14:00 60 A", "15:00 30 B"]),
        # A break between two items cuts neither.
        (
            [Planned("A"), Planned("B")],
            [Break(at("14:40"), 10)],
            ["14:00 40 A", "14:40 10 break", "14:50 40 B"],
        ),
        # The time without the break is shared, and A is cut by it.
        (
            TWO_ITEMS,
            [Break(at("14:30"), 15)],
            ["14:00 30 A", "14:30 15 break", "14:45 20 +A", "15:05 25 B"],
        ),
        # Two breaks in one item, in any order.
        (
            [Planned("A")],
            [Break(at("15:00"), 10), Break(at("14:30"), 10)],
            ["14:00 30 A", "14:30 10 break", "14:40 20 +A", "15:00 10 break", "15:10 20 +A"],
        ),
        # Breaks that follow one another, and breaks at the start and the end.
        (
            [Planned("A")],
            [Break(at("14:30"), 10), Break(at("14:40"), 20)],
            ["14:00 30 A", "14:30 10 break", "14:40 20 break", "15:00 30 +A"],
        ),
        (
            [Planned("A")],
            [Break(at("14:00"), 15), Break(at("15:20"), 10)],
            ["14:00 15 break", "14:15 65 A", "15:20 10 break"],
        ),
        # Minutes of its own are kept, the others share what is left.
        (
            [Planned("A", minutes=7), *TWO_ITEMS, Planned("C", minutes=23)],
            [],
            ["14:00 7 A", "14:07 40 A", "14:47 20 B", "15:07 23 C"],
        ),
        (
            [Planned("A", minutes=40), Planned("B", minutes=50)],
            [],
            ["14:00 40 A", "14:40 50 B"],
        ),
    ],
)
def test_a_meeting_from_two_to_half_past_three(
    items: list[Planned[str]], breaks: list[Break], slots: list[str]
) -> None:
    assert shown(timetable(at("14:00"), at("15:30"), items, breaks=breaks)) == slots


def test_the_least_and_the_step_reach_the_timetable() -> None:
    slots = timetable(at("09:00"), at("10:00"), [Planned("A", 9), Planned("B")], least=12, step=1)
    assert shown(slots) == ["09:00 48 A", "09:48 12 B"]


@pytest.mark.parametrize(
    ("ends_at", "items", "breaks", "sentence"),
    [
        ("14:00", TWO_ITEMS, [],
         "The end is not after the start: a meeting past midnight cannot be laid out."),
        ("00:30", TWO_ITEMS, [],
         "The end is not after the start: a meeting past midnight cannot be laid out."),
        ("14:30", [Planned("A", minutes=35)], [], "The items do not fit: 5 minutes are lacking."),
        ("14:30", [Planned("A", minutes=25), *TWO_ITEMS], [],
         "The items do not fit: 5 minutes are lacking."),
        ("14:30", TWO_ITEMS, [Break(at("14:05"), 21)],
         "The items do not fit: 1 minute is lacking."),
        ("14:30", [Planned("A", minutes=20)], [],
         "10 minutes are left, and no item may take them."),
        ("14:30", [], [], "30 minutes are left, and no item may take them."),
        ("14:30", [Planned("A", minutes=0)], [], "Items and breaks last at least one minute."),
        ("14:30", TWO_ITEMS, [Break(at("14:05"), 0)],
         "Items and breaks last at least one minute."),
        ("14:30", TWO_ITEMS, [Break(at("13:55"), 10)], "A break lies outside the meeting."),
        ("14:30", TWO_ITEMS, [Break(at("14:25"), 6)], "A break lies outside the meeting."),
        ("15:30", TWO_ITEMS, [Break(at("14:30"), 10), Break(at("14:39"), 5)],
         "Two breaks overlap."),
    ],
)  # fmt: skip
def test_what_cannot_be_laid_out(
    ends_at: str, items: list[Planned[str]], breaks: list[Break], sentence: str
) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        timetable(at("14:00"), at(ends_at), items, breaks=breaks)


@st.composite
def meetings(draw: st.DrawFn) -> tuple[time, time, list[Planned[int]], list[Break]]:
    """A meeting made of stretches of work and breaks, and items that fit into it."""
    stretches = draw(st.lists(st.tuples(st.booleans(), st.integers(1, 60)), min_size=1, max_size=9))
    opening = draw(st.integers(0, 24 * 60 - 1 - sum(minutes for _, minutes in stretches)))
    starts = accumulate((minutes for _, minutes in stretches), initial=opening)
    breaks = [
        Break(time(*divmod(start, 60)), minutes)
        for (is_break, minutes), start in zip(stretches, starts, strict=False)
        if is_break
    ]
    work = sum(minutes for is_break, minutes in stretches if not is_break)
    own_minutes = draw(st.lists(st.none() | st.integers(1, 30), min_size=1, max_size=9))
    needed = sum(5 if minutes is None else minutes for minutes in own_minutes)
    assume(needed <= work and (None in own_minutes or needed == work))
    items = [Planned(number, draw(weights), minutes) for number, minutes in enumerate(own_minutes)]
    closing = opening + sum(minutes for _, minutes in stretches)
    return (
        time(*divmod(opening, 60)),
        time(*divmod(closing, 60)),
        items,
        draw(st.permutations(breaks)),
    )


@thoroughly
@given(meetings())
def test_any_meeting_is_filled(
    meeting: tuple[time, time, list[Planned[int]], list[Break]],
) -> None:
    starts_at, ends_at, items, breaks = meeting
    slots = timetable(starts_at, ends_at, items, breaks=breaks, step=1)

    # Without a gap or an overlap, from the start to the end.
    ends = list(accumulate((slot.minutes for slot in slots), initial=minute(starts_at)))
    assert [minute(slot.starts_at) for slot in slots] == ends[:-1]
    assert ends[-1] == minute(ends_at)
    assert all(slot.minutes > 0 for slot in slots)

    # Breaks keep their time and their minutes.
    assert [slot.content for slot in slots if isinstance(slot.content, Break)] == sorted(
        breaks, key=lambda pause: pause.starts_at
    )
    assert all(
        slot.starts_at == slot.content.starts_at and slot.minutes == slot.content.minutes
        for slot in slots
        if isinstance(slot.content, Break)
    )

    # Items keep their order, are cut by breaks alone, and keep the minutes they were given.
    pieces = [slot for slot in slots if not isinstance(slot.content, Break)]
    assert [slot.content for slot in pieces if not slot.is_continued] == list(range(len(items)))
    for before, slot in pairwise(pieces):
        assert slot.is_continued == (slot.content == before.content)
    for before, slot in pairwise(slots):
        assert isinstance(before.content, Break) or not slot.is_continued
    for planned in items:
        length = sum(slot.minutes for slot in pieces if slot.content == planned.item)
        assert length >= 5 if planned.minutes is None else length == planned.minutes
