"""Lines that name persons and their organisation: "Ada Mbo and Jane Doe - Mine Watch"."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from meetings.report_parser.layout import Layout
from meetings.report_parser.names import NameMention, is_like_one, name_at, pieces_of
from meetings.report_parser.names.offices import employer, has_role
from meetings.report_parser.names.persons import may_be_person
from meetings.report_parser.reading import Line, Reading, Stretch
from meetings.report_parser.source import BlockKind
from meetings.report_parser.taking_part.cues import PROXY
from meetings.report_parser.vocabulary import ABSENT
from organisations.recognition import Directory

_FEWEST = 3  # such lines of a text, for them to be a list of those who came
_MOST = 400
_LONGEST = 160  # characters
_AND_ANOTHER = re.compile(r",? (?:and|et|e|&) |, ")
_APART = re.compile(
    r"\W*(?P<persons>[^\d:;]{3,120}?)\s+[-–—]\s+(?P<beside>(?:[^:;\d]|(?<!\d)\d{1,2}(?!\d)){2,100})"
)
_FIRST_NAME = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)?")
_BRACKET = re.compile(r"\s*\([^()]*\)$")
_ONE = re.compile(r"(?P<one>\S.*?)(?:\s[+/]\s|$)")
_TOWN = re.compile(r"(?<=[\w)])(?:, [A-ZÀ-Ý][a-zà-ÿ]+(?:-[\w-]+)?){1,2}$")  # behind a name
_BEFORE_PERSONS = re.compile(
    r"(?P<number>\d{1,3}\W{1,3})?(?P<name>[^,:;]{2,90}?),\s+(?P<persons>[^,:;()\d]{5,80}?)\W*"
)


def names_of_person_lines(
    reading: Reading, layout: Layout, directory: Directory
) -> list[NameMention]:
    """The organisations of lines of their own, if there are some such and most are surely names."""
    lines = _lines(reading, layout)
    found = list(islice(_beside_persons(reading, lines), _MOST))
    names = [
        name
        for beside in found
        for piece in pieces_of(reading, beside, directory, one="," in reading.of(beside))
        if (name := name_at(reading, piece, directory))
    ]
    sure = sum(name.is_sure for name in names)
    several = sum(name.is_sure or " " in reading.of(name) for name in names)  # and no town
    are_names = 2 * several >= len(names) <= 4 * sure and 4 * len(names) >= 3 * len(found)
    listed = names if len(names) >= _FEWEST and are_names else []
    return [*listed, *_names_before_persons(reading, lines, directory)]


def _lines(reading: Reading, layout: Layout) -> list[Line]:
    """The short lines, but for those below a heading for others than those who came."""
    absent = {
        line.start
        for heading in layout.headings
        if any(words.search(reading.plain_of(heading.line)) for words in (ABSENT, PROXY))
        for line in layout.lines[heading.first : heading.after]
    }
    lines = layout.lines[: layout.text_until]
    return [line for line in lines if line.end - line.start < _LONGEST and line.start not in absent]


def _beside_persons(reading: Reading, lines: Sequence[Line]) -> Iterator[Stretch]:
    """What stands behind persons and a dash; first names are persons in a list with full names."""
    matches = (_APART.fullmatch(reading.text, line.start, line.end) for line in lines)
    apart = [found for found in matches if found]
    full = [found for found in apart if _are_persons(_BRACKET.sub("", found["persons"]))]
    for found in apart:
        is_first_name = len(full) >= _FEWEST and _FIRST_NAME.fullmatch(found["persons"])
        if found in full or is_first_name:
            yield from _organisations_beside(reading, Stretch(*found.span("beside")))


def _organisations_beside(reading: Reading, beside: Stretch) -> Iterator[Stretch]:
    """What is said to be somebody's, each apart: "Mine Watch, Kindu + town council"."""
    for found in _ONE.finditer(reading.text, beside.start, beside.end):
        start, end = found.span("one")
        town = _TOWN.search(reading.text, start, end)
        one = employer(reading, Stretch(start, town.start() if town else end))
        if any(map(str.isupper, reading.of(one))):
            yield one


def _names_before_persons(
    reading: Reading, lines: Sequence[Line], directory: Directory
) -> list[NameMention]:
    """The organisations of lines that name their people behind a comma: "CRAD, Ada Mbo"."""
    names: list[NameMention] = []
    for line in islice(lines, _MOST):
        found = _BEFORE_PERSONS.fullmatch(reading.text, line.start, line.end)
        if found and (found["number"] or line.kind == BlockKind.ITEM):
            beside = Stretch(*found.span("name"))
            is_one = _are_persons(found["persons"]) and not has_role(reading, beside)
            names += [name] if is_one and (name := name_at(reading, beside, directory)) else []
    sure = sum(is_like_one(reading, name) for name in names)
    return names if len(names) > _FEWEST and 2 * sure >= len(names) else []


def _are_persons(said: str) -> bool:
    persons = _AND_ANOTHER.split(said.strip())
    return all(may_be_person(person, person.lower()) for person in persons)
