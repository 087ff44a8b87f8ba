"""The names of a list: where one ends and the next begins.

A comma or an "et" may stand between two names or within one. What tells them apart: a name that
the directory knows, an article before each name, semicolons or lines of their own, the words that
names begin with, and those that a name ends with and never begins.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from meetings.report_parser.countries import CountryMention, countries_in
from meetings.report_parser.names.joining import closing_piece, goes_on, is_by_article
from meetings.report_parser.names.known import Known, known_names, without_missing_comma
from meetings.report_parser.names.mentions import NameMention, name_at
from meetings.report_parser.names.persons import begins_with_person, organisation_of_line
from meetings.report_parser.names.pieces import AND, Piece, cut
from meetings.report_parser.names.writing import AROUND, BRACKETS, EDGES
from meetings.report_parser.patterns import any_of
from meetings.report_parser.reading import Reading, Stretch
from organisations.recognition import Directory

LONGEST_LIST = 12_000  # characters

_AND_THE_LAST = re.compile(rf"\s*(?:{AND}\s+)?", re.IGNORECASE)
_END_OF_PART = re.compile(r"[;\n()\[\]]")
_END_OF_LABEL = re.compile(r":|\s-\s")
_ORGANISATIONS = any_of(r"""
    ong, osc, organi[sz]ations?, associations?, institutions?, partenaires, reseaux, ministeres
    entreprises, universit\w+, syndicats, medias?, presse, a savoir
    ngos?, csos?, partners, networks, ministries, unions, press, namely
    organizacoes, associacoes, instituicoes, parceiros, redes, imprensa, nomeadamente
""")
_LABELS_NAMES = re.compile(rf"\b{_ORGANISATIONS}\W*(?:\w+\W*)?$")
_NAMELY = re.compile(
    r"[^,:;()]{3,70}?,?\s+"
    r"(?:notamment|à savoir|telles? que|comme|in particular|namely|such as|including|nomeadamente"
    r"|como)\s*:?\s+(?=[A-ZÀ-Ý])"
)
_IS_LIST = re.compile(r",\s+(?:(?:et|e)\s+(?!d[aeiou])|(?:l'|(?:le|la|the|o|a)\s)[A-ZÀ-Ý]{3})")
"""Within a part of a list: it names several, as the article before one shows or its last "et"."""
_AND_WITHIN = re.compile(r"\s(?:et|and|e|&)\s")


@dataclass(frozen=True)
class _Part(Stretch):
    """What stands between two semicolons or on one line of a list.

    `is_list` where a label says that it is one itself, as the country does that heads it.
    """

    is_list: bool = False
    of_person: bool = False  # whose organisation a label names
    country: CountryMention | None = None


def names_in(
    reading: Reading,
    stretch: Stretch,
    directory: Directory,
    *,
    one: bool = False,
    closed: bool = True,
) -> list[NameMention]:
    """The organisations that a list names, in its order.

    With `one`, it is a line for one name; `closed` if an "et" may stand before its last name.
    """
    end = min(stretch.end, stretch.start + LONGEST_LIST)
    parts = list(_parts(reading, Stretch(stretch.start, end)))
    if any(part.of_person for part in parts):
        parts = [labelled for part in parts if (labelled := _of_person(reading, part))]
    closed = closed and not any(is_open_list(reading.of(part)) for part in parts[:-1])
    found: list[NameMention] = []
    of_lists = any(_IS_LIST.search(reading.text, part.start, part.end) for part in parts)
    for part in parts:
        alone = (one or (len(parts) > 2 and not of_lists)) and not part.is_list
        for piece in pieces_of(reading, part, directory, one=alone, closed=closed):
            if mention := name_at(reading, piece, directory, part.country):
                found.append(mention)
    return found


def is_open_list(text: str) -> bool:
    """Whether a list ends without an "et": so do then those beside it."""
    _, comma, last = text.rpartition(",")
    return bool(comma) and not _AND_WITHIN.search(last)


def _parts(reading: Reading, stretch: Stretch) -> Iterator[_Part]:
    """The parts of a list, each without its label."""
    start = stretch.start
    for end in [*_ends(reading.text, stretch), stretch.end]:
        if last := _AND_THE_LAST.match(reading.text, start, end):
            start = last.end()
        part = reading.trimmed(start, end, EDGES)
        start = end + 1
        if part.start < part.end:
            yield _labelled(reading, part) or _Part(part.start, part.end)


def _ends(text: str, stretch: Stretch) -> Iterator[int]:
    """The semicolons and line ends outside brackets."""
    depth = 0
    for found in _END_OF_PART.finditer(text, stretch.start, stretch.end):
        if found[0] in "([":
            depth += 1
        elif found[0] in ")]":
            depth = max(0, depth - 1)
        elif found[0] == "\n" or not depth:
            depth = 0
            yield found.start()


def _labelled(reading: Reading, part: Stretch) -> _Part | None:
    """The part as a list after its label: "Mali : ", "ONG : ", "several groups, such as ".

    Where a person stands behind a colon, what is before it is the person's organisation or role.
    """
    if found := _END_OF_LABEL.search(reading.text, part.start, part.end):
        label = Stretch(part.start, found.start())
        country = _country_alone(reading, label)
        if found[0] == ":" and begins_with_person(reading, Stretch(found.end(), part.end)):
            return _Part(label.start, label.end, of_person=True)
        if country or (found[0] == ":" and _LABELS_NAMES.search(reading.plain_of(label))):
            return _list_from(reading, found.end(), part.end, country)
    if found := _NAMELY.match(reading.text, part.start, part.end):
        return _list_from(reading, found.end(), part.end)
    return None


def _of_person(reading: Reading, part: _Part) -> _Part | None:
    """A part of a list of persons, if it tells their organisation: "CRAD : Ada Mbo"."""
    if part.of_person or part.is_list:
        return part
    label = reading.text.find(":", part.start, part.end)
    return _Part(part.start, label, of_person=True) if label > 0 else None


def _list_from(
    reading: Reading, start: int, end: int, country: CountryMention | None = None
) -> _Part:
    listed = reading.trimmed(start, end, EDGES)
    return _Part(listed.start, listed.end, is_list=True, country=country)


def _country_alone(reading: Reading, label: Stretch) -> CountryMention | None:
    """The country that a label consists of, but for an article or what is in brackets."""
    countries = countries_in(reading, label)
    if len(countries) != 1:
        return None
    [country] = countries
    said = BRACKETS.sub("", reading.of(label)).strip(AROUND)
    return country if len(said) <= country.end - country.start + 6 else None


def pieces_of(
    reading: Reading,
    group: Stretch,
    directory: Directory,
    *,
    one: bool = False,
    closed: bool = True,
) -> list[Stretch]:
    """A list without semicolons, cut where one name ends and the next begins.

    With `one`, it is a line for one name; `closed` if an "et" may stand before the last.
    """
    pieces = cut(reading, group)
    known = known_names(reading, pieces, directory)
    if one and not known:
        return [organisation_of_line(reading, group, pieces)]
    closing = closing_piece(reading, pieces) if closed else None
    return [
        stretch
        for joined in _joined(reading, pieces, known, closing)
        for stretch in without_missing_comma(reading, joined, directory)
    ]


def _joined(
    reading: Reading, pieces: Sequence[Piece], known: Mapping[int, Known], closing: int | None
) -> list[Stretch]:
    """The pieces, those of one name together."""
    by_article = is_by_article(reading, pieces)
    joined: list[Stretch] = []
    may_go_on = False  # whether the last name may
    number = 0
    while number < len(pieces):
        piece = pieces[number]
        if name := known.get(number):
            if name.start > piece.start:
                joined.append(Stretch(piece.start, name.start))
            joined.append(Stretch(name.start, name.end))
            may_go_on, number = False, name.last + 1
            continue
        if may_go_on and goes_on(
            reading, joined[-1], piece, by_article=by_article, closes=number == closing
        ):
            joined[-1] = Stretch(joined[-1].start, piece.end)
        else:
            joined.append(Stretch(piece.start, piece.end))
        may_go_on = True
        number += 1
    return joined
