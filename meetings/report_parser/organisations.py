"""Which organisations took part: those of explicit lists, and those that the directory knows.

A list stands below a heading or behind a colon whose words say that those who came follow. It is
taken apart as a pasted list is, by `organisations.recognition`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from meetings.report_parser.countries import countries_in
from meetings.report_parser.layout import Layout
from meetings.report_parser.reading import Line, ReportText, TextRange
from meetings.report_parser.source import BlockKind, Span
from meetings.report_parser.vocabulary import COMMON, says_meeting_held
from meetings.report_parser.words import Words, finds_any
from organisations.recognition import Directory, name_and_acronym, plain, recognise

WORDS = Words("organisations")

LONGEST_HEADING, LONGEST_NAME = 90, 130  # characters
MOST_LINES = 400  # of one list
MOST_WORDS = 16  # of a name
LONGEST_LABEL = 240  # characters before a colon that say what follows
LEAST_LIKE = 0.8  # of the letters of a name in the directory, which may be misspelt
LEAST_NAMES_IN_SENTENCE = 3  # names in a row, where a sentence tells who came
TOLD = "said to have come"

_ITEM = BlockKind.ITEM
_WORD = re.compile(r"\w[\w'&-]*(?:\.\w+)*")
_COLON = re.compile(r"\s?:\s+|\s?:$")
_AFTER_COUNTRY = re.compile(r"\s?:\s+|\s[-–|]\s")
_SEMICOLON = re.compile(r"\s*;\s*")
_WITH_AND = re.compile(r"^[\w'-]+ (?:et|and|e) ")
_AND = re.compile(r"\W*\b(?:et|and|e|&)\b\W*(?:l'|(?:les?|la|the|os?|as?) )?")
# All of an entry: a person's surname may stand in capitals as well.
_ACRONYM = re.compile(r"[A-Z][\w&-]{0,12}[A-Z]\w*")


@dataclass(frozen=True)
class OrganisationMention(TextRange):
    """An organisation where it is named; `key` is that of the directory's record."""

    name: str
    acronym: str
    key: str | None
    rule: str
    is_sure: bool


def organisations_in(
    reading: ReportText, layout: Layout, sentences: list[TextRange], directory: Directory
) -> list[OrganisationMention]:
    """The organisations that took part, each where it is first listed, or else told."""
    listed = [
        mention
        for one in _lists(reading, layout, sentences)
        for mention in _names_of_list(reading, one, directory)
    ]
    told = [name for one in sentences for name in _known_in(reading, one, directory)]
    first: dict[str, OrganisationMention] = {}
    for mention in (*listed, *told):
        first.setdefault(mention.key or plain(mention.name), mention)
    return sorted(first.values(), key=lambda mention: mention.start)


# --- lists ---


@dataclass(frozen=True)
class _List:
    """The parts of a list, and whether each is one name; whether words say it is of organisations.

    What only a sentence tells, without a colon or a heading, is never sure.
    """

    parts: list[TextRange]
    is_one_each: bool
    is_of_organisations: bool
    is_explicit: bool = True


def _lists(reading: ReportText, layout: Layout, sentences: list[TextRange]) -> Iterator[_List]:
    """The lists of those who came: below headings, behind colons, and told in sentences."""
    for number, line in enumerate(layout.lines[: layout.text_until]):
        said = reading.plain_of(layout.bare(line))
        if (
            line != layout.title
            and len(said) <= LONGEST_HEADING
            and WORDS.above_list.fullmatch(said)
            and not COMMON.absent.search(said)
        ):
            first = number + 1
            while first < layout.text_until and _leads_over(reading, layout.lines[first]):
                first += 1
            yield _list_from(reading, layout, first, said)
    for before, sentence in zip([None, *sentences], sentences, strict=False):
        if before is None or not _continues_earlier_meeting(reading, before, sentence):
            yield from _lists_in(reading, layout, sentence)


def _continues_earlier_meeting(reading: ReportText, before: TextRange, sentence: TextRange) -> bool:
    """Whether the sentence before it, on the same line, is about an earlier meeting."""
    is_same_line = reading.line_at(before.start) == reading.line_at(sentence.start)
    return is_same_line and COMMON.before.search(reading.plain_of(before)) is not None


def _lists_in(reading: ReportText, layout: Layout, sentence: TextRange) -> Iterator[_List]:
    """The list that a sentence opens by a colon, or tells."""
    for colon in _COLON.finditer(reading.plain, sentence.start, sentence.end):
        start = max(sentence.start, colon.start() - LONGEST_LABEL)
        label = reading.plain[start : colon.start()]
        if not WORDS.leads_to_list.search(label):
            continue
        if finds_any(label, COMMON.absent, COMMON.next, COMMON.future, WORDS.of_others):
            return
        if not reading.plain[colon.end() : sentence.end].strip(" ."):
            yield _list_from(reading, layout, reading.line_at(colon.start()) + 1, label)
        else:
            rest = [_without_support(reading, TextRange(colon.end(), sentence.end))]
            yield _List(rest, False, WORDS.tells_organisations.search(label) is not None)
        return
    told = WORDS.tells_names.search(reading.plain, sentence.start, sentence.end)
    if told and not COMMON.absent.search(reading.plain_of(sentence)):
        rest = [_without_support(reading, TextRange(told.end(), sentence.end))]
        yield _List(rest, False, is_of_organisations=False, is_explicit=False)


def _list_from(reading: ReportText, layout: Layout, first: int, label: str) -> _List:
    """The list that begins with a line: of lines, or in a sentence."""
    lines = layout.lines[first : min(layout.text_until, first + MOST_LINES)]
    parts: list[TextRange] = []
    for line in lines:
        if parts and (line.kind != lines[0].kind or (line.after_gap and line.kind != _ITEM)):
            break
        if layout.is_heading(line) or _is_sentence(reading, line):
            break
        parts.append(line)
        if len(reading.sentences_of(line)) > 1:
            parts[-1] = reading.sentences_of(line)[0]
            break
    is_one_each = bool(parts) and (lines[0].kind == _ITEM or len(parts) > 1)
    return _List(parts, is_one_each, WORDS.tells_organisations.search(label) is not None)


def _leads_over(reading: ReportText, line: Line) -> bool:
    return reading.of(line).endswith(":") and line.kind != _ITEM


def _is_sentence(reading: ReportText, line: Line) -> bool:
    """Whether a line says something rather than listing names."""
    first = (*reading.sentences_of(line), line)[0]
    said = reading.plain_of(first)
    if finds_any(said, COMMON.absent, COMMON.attended, COMMON.future) or says_meeting_held(said):
        return True
    return said.endswith(".") and "," not in said and len(said.split()) > MOST_WORDS


def _without_support(reading: ReportText, stretch: TextRange) -> TextRange:
    """The stretch up to where it turns to those who paid or helped."""
    found = WORDS.support.search(reading.plain, stretch.start, stretch.end)
    return TextRange(stretch.start, found.start() if found else stretch.end)


def _names_of_list(
    reading: ReportText, listed: _List, directory: Directory
) -> list[OrganisationMention]:
    """The names of a list; of one that may be of persons, only what is like an organisation."""
    names = [
        mention
        for part in listed.parts
        for mention in _names_of_part(reading, listed, part, directory)
    ]
    like = [one for one in names if one.key or _looks_like_organisation(reading, one)]
    if not listed.is_explicit:
        is_list = len(names) >= LEAST_NAMES_IN_SENTENCE and 2 * len(like) >= len(names)
        return [replace(name, rule=TOLD, is_sure=False) for name in names] if is_list else []
    return names if listed.is_of_organisations or 2 * len(like) >= len(names) else like


def _names_of_part(
    reading: ReportText, listed: _List, part: TextRange, directory: Directory
) -> Iterator[OrganisationMention]:
    """The names in a line or sentence of a list."""
    entries = [_bare(reading, entry) for entry in _entries(reading, listed, part, directory)]
    joined = [_may_go_on(reading, one, other) for one, other in pairwise(entries)]
    for entry, after_name, goes_on in zip(
        entries, [False, *joined], [*joined, False], strict=False
    ):
        if mention := _mention(reading, entry, directory):
            is_whole = mention.key or not (after_name or goes_on)
            yield mention if is_whole else replace(mention, is_sure=False)


def _entries(
    reading: ReportText, listed: _List, part: TextRange, directory: Directory
) -> list[TextRange]:
    """What stands between the separators of a list: semicolons, articles, or as a pasted one."""
    bare = _bare(reading, part)
    by_country = ":" in reading.text[part.start : bare.start] and "," in reading.of(bare)
    if listed.is_one_each and not (by_country or ";" in reading.of(bare)):
        return [bare]
    for between, separator in ((_SEMICOLON, ";"), (WORDS.between_articles, ",")):
        marks = list(between.finditer(reading.text, bare.start, part.end))
        with_separator = sum(separator in mark[0] for mark in marks)
        if len(marks) > 1 and 2 * with_separator > reading.of(bare).count(separator):
            if _COLON.search(reading.plain, marks[0].start(), part.end):
                continue
            starts = [bare.start, *(mark.end() for mark in marks)]
            ends = [*(mark.start() for mark in marks), part.end]
            return [TextRange(start, end) for start, end in zip(starts, ends, strict=True)]
    found = recognise(reading.of(part), directory)
    return [TextRange(part.start + one.start, part.start + one.end) for one in found]


def _may_go_on(reading: ReportText, one: TextRange, other: TextRange) -> bool:
    """Whether a name may go on with the next entry: "Forêts, Terres et Communautés"."""
    said = reading.plain_of(other)
    if WORDS.organisation.match(said) or ";" in reading.text[one.end : other.start]:
        return False
    is_joined = _AND.fullmatch(reading.plain, one.end, other.start)
    return bool(is_joined or _WITH_AND.search(said))


def _mention(
    reading: ReportText, stretch: TextRange, directory: Directory
) -> OrganisationMention | None:
    """The organisation that an entry of a list names, if it may name one."""
    if WORDS.marked_absent.match(reading.plain, stretch.end):
        return None
    written = reading.as_written(stretch)
    finding = directory.find(written)
    found = finding.match
    if found is None and not _may_name(reading, stretch):
        return None
    is_like_one = _looks_like_organisation(reading, stretch) or any(
        match.score >= LEAST_LIKE for match in finding.near
    )
    is_sure = found is not None or (is_like_one and not _may_be_person(written))
    name, acronym = name_and_acronym(written)
    rule = "known organisation" if found else "in a list"
    key = found.key if found else None
    return OrganisationMention(stretch.start, stretch.end, name, acronym, key, rule, is_sure)


def _bare(reading: ReportText, stretch: TextRange) -> TextRange:
    """An entry without its country, article or person before it, or a person behind it."""
    if behind := WORDS.until_person.search(reading.plain, stretch.start, stretch.end):
        stretch = TextRange(stretch.start, behind.start())
    if code := WORDS.country_code.match(reading.text, stretch.start, stretch.end):
        stretch = TextRange(code.end(), stretch.end)
    for country in countries_in(reading, stretch)[:1]:
        after = _AFTER_COUNTRY.match(reading.plain, country.end, stretch.end)
        if country.start == stretch.start and after:
            stretch = TextRange(after.end(), stretch.end)
    stretch = _without_person(reading, stretch)
    if article := WORDS.article.match(reading.text, stretch.start, stretch.end):
        stretch = TextRange(article.end(), stretch.end)
    return reading.trimmed(stretch.start, stretch.end, " \n,.;:*-\"'")


def _without_person(reading: ReportText, stretch: TextRange) -> TextRange:
    """The organisation that somebody came for, before or behind their name: "Awa Sy, CENADEP"."""
    if _explains_acronym(reading.of(stretch)):
        return stretch
    cells = reading.cells_of(stretch)
    if len(cells) > 1:
        stretch = next(
            (cell for cell in cells if _looks_like_organisation(reading, cell)), cells[0]
        )
    marks = list(WORDS.beside_person.finditer(reading.text, stretch.start, stretch.end))
    starts = [stretch.start, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), stretch.end]
    parts = [reading.trimmed(start, end, " \n)") for start, end in zip(starts, ends, strict=True)]
    others = [part for part in parts if not _is_person(reading, part)]
    if len(others) == len(parts):
        return stretch
    return next((part for part in others if _looks_like_organisation(reading, part)), stretch)


def _is_person(reading: ReportText, part: TextRange) -> bool:
    """Whether it is written as a person's name or office is, and not as an organisation's."""
    text = reading.of(part)
    if _looks_like_organisation(reading, part) or countries_in(reading, part):
        return False
    is_person = WORDS.person.fullmatch(text) or WORDS.titled_person.match(text)
    return bool(is_person or WORDS.no_name.search(reading.plain_of(part)) or "+" in text)


def _looks_like_organisation(reading: ReportText, stretch: TextRange) -> bool:
    """Whether words of which names are made begin or end it, or it is or explains an acronym."""
    text, said = reading.of(stretch), reading.plain_of(stretch)
    if WORDS.titled_person.match(text) or WORDS.person_of.match(text):
        return False
    has_word = " " in text and WORDS.organisation_at_edge.search(said)
    # Minutes shorten persons alike: "Awa Marie Sy (AMS)".
    is_person = WORDS.person.fullmatch(name_and_acronym(text)[0])
    explains = _explains_acronym(text) and not is_person
    return bool(has_word or _ACRONYM.fullmatch(text) or explains)


def _may_be_person(text: str) -> bool:
    """Whether it may name a person, alone or beside the organisation they came for."""
    is_beside = WORDS.beside_person.search(text) and not _explains_acronym(text)
    return bool(is_beside or WORDS.may_be_person.fullmatch(text))


def _explains_acronym(text: str) -> bool:
    """Whether the letters of the acronym behind a name are its own: "Peace Service (PS)".

    They are so in the order of the name, or as its initials in any order, as of persons whose
    surname is written first: "SARR Awa (AS)".
    """
    name, acronym = map(plain, name_and_acronym(text))
    letters = iter(name)
    initials = {word[0] for word in name.split()}
    in_order = all(letter in letters for letter in acronym)
    return bool(acronym) and (in_order or initials >= set(acronym))


def _may_name(reading: ReportText, stretch: TextRange) -> bool:
    """Whether an entry is written as a name is: not a country, a sentence or a person."""
    text, said = reading.of(stretch), reading.plain_of(stretch)
    if not text[:1].isupper() or len(text) > LONGEST_NAME or len(said.split()) > MOST_WORDS:
        return False
    countries = sum(country.end - country.start for country in countries_in(reading, stretch))
    if 2 * countries > len(text) or WORDS.no_name.search(said):
        return False
    return not WORDS.titled_person.match(text) and not WORDS.no_entry.search(text)


# --- known names in sentences ---


def names_in(reading: ReportText, directory: Directory) -> Iterator[Span]:
    """Where the text names organisations of the directory, or persons with their titles."""
    for line in reading.lines:
        for stretch, _key in _directory_names_in(reading, line, directory):
            yield reading.span(stretch.start, stretch.end)
        for person in WORDS.named_person.finditer(reading.text, line.start, line.end):
            yield reading.span(*person.span())


def _known_in(
    reading: ReportText, sentence: TextRange, directory: Directory
) -> Iterator[OrganisationMention]:
    """The directory's organisations that a sentence names which says who came, or met."""
    said = reading.plain_of(sentence)
    if COMMON.absent.search(said) or not (COMMON.attended.search(said) or says_meeting_held(said)):
        return
    for stretch, key in _directory_names_in(
        reading, _without_support(reading, sentence), directory
    ):
        name, rule = reading.as_written(stretch), "known organisation"
        yield OrganisationMention(stretch.start, stretch.end, name, "", key, rule, False)


def _directory_names_in(
    reading: ReportText, part: TextRange, directory: Directory
) -> Iterator[tuple[TextRange, str]]:
    """Where a part spells a name of the directory, the longest at each place, and its key."""
    words = list(_WORD.finditer(reading.text, part.start, part.end))
    most_words = _most_words(directory)
    place = 0
    while place < len(words):
        word = words[place]
        place += 1
        most = word[0][0].isupper() and most_words.get(plain(word[0]).partition(" ")[0])
        if not most:
            continue
        for last in reversed(range(place, min(place + most, len(words) + 1))):
            stretch = TextRange(word.start(), words[last - 1].end())
            keys = directory.spellings.get(plain(reading.of(stretch)), {})
            if len(keys) == 1:
                yield stretch, next(iter(keys))
                place = last
                break


@lru_cache(4)
def _most_words(directory: Directory) -> dict[str, int]:
    """How many words the longest name has that begins with a word."""
    most: dict[str, int] = {}
    for spelling in directory.spellings:
        first = spelling.partition(" ")[0]
        most[first] = max(most.get(first, 0), spelling.count(" ") + 1)
    return most
