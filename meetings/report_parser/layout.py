"""What the lines of a report are: title, headings, prose, lists, and what is no part of it."""

from dataclasses import dataclass
from functools import cached_property

from meetings.report_parser.layout_cues import (
    ADDRESS,
    AROUND,
    BYLINE,
    CAPTION,
    CONNECTIVE,
    DATELINE,
    ENDS_AS_NAME,
    ENDS_SENTENCE,
    FIELD,
    FINITE,
    GOES_ON,
    LEADS_OVER,
    NAMES_TITLE,
    NOTES,
    ONLY_DATE,
    ONLY_DAYS,
    PERSON_AND_OFFICE,
    PUBLISHED,
    QUOTED_FROM,
    SIGNED,
    SOMEONE_IN_ACTION,
    WORD,
    YEAR,
)
from meetings.report_parser.lines import HEADING_MARK, Line, Stretch
from meetings.report_parser.reading import Reading
from meetings.report_parser.source import BlockKind
from meetings.report_parser.vocabulary import ATTENDED, EVENT_NOUN, REPORTS, tells_held

LONGEST_HEADING, MOST_WORDS_OF_HEADING = 110, 16  # characters, words
LEAST_LETTERS = 2  # of a heading
LONGEST_PHRASE = 8  # words of a heading that may be a sentence
LEAST_LETTERS_OF_TITLE, LONGEST_TITLE = 12, 220
LEAST_WORDS_REPEATED = 4  # of a heading that only says the title again
LONGEST_QUESTION = 12  # words of a heading that asks
LEAST_PROSE = 100  # characters of a line that is no heading, whatever it ends in
LEAST_SENTENCE = 60  # characters of a line that is prose if it ends as a sentence does
LONGEST_AROUND = 160
LINES_OF_TOP, LINES_BEFORE_PROSE = 8, 12  # where a title is named, or found


@dataclass(frozen=True)
class Heading:
    """A heading, and the lines below it, by their numbers, up to the next one."""

    line: Line
    first: int
    after: int


class Layout:
    """The title, headings and lines of a reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.lines = reading.lines

    @cached_property
    def title(self) -> Line | None:
        """The line that is the text's title."""
        for line in self.lines[:LINES_OF_TOP]:
            if named := NAMES_TITLE.match(self.reading.plain, line.start, line.end):
                return Line(named.end(), line.end, line.kind, line.from_format, line.marked_from)
        top = self.lines[: min(self.prose_from, LINES_BEFORE_PROSE)]
        titles = [line for line in top if self._may_be_title(line) and not self.is_around(line)]
        return max(titles, key=self._like_a_title, default=None)

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
        return AROUND.match(plain) is not None or "©" in plain or plain.count(" | ") > 1

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
        if line.kind == BlockKind.ITEM or len(text) > LONGEST_TITLE or _is_field(plain):
            return False
        if ADDRESS.search(text):
            return False
        if sum(map(str.isalpha, text)) < LEAST_LETTERS_OF_TITLE:
            return False
        if ONLY_DATE.fullmatch(plain) or BYLINE.match(plain) or _is_caption(text, plain):
            return False
        if PUBLISHED.match(plain) and len(text) <= 60 and not EVENT_NOUN.search(plain):
            return False
        return not text.endswith((":", ";", ",", ".")) and text.count(",") < 5

    def _like_a_title(self, line: Line) -> tuple[int, int]:
        """How much a line is like a title; of two alike, the first is."""
        plain = self.reading.plain_of(line)
        marks = 2 * bool(REPORTS.search(plain))
        if EVENT_NOUN.search(plain):
            marks += 5 if YEAR.search(plain) and not tells_held(plain) else 3
        marks += 2 * (line.kind == BlockKind.HEADING)
        marks += len(plain.split()) >= 4
        marks -= 4 * bool(ENDS_AS_NAME.search(self.reading.of(line)))
        return marks, -line.start

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
        """Whether the line is the title, stands above it, or is a subtitle."""
        line = self.lines[number]
        if self.title is None:
            return False
        if line == self.title or line.start < self.title.start or self._repeats_title(line):
            return True
        return number < self.prose_from and self._is_subtitle(number)

    def _repeats_title(self, line: Line) -> bool:
        """Whether a line has no words but those of the title."""
        said = set(WORD.findall(self.reading.plain_of(line)))
        return len(said) >= LEAST_WORDS_REPEATED and said <= self._words_of_title

    @cached_property
    def _words_of_title(self) -> frozenset[str]:
        said = self.reading.plain_of(self.title) if self.title else ""
        return frozenset(WORD.findall(said))

    def _is_subtitle(self, number: int) -> bool:
        """Whether a line below the title only says what text it is: "Compte rendu succinct"."""
        line = self.lines[number]
        said = self.reading.plain_of(line)
        if line.kind != BlockKind.PARAGRAPH:
            return False
        touches = self.lines[number - 1] == self.title and not line.after_gap
        return touches or bool(REPORTS.search(said)) or bool(NOTES.match(said))

    def _looks_like_heading(self, number: int) -> bool:
        """Whether the line itself is like a heading, whatever stands around it."""
        line = self.lines[number]
        text = self.reading.of(Stretch(line.marked_from, line.end))
        mark = HEADING_MARK.match(text)
        if line.kind == BlockKind.ITEM and not mark:
            return False
        body = text[mark.end() :] if mark and mark.end() < len(text) else text
        said = self.reading.plain_of(line)
        if not _has_form_of_heading(body) or ONLY_DATE.fullmatch(said):
            return False
        if _is_caption(body, said) or ADDRESS.search(body):
            return False
        if self._tells_something(body, said, is_top=number < self.prose_from):
            return False
        if body.rstrip().endswith(":"):
            is_short = len(body.split()) <= 3 and not LEADS_OVER.search(said)
            return body.isupper() or (is_short and line.after_gap)
        return not _is_field(said)

    def _tells_something(self, body: str, said: str, *, is_top: bool) -> bool:
        """Whether a line is of a sentence, or of what stands above the text, "Published by"."""
        if GOES_ON.search(said) or _is_signature(body, said):
            return True
        if is_top and (PUBLISHED.match(said) or ONLY_DAYS.fullmatch(said)):
            return True
        if len(body.split()) > LONGEST_PHRASE and (
            tells_held(said)
            or ATTENDED.search(said)
            or (FINITE.search(body) and not body.rstrip().endswith("?"))
        ):
            return True
        opens = is_top and self.title is not None
        return opens and not body.isupper() and tells_held(said)

    def _stands_above_text(self, number: int) -> bool:
        """Whether prose or a list follows, as below a heading and not within a list of names."""
        if number + 1 >= min(self.text_until, len(self.lines)):
            return False
        below = self.lines[number + 1]
        text, said = self.reading.of(below), self.reading.plain_of(below)
        if below.kind == BlockKind.ITEM:
            mark = HEADING_MARK.match(self.reading.text, below.marked_from, below.end)
            return mark is None or self.lines[number].kind != BlockKind.ITEM
        if below.kind == BlockKind.PARAGRAPH and text[0].islower():
            return False
        if self._is_prose(below) or FIELD.match(said):
            return True
        if text[-1] in ".!?:;" or ";" in text or text.count(",") > 2:
            return True
        return self._opens_part(number + 1)

    def _opens_part(self, number: int) -> bool:
        """Whether the line is itself a heading, or words that open a list."""
        if number + 1 >= len(self.lines):
            return False
        below = self.lines[number + 1]
        if below.kind == BlockKind.ITEM:
            return True
        return self._is_prose(below) and self._looks_like_heading(number)

    def _stands_in_list(self, number: int) -> bool:
        """Whether a sentence announces the line, or it goes on a list of short lines."""
        line, before = self.lines[number], self.lines[number - 1]
        if number and self._is_prose(before) and self.reading.of(before).endswith(":"):
            return True
        if number == 0 or line.after_gap or self._is_prose(before) or before == self.title:
            return False
        return before.kind == BlockKind.PARAGRAPH and self.reading.of(before)[-1] not in ".!?;:"


def _is_field(plain: str) -> bool:
    """Whether the line gives a fact of the meeting or letter: "Lieu : Dakar", a place and date."""
    if EVENT_NOUN.search(plain):
        return FIELD.match(plain) is not None
    return bool(FIELD.match(plain) or DATELINE.fullmatch(plain))


def _has_form_of_heading(body: str) -> bool:
    """Whether a text is short, begins with a capital, and does not end as a sentence does."""
    number_of_words = len(body.split())
    if len(body) > LONGEST_HEADING or number_of_words > MOST_WORDS_OF_HEADING:
        return False
    if any(sign in body for sign in ";[]") or (body[0] == "(" and body.rstrip()[-1] == ")"):
        return False
    first = body.lstrip("\"'(")[:1]
    if not (first.isupper() or first.isdigit()):
        return False
    if sum(map(str.isalpha, body)) < LEAST_LETTERS:
        return False
    asks = body.rstrip().endswith("?") and number_of_words <= LONGEST_QUESTION
    return asks or ENDS_SENTENCE.search(body) is None


def _is_signature(body: str, said: str) -> bool:
    """Whether a line says of whom the text, or a quotation, is; or is no more than "or"."""
    return bool(
        SIGNED.fullmatch(body)
        or QUOTED_FROM.match(body)
        or any(words.match(said) for words in (BYLINE, PERSON_AND_OFFICE))
        or CONNECTIVE.fullmatch(said)
    )


def _is_caption(body: str, said: str) -> bool:
    """Whether a line is like those below pictures: "Participants during the workshop"."""
    return bool(CAPTION.match(said) or SOMEONE_IN_ACTION.match(body))
