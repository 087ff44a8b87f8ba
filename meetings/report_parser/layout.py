"""What the lines of a report are: title, headings, prose, lists, and what is no part of it."""

import re
from dataclasses import dataclass
from functools import cached_property

from meetings.report_parser.lines import HEADING_MARK, Line
from meetings.report_parser.reading import ReportText
from meetings.report_parser.source import BlockKind
from meetings.report_parser.vocabulary import COMMON, says_meeting_held
from meetings.report_parser.words import Words

WORDS = Words("layout")

LONGEST_HEADING, MOST_WORDS_OF_HEADING = 110, 14  # characters, words
LONGEST_PHRASE = 8  # words of a heading that may be a sentence
LEAST_LETTERS_OF_TITLE, LONGEST_TITLE = 12, 220
LEAST_PROSE = 100  # characters of a line that is no heading, whatever it ends in
LEAST_SENTENCE = 60  # characters of a line that is prose if it ends as a sentence does
LONGEST_AROUND = 160
LINES_OF_TOP, LINES_BEFORE_PROSE = 8, 12  # where a title is named, or found

_ADDRESS = re.compile(r"https?:|www\.|\w@\w")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Heading:
    """A heading, and the lines below it, by their numbers, up to the next one."""

    line: Line
    first: int
    after: int

    @property
    def is_sure(self) -> bool:
        """Whether the format says that it is one."""
        return self.line.from_format


class Layout:
    """The title, headings and lines of a reading."""

    def __init__(self, reading: ReportText) -> None:
        self.reading = reading
        self.lines = reading.lines

    @cached_property
    def title(self) -> Line | None:
        """The line that is the text's title."""
        for line in self.lines[:LINES_OF_TOP]:
            if named := WORDS.names_title.match(self.reading.plain, line.start, line.end):
                return Line(named.end(), line.end, line.kind, line.from_format, line.marked_from)
        top = self.lines[: min(self.prose_from, LINES_BEFORE_PROSE)]
        titles = [line for line in top if self._may_be_title(line) and not self.is_around(line)]
        return max(titles, key=self._like_a_title, default=None)

    @cached_property
    def title_is_sure(self) -> bool:
        """Whether the title is called one, or names a meeting or a report on one."""
        if self.title is None:
            return False
        said = self.reading.plain_of(self.title)
        is_named = self.title not in self.lines
        return is_named or bool(COMMON.event.search(said) or COMMON.reports.search(said))

    @cached_property
    def prose_from(self) -> int:
        """The number of the first line of prose, or of all lines."""
        numbers = range(len(self.lines))
        return next((number for number in numbers if self._is_text(number)), len(self.lines))

    @cached_property
    def text_until(self) -> int:
        """The number of the line after the text, where the page around it goes on."""
        numbers = range(len(self.lines))
        last = next((number for number in reversed(numbers) if self._is_text(number)), len(numbers))
        around = (number for number in numbers[last + 1 :] if self.is_around(self.lines[number]))
        return next(around, len(self.lines))

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings in order, the title apart."""
        numbers = [number for number in range(len(self.lines)) if self._is_heading(number)]
        ends = [*numbers[1:], self.text_until][: len(numbers)]
        return tuple(
            Heading(self.bare(self.lines[number]), number + 1, after)
            for number, after in zip(numbers, ends, strict=True)
        )

    def is_heading(self, line: Line) -> bool:
        """Whether the line is one of the headings."""
        return line.marked_from in self._heading_places

    def is_around(self, line: Line) -> bool:
        """Whether the line belongs to the page around the text: menus, banners, links to share."""
        if line.end - line.start > LONGEST_AROUND:
            return False
        plain = self.reading.plain_of(line)
        return WORDS.around.match(plain) is not None or "©" in plain or plain.count(" | ") > 1

    def bare(self, line: Line) -> Line:
        """A heading without its number, and without the colon or dots after it."""
        found = HEADING_MARK.match(self.reading.text, line.start, line.end)
        start = found.end() if found and found.end() < line.end else line.start
        stretch = self.reading.trimmed(start, line.end, " :.\n")
        return Line(stretch.start, stretch.end, line.kind, line.from_format, line.marked_from)

    @cached_property
    def _heading_places(self) -> frozenset[int]:
        return frozenset(heading.line.marked_from for heading in self.headings)

    def _is_text(self, number: int) -> bool:
        """Whether the line is prose of the report itself."""
        line = self.lines[number]
        return self._is_prose(line) and not self.is_around(line)

    def _is_prose(self, line: Line) -> bool:
        """Whether the line is of sentences."""
        text = self.reading.of(line)
        if line.kind == BlockKind.HEADING:
            return False
        if line.kind == BlockKind.ITEM:
            return len(text) >= LEAST_PROSE
        last = (text.rstrip("\"')") or text)[-1]
        return len(text) >= LEAST_SENTENCE and (len(text) >= 2 * LEAST_PROSE or last in ".!:")

    # --- titles ---

    def _may_be_title(self, line: Line) -> bool:
        text, plain = self.reading.of(line), self.reading.plain_of(line)
        if line.kind == BlockKind.ITEM or len(text) > LONGEST_TITLE or _ADDRESS.search(text):
            return False
        if sum(map(str.isalpha, text)) < LEAST_LETTERS_OF_TITLE or text.count(",") >= 5:
            return False
        if _is_note(plain) or text[-1] in ":;,.":
            return False
        is_published = WORDS.published.match(plain) and not COMMON.event.search(plain)
        return not (WORDS.only_date.fullmatch(plain) or is_published)

    def _like_a_title(self, line: Line) -> tuple[int, int]:
        """How much a line is like a title; of two alike, the first is."""
        plain = self.reading.plain_of(line)
        marks = 2 * bool(COMMON.reports.search(plain)) + 2 * (line.kind == BlockKind.HEADING)
        if COMMON.event.search(plain):
            marks += 5 if _YEAR.search(plain) and not says_meeting_held(plain) else 3
        return marks + (len(plain.split()) >= 4), -line.start

    # --- headings ---

    def _is_heading(self, number: int) -> bool:
        line = self.lines[number]
        if number >= self.text_until or self.is_around(line) or self._belongs_to_title(number):
            return False
        if line.kind == BlockKind.HEADING or self._format_marks_headings:
            return line.kind == BlockKind.HEADING
        return (
            self._looks_like_heading(number)
            and self._stands_above_text(number)
            and not self._stands_in_list(number)
        )

    @cached_property
    def _format_marks_headings(self) -> bool:
        """Whether the format named headings, the first line apart: then others are none."""
        return any(line.kind == BlockKind.HEADING for line in self.lines[1:])

    def _belongs_to_title(self, number: int) -> bool:
        """Whether the line is the title, stands above it, is a subtitle, or says it again."""
        line, title = self.lines[number], self.title
        if title is None:
            return False
        said = self.reading.plain_of(line)
        words = set(_WORD.findall(said))
        is_again = len(words) > 3 and words <= set(_WORD.findall(self.reading.plain_of(title)))
        if line.start <= title.start or is_again:
            return True
        is_below = line.kind == BlockKind.PARAGRAPH and number < self.prose_from
        touches = self.lines[number - 1] == title and not line.after_gap
        return is_below and (touches or COMMON.reports.search(said) is not None)

    def _looks_like_heading(self, number: int) -> bool:
        """Whether the line itself is like a heading, whatever stands around it."""
        line = self.lines[number]
        text = self.reading.text[line.marked_from : line.end]
        mark = HEADING_MARK.match(text)
        if line.kind == BlockKind.ITEM and not mark:
            return False
        body = text[mark.end() :] if mark and mark.end() < len(text) else text
        return _has_form_of_heading(body) and not self._tells_something(line, body)

    def _tells_something(self, line: Line, body: str) -> bool:
        """Whether a line is of a sentence, or gives a date, a fact, or who wrote the text."""
        said, words = self.reading.plain_of(line), body.split()
        if _is_note(said) or WORDS.only_date.match(said) or WORDS.published.match(said):
            return True
        if WORDS.goes_on.search(said) or (len(words) > LONGEST_PHRASE and says_meeting_held(said)):
            return True
        opens_list = body.rstrip().endswith(":") and not body.isupper()
        return opens_list and not (len(words) <= 3 and line.after_gap)

    def _stands_above_text(self, number: int) -> bool:
        """Whether prose or a list follows, as below a heading and not within a list of names."""
        if number + 1 >= min(self.text_until, len(self.lines)):
            return False
        below = self.lines[number + 1]
        text = self.reading.of(below)
        if below.kind == BlockKind.ITEM:
            mark = HEADING_MARK.match(self.reading.text, below.marked_from, below.end)
            return mark is None or self.lines[number].kind != BlockKind.ITEM
        if text[0].islower():
            return False
        last = (text.rstrip("\"')") or text)[-1]
        is_text = self._is_prose(below) or last in ".!?:;" or text.count(",") > 2
        for after in self.lines[number + 2 : number + 3]:
            if after.kind == BlockKind.ITEM:
                return True  # below words that open the list
            is_text |= self._is_prose(after) and self._looks_like_heading(number + 1)
        return is_text

    def _stands_in_list(self, number: int) -> bool:
        """Whether a sentence announces the line, or it goes on a list of short lines."""
        line, before = self.lines[number], self.lines[number - 1]
        if number == 0 or before == self.title:
            return False
        if self._is_prose(before):
            return self.reading.of(before).endswith(":")
        is_short = before.kind == BlockKind.PARAGRAPH and not line.after_gap
        return is_short and self.reading.of(before)[-1] not in ".!?;:"


def _is_note(said: str) -> bool:
    """Whether a line gives a fact, says who wrote the text, or what a picture shows."""
    return any(words.match(said) for words in (WORDS.field, WORDS.byline, WORDS.caption))


def _has_form_of_heading(body: str) -> bool:
    """Whether a text is short, begins with a capital, and does not end as a sentence does."""
    if len(body) > LONGEST_HEADING or len(body.split()) > MOST_WORDS_OF_HEADING:
        return False
    if not body.lstrip("\"'(")[:1].isupper() or any(sign in body for sign in ";[]@"):
        return False
    return body.rstrip("\"') ")[-1:] not in set(".!;,")
