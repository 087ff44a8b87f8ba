"""Shares, mean and median of what was answered, rounded to what the number of answers bears."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MANY = 400  # answers: with as many, a mean is known to a twentieth of how far they differ


@dataclass(frozen=True)
class Summary:
    """Of a set of numbers: how many, their mean, and their median to two decimals at most."""

    number: int
    mean: Decimal
    median: Decimal


def percent(count: int, total: int) -> int:
    """A part of a total in whole per cent, halves up; 0 of nothing."""
    return (200 * count + total) // (2 * total) if total else 0


def rounded(value: Decimal, places: int) -> Decimal:
    """The value with so many decimals, halves away from zero."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def mean_of(total: Decimal, number: int) -> Decimal:
    """The mean of so many numbers with this sum: to one decimal, and to two where they are many."""
    return rounded(total / number, 1 if number < MANY else 2)


def summary(counts: Mapping[Decimal, int]) -> Summary:
    """The summary of numbers given with how often each occurs.

    The median of an even number of values is the mean of the two in the middle. Raises ValueError
    where there is none.
    """
    number = sum(counts.values())
    if number == 0:
        raise ValueError("There is no number.")
    total = sum((value * count for value, count in counts.items()), Decimal(0))
    lower, upper = (_at(counts, place) for place in ((number - 1) // 2, number // 2))
    median = Decimal(f"{rounded((lower + upper) / 2, 2).normalize():f}")
    return Summary(number, mean_of(total, number), median)


def _at(counts: Mapping[Decimal, int], place: int) -> Decimal:
    """The value at a place, from 0, of all of them in order."""
    for value, count in sorted(counts.items()):
        if place < count:
            return value
        place -= count
    raise IndexError(place)
