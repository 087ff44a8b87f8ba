"""The few expressions of XLSForm that have a counterpart in the portal's surveys."""

import re
from collections import deque
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from surveys.xlsform.form import Condition

_STRAIGHT_QUOTES = str.maketrans("‘’“”", "''\"\"")  # spreadsheets make them curly
_REFERENCE = r"\$\{ ?([^{} ]+) ?\}"
_CHOICE = r"('[^']*'|\"[^\"]*\"|\d{1,9})"
_EQUALS = re.compile(rf"{_REFERENCE} ?= ?{_CHOICE}")
_SELECTED = re.compile(rf"selected ?\( ?{_REFERENCE} ?, ?{_CHOICE} ?\)")
# What a condition is made of.
_PIECE = re.compile(rf" ?(?:{_SELECTED.pattern}|{_EQUALS.pattern}|[()]|(?:and|or)\b)")
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,2})?")  # as precise as the portal keeps numbers
_MOST_PIECES = 200  # of a condition
_MOST_CLAUSES = 20  # that a condition comes to
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


def comparisons(text: str) -> list[tuple[Comparison, ...]] | None:
    """What `${question} = 'choice'` and `selected(${question}, 'choice')` say, joined by "and" and
    "or": clauses of which each has to be met, by one of its comparisons; None for others.
    """
    pieces = _pieces_of(_plain(text))
    try:
        found = _either(pieces)
    except (IndexError, ValueError):
        return None
    return None if pieces else found


def _pieces_of(plain: str) -> deque[str | Comparison]:
    """The comparisons, signs and words of a condition; what is none of them, or too much, as it
    stands."""
    pieces: deque[str | Comparison] = deque()
    while plain:
        found = _PIECE.match(plain) if len(pieces) < _MOST_PIECES else None
        piece = found[0].strip() if found else plain
        pieces.append(_comparison(piece) or piece)
        plain = plain[found.end() :] if found else ""
    return pieces


def _either(pieces: deque[str | Comparison]) -> list[tuple[Comparison, ...]]:
    """Reads alternatives; "or" binds less than "and", so each clause is joined with each."""
    found = _every(pieces)
    while pieces and pieces[0] == "or":
        pieces.popleft()
        found = [(*one, *other) for other in _every(pieces) for one in found]
        if len(found) > _MOST_CLAUSES:
            raise ValueError("The condition is too long.")
    return found


def _every(pieces: deque[str | Comparison]) -> list[tuple[Comparison, ...]]:
    found = _single(pieces)
    while pieces and pieces[0] == "and":
        pieces.popleft()
        found = [*found, *_single(pieces)]
    return found


def _single(pieces: deque[str | Comparison]) -> list[tuple[Comparison, ...]]:
    """Reads a comparison, or what stands in brackets.

    Raises ValueError for anything else, IndexError where the text ends too early.
    """
    piece = pieces.popleft()
    if isinstance(piece, Comparison):
        return [(piece,)]
    if piece != "(":
        raise ValueError(piece)
    found = _either(pieces)
    if pieces.popleft() != ")":
        raise ValueError("A bracket is not closed.")
    return found


def _comparison(piece: str) -> Comparison | None:
    equals = _EQUALS.fullmatch(piece)
    if found := equals or _SELECTED.fullmatch(piece):
        condition = Condition(found[1], found[2].strip("'\""))
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
