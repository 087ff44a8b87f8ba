"""Taking apart a list as it stands in a report, guided by the directory.

A comma or an "et" may stand between two names or within one. Of all the ways to cut the list, the
one that the directory explains best is taken.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from organisations.recognition.directory import Directory, Match, RecognisedText

MOST_PARTS = 8  # of a name with commas and conjunctions in it

_ITEM_MARK = r"(?:[-–—•*·▪◦‣○●■►➢✓]|\(?\d{1,3}\s?[.)°]|\(?[a-zA-Z][.)](?=\s))"
_BETWEEN_ITEMS = re.compile(
    rf"\s*(?:;|\t|[•▪◦‣●■►➢]|\s\(?\d{{1,2}}[.)](?=\s)|\n\s*{_ITEM_MARK}?)\s*"
)
_FIRST_MARK = re.compile(rf"\s*{_ITEM_MARK}\s*")
_MAYBE_BETWEEN = re.compile(
    r"""(?P<brackets>\([^()\n]*\)|\[[^\[\]\n]*\])
      | (?P<comma> \s*[,،]\s* (?:(?:et|and|e|y|&|ainsi\ que|as\ well\ as)\s+)? )
      | (?P<joined> \s+ (?:et|and|e|y|&|ainsi\ que|as\ well\ as) \s+ )
      | (?P<colon> \s*:\s+ )""",
    re.VERBOSE | re.IGNORECASE,
)
_WITH_ACRONYM = re.compile(r"(?P<name>.{4,}?)\s*\((?P<acronym>[A-Z][\w.-]*[A-Z0-9][\w.-]*)\)")
_AROUND = " \t\r\n\u00a0\u202f,;.:\"'“”„«»‘’‹›*_"

# What cutting here costs, in letters of a recognised name.
_WITHIN_A_NAME = 4.0  # "Recherche et | de Plaidoyer"
_LONE_COUNTRY = 30.0  # "Human Rights Watch, | Cameroon"
_COLON = 1.0
LEAST_ALIKE = 0.7  # an entry that is nearly a name counts for half of its letters


@dataclass(frozen=True)
class RecognisedEntry:
    """An entry of the list: where and as it was typed, and what it names."""

    text: str
    start: int
    end: int
    match: Match | None
    near: tuple[Match, ...] = ()


@dataclass(frozen=True)
class ListPiece:
    """A piece of the list that is never cut, and what its cut from the piece before costs."""

    start: int
    end: int
    cost: float


def recognise(text: str, directory: Directory) -> list[RecognisedEntry]:
    """The entries of a pasted list, in its order, each with what it names in the directory."""
    items = [(start, end) for start, end in _items(text) if not _is_heading(text[start:end])]
    return [
        entry
        for start, end in items
        for entry in _entries(text, _parts(text, start, end, alone=len(items) == 1), directory)
    ]


def _is_heading(line: str) -> bool:
    return line.rstrip().endswith(":")


def name_and_acronym(text: str) -> tuple[str, str]:
    """An entry as the name of a new record, and the acronym that stands in brackets after it."""
    found = _WITH_ACRONYM.fullmatch(text)
    return (found["name"].strip(_AROUND), found["acronym"]) if found else (text, "")


def _items(text: str) -> Iterator[tuple[int, int]]:
    """The spans between line breaks, semicolons and bullets: each holds one entry or more."""
    first = _FIRST_MARK.match(text)
    start = first.end() if first else 0
    for between in _BETWEEN_ITEMS.finditer(text, start):
        yield start, between.start()
        start = between.end()
    yield start, len(text)


def _parts(text: str, start: int, end: int, *, alone: bool) -> Iterator[ListPiece]:
    """The span cut wherever one name may end and the next begin."""
    marks = [mark for mark in _MAYBE_BETWEEN.finditer(text, start, end) if not mark["brackets"]]
    has_commas = any(mark["comma"] for mark in marks)
    cost = 0.0
    for number, mark in enumerate(marks):
        yield ListPiece(start, mark.start(), cost)
        start = mark.end()
        is_last = number == len(marks) - 1
        if (
            text[start : start + 1].islower()
            and text[: mark.start()].lower() != text[: mark.start()]
        ):
            cost = _WITHIN_A_NAME
        elif mark["joined"]:
            ends_list = is_last and (has_commas or alone)
            cost = 0.0 if ends_list else _WITHIN_A_NAME / 2
        else:
            cost = _COLON if mark["colon"] else 0.0
    yield ListPiece(start, end, cost)


def _entries(text: str, parts: Iterable[ListPiece], directory: Directory) -> list[RecognisedEntry]:
    """The cut of the parts into entries that the directory explains best."""
    parts = list(parts)
    # Of the parts so far: the value of the best cut, where its last entry begins, and that entry.
    best: list[tuple[float, int, RecognisedEntry | None]] = [(0.0, 0, None)]
    for last, end in enumerate(parts):
        ways = []
        for first in range(max(0, last + 1 - MOST_PARTS), last + 1):
            start, joins = parts[first], last - first
            value = best[first][0] - start.cost
            ends_in_place = directory.is_place(text[end.start : end.end])
            if entry := _entry(
                text, start.start, end.end, directory, bool(joins) and not ends_in_place
            ):
                value += _explained_letters(entry, directory)
            ways.append((value, -joins, first, entry))
        value, _, first, entry = max(ways, key=lambda way: way[:2])
        best.append((value, first, entry))
    entries, cut = [], len(parts)
    while cut:
        _, cut, entry = best[cut]
        entries += [entry] if entry else []
    return entries[::-1]


def _entry(
    text: str, start: int, end: int, directory: Directory, alike_only: bool
) -> RecognisedEntry | None:
    """The entry between two places, quotes and punctuation apart; None where nothing is left."""
    typed = text[start:end]
    start += len(typed) - len(typed.lstrip(_AROUND))
    typed = typed.strip(_AROUND)
    if not any(character.isalnum() for character in typed):
        return None
    nothing_like_it = alike_only and not directory.alike(typed)
    found = RecognisedText() if nothing_like_it else directory.find(typed)
    return RecognisedEntry(typed, start, start + len(typed), found.match, found.near)


def _explained_letters(entry: RecognisedEntry, directory: Directory) -> float:
    """How well the directory explains the entry, in letters."""
    letters = len(entry.text)
    if entry.match:
        return letters * entry.match.score
    if directory.is_place(entry.text):
        return -_LONE_COUNTRY
    alike = directory.alike(entry.text)
    return letters * alike / 2 if alike >= LEAST_ALIKE else 0.0
