"""A source text cut where facts begin and end, so that each can be marked where it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from meetings.report_parser import Span


@dataclass(frozen=True)
class FactMark:
    """A fact by its name on the page, and where the source says it."""

    fact: str
    span: Span


@dataclass(frozen=True)
class SourcePiece:
    """A piece of the text: the facts that begin there, and the one that it leads to, if any."""

    text: str
    begins: tuple[str, ...] = ()
    fact: str = ""


def pieces(text: str, marks: Iterable[FactMark]) -> list[SourcePiece]:
    """The whole text in pieces; one within several facts leads to the shortest of them."""
    found = [mark for mark in marks if mark.span.start < mark.span.end <= len(text)]
    return list(_pieces(text, found))


def _pieces(text: str, marks: list[FactMark]) -> Iterator[SourcePiece]:
    edges = {edge for mark in marks for edge in (mark.span.start, mark.span.end)}
    places = sorted({0, len(text), *edges})
    in_order = sorted(marks, key=lambda mark: mark.span.start)
    open_marks: list[FactMark] = []
    next_mark = 0
    for start, end in pairwise(places):
        open_marks = [mark for mark in open_marks if mark.span.end > start]
        begins = []
        while next_mark < len(in_order) and in_order[next_mark].span.start == start:
            open_marks.append(in_order[next_mark])
            begins.append(in_order[next_mark].fact)
            next_mark += 1
        inner = min(open_marks, key=lambda mark: mark.span.end - mark.span.start, default=None)
        yield SourcePiece(text[start:end], tuple(begins), inner.fact if inner else "")
