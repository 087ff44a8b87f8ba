"""The countries that a report lists: below a heading, or beside names of organisations."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from meetings.report_parser.countries import CountryMention, countries_in
from meetings.report_parser.layout import Layout
from meetings.report_parser.origin_cues import NUMBERS, OPENS_LIST, PEOPLE, THINGS
from meetings.report_parser.patterns import any_of, words
from meetings.report_parser.reading import Reading, Stretch
from meetings.report_parser.vocabulary import (
    ABSENT,
    ATTENDED,
    BEFORE,
    EVENT_GATHERS,
    NEXT,
    REPRESENTED,
)

LONGEST_HEADING = 160
LEAST_NAMED = 0.6  # of the letters of a line that consists of countries
LEAST_BESIDE_NAMES = 2
_FAR = 240  # characters before the first country of a list

# "Il s'agit du Mali et du Togo", behind a sentence that only counts them.
_COUNTED = re.compile(rf"\b(?:\d+|{NUMBERS}) (?:\w+ ){{0,2}}?(?:pays|countries|nations|paises)\b")
_THESE_ARE = re.compile(
    any_of(r"""
        il s'agit(?: notamment)? (?:de|du|des), ce (?:sont|furent), a savoir
        they (?:are|were), these (?:are|were), namely
        trata(?:m|va|vam)?-se (?:de|do|da), sao eles, foram eles, a saber
    """)
    + r"\b[\s:,]*(?:la |le |l'|les |the |o |a )?"
)
_NOT = words("non, pas, absents?, not, never, nao, ausentes")
# "ABC (Mali), DEF (Togo)", "ABC au Mali ; DEF au Togo".
_NAME = r"[A-ZÀ-Ý][\w/&.'-]*\s"
_BESIDE_NAME = re.compile(rf"{_NAME}(?:(?P<bracket>\()|(?:au|aux|en|in|no|na|em)\s(?:the\s)?)$")
_IN_TOWN = re.compile(rf"\b(?:à|in|at|em|near)\s(?:{_NAME}){{1,3}}\($")
_LONGEST_NAME = 60
_ENDS_ENTRY = re.compile(r"\s?[;,.]|\Z")
_OPENS_NAMES = re.compile(
    rf"\b{PEOPLE}\b[^.;:()]{{0,80}}(?:[(:]|\b{OPENS_LIST}\b)(?P<names>[^.;:()]{{1,100}})\(?$"
)
_NO_PEOPLE = words(rf"{THINGS}, projets?, mines?, sites?, projects?, projetos?, minas?")

# Words of which two, in this order, head a list of countries.
_COUNTRIES = words("pays, countries, paises")
_TAKING_PART = words(r"represent\w*, particip\w*, present\w*")
_TOOK_PART = words("pris part, participe, took part, attended, participaram")
_TAKING_PART_IN_ENGLISH = words("represented, participating")
_COUNTRIES_IN_ENGLISH = words("countries")


def counted_before(reading: Reading, sentences: Sequence[Stretch]) -> Iterator[CountryMention]:
    """The countries that a sentence names of which the one before says how many came."""
    for before, sentence in pairwise(sentences):
        opening = _THESE_ARE.match(reading.plain, sentence.start, sentence.end)
        if opening and _counts_those_who_came(reading.plain_of(before)):
            mentions = countries_in(reading, sentence)
            if mentions and mentions[0].start == opening.end():
                yield from mentions


def _counts_those_who_came(plain: str) -> bool:
    if any(words.search(plain) for words in (ABSENT, NEXT, BEFORE, _NOT)):
        return False
    came = any(words.search(plain) for words in (ATTENDED, REPRESENTED, EVENT_GATHERS))
    return came and _COUNTED.search(plain) is not None


def beside_names(
    reading: Reading, sentence: Stretch, mentions: Sequence[CountryMention]
) -> Iterator[CountryMention]:
    """The countries beside the names of a list of who came: "ABC (Mali), DEF (Togo)"."""
    beside = [mention for mention in mentions if _is_beside_name(reading, sentence, mention)]
    if len(beside) < LEAST_BESIDE_NAMES:
        return
    first = beside[0].start
    before = reading.plain[max(sentence.start, first - _FAR) : first]
    opening = _OPENS_NAMES.search(before)
    if opening and not _NO_PEOPLE.search(opening[0]):
        yield from beside


def _is_beside_name(reading: Reading, sentence: Stretch, mention: CountryMention) -> bool:
    before = reading.text[max(sentence.start, mention.start - _LONGEST_NAME) : mention.start]
    name = _BESIDE_NAME.search(before)
    if name is None or _IN_TOWN.search(before):
        return False
    if name["bracket"]:
        return reading.text.startswith(")", mention.end)
    return _ENDS_ENTRY.match(reading.text, mention.end, sentence.end) is not None


def below_headings(reading: Reading, layout: Layout) -> Iterator[CountryMention]:
    """The countries that lines below a heading such as "Pays représentés" consist of."""
    for number, line in enumerate(layout.lines[:-1]):
        plain = reading.plain_of(line)
        if len(plain) > LONGEST_HEADING or not heads_list(plain) or countries_in(reading, line):
            continue
        for below in range(number + 1, len(layout.lines)):
            mentions = countries_in(reading, layout.lines[below])
            if not mentions or not _consists_of(reading, layout.lines[below], mentions):
                break
            yield from mentions


def _consists_of(reading: Reading, line: Stretch, mentions: Sequence[CountryMention]) -> bool:
    named = sum(mention.end - mention.start for mention in mentions)
    letters = sum(map(str.isalpha, reading.of(line)))
    return named >= LEAST_NAMED * letters


def heads_list(plain: str) -> bool:
    """Whether a line or sentence promises a list of countries: "Pays représentés"."""
    if _NOT.search(plain):
        return False
    return (
        _in_order(plain, _COUNTRIES, _TAKING_PART)
        or _in_order(plain, _TAKING_PART_IN_ENGLISH, _COUNTRIES_IN_ENGLISH)
        or any(_in_order(part, _TOOK_PART, _COUNTRIES) for part in plain.split(":"))
    )


def _in_order(plain: str, first: re.Pattern[str], other: re.Pattern[str]) -> bool:
    """Whether both are found, the other somewhere after the first."""
    found = first.search(plain)
    return found is not None and other.search(plain, found.end()) is not None
