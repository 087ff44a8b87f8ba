"""Mean and median of numbers that were answered, from how often each was."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Summary:
    """Of a set of numbers: how many, their mean, their median; both to two decimals."""

    number: int
    mean: Decimal
    median: Decimal


def summary(counts: Mapping[Decimal, int]) -> Summary:
    """The summary of numbers given with how often each occurs.

    The median of an even number of values is the mean of the two in the middle. Raises ValueError
    where there is none.
    """
    number = sum(counts.values())
    if number == 0:
        raise ValueError("There is no number.")
    mean = sum((value * count for value, count in counts.items()), Decimal(0)) / number
    lower, upper = (_at(counts, place) for place in ((number - 1) // 2, number // 2))
    return Summary(number, round(mean, 2), round((lower + upper) / 2, 2))


def _at(counts: Mapping[Decimal, int], place: int) -> Decimal:
    """The value at a place, from 0, of all of them in order."""
    for value, count in sorted(counts.items()):
        if place < count:
            return value
        place -= count
    raise IndexError(place)
