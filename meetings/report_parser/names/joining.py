"""Which pieces of a list belong to one name: "Forêts, Terres et Communautés"."""

import re
from collections.abc import Sequence

from meetings.report_parser.names.pieces import Piece
from meetings.report_parser.names.vocabulary import (
    ADJECTIVES,
    BEGINS_AS_NAME,
    CONCEPT,
    ENDS_AS_NAME,
    HEAD,
)
from meetings.report_parser.names.writing import (
    BRACKETS,
    CONNECTOR,
    OF,
    after_article,
    is_acronym,
    names_countries_alone,
)
from meetings.report_parser.patterns import any_of
from meetings.report_parser.reading import Reading, Stretch

_LONGEST = 400  # characters of what may be a name, or several in one
_LAST_PART = re.compile(
    rf"\s+(?:et|and|e|&)\s+(?!(?:l'|(?:le|la|les|the|o|a) )?{HEAD}\b)(?P<said>[^,;.\n]*)"
)
_OTHERS = re.compile(
    any_of("""
        d'autres, autres, plusieurs, many, (?:the )?others?, other, several, some, more, various
        outr[oa]s, vari[oa]s, divers\\w*, the, les?, la, os?, as?
    """)
    + r"\b"
)
"""What goes on with no name: "and many other organisations", "and the Green League"."""
_IN_ADJECTIVE = re.compile(rf"\b{ADJECTIVES}$")
_BEGINS_IN_ADJECTIVE = re.compile(rf"{ADJECTIVES}\b")
_IS_ADJECTIVE = re.compile(rf"{ADJECTIVES}$")
"""With a conjunction, one goes on with another: "Rural and Urban", "Économiques et Sociaux"."""
_AND_WITHIN = re.compile(r"\s(?:et|and|e|&)\s")
_PEOPLE_OR_PLACES = re.compile(
    r"(?:d'|(?:de|des|of|from|e|with) )?(?:plusieurs |several |some |the |les )?"
    + any_of("""
        communes, villages, localites, collectivites, acteurs, structures, entreprises, societes
        journalistes, autres, quelques, divers, environ, \\d+
        communities, villages, municipalities, companies, journalists, others, other, many, local
        comunidades, aldeias, municipios, empresas, jornalistas, outr[oa]s, vari[oa]s
    """)
    + r"\b"
)
"""What a sentence says of people or places after a name: "et de communes voisines"."""
_RELATIVE = re.compile(r"(?:qui|dont|who|whose|which|cuj[oa]s?)\b")
_CAPITAL_BEHIND_ARTICLE = re.compile(r"(?:l'|(?:the|les?|la|os?|as?) )[A-ZÀ-Ý]")
_CAPITAL_ARTICLE = re.compile(r"(?:L'|(?:Les?|La|The|Os?|As?|El|Los|Las) )[A-ZÀ-Ý]")
_IN_CAMEL_CASE = re.compile(r"[A-Z][a-z]+[A-Z]\w+")
_ARTICLE_AND_CAPITAL = re.compile(r"[\"'(]?[A-ZÀ-Ý]")


def is_by_article(reading: Reading, pieces: Sequence[Piece]) -> bool:
    """Whether each name of a list has its article, so that those without it begin none."""
    with_article = sum(
        piece.has_article
        and bool(_ARTICLE_AND_CAPITAL.match(reading.of(after_article(reading, piece))))
        for piece in pieces
    )
    without = sum(reading.text[piece.start].isupper() for piece in pieces)
    return with_article >= 3 and with_article > without


def closing_piece(reading: Reading, pieces: Sequence[Piece]) -> int | None:
    """The number of the piece before which the list's own "et" stands: "A, B et C".

    It is the first after the last comma behind which no name's end stands.
    """
    said = (reading.plain_of(piece) for piece in pieces[1:])
    clause = next((number for number, one in enumerate(said, 1) if _RELATIVE.match(one)), None)
    pieces = pieces[:clause]
    last_comma = max((number for number, piece in enumerate(pieces) if not piece.joined), default=0)
    after_comma = range(max(1, last_comma), len(pieces))
    found = next((number for number in after_comma if _may_close(reading, pieces[number])), None)
    if found is None or last_comma:
        return found
    is_last = found == len(pieces) - 1
    return found if is_last and _are_two(reading, pieces[0], pieces[found]) else None


def _may_close(reading: Reading, piece: Piece) -> bool:
    said = reading.plain_of(after_article(reading, piece))
    is_small = reading.text[piece.start].islower() and not piece.has_article
    is_name = piece.has_article and ENDS_AS_NAME.search(said)
    is_end_of_name = CONCEPT.match(said) and _is_short(said) and not is_name
    return piece.joined and not is_small and not is_end_of_name


def _are_two(reading: Reading, one: Stretch, other: Stretch) -> bool:
    """Whether an "et" without commas stands between two names: "RELUFA et FODER"."""
    if is_acronym(reading.of(one)) or is_acronym(reading.of(other)):
        return True
    if " " not in reading.of(one).strip():
        return False
    begins_apart = _CAPITAL_BEHIND_ARTICLE.match(reading.text, other.start, other.end)
    return bool(begins_apart or BEGINS_AS_NAME.match(reading.plain_of(other)))


def goes_on(
    reading: Reading, before: Stretch, piece: Piece, *, by_article: bool, closes: bool
) -> bool:
    """Whether a piece belongs to the name before it; it does hardly where it `closes` the list."""
    if "\n" in reading.text[before.end : piece.start] or before.end - before.start > _LONGEST:
        return False
    if by_article:
        begins = piece.has_article or _CAPITAL_ARTICLE.match(reading.text, piece.start)
        is_small = reading.text[piece.start].islower()
        is_whole = _ends_in_acronym(reading, before, piece) or _ends_in_bracket(reading, before)
        return not begins and (is_small or not is_whole)
    if piece.has_article:
        said = reading.plain_of(after_article(reading, piece))
        is_name = BEGINS_AS_NAME.match(said) or ENDS_AS_NAME.search(said)
        return piece.joined and bool(CONCEPT.match(said)) and not is_name
    if reading.text[piece.start].islower():
        bare = after_article(reading, piece)
        is_apart = is_acronym(reading.of(bare)) and _ends_in_acronym(reading, before, bare)
        has_capital = any(map(str.isupper, reading.of(before)))
        return has_capital and not is_apart and _goes_on_small(reading, piece)
    return not _is_whole(reading, before, piece) and _goes_on_capital(
        reading, before, piece, closes=closes
    )


def _goes_on_small(reading: Reading, piece: Piece) -> bool:
    """Whether a piece without a capital is no word of the sentence: "et de plaidoyer"."""
    said = reading.plain_of(piece)
    if not piece.joined:
        return bool(OF.match(reading.of(piece)))
    if _PEOPLE_OR_PLACES.match(said):
        return False
    return bool(
        CONNECTOR.match(reading.of(piece))
        or CONCEPT.match(said)
        or _BEGINS_IN_ADJECTIVE.match(said)
    )


def _is_whole(reading: Reading, before: Stretch, piece: Stretch) -> bool:
    """Whether no name goes on with the piece, or what is before it is surely a whole name."""
    return (
        names_countries_alone(reading, piece)
        or _ends_in_acronym(reading, before, piece)
        or _ends_in_bracket(reading, before)
    )


def _ends_in_bracket(reading: Reading, before: Stretch) -> bool:
    return reading.of(before).endswith((")", "]"))


def _ends_in_acronym(reading: Reading, before: Stretch, piece: Stretch) -> bool:
    """Whether an acronym stands right before or after the conjunction: "l'ONG CRAD et Luz"."""
    is_before = is_acronym(reading.of(before).rpartition(" ")[2])
    word = BRACKETS.sub("", reading.of(piece)).strip()
    return is_before or is_acronym(word) or bool(_IN_CAMEL_CASE.fullmatch(word))


def _goes_on_capital(reading: Reading, before: Stretch, piece: Piece, *, closes: bool) -> bool:
    said, earlier = reading.plain_of(piece), reading.plain_of(before)
    is_concept = bool(CONCEPT.match(said))
    begins_name = BEGINS_AS_NAME.match(said) and not is_concept
    if not piece.joined:
        return not begins_name and _is_middle(reading, before, piece)
    if (_IN_ADJECTIVE.search(earlier) and not begins_name) or _IS_ADJECTIVE.match(said):
        return True
    if closes:
        return is_concept and _is_short(said) and _is_open(earlier)
    return not (begins_name and " " in said and " " in earlier)


def _is_middle(reading: Reading, before: Stretch, piece: Stretch) -> bool:
    """Whether a piece is the middle of one name "A, B and C"."""
    said, earlier = reading.plain_of(piece), reading.plain_of(before)
    last = _LAST_PART.match(reading.plain, piece.end, piece.end + 80)
    if not last or len(said.split()) > 2 or not _is_open(earlier) or _OTHERS.match(last["said"]):
        return False
    last_word = reading.text[last.start("said") : last.end("said")].rpartition(" ")[2]
    has_capital = last_word[:1].isupper()
    name_ends = (
        has_capital and ENDS_AS_NAME.search(last["said"]) and not ENDS_AS_NAME.search(earlier)
    )
    return bool(
        CONCEPT.match(said) or CONCEPT.match(earlier) or BEGINS_AS_NAME.match(earlier) or name_ends
    )


def _is_open(said: str) -> bool:
    """Whether a name may lack its last part: it has no conjunction yet, or begins as a name."""
    return not _AND_WITHIN.search(said) or bool(BEGINS_AS_NAME.match(said))


def _is_short(said: str) -> bool:
    return len(BRACKETS.sub(" ", said).split()) <= 4
