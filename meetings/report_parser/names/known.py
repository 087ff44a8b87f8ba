"""Where a list spells names that are surely whole, commas and conjunctions in them or not.

The directory knows them, or the acronym in brackets behind one has its initials.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from weakref import WeakKeyDictionary

from meetings.report_parser.names.pieces import Piece
from meetings.report_parser.names.writing import BRACKETS, after_article, capitals_within
from meetings.report_parser.reading import Reading, Stretch
from organisations.recognition import Directory, plain
from organisations.recognition.spelling import initials

LONGEST_NAME = 160  # characters
_LONGEST_WORD = 40  # characters
_MOST_JOINED = 6  # pieces of one name
_MOST_STARTS = 8  # capitals of a piece where a name may begin
_ACRONYM = re.compile(r"\((?P<acronym>[A-ZÀ-Ý][\w&-]{2,13})\)")

_CAPITAL_BEFORE = re.compile(r"(?<![\w'-])[A-ZÀ-Ý][\w'-]{1,40} $")

_WORDS_OF: WeakKeyDictionary[Directory, Set[str]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Known(Stretch):
    """A name that is surely whole; `last` is the number of the piece that it ends with."""

    last: int


def is_known(reading: Reading, stretch: Stretch, directory: Directory) -> bool:
    """Whether the directory knows the stretch, with or without its article and brackets."""
    text = reading.of(stretch)
    bare = reading.of(after_article(reading, stretch)) if text[:1].islower() else text
    spellings = map(plain, {text, bare, BRACKETS.sub(" ", bare)})
    return any(spelling in directory.spellings for spelling in spellings if spelling)


def known_names(
    reading: Reading, pieces: Sequence[Piece], directory: Directory
) -> dict[int, Known]:
    """Where pieces together spell such a name, by the number of the first."""
    known: dict[int, Known] = {}
    number = 0
    while number < len(pieces):
        found = _known_from(reading, pieces, number, directory)
        if found := found or _explained_from(reading, pieces, number):
            known[number] = found
            number = found.last
        number += 1
    return known


def _known_from(
    reading: Reading, pieces: Sequence[Piece], number: int, directory: Directory
) -> Known | None:
    """The longest name that begins in a piece, at its start or at a capital within it."""
    piece = pieces[number]
    first_words = _first_words(directory)
    for start in islice(_starts(reading, piece), _MOST_STARTS):
        if not _may_begin(reading, Stretch(start, piece.end), first_words):
            continue
        alone = start == piece.start or _ends_in_plain_word(reading.text[piece.start : start])
        first = number if alone else number + 1
        for last in reversed(range(first, min(number + _MOST_JOINED, len(pieces)))):
            stretch = Known(start, pieces[last].end, last)
            if is_known(reading, stretch, directory):
                return stretch
    return None


def _explained_from(reading: Reading, pieces: Sequence[Piece], number: int) -> Known | None:
    """A name with commas or an "and", whose initials the acronym behind it has."""
    for last in range(number + 1, min(number + _MOST_JOINED, len(pieces))):
        found = _ACRONYM.search(reading.text, pieces[last].start, pieces[last].end)
        if found is None:
            continue
        letters = plain(found["acronym"]).replace(" ", "")
        for start in islice(_starts(reading, pieces[number]), _MOST_STARTS):
            name = reading.text[start : min(found.start(), start + LONGEST_NAME)]
            if initials(plain(name)) == letters:
                # The acronym may leave out a country.
                before = _CAPITAL_BEFORE.search(reading.text, pieces[number].start, start)
                whole = Stretch(before.start() if before else start, found.end())
                bare = after_article(reading, whole)
                return Known(bare.start, bare.end, last)
        return None
    return None


def _may_begin(reading: Reading, stretch: Stretch, first_words: Set[str]) -> bool:
    """Whether a name of the directory may begin where the stretch does, an article apart."""
    places = {stretch.start, after_article(reading, stretch).start}
    return any(_first_word(reading, place) in first_words for place in places)


def _first_word(reading: Reading, place: int) -> str:
    word = reading.text[place : place + _LONGEST_WORD].partition(" ")[0]
    return plain(word).partition(" ")[0]


def _first_words(directory: Directory) -> Set[str]:
    """The words that the names of the directory begin with."""
    try:
        return _WORDS_OF[directory]
    except KeyError:
        words = frozenset(spelling.partition(" ")[0] for spelling in directory.spellings)
        return _WORDS_OF.setdefault(directory, words)


def _starts(reading: Reading, piece: Stretch) -> Iterator[int]:
    yield piece.start
    for place in capitals_within(reading.of(piece)):
        yield piece.start + place


def _ends_in_plain_word(before: str) -> bool:
    """Whether plain words stand before a name in a piece, and no part of a longer name."""
    words = before.split()
    return len(words) > 1 and words[-1].rstrip("'")[:1].islower()


def without_missing_comma(
    reading: Reading, stretch: Stretch, directory: Directory
) -> Iterator[Stretch]:
    """A stretch that a name of the directory and another name fill, as two."""
    text = reading.of(stretch)
    if len(text) <= LONGEST_NAME and "(" not in text and plain(text) not in directory.spellings:
        for space in re.finditer(r"\s+", text):
            left, right = text[: space.start()], text[space.end() :]
            if _are_names(left, right, directory) or _are_names(right, left, directory):
                yield Stretch(stretch.start, stretch.start + space.start())
                yield Stretch(stretch.start + space.end(), stretch.end)
                return
    yield stretch


def _are_names(known: str, other: str, directory: Directory) -> bool:
    """Whether one is a name of the directory, and the other one too or made like one."""
    if plain(known) not in directory.spellings:
        return False
    words = other.split()
    is_long = len(known.split()) >= 3 and len(words) >= 2
    return plain(other) in directory.spellings or (
        is_long and all(word[:1].isupper() for word in words)
    )
