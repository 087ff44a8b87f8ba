"""The names in sentences that say who came, without a colon or a heading."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from meetings.report_parser.countries import countries_in
from meetings.report_parser.names import NameMention, name_at, names_in
from meetings.report_parser.names.persons import may_be_person
from meetings.report_parser.reading import Reading, Stretch
from meetings.report_parser.taking_part.cues import (
    COUNTRIES,
    IN_BRACKETS,
    LEADS_TO_NAMES,
    MEMBERS_OF,
    OF_NO_PARTICIPANT,
    SEPARATOR,
    SUCH_AS,
    SURELY_ORGANISATIONS,
    WITH_PEOPLE,
)
from meetings.report_parser.taking_part.lists import without_support
from meetings.report_parser.taking_part.rows import Row, rows_in
from meetings.report_parser.vocabulary import ATTENDED, EVENT_NOUN, FUTURE, SPOKE, tells_held
from organisations.recognition import Directory

_END_OF_PART = re.compile(r"[;:]\s+(?:(?:and|et|e)\s+)?")
_BRACKET = re.compile(r"\s*\((?P<inside>[^()]{2,80})\)")
_IN_NAME = re.compile(r"\b[A-ZÀ-Ý][\w'-]* [A-Z][a-z]$")
_NOTHING_BUT_ARTICLE = re.compile(
    r"[\s:,]*(?:by |par |pel[oa]s? )?(?:l'|(?:les?|la|the|os?|as?) )?"
)
_FROM = re.compile(r"(?:\w+ )?(?:ven|vie|vin|came|coming|from)")  # a place, and no organisation
_OF_NEXT = re.compile(r", (?:d[aou]s?|des|de la|of|from) (?:the )?(?=[A-ZÀ-Ý])")
_ENDS_IN_OF = re.compile(r"\b(?:d[aeou]s?|des|de la|of|from) $|'$")
_LONGEST_OF = 8  # characters
_MOST_LEADS = 4  # "members and representatives of organisations such as"
_LONGEST_APPOSITION = 2  # names
_LONG_ROW = 4  # names that need no words of presence beside them
_MOST_BETWEEN = 2  # words, as articles and "NGO" are
_MOST_BETWEEN_NAME = 4  # for what is surely a name
_NEAR_BEFORE, _NEAR_AFTER = 90, 60  # characters


def _tells_presence(said: str) -> bool:
    return any(cue.search(said) for cue in (ATTENDED, SPOKE, WITH_PEOPLE))


def says_who_came(said: str) -> bool:
    """Whether a sentence speaks of people who came, and not of a day to come."""
    if ATTENDED.search(said):
        return True
    if FUTURE.search(said):
        return False
    if SPOKE.search(said) or WITH_PEOPLE.search(said):
        return True
    return bool(tells_held(said) and EVENT_NOUN.search(said))


def names_told(reading: Reading, sentence: Stretch, directory: Directory) -> Iterator[NameMention]:
    """The names that a sentence lists somewhere: several in a row, or after words that say so."""
    parts = _parts(reading, Stretch(sentence.start, without_support(reading, sentence).end))
    if len(parts) > 2:
        yield from _names_of_parts(reading, parts, directory)
    elif of_countries := _names_of_countries(reading, sentence, directory):
        yield from of_countries
    else:
        for part in parts:
            yield from _names_in_brackets(reading, part, directory)
        for part in parts:
            yield from _names_in_rows(reading, part, directory)


def _parts(reading: Reading, stretch: Stretch) -> list[Stretch]:
    """The stretch cut at semicolons and colons."""
    ends = list(_END_OF_PART.finditer(reading.text, stretch.start, stretch.end))
    starts = [stretch.start, *(end.end() for end in ends)]
    until = [*(end.start() for end in ends), stretch.end]
    return [Stretch(start, end) for start, end in zip(starts, until, strict=True)]


def _names_of_parts(
    reading: Reading, parts: Sequence[Stretch], directory: Directory
) -> list[NameMention]:
    """The names of a list with semicolons, if it is one: nearly each part then has a name."""
    names = [
        name
        for part in parts
        for row in rows_in(reading, part, directory)
        if not _is_of_others(reading, part, row)
        for name in _without_persons(reading, _without_umbrella(reading, part, row))
    ]
    sure = sum(name.is_sure for name in names)
    return names if len(names) >= max(3, len(parts) - 1) and 2 * sure >= len(names) else []


def _names_of_countries(
    reading: Reading, sentence: Stretch, directory: Directory
) -> list[NameMention]:
    """The organisations in brackets after their countries: "du Cameroun (RELUFA), du Togo (…)"."""
    found: list[NameMention] = []
    for country in countries_in(reading, sentence):
        bracket = _BRACKET.match(reading.text, country.end, sentence.end)
        if bracket and country.code:
            inside = Stretch(*bracket.span("inside"))
            if name := name_at(reading, inside, directory, country):
                found.append(name)
    return found if len(found) > 1 else []


def _names_in_brackets(
    reading: Reading, part: Stretch, directory: Directory
) -> Iterator[NameMention]:
    """The names listed behind a word for organisations: "trois ONG (A, B et C)"."""
    for found in IN_BRACKETS.finditer(reading.plain, part.start, part.end):
        before = reading.text[max(part.start, found.start() - _NEAR_BEFORE) : found.start() + 2]
        is_label = not (COUNTRIES.search(found["label"]) or _IN_NAME.search(before))
        if is_label and SEPARATOR.search(found["inside"]):
            yield from names_in(reading, Stretch(*found.span("inside")), directory)


def _names_in_rows(reading: Reading, part: Stretch, directory: Directory) -> Iterator[NameMention]:
    """The names of those rows in a part of a sentence of which it says that they came."""
    leading = _leading(reading, part)
    tells_presence = _tells_presence(reading.plain_of(part))
    if not (leading or tells_presence or _may_hold_long_row(reading, part)):
        return
    said = reading.plain_of(leading) if leading else ""
    of_organisations = bool(SURELY_ORGANISATIONS.search(said))
    only_mentions = of_organisations and not tells_presence
    begins = leading.end if leading and " " in said.strip() else part.start
    before = rows_in(reading, Stretch(part.start, begins), directory)
    for row in chain(before, rows_in(reading, Stretch(begins, part.end), directory)):
        if _is_of_others(reading, part, row):
            continue
        is_led = leading is not None and leading.end <= row[0].start and not only_mentions
        surely_led = (is_led and of_organisations) or (
            _is_right_after(reading, part, row)
            and not all(_may_be_person(reading, name) for name in row)
        )
        is_near = _is_near_presence(reading, part, row)
        if is_led and leading and _is_apart(reading, leading, row):
            continue
        if _came(row, is_led=is_led, surely_led=surely_led, is_near=is_near):
            yield from _without_persons(reading, _without_umbrella(reading, part, row))


def _may_hold_long_row(reading: Reading, part: Stretch) -> bool:
    """Whether there are separators enough for a row that needs no words of presence."""
    separators = islice(SEPARATOR.finditer(reading.plain, part.start, part.end), _LONG_ROW - 1)
    return len(list(separators)) == _LONG_ROW - 1


def _is_of_others(reading: Reading, part: Stretch, row: Row) -> bool:
    """Whether names say where, or what was founded."""
    start = max(part.start, row[0].start - _NEAR_BEFORE)
    return OF_NO_PARTICIPANT.search(reading.plain, start, row[0].start) is not None


def _without_umbrella(reading: Reading, part: Stretch, row: Row) -> Row:
    """A row without what its others are members of: "membres de la PWYP, notamment ZELA"."""
    start = max(part.start, row[0].start - _NEAR_BEFORE)
    is_umbrella = MEMBERS_OF.search(reading.plain, start, row[0].start)
    return row[1:] if is_umbrella and SUCH_AS.match(reading.plain, row[0].end, part.end) else row


def _is_apart(reading: Reading, leading: Stretch, row: Row) -> bool:
    """Whether a row is one name, and other words stand before it: "delegates spoke of XYZ"."""
    between = reading.plain[leading.end : row[0].start].split()
    most = _MOST_BETWEEN if _is_unknown_acronym(row[0]) else _MOST_BETWEEN_NAME
    return len(row) == 1 and row[0].organisation.key is None and len(between) > most


def _leading(reading: Reading, part: Stretch) -> Stretch | None:
    """The words that lead to names, all that follow one another before the first name."""
    leading: Stretch | None = None
    for found in islice(LEADS_TO_NAMES.finditer(reading.plain, part.start, part.end), _MOST_LEADS):
        if leading is None:
            leading = Stretch(*found.span())
        elif reading.text[leading.end : found.start()].islower() or found.start() == leading.end:
            leading = Stretch(leading.start, found.end())
        else:
            break
    return leading


def _without_persons(reading: Reading, row: Row) -> Row:
    """A row without what may be persons: "the director of CRAD, Ada Mbo", "Ada Mbo, of CRAD".

    A long row may be of names alone, unless the organisation of one stands behind it.
    """
    persons = [name for name in row if _may_be_person(reading, name)]
    if len(row) > _LONGEST_APPOSITION and not any(_is_of_next(reading, one) for one in persons):
        return row
    return [name for name in row if name not in persons]


def _may_be_person(reading: Reading, name: NameMention) -> bool:
    return not name.is_sure and may_be_person(reading.of(name), reading.plain_of(name))


def _is_of_next(reading: Reading, name: NameMention) -> bool:
    """Whether a name is told to be of what follows, and is of nothing itself."""
    before = reading.text[max(0, name.start - _LONGEST_OF) : name.start]
    return bool(_OF_NEXT.match(reading.text, name.end)) and not _ENDS_IN_OF.search(before)


def _came(row: Row, *, is_led: bool, surely_led: bool, is_near: bool) -> bool:
    """Whether a row is of names, and of those who came.

    `is_led` if words before it lead to names; `is_near` if words of presence stand beside it.
    """
    if not is_led and all(_is_unknown_acronym(name) for name in row):
        return False
    if not (is_led or is_near or len(row) >= _LONG_ROW):
        return False
    sure = sum(name.is_sure for name in row)
    if (len(row) > 2 and surely_led) or (len(row) > 4 and is_led and 3 * sure >= len(row)):
        return True
    return 2 * sure >= len(row) and sure >= (1 if is_led else 2)


def _is_unknown_acronym(name: NameMention) -> bool:
    return name.organisation.key is None and name.organisation.name.isupper()


def _is_near_presence(reading: Reading, part: Stretch, row: Row) -> bool:
    """Whether words of presence stand right before or after a row of names."""
    before = reading.plain[max(part.start, row[0].start - _NEAR_BEFORE) : row[0].start]
    after = reading.plain[row[-1].end : min(part.end, row[-1].end + _NEAR_AFTER)]
    return any(words.search(text) for words in (ATTENDED, SPOKE) for text in (before, after))


def _is_right_after(reading: Reading, part: Stretch, row: Row) -> bool:
    """Whether words of speaking or coming stand right before a row: "we heard from A and B"."""
    start = max(part.start, row[0].start - _NEAR_BEFORE)
    return any(
        _NOTHING_BUT_ARTICLE.fullmatch(reading.plain, cue.end(), row[0].start)
        for words in (ATTENDED, SPOKE)
        for cue in words.finditer(reading.plain, start, row[0].start)
        if not _FROM.match(cue[0])
    )
