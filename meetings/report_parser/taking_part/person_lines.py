"""Lines that name persons and their organisation: "Ada Mbo and Jane Doe - Mine Watch"."""

import re
from collections.abc import Iterator
from itertools import islice

from meetings.report_parser.layout import Layout
from meetings.report_parser.names import NameMention, name_at, pieces_of
from meetings.report_parser.names.offices import employer
from meetings.report_parser.names.persons import FULL_NAME, may_be_person
from meetings.report_parser.reading import Line, Reading, Stretch
from meetings.report_parser.taking_part.cues import PROXY
from meetings.report_parser.vocabulary import ABSENT
from organisations.recognition import Directory

_FEWEST = 3  # such lines of a text, for them to be a list of those who came
_MOST = 400
_LONGEST = 160  # characters
_AND_ANOTHER = re.compile(r",? (?:and|et|e|&) |, ")
_APART = re.compile(
    r"\W*(?P<persons>[^\d:;()]{5,120}?)\s+[-–—]\s+(?P<beside>(?:[^:;\d]|(?<=[A-Z])\d){2,80})"
)


def names_of_person_lines(
    reading: Reading, layout: Layout, directory: Directory
) -> list[NameMention]:
    """The organisations of lines of their own, if there are some such and most are surely names."""
    found = list(islice(_beside_persons(reading, layout), _MOST))
    first = (pieces_of(reading, beside, directory)[:1] for beside in found)  # "Luz, Kindu"
    names = [name for piece in first for one in piece if (name := name_at(reading, one, directory))]
    sure = sum(name.is_sure for name in names)
    are_names = 2 * sure >= len(names) and 4 * len(names) >= 3 * len(found)
    return names if len(names) >= _FEWEST and are_names else []


def _beside_persons(reading: Reading, layout: Layout) -> Iterator[Stretch]:
    absent = {
        line.start
        for heading in layout.headings
        if _tells_of_others(reading.plain_of(heading.line))
        for line in layout.lines[heading.first : heading.after]
    }
    for line in layout.lines[: layout.text_until]:
        is_short = line.end - line.start < _LONGEST
        if is_short and line.start not in absent and (beside := _beside(reading, line)):
            yield beside


def _tells_of_others(said: str) -> bool:
    return bool(ABSENT.search(said) or PROXY.search(said))


def _beside(reading: Reading, line: Line) -> Stretch | None:
    """What stands behind a dash, if all that is before it are names of persons."""
    found = _APART.fullmatch(reading.text, line.start, line.end)
    if not found:
        return None
    persons = _AND_ANOTHER.split(found["persons"])
    if not all(
        FULL_NAME.fullmatch(person) and may_be_person(person, person.lower()) for person in persons
    ):
        return None
    return employer(reading, Stretch(*found.span("beside")))
