"""The lists of a report: the items below a line, as facts.

A list that comes out of a page or a PDF as plain text has lost its marks: small letters, and the
semicolons between its items, tell it then.
"""

import re
from collections.abc import Iterable
from itertools import takewhile

from meetings.report_parser.facts import Fact
from meetings.report_parser.layout import Layout
from meetings.report_parser.patterns import any_of
from meetings.report_parser.reading import Line, ReportText, TextRange
from meetings.report_parser.source import BlockKind
from meetings.report_parser.vocabulary import says_meeting_held

MOST_ITEMS = 30
AROUND_ITEM = " \n,.;:-*\"'"

_MORE_TO_COME = re.compile(r";(?:\s*(?:et|ou|and|or|e))?$")
_AND_NEXT = re.compile(r"(?:\s*[,;]|\s)\s*(?:et|and|e)\s*\Z")
_GOES_ON = re.compile(  # within a sentence that is broken into lines
    r"(?<![;,] )\b"
    + any_of("""
        la, le, les, l', un, une, de, des, du, d', et, que, qui, pour, par, sur, dans, avec, en, ce
        the, an?, of, to, and, or, in, on, with, for, by, that, which, from, its, their
        os?, as?, uma?, d[aeo]s?, n[ao]s?, e, em, para, por, com
    """)
    + "$"
)


def items_below(layout: Layout, number: int) -> list[Line]:
    """The items of the list that begins right below the line of this number."""
    below = layout.lines[number + 1 : min(number + 1 + MOST_ITEMS, layout.text_until)]
    if below and below[0].kind == BlockKind.PARAGRAPH and _is_opening(layout, layout.lines[number]):
        return _items_without_marks(layout, below)
    return list(takewhile(lambda line: _is_marked_item(layout, line), below))


def places_of_items(layout: Layout) -> frozenset[int]:
    """Where each item of the text begins, whether it has a mark or not."""
    marked = {line.marked_from for line in layout.lines if line.kind == BlockKind.ITEM}
    opening = (number for number, line in enumerate(layout.lines) if _is_opening(layout, line))
    below = (item.marked_from for number in opening for item in items_below(layout, number))
    return frozenset(marked.union(below))


def item_fact(reading: ReportText, stretch: TextRange, rule: str, *, is_sure: bool) -> Fact[str]:
    """The words of an item, without what separates it from the next, as a fact."""
    and_next = _AND_NEXT.search(reading.plain, stretch.start, stretch.end)
    end = and_next.start() if and_next else stretch.end
    item = reading.trimmed(stretch.start, end, AROUND_ITEM)
    return reading.fact(reading.as_written(item), item, rule, is_sure=is_sure)


def _is_opening(layout: Layout, line: Line) -> bool:
    """Whether the line's end opens a list, or goes on in the lines below."""
    return layout.reading.of(line).endswith(":")


def _is_marked_item(layout: Layout, line: Line) -> bool:
    opens_another = layout.is_heading(line) or _is_opening(layout, line)
    return line.kind == BlockKind.ITEM and not opens_another


def _items_without_marks(layout: Layout, lines: Iterable[Line]) -> list[Line]:
    """The items among lines of which the first may be one; none where it is a broken sentence."""
    items: list[Line] = []
    for line in lines:
        if not _is_item_without_mark(layout, line, items):
            break
        items.append(line)
    goes_on = any(_GOES_ON.search(layout.reading.plain_of(item)) for item in items[:-1])
    return items if len(items) > 1 and not goes_on else []


def _is_item_without_mark(layout: Layout, line: Line, before: list[Line]) -> bool:
    """Whether a line begins with a small letter, or has a semicolon after it, or before it."""
    text = layout.reading.of(line)
    if line.kind != BlockKind.PARAGRAPH or _is_opening(layout, line):
        return False
    if text[0].islower() or _MORE_TO_COME.search(text):
        return True
    return (
        bool(before and _MORE_TO_COME.search(layout.reading.of(before[-1])))
        and line.after_gap == before[-1].after_gap
        and not layout.is_heading(line)
        and not _is_prose_of_its_own(layout.reading, line)
    )


def _is_prose_of_its_own(reading: ReportText, line: Line) -> bool:
    return len(reading.sentences_of(line)) > 1 or says_meeting_held(reading.plain_of(line))
