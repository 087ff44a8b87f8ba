"""The few expressions of XLSForm that have a counterpart in the portal's surveys."""

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from surveys.xlsform.form import Condition

_STRAIGHT_QUOTES = str.maketrans("‘’“”", "''\"\"")  # spreadsheets make them curly
_REFERENCE = r"\$\{ ?(?P<question>[^{} ]+) ?\}"
_CHOICE = r"(?P<choice>'[^']*'|\"[^\"]*\"|\d{1,9})"
_EQUALS = re.compile(rf"{_REFERENCE} ?= ?{_CHOICE}")
_SELECTED = re.compile(rf"selected ?\( ?{_REFERENCE} ?, ?{_CHOICE} ?\)")
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,2})?")  # as precise as the portal keeps numbers
_LIMIT = re.compile(
    r"(?P<subject>\.|count-selected ?\( ?\. ?\)) ?(?P<operator>[<>]=?|=) ?(?P<number>[\d.-]+)"
)


@dataclass(frozen=True)
class Comparison:
    """A condition, and whether it wants the choice to be the only one that was made."""

    condition: Condition
    is_alone: bool


@dataclass(frozen=True)
class Limits:
    """The least and the most of a number, both within the limits.

    `widened` is true where the form excludes an end that no other number can stand for.
    """

    least: Decimal | None = None
    most: Decimal | None = None
    widened: bool = False


def comparison(text: str) -> Comparison | None:
    """What `${question} = 'choice'` and `selected(${question}, 'choice')` say; None for others."""
    plain = _plain(text)
    equals = _EQUALS.fullmatch(plain)
    if found := equals or _SELECTED.fullmatch(plain):
        condition = Condition(found["question"], found["choice"].strip("'\""))
        return Comparison(condition, is_alone=bool(equals))
    return None


def limits(text: str, *, counted: bool = False, whole: bool = False) -> Limits | None:
    """What `. >= 1 and . < 5` says; None for any other constraint.

    With `counted`, what `count-selected(.) <= 3` says. With `whole`, the numbers are whole ones.
    """
    found = Limits()
    for clause in _plain(text).split(" and "):
        limit = _LIMIT.fullmatch(clause.strip("() "))
        end = number(limit["number"]) if limit else None
        if limit is None or end is None or (limit["subject"] != ".") != counted:
            return None
        found = _within(found, limit["operator"], end, whole=whole or counted)
    is_empty = found.least is not None and found.most is not None and found.least > found.most
    return None if is_empty else found


def _within(found: Limits, operator: str, end: Decimal, *, whole: bool) -> Limits:
    least, most, widened = found.least, found.most, found.widened
    is_strict = operator in {"<", ">"}
    if operator in {">", ">=", "="}:
        low = end
        if whole:
            low = end.to_integral_value(ROUND_CEILING)
            low += is_strict and low == end
        least = low if least is None else max(least, low)
    if operator in {"<", "<=", "="}:
        high = end
        if whole:
            high = end.to_integral_value(ROUND_FLOOR)
            high -= is_strict and high == end
        most = high if most is None else min(most, high)
    return Limits(least, most, widened or (is_strict and not whole))


def parameters(text: str) -> dict[str, str]:
    """The parameters of a question, "start=1 end=5", by their names; "" for one without a value."""
    joined = "=".join(part.strip() for part in text.split("="))
    pairs = (pair.partition("=") for pair in re.split(r"[\s,;]+", joined) if pair)
    return {name.lower(): value for name, _equals, value in pairs}


def number(text: str) -> Decimal | None:
    """The number that is written, None for anything else, and for what the portal cannot keep."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _plain(text: str) -> str:
    return " ".join(text.translate(_STRAIGHT_QUOTES).split())
