"""Names that stand in a row in a sentence: "we heard The Sentry, ZELA and RAID"."""

import re
from collections.abc import Iterator

from meetings.report_parser.countries import countries_in
from meetings.report_parser.names import HEAD, NameMention, name_at, pieces_of
from meetings.report_parser.names.writing import CAPITAL, capitals_within
from meetings.report_parser.reading import Reading, Stretch
from organisations.recognition import Directory

_LONGEST_WORD = 40  # characters
_NAME_OF_SEVERAL_WORDS = re.compile(rf"{HEAD}\b.* ")

_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Janeiro|Fevereiro|Março|Abril|Maio|Junho|Julho|Agosto|Setembro|Outubro|Novembro|Dezembro"
)
_IN_CHAIN = re.compile(rf"(?<=[\s'])(?!(?:{_MONTH})\b)[A-ZÀ-Ý][\w'-]* $")
"""Before a word that a capitalised name goes on with."""

_REMARK = re.compile(r"\s*(?:\[[^\[\]]*\]|\([^()]*\))\W*$")
_IN_OPEN_LIST = re.compile(r"\([^()]*,[^()]*$")  # a bracket that is never closed
_OWN = re.compile(
    r"(?:(?:les?|a|o|as|os|de|da|do) )?(?:son|sa|ses|leurs?|its|their|his|her|seus?|suas?)\b"
)
"""What belongs to the name before it: "and its members"."""

type Row = list[NameMention]


def rows_in(reading: Reading, part: Stretch, directory: Directory) -> Iterator[Row]:
    """The names that follow one another with nothing but commas and conjunctions between."""
    row: Row = []
    for piece in pieces_of(reading, part, directory):
        if _OWN.match(reading.plain, piece.start, piece.end):
            continue
        name = name_at(reading, piece, directory)
        if name and _is_word_of_sentence(reading, name, piece, part):
            name = None
        if name is None:
            if row:
                yield row
            row = []
            name = name_after_words(reading, piece, directory)
        if name is None:
            continue
        row.append(name)
        end = piece.end
        if remark := _REMARK.search(reading.text, name.end, piece.end):
            end = remark.start()
        if name.until < reading.trimmed(piece.start, end, ' .,)"').end:
            yield row
            row = []
    if row:
        yield row


def _is_word_of_sentence(
    reading: Reading, name: NameMention, piece: Stretch, part: Stretch
) -> bool:
    """Whether only the capital that a sentence begins with makes it look like a name."""
    if not piece.start == part.start == reading.sentence_at(part.start).start:
        return False
    written = reading.of(name)
    if name.organisation.key or written.isupper() or len(CAPITAL.findall(written)) > 1:
        return False
    return not _NAME_OF_SEVERAL_WORDS.match(reading.plain_of(name))


def name_after_words(reading: Reading, piece: Stretch, directory: Directory) -> NameMention | None:
    """A name at the end of a piece that begins with other words: "we heard The Sentry"."""
    within_countries = {
        place
        for country in countries_in(reading, piece)
        for place in range(country.start + 1, country.end)
    }
    brackets = reading.of(piece).find("[") if "[" in reading.of(piece) else piece.end - piece.start
    for place in capitals_within(reading.of(piece)):
        if place > brackets or _IN_OPEN_LIST.search(reading.text, piece.start, piece.start + place):
            return None
        start = piece.start + place
        before = reading.plain[max(piece.start, start - _LONGEST_WORD) : start].split()
        follows_word = bool(before) and before[-1].rstrip("'").isalpha()
        if (
            follows_word
            and reading.text[start - 2].isalpha()
            and _IN_CHAIN.search(reading.text, max(piece.start, start - _LONGEST_WORD), start)
        ):
            continue
        if not follows_word or start in within_countries:
            continue
        if name := name_at(reading, Stretch(start, piece.end), directory):
            return name
    return None
