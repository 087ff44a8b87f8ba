"""A source text made ready for rules: normalised, folded, and cut into lines and sentences.

Rules look at `text`, or at `plain`, which has no accents and no capitals and is as long, so that a
place in one is a place in the other. Every place leads back to the source.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property, wraps
from weakref import WeakKeyDictionary

from meetings.report_parser.facts import Fact
from meetings.report_parser.lines import Line, TextRange, lines_of, unwrapped
from meetings.report_parser.normalisation import INVISIBLE, folded, normalised
from meetings.report_parser.patterns import any_of
from meetings.report_parser.source import BlockKind, SourceDocument, Span

_SENTENCE_END = re.compile(r"[.!?…][\"')\]]*\s+(?=[\"'(\[]?[A-ZÀ-Ý0-9])")
_ABBREVIATIONS = any_of("""
    m, mm, mme, mlle, mr, mrs, ms, dr, me, pr, prof, sr, sra, st, ste, no, n, art, al, cf, ex, vs,
    av, inc, ltd, co, rev, hon, gen, fig, p, pp, vol
""")
_ABBREVIATED = re.compile(rf"(?:\b{_ABBREVIATIONS}|\b[a-z]|(?:\b[a-z]\.)+[a-z])$")
_LONGEST_ABBREVIATED = 12


class ReportText:
    """A source, its normalised text, and the lines and sentences of that."""

    def __init__(self, source: SourceDocument) -> None:
        self.source = source
        text, self._origin = normalised(source.text)
        self.text = text if source.blocks else unwrapped(text)
        self.plain = folded(self.text)
        self.lines = lines_of(self.text, self._kind_at)

    def fact[Value](
        self, value: Value, stretch: TextRange, rule: str, *, is_sure: bool
    ) -> Fact[Value]:
        """The value as a fact that stands at this stretch."""
        return Fact(value, self.span(stretch.start, stretch.end), rule, is_sure)

    def span(self, start: int, end: int) -> Span:
        """The same stretch in the source, its last letter's accents included."""
        return Span(self._origin[start], self._origin[end])

    def of(self, stretch: TextRange) -> str:
        """The normalised text of a stretch."""
        return self.text[stretch.start : stretch.end]

    def plain_of(self, stretch: TextRange) -> str:
        """The folded text of a stretch."""
        return self.plain[stretch.start : stretch.end]

    def as_written(self, stretch: TextRange) -> str:
        """The text of a stretch as in the source, invisible characters and white space apart."""
        written = self.span(stretch.start, stretch.end).of(self.source.text)
        return " ".join(INVISIBLE.sub("", written).split())

    def trimmed(self, start: int, end: int, around: str = " \n") -> TextRange:
        """The stretch without these characters at its ends."""
        text = self.text[start:end].lstrip(around)
        first = end - len(text)
        return TextRange(first, first + len(text.rstrip(around)))

    def cells_of(self, stretch: TextRange) -> list[TextRange]:
        """The stretch cut where the source has a tab, as it has between the cells of a table."""
        places = range(stretch.start, stretch.end)
        tabs = [place for place in places if self.source.text[self._origin[place]] == "\t"]
        starts, ends = [stretch.start, *(tab + 1 for tab in tabs)], [*tabs, stretch.end]
        cells = (self.trimmed(start, end) for start, end in zip(starts, ends, strict=True))
        return [cell for cell in cells if cell.start < cell.end]

    @cached_property
    def sentences(self) -> tuple[TextRange, ...]:
        """The sentences, in order; a line that is none counts as one."""
        return tuple(sentence for line in self.lines for sentence in self._sentences_between(line))

    def sentences_of(self, stretch: TextRange) -> tuple[TextRange, ...]:
        """The sentences that begin within a stretch."""
        first = bisect_right(self._sentence_starts, stretch.start - 1)
        last = bisect_right(self._sentence_starts, stretch.end - 1)
        return self.sentences[first:last]

    def sentence_at(self, place: int) -> TextRange:
        """The sentence that holds a place, or the nearest before it."""
        return self.sentences[max(0, bisect_right(self._sentence_starts, place) - 1)]

    def line_at(self, place: int) -> int:
        """The number of the line that holds a place, or of the nearest before it."""
        return max(0, bisect_right(self._line_starts, place) - 1)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.marked_from for line in self.lines]

    def _sentences_between(self, line: Line) -> Iterator[TextRange]:
        start = line.start
        for end in _SENTENCE_END.finditer(self.text, line.start, line.end):
            if not self._is_abbreviated(start, end.start()):
                yield TextRange(start, end.start() + 1)
                start = end.end()
        if start < line.end:
            yield TextRange(start, line.end)

    def _is_abbreviated(self, start: int, place: int) -> bool:
        """Whether the full stop at a place belongs to the word before it: "Dr. Banda"."""
        before = self.plain[max(start, place - _LONGEST_ABBREVIATED) : place]
        return self.text[place] == "." and _ABBREVIATED.search(before) is not None

    def _kind_at(self, place: int) -> BlockKind | None:
        """What the format said of the block that begins at a place."""
        return self._block_kinds.get(self._origin[place])

    @cached_property
    def _block_kinds(self) -> dict[int, BlockKind]:
        return {block.span.start: block.kind for block in self.source.blocks}


def once_per_reading[Found](search: Callable[[ReportText], Found]) -> Callable[[ReportText], Found]:
    """Searches each text once, and keeps what was found for as long as its reading."""
    known: WeakKeyDictionary[ReportText, Found] = WeakKeyDictionary()

    @wraps(search)
    def found_in(reading: ReportText) -> Found:
        try:
            return known[reading]
        except KeyError:
            return known.setdefault(reading, search(reading))

    return found_in
