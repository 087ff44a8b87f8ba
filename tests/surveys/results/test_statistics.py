"""Mean and median from how often each number was answered."""

import statistics
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.results.statistics import Summary, mean_of, percent, summary

NUMBERS = st.decimals(min_value=-10_000, max_value=10_000, places=2)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"3.5": 1}, (1, "3.50", "3.50")),
        ({"1": 1, "2": 1}, (2, "1.50", "1.50")),
        ({"10": 1, "1": 3}, (4, "3.3", "1")),
        ({"1": 2, "4": 2}, (4, "2.50", "2.50")),
        ({"0": 2, "1": 1}, (3, "0.3", "0")),
        ({"-2": 1, "2": 1}, (2, "0.00", "0.00")),
        ({"5": 0, "7": 2}, (2, "7.00", "7.00")),
    ],
)
def test_worked_examples(counts: dict[str, int], expected: tuple[int, str, str]) -> None:
    number, mean, median = expected
    found = summary({Decimal(value): count for value, count in counts.items()})
    assert found == Summary(number, Decimal(mean), Decimal(median))


def test_of_nothing_there_is_no_mean() -> None:
    for nothing in ({}, {Decimal(1): 0}):
        with pytest.raises(ValueError, match="There is no number"):
            summary(nothing)


@given(st.lists(NUMBERS, min_size=1, max_size=60))
def test_it_agrees_with_the_standard_library(values: list[Decimal]) -> None:
    found = summary(Counter(values))
    assert found.number == len(values)
    assert abs(found.median - statistics.median(values)) <= Decimal("0.005")
    assert abs(found.mean - statistics.mean(values)) <= Decimal("0.05")


@pytest.mark.parametrize(("number", "mean"), [(399, "1.3"), (400, "1.25")])
def test_a_mean_of_many_answers_has_two_decimals(number: int, mean: str) -> None:
    assert str(mean_of(Decimal("1.25") * number, number)) == mean


@pytest.mark.parametrize(
    ("count", "total", "expected"),
    [(1, 8, 13), (3, 8, 38), (1, 200, 1), (57, 200, 29), (1, 3, 33), (0, 5, 0), (0, 0, 0)],
)
def test_shares_are_rounded_half_up(count: int, total: int, expected: int) -> None:
    assert percent(count, total) == expected
