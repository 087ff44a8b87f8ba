"""The lines of a normalised text: wrapped paragraphs joined, marks of lists and headings apart."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from meetings.report_parser.source import BlockKind

ITEM_MARK = re.compile(
    r"(?:[-•*·▪◦‣○●■►➢✓❖➤]|o(?=\s))\s*(?=\S)|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)°]+(?:-|\s)\s*"
)
HEADING_MARK = re.compile(
    r"\d{1,2}(?:\.\d{1,2})+\s+(?=\w)"
    r"|(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Z])\s?(?:[.)]|\s-)+\s*-?\s*|#+ +"
)
_WIDEST_WRAPPED = 200  # characters; longer lines are paragraphs
_LEAST_GOING_ON = 0.25  # of the lines of a wrapped text, that begin within a sentence
_LEADER = "....."  # the dots between an entry of a table of contents and its page
_RAGGED = 4  # characters by which a line may be shorter than the next word needs


@dataclass(frozen=True)
class TextRange:
    """A part of the text, from `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class Line(TextRange):
    """A line or wrapped paragraph, its mark and white space apart."""

    kind: BlockKind
    from_format: bool = False
    marked_from: int = 0  # where it begins with its mark
    after_gap: bool = False  # an empty line stands before it


@dataclass(frozen=True)
class _Row(TextRange):
    """A line as it stands in the text, without the white space around it."""

    after_gap: bool


def unwrapped(text: str) -> str:
    """The text with each paragraph on one line, if it was broken into lines of one width."""
    rows = list(_rows(text))
    if not _is_wrapped(text, rows):
        return text
    # A table of contents may be wider than the text.
    bare = (row for row in rows if _LEADER not in text[row.start : row.end])
    width = max((row.end - row.start for row in bare), default=0)
    letters = list(text)
    for before, row in pairwise(rows):
        first_word = text[row.start : row.end].split(maxsplit=1)[0]
        is_full = before.end - before.start + 1 + len(first_word) > width - _RAGGED
        if is_full and not row.after_gap and not ITEM_MARK.match(text, row.start, row.end):
            letters[text.index("\n", before.end)] = " "
    return "".join(letters)


def lines_of(text: str, kind_at: Callable[[int], BlockKind | None]) -> tuple[Line, ...]:
    """The lines that are not empty; `kind_at` tells what the format said of one's place."""
    return tuple(_line(text, row, kind_at(row.start)) for row in _rows(text))


def _rows(text: str) -> Iterator[_Row]:
    start, after_gap = 0, True
    for row in text.split("\n"):
        bare = row.strip(" ")
        if bare:
            first = start + row.index(bare)
            yield _Row(first, first + len(bare), after_gap)
        after_gap = not bare
        start += len(row) + 1


def _is_wrapped(text: str, rows: list[_Row]) -> bool:
    if not rows or max(row.end - row.start for row in rows) > _WIDEST_WRAPPED:
        return False
    following = [row for row in rows if not row.after_gap]
    going_on = sum(text[row.start].islower() for row in following)
    return going_on >= max(2, _LEAST_GOING_ON * len(following))


def _line(text: str, row: _Row, kind: BlockKind | None) -> Line:
    from_format = kind in {BlockKind.HEADING, BlockKind.ITEM}
    mark = HEADING_MARK if kind == BlockKind.HEADING else ITEM_MARK
    found = mark.match(text, row.start, row.end)
    start = found.end() if found and found.end() < row.end else row.start
    if kind is None or kind == BlockKind.PARAGRAPH:
        kind = BlockKind.PARAGRAPH if start == row.start else BlockKind.ITEM
    return Line(start, row.end, kind, from_format, row.start, row.after_gap)
