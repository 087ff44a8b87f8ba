"""The lists of those who came: below a heading, or after a colon."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from meetings.report_parser.layout import Layout
from meetings.report_parser.names import NameMention, is_open_list, names_in
from meetings.report_parser.names.persons import may_be_person, tells_person
from meetings.report_parser.names.writing import names_countries_alone
from meetings.report_parser.reading import Line, Reading, Stretch
from meetings.report_parser.source import BlockKind
from meetings.report_parser.taking_part.cues import (
    ABOVE_LIST,
    BEFORE_ORGANISATIONS,
    BEGINS_LABEL,
    CAME,
    COUNTRIES,
    HOSTED_BY,
    OF_TOPICS,
    ORGANISATIONS,
    OTHER_LABEL,
    PROXY,
    REPRESENTED_BY,
    SEE_LIST,
    SUPPORT,
    VERBS,
    WITH_ORGANISATIONS,
)
from meetings.report_parser.vocabulary import ABSENT, ATTENDED, FUTURE, SPOKE, tells_held
from organisations.recognition import Directory

_LONGEST_HEAD = 90  # characters
_MOST_LISTS = 20  # below headings
_MOST_LINES = 400  # of one list
_MOST_LEADING_OVER = 4  # lines between a heading and its list
_LONGEST_ENTRY = 14  # words of an entry that ends with a full stop

_FEWEST_EMPLOYERS = 3  # of persons with their offices, for all such to be organisations

_COLON = re.compile(":")
_BESIDE = re.compile(r"\(|[^\W\d] - $")
_BEFORE_STROKE = re.compile(r"\W*(?P<person>[A-ZÀ-Ý][\w' -]*?)\s*/\s*")
_NO_WORDS = re.compile(r"\W*")


@dataclass(frozen=True)
class Entry(Stretch):
    """A part of a list; `is_one` if it is for one name, and no list itself."""

    is_one: bool


def heads_of_lists(reading: Reading, layout: Layout) -> list[int]:
    """The numbers of the lines that say no more than that a list of those who came is below."""
    heads = (
        number
        for number, line in enumerate(layout.lines[: layout.text_until])
        if line != layout.title and _heads_list(reading.plain_of(layout.bare(line)))
    )
    return list(islice(heads, _MOST_LISTS))


def _heads_list(said: str) -> bool:
    return len(said) < _LONGEST_HEAD and bool(ABOVE_LIST.fullmatch(said))


def names_of_list(
    reading: Reading,
    entries: Sequence[Entry],
    directory: Directory,
    *,
    of_organisations: bool = False,
) -> list[NameMention]:
    """The names in the entries of one list, but not of those who paid or helped.

    `of_organisations` if words before it say that it is one of organisations: if not, names that
    only a list tells are taken where most of them are surely names.
    """
    entries = _behind_strokes(reading, entries)
    closed = not any(is_open_list(reading.of(entry)) for entry in entries[:-1])
    names = [
        name
        for entry in entries
        for name in names_in(
            reading,
            without_support(reading, entry),
            directory,
            one=entry.is_one,
            closed=closed,
        )
    ]
    of_employers = sum(name.is_employer for name in names) >= _FEWEST_EMPLOYERS
    sure = [
        name
        for name in names
        if name.is_sure or (of_employers and name.is_employer) or _is_beside_person(reading, name)
    ]
    represented = any(REPRESENTED_BY.match(reading.plain, entry.end) for entry in entries)
    if not (of_organisations or represented) and 2 * len(sure) < len(names):
        return sure
    of_persons = any(_is_beside_person(reading, name) for name in names)
    if of_persons or any(tells_person(reading, entry) for entry in entries):
        return [name for name in names if name in sure or not _may_be_person(reading, name)]
    return names


def _behind_strokes(reading: Reading, entries: Sequence[Entry]) -> Sequence[Entry]:
    """What stands behind strokes, if persons stand before most of them: "Ada / CRAD".

    A first name may stand alone, and is read as if an initial stood behind it.
    """
    found = (_BEFORE_STROKE.match(reading.text, entry.start, entry.end) for entry in entries)
    behind = [
        Entry(stroke.end(), entry.end, is_one=True)
        for entry, stroke in zip(entries, found, strict=True)
        if stroke and may_be_person(f"{stroke['person']} X.", stroke["person"].lower())
    ]
    of_persons = [entry for entry in behind if not names_countries_alone(reading, entry)]
    return of_persons if 2 * len(of_persons) > len(entries) else entries


def _is_beside_person(reading: Reading, name: Stretch) -> bool:
    """Whether a name of several words stands in brackets or behind a dash, after a person's."""
    before = reading.text[max(0, name.start - 3) : name.start]
    return " " in reading.of(name) and _BESIDE.search(before) is not None


def _may_be_person(reading: Reading, name: Stretch) -> bool:
    return may_be_person(reading.of(name), reading.plain_of(name))


def without_support(reading: Reading, stretch: Stretch) -> Stretch:
    """The stretch up to where it turns to those who paid or helped."""
    found = SUPPORT.search(reading.plain, stretch.start, stretch.end)
    return reading.trimmed(stretch.start, found.start()) if found else stretch


def colon_of_list(reading: Reading, sentence: Stretch) -> int | None:
    """The place after the colon by which a sentence opens a list of those who came."""
    begins = _NO_WORDS.match(reading.plain, sentence.start, sentence.end)
    start = first = begins.end() if begins else sentence.start
    for colon in _COLON.finditer(reading.plain, start, sentence.end):
        said = reading.plain[start : colon.start()]
        if ABSENT.search(said):
            return None
        if _opens_list(said, is_first=start == first):
            return colon.end()
        start = colon.end()
    return None


def _opens_list(said: str, *, is_first: bool) -> bool:
    """Whether words before a colon say that those who came follow; `is_first` in the sentence."""
    organisations = ORGANISATIONS.search(said)
    if OF_TOPICS.search(said) or (COUNTRIES.search(said) and not organisations):
        return False
    leading = BEFORE_ORGANISATIONS.search(said)
    return bool(
        HOSTED_BY.search(said)
        or (organisations and WITH_ORGANISATIONS.search(said, organisations.end()))
        or (leading and ORGANISATIONS.search(said, leading.end()))
        or CAME.search(said)
        or (is_first and BEGINS_LABEL.match(said))
    )


def entries_after(reading: Reading, layout: Layout, colon: int, end: int) -> Iterator[Entry]:
    """What a colon leads to: the rest of its sentence, or the lines below it."""
    number = reading.line_at(colon - 1)
    by_semicolons = ";" in reading.text[colon:end]
    for label in OTHER_LABEL.finditer(reading.text, colon, end):
        if not (label["role"] and by_semicolons):
            end = label.start()
            break
    said = reading.plain[colon:end].strip(" .*")
    if said and not SEE_LIST.match(said):
        yield Entry(colon, end, is_one=False)
        yield from _going_on(reading, layout, number)
    elif said or not reading.text[colon : layout.lines[number].end].strip(" .*"):
        yield from entries_below(reading, layout, number)


def _going_on(reading: Reading, layout: Layout, number: int) -> Iterator[Entry]:
    """The lines that a list goes on with: the one before each ends in a semicolon."""
    lines = layout.lines[number : min(layout.text_until, number + _MOST_LINES)]
    for before, line in pairwise(lines):
        said = reading.plain_of(line)
        if not reading.of(before).endswith(";") or ABSENT.search(said) or PROXY.search(said):
            return
        yield Entry(line.start, line.end, is_one=False)


def entries_below(reading: Reading, layout: Layout, number: int) -> Iterator[Entry]:
    """The parts of the list that stands below a line."""
    first = number + 1
    until = min(layout.text_until, first + _MOST_LEADING_OVER)
    while first < until and _leads_over(reading, layout.lines[first]):
        first += 1
    lines = layout.lines[first : min(layout.text_until, first + _MOST_LINES)]
    are_items = bool(lines) and lines[0].kind == BlockKind.ITEM
    for place, line in enumerate(lines):
        if are_items and _heads_group(reading, lines[place : place + 2]):
            continue
        if not any(map(str.isalpha, reading.of(line))):
            continue  # a number of a table
        is_first = line == lines[0]
        if _ends_list(layout, line, are_items=are_items, is_first=is_first):
            return
        represented = REPRESENTED_BY.search(reading.plain, line.start, line.end)
        if represented and not ABSENT.search(reading.plain_of(line)):
            yield Entry(line.start, represented.start(), is_one=True)
            continue
        for sentence in reading.sentences_of(line) or (line,):
            if _is_no_entry(reading, sentence, is_item=are_items):
                return
            is_list = reading.of(sentence).count(",") > 2 or ";" in reading.of(sentence)
            is_alone = is_first and (is_list or len(lines) == 1)
            yield Entry(sentence.start, sentence.end, is_one=are_items or not is_alone)
            if is_list and not are_items:
                return


def _leads_over(reading: Reading, line: Line) -> bool:
    """Whether a line leads over to the list below it: "The following groups were there:"."""
    return reading.of(line).endswith(":") and line.kind != BlockKind.ITEM


def _heads_group(reading: Reading, lines: Sequence[Line]) -> bool:
    """Whether a line between the items of a list says who the next persons are: "Experts:"."""
    if len(lines) < 2 or lines[0].kind == BlockKind.ITEM or lines[1].kind != BlockKind.ITEM:
        return False
    said = reading.plain_of(lines[0])
    is_head = said.endswith(":") and len(said) < _LONGEST_HEAD
    return (
        is_head
        and not (ABSENT.search(said) or PROXY.search(said))
        and (tells_person(reading, lines[1]))
    )


def _ends_list(layout: Layout, line: Line, *, are_items: bool, is_first: bool) -> bool:
    """Whether a line is of another kind than the list, or begins something new."""
    if are_items:
        return line.kind != BlockKind.ITEM
    return (
        line.kind == BlockKind.ITEM or layout.is_heading(line) or (line.after_gap and not is_first)
    )


def _is_no_entry(reading: Reading, sentence: Stretch, *, is_item: bool) -> bool:
    """Whether it says something rather than naming somebody, or names those who were not there."""
    said = reading.plain_of(sentence)
    if ABSENT.search(said) or PROXY.search(said):
        return True
    if not is_item and colon_of_list(reading, sentence) is not None:
        return True
    if VERBS.search(said) and said.count(";") < 2:
        return True
    if tells_held(said) or any(words.search(said) for words in (ATTENDED, SPOKE, FUTURE)):
        return True
    return said.endswith(".") and "," not in said and len(said.split()) > _LONGEST_ENTRY
