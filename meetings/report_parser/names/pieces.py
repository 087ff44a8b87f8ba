"""A list cut at each comma and conjunction, whether names end there or not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from meetings.report_parser.names.vocabulary import BEGINS_AS_NAME, CONCEPT, HEAD
from meetings.report_parser.names.writing import ARTICLE, BRACKETS, OF
from meetings.report_parser.patterns import any_of
from meetings.report_parser.reading import Reading, Stretch

_OXFORD_AND = "(?:et|and|e)"
_AS_WELL_AS = any_of("ainsi que, as well as, bem como")
AND = f"(?:{_OXFORD_AND}|{_AS_WELL_AS})"
_AFTER_COMMA = any_of("puis, enfin, ou, or")
_WITHIN_NAME = any_of("de, du, des, pour, of, for, da, do, dos, das, para")
_SEPARATOR = re.compile(
    rf"(?P<brackets>{BRACKETS.pattern})"
    rf"|(?P<comma>[,;]\s*(?:(?:(?P<oxford>{_OXFORD_AND})|(?P<also>{_AS_WELL_AS})|{_AFTER_COMMA})\s+)?)"
    rf"|(?:\s(?:{AND}|&)|(?<=[)\]])\sy)\s+"  # "y" is within many names
    rf"|(?P<missing>(?<=[A-ZÀ-Ý]\))\s+(?=(?-i:[A-ZÀ-Ý][\w-]+ (?:{_WITHIN_NAME} |[A-ZÀ-Ý]))))"
    r"|\s(?:ou|or)\s+(?=(?-i:(?:l'|(?:les?|la|the|os?|as?) )?(?:[A-ZÀ-Ý]|minist)))",
    re.IGNORECASE,
)
_SMALL_NAME = re.compile(rf"\b{HEAD} [^,;:.()\"]{{5,140}} \((?P<acronym>[a-z][\w-]{{1,11}})\)")
_AND_ANOTHER = re.compile(
    rf"\s{_OXFORD_AND} (?:(?:les?|la|the|os?|as?|d[aou]s?|des|de la) |(?:de )?l')?{HEAD}\b"
)
"""Where a second name begins before the acronym, whose alone it then is."""

_ENDS_IN_OF = re.compile(r"(?:\b(?:des?|du|da|do|das|dos|of|from)\s|d')$", re.IGNORECASE)


@dataclass(frozen=True)
class Piece(Stretch):
    """What stands between two separators; `joined` if an "et" stands before it."""

    joined: bool = False
    has_article: bool = False


def cut(reading: Reading, group: Stretch) -> list[Piece]:
    """The pieces of a stretch between commas and conjunctions outside brackets and quotes.

    Where no comma stands between a name's acronym and the next name, it is cut too.
    """
    before = reading.text[max(0, group.start - 8) : group.start]
    of_led = bool(OF.match(reading.text, group.start) or _ENDS_IN_OF.search(before))
    pieces: list[Piece] = []
    start, joined, is_last = group.start, False, False
    whole = list(_names_in_small_letters(reading, group))
    for found in _SEPARATOR.finditer(reading.text, group.start, group.end):
        if found["brackets"] or (is_last and not found["also"]):
            continue
        if any(name.start < found.start() < name.end for name in whole):
            continue
        if found["missing"] and not BEGINS_AS_NAME.match(reading.plain, found.end(), group.end):
            continue
        pieces.append(_piece(reading, start, found.start(), joined=joined, of_led=of_led))
        start, joined = found.end(), found["comma"] is None and found["missing"] is None
        is_last = is_last or found["oxford"] is not None  # after ", and" one name is left
    pieces.append(_piece(reading, start, group.end, joined=joined, of_led=of_led))
    return [piece for piece in pieces if piece.start < piece.end]


def _names_in_small_letters(reading: Reading, group: Stretch) -> Iterator[Stretch]:
    """Names that begin small, up to an acronym of their syllables: "réseau des eaux … (REDEAU)"."""
    for found in _SMALL_NAME.finditer(reading.plain, group.start, group.end):
        begins, acronym = reading.text[found.start()], reading.text[found.start("acronym")]
        is_its = reading.plain[found.start()] == found["acronym"][0]
        if begins.islower() and acronym.isupper() and is_its and not _AND_ANOTHER.search(found[0]):
            yield Stretch(*found.span())


def _piece(reading: Reading, start: int, end: int, *, joined: bool, of_led: bool) -> Piece:
    stretch = reading.trimmed(start, end, " \n,;:*")
    has_article = _has_article(reading, stretch, joined=joined, of_led=of_led)
    return Piece(stretch.start, stretch.end, joined, has_article)


def _has_article(reading: Reading, stretch: Stretch, *, joined: bool, of_led: bool) -> bool:
    """Whether an article that begins a name stands before it."""
    article = ARTICLE.match(reading.text, stretch.start, stretch.end)
    if not article or not reading.text[stretch.start].islower():
        return False
    of = OF.match(reading.text, stretch.start, stretch.end)
    if not of or not joined:
        return True
    # "et de Plaidoyer" goes on a name; "et du Réseau" begins one.
    said = reading.plain[of.end() : stretch.end]
    begins_name = BEGINS_AS_NAME.match(said) or (of_led and not CONCEPT.match(said))
    return bool(begins_name) and of[0].lower() not in {"de ", "d'"}
