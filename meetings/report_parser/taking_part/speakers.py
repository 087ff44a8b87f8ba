"""Organisations whose people spoke: "Jane Doe of ZELA said", "Jean Mbo (RELUFA) a présenté"."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from meetings.report_parser.names import NameMention, is_like_one, name_at, pieces_of
from meetings.report_parser.names.offices import (
    ROLE,
    has_role,
    past_department,
    without_office,
    workplace,
)
from meetings.report_parser.names.persons import is_person, may_be_person
from meetings.report_parser.names.vocabulary import BEGINS_AS_NAME, CONCEPT, ENDS_AS_NAME
from meetings.report_parser.names.writing import CHAIN, EDGES, after_article, is_acronym
from meetings.report_parser.patterns import any_of, few_words
from meetings.report_parser.reading import Reading, Stretch
from meetings.report_parser.taking_part.speech import (
    ARTICLE,
    OFFICE_AT_MEETING,
    SPEECH,
    SPEECH_BY,
    SPOKE,
)
from meetings.report_parser.vocabulary import ABSENT, EVENT, FUTURE, unquoted
from organisations.recognition import Directory

_MOST_CUES = 12  # in one sentence
_NEAR = 20  # characters
_LONGEST_REST = 160  # characters in which a name may stand

_OF = any_of("du, de la, de l', des, de, d', of, from, at, for, do, da, dos, das, pel[oa]") + r"\s*"
_HEADS_ONE = re.compile(
    "president|chair|direct|secret|executive d|(?:co-?)?found|(?:co-?)?fond|fund|ceo"
)
_PROGRAMME = re.compile(r"^(?:program|proje)|\b(?:program(?:me)?|project)$")
_ACRONYM_BEFORE = re.compile(r"\b[A-Z]{3,12}(?:'s?)? (?:[\w-]+ ){0,2}$")
_OFFICE_OF = re.compile(
    rf"\b{ROLE}s?(?: {few_words(2)}| (?:executi\w+|geral|general\w*|national\w*|nacional) ){_OF}"
    rf"{ARTICLE}"
)
_NAME_PART = r"[A-ZÀ-Ý](?:[\w'-]*[\w]|\.)"
_CAPITALS = r"[A-ZÀ-Ý][\w&.-]*"
_FULL_NAME = rf"{_NAME_PART}(?: {_NAME_PART}){{1,3}}"
_WITH_PARTICLE = rf"{_NAME_PART}(?: (?:(?:d[aeo]|d[ao]s|van|von|el) )?{_NAME_PART}){{1,3}}"
_TITLE = r"(?:[A-Z]\w{0,3}\. )?"
_KIND = any_of("""
    ong, osc, associa, r[eé]seau, plate-?forme, plataforma, coali, collectif, coletivo, mouvement
    movimento, rede, ngo, network, platform, organi, funda, foundation, fondation, f[eé]d[eé]ration
""")
_PERSON_OF = re.compile(
    rf"(?<![\w'-])(?P<person>{_FULL_NAME}),? "
    r"(?:of|from|at|with|du|de la|de l'|des|d'|do|da|de(?= [A-Z]{3,}\b))\s*(?:(?:the|la|le) |l')?"
    rf"(?=[\"A-ZÀ-Ý]|{_KIND})"
)
_IN_LONGER_NAME = re.compile(r"[A-ZÀ-Ý][\w'-]+ (?:of|d[aeou]s?) (?:the )?$")
"""Before words that are no person: "Network of Water Users of Peru"."""

_OF_RANK = any_of(r"""
    executive, deputy, assistant, senior, national, regional, country, general, managing, vice
    programmes?, programs?, projects?, policy, research, communications?, advocacy, board, lead
    technical, team, acting, field, legal, finance, campaigns?
""")
_OFFICER_OF = re.compile(
    r"(?<![\w'-])(?:(?:An?|The) )?"
    rf"(?P<inside>{_CAPITALS}?(?: (?:(?:of|for|and|the|in) ){{0,2}}{_CAPITALS}?){{0,7}}?)"
    rf"(?:'s (?={_FULL_NAME})|(?:'s?)? (?:(?i:{_OF_RANK})[ -]){{0,3}}(?:[a-z]+ )?(?i:{ROLE})"
    rf"(?: (?:of|for|on|in|at) [^,;:.()]{{3,60}},|,)? {_TITLE})(?P<person>{_FULL_NAME})"
)
_PERSON_AND_BRACKET = re.compile(rf"(?P<person>{_FULL_NAME}) ?\((?P<inside>[^()]{{2,80}})\)")
_REPRESENTED_BY = re.compile(
    r"(?:,? (?:est|était|is|was|foi|está) |\s)repr[eé]sent(?:ée?s?|ed|ad[oa]s?)"
    rf" (?:par|by|por|pel[oa]) (?:(?:l[ea]|the|son|its|[oa]) )?{_TITLE}{_FULL_NAME}"
)
_BY_PERSON = re.compile(
    rf"(?<!écrit )(?<!written )\b(?:by|par|por|pel[oa]) {_TITLE}{_FULL_NAME}, (?=\w)"
)
_APART = r"[^,;:.()]{3,130}(?!\w)"  # what stands between two commas
_AT = re.compile(r"\b(?:at|with|(?P<for>for)|from|chez|au sein d[eu])\s+(?:the |l')?$")
_APART_AGAIN = re.compile(_APART)
_PERSON_AND_COMMA = re.compile(
    rf"(?P<person>{_WITH_PARTICLE}), (?=(?P<inside>{_APART})(?:, (?P<next>[A-ZÀ-Ý]{_APART}))?)"
)
_PERSON_AND_SLASH = re.compile(rf"(?P<person>{_FULL_NAME}) ?/ ?(?P<inside>[A-Z]{{2,12}})\b")
_PERSON_IN_BRACKET = re.compile(rf"\((?P<person>{_FULL_NAME}), (?P<inside>[^(),]{{2,80}})\)")
_NO_NAME = re.compile(r"ph\.?d|msc|mba|esq|jr|mp|mep")
_AND_PERSON = re.compile(rf"\s(?:and|et|e) (?P<person>(?:\w{{1,4}}\. )?{_FULL_NAME})")
_PERSON_BESIDE = re.compile(rf"[\s,]*{_TITLE}{_FULL_NAME}")
_PERSON_BEFORE = re.compile(rf"{_FULL_NAME},\s+(?:(?:[a-zà-ÿ'-]+ ){{0,4}})?$")
_ON_SUBJECT = re.compile(r"\son (?:[\w-]+ ){0,6}[a-z][\w-]*\W*$")  # "CRAD on Water rights"
_OF_PARTY = re.compile(
    any_of(r"""
        deputad[oa], senador[a]?, vereador[a]?, deputee?, senat(?:eur|rice), ministre, ministr[oa]
        senator, congress(?:wo)?man, minister, m\.?p\.?
    """)
    + r"\s$"
)
"""Before a person in politics, whose party the bracket gives: "deputado Rui Melo (PX)"."""

_AT_EVENT = re.compile(
    rf"\b(?:durante|pendant|during|au cours d[eu]|lors d[eu]|n[oa]|at) {few_words(2)}"
    rf"(?:[dl]')?{EVENT}\b[^,;.:]{{0,40}}, {ARTICLE}(?:l')?(?=\w)"
)
_VIEW_OF = re.compile(
    rf"(?:Para|Pour|For|Segundo|Selon) {_TITLE}(?P<person>{_NAME_PART}(?: {_NAME_PART}){{0,3}}), "
    r"(?:(?:d[ao]s?|of the|of|du|de la) |de l')(?=[A-ZÀ-Ý])"
)
"""Whose view a sentence tells: "Para Ana, da Liga Verde, os rios"."""

_BEFORE_VERB = re.compile(r"[^A-ZÀ-Ý.;:]{0,40}$")


def names_of_speakers(
    reading: Reading, sentence: Stretch, directory: Directory
) -> Iterator[NameMention]:
    """The organisations of those of whom a sentence says that they spoke, taught or moderated."""
    said = reading.plain_of(sentence)
    if not (
        _tells_speech(unquoted(said))
        or _is_by_officer(reading, sentence)
        or OFFICE_AT_MEETING.match(said)
        or _VIEW_OF.match(reading.text, sentence.start, sentence.end)
        or _signs_quote(reading, sentence)
    ):
        return
    finders = (_beside_persons, _after_commas, _by_whom, _of_offices, _represented, _at_event)
    found = chain.from_iterable(finder(reading, sentence, directory) for finder in finders)
    yield from {(name.start, name.end): name for name in found}.values()


def _tells_speech(said: str) -> bool:
    """Whether a sentence says that somebody spoke; what follows may speak of things to come."""
    spoke = SPOKE.search(said)
    if ABSENT.search(said, 0, spoke.start() if spoke else len(said)):
        return False
    if spoke:
        return True
    return bool(SPEECH.search(said) or SPEECH_BY.search(said)) and not FUTURE.search(said)


def _is_by_officer(reading: Reading, sentence: Stretch) -> bool:
    """Whether it tells what somebody did there: "The rights of miners, by Jane Doe, lawyer"."""
    found = _BY_PERSON.finditer(reading.text, sentence.start, sentence.end)
    is_by_officer = any(has_role(reading, Stretch(by.end(), sentence.end)) for by in found)
    return is_by_officer and not FUTURE.search(reading.plain_of(sentence))


def _signs_quote(reading: Reading, sentence: Stretch) -> bool:
    """Whether a person stands behind a quote that ends before."""
    before = reading.text[max(0, sentence.start - _NEAR) : sentence.start].rstrip(" \n-–—")
    is_person = _PERSON_AND_COMMA.match(reading.text, sentence.start, sentence.end)
    return before.endswith('"') and is_person is not None


def _beside_persons(
    reading: Reading, sentence: Stretch, directory: Directory
) -> Iterator[NameMention]:
    """As in "Jane Doe of ZELA", "Jean Mbo (RELUFA)", "ZELA director Jane Doe"."""
    for stretch in islice(_named_beside_persons(reading, sentence), _MOST_CUES):
        name = _first_name(reading, stretch, directory)
        if name is None or _is_far(reading, stretch.start, name):
            continue
        if is_like_one(reading, name) and not CONCEPT.fullmatch(reading.plain_of(name)):
            yield name


def _after_commas(
    reading: Reading, sentence: Stretch, directory: Directory
) -> Iterator[NameMention]:
    """As in "Jane Doe, Programme Manager, Mine Watch Kenya"."""
    found = _PERSON_AND_COMMA.finditer(reading.text, sentence.start, sentence.end)
    for beside in islice(found, _MOST_CUES):
        if not _is_of_person(reading, Stretch(*beside.span("person"))):
            continue
        for part in ("inside", "next"):
            apart = _until_person(reading, Stretch(*beside.span(part)))
            if beside[part] and (names := _of_apposition(reading, apart, directory)):
                yield from names
                break


def _of_apposition(reading: Reading, apart: Stretch, directory: Directory) -> Sequence[NameMention]:
    """The organisations of what stands between commas: "Programme Manager", "editor at Luz"."""
    if place := workplace(reading, apart):
        names = [
            name_at(reading, piece, directory) for piece in pieces_of(reading, place, directory)
        ]
        return [name for name in names if name and _is_workplace(reading, name)]
    name = name_at(reading, apart, directory)
    if name is None or not name.is_sure or _NO_NAME.fullmatch(reading.plain_of(apart)):
        return []
    is_short = is_acronym(reading.of(apart))
    return [name] if is_short or _has_word_of_names(reading, name) else []


def _is_workplace(reading: Reading, name: NameMention) -> bool:
    """Whether what somebody has an office at is an organisation, and no subject or place."""
    if name.is_sure:
        return not _is_subject(reading, name)
    at = _AT.search(reading.plain[max(0, name.start - 12) : name.start])
    may_be_subject = at and at["for"] and CONCEPT.search(reading.plain_of(name))
    return " " in reading.of(name) and at is not None and not may_be_subject


def _is_subject(reading: Reading, name: NameMention) -> bool:
    """Whether it is what somebody works on: "adviser for Climate Change"."""
    return bool(CONCEPT.match(reading.plain_of(name))) and not _has_word_of_names(reading, name)


def _by_whom(reading: Reading, sentence: Stretch, directory: Directory) -> Iterator[NameMention]:
    """As in "A presentation by ZELA", "animée par la Ligue Verte"."""
    cues = SPEECH_BY.finditer(reading.plain, sentence.start, sentence.end)
    for cue in islice(cues, _MOST_CUES):
        person = _PERSON_OF.match(reading.text, cue.end(), sentence.end)
        if person and _is_of_person(reading, Stretch(*person.span("person"))):
            continue
        name = _first_name(reading, Stretch(cue.end(), sentence.end), directory)
        if name and name.is_sure:
            between = reading.plain[cue.end() : name.start].split()
            if len(between) <= 1:
                yield name


def _of_offices(reading: Reading, sentence: Stretch, directory: Directory) -> Iterator[NameMention]:
    """As in "The director of ZELA said", "la coordonnatrice de la Ligue Verte, Ada Mbo"."""
    cues = _OFFICE_OF.finditer(reading.plain, sentence.start, sentence.end)
    for cue in islice(cues, _MOST_CUES):
        if _ACRONYM_BEFORE.search(reading.text, max(sentence.start, cue.start() - 60), cue.start()):
            continue  # "CRAD Director of Mining"
        name = _first_name(reading, Stretch(cue.end(), sentence.end), directory)
        if not name or _is_far(reading, cue.end(), name) or _is_led(reading, cue, name):
            continue
        if _is_subject(reading, name) or not is_like_one(reading, name):
            continue
        if _has_person(reading, sentence, cue.start(), name.end):
            yield name


def _represented(
    reading: Reading, sentence: Stretch, directory: Directory
) -> Iterator[NameMention]:
    """As in "the Green League, represented by Jane Doe"."""
    cues = _REPRESENTED_BY.finditer(reading.text, sentence.start, sentence.end)
    for cue in islice(cues, _MOST_CUES):
        start = max(sentence.start, cue.start() - _LONGEST_REST)
        before = after_article(reading, reading.trimmed(start, cue.start(), EDGES))
        pieces = pieces_of(reading, before, directory)
        name = name_at(reading, pieces[-1], directory) if pieces else None
        if name and is_like_one(reading, name):
            yield name


def _at_event(reading: Reading, sentence: Stretch, directory: Directory) -> Iterator[NameMention]:
    """As in "Durante o seminário, a Liga Verde denunciou": an organisation spoke itself."""
    cues = _AT_EVENT.finditer(reading.plain, sentence.start, sentence.end)
    for cue in islice(cues, _MOST_CUES):
        name = _first_name(reading, Stretch(cue.end(), sentence.end), directory)
        is_first = name and name.is_sure and name.start == cue.end()
        if name and is_first and SPOKE.match(reading.plain, name.end + 1, sentence.end):
            yield name


def _is_led(reading: Reading, cue: re.Match[str], name: NameMention) -> bool:
    """Whether it is a programme that somebody runs: "coordinator of the Water Programme"."""
    said = reading.plain[cue.end() : name.end]
    return not _HEADS_ONE.match(cue[0]) and bool(_PROGRAMME.search(said))


def _named_beside_persons(reading: Reading, sentence: Stretch) -> Iterator[Stretch]:
    if view := _VIEW_OF.match(reading.text, sentence.start, sentence.end):
        yield Stretch(view.end(), sentence.end)
    for found in _PERSON_OF.finditer(reading.text, sentence.start, sentence.end):
        if _IN_LONGER_NAME.search(reading.text, sentence.start, found.start()):
            continue
        if _is_of_person(reading, Stretch(*found.span("person"))):
            yield Stretch(found.end(), sentence.end)
    for pattern in (_OFFICER_OF, _PERSON_AND_SLASH, _PERSON_AND_BRACKET, _PERSON_IN_BRACKET):
        for found in pattern.finditer(reading.text, sentence.start, sentence.end):
            before = reading.plain[max(sentence.start, found.start() - _NEAR) : found.start()]
            if _OF_PARTY.search(before):
                continue
            if _is_of_person(reading, Stretch(*found.span("person"))):
                yield Stretch(*found.span("inside"))


def _is_of_person(reading: Reading, name: Stretch) -> bool:
    written, said = reading.of(name), reading.plain_of(name)
    if has_role(reading, name):
        return False
    return is_person(written, said) or may_be_person(written, said)


def _first_name(reading: Reading, rest: Stretch, directory: Directory) -> NameMention | None:
    """The name that a stretch begins with."""
    rest = _until_person(reading, Stretch(rest.start, min(rest.end, rest.start + _LONGEST_REST)))
    apart = _APART_AGAIN.match(reading.text, rest.start, rest.end)
    at = past_department(reading, Stretch(*apart.span())) if apart else None
    rest = Stretch(at or rest.start, rest.end)
    pieces = pieces_of(reading, rest, directory, closed=False)
    if not pieces:
        return None
    piece = pieces[0]
    if verb := SPOKE.search(reading.plain, piece.start, piece.end):
        piece = Stretch(piece.start, verb.start())
    if subject := _ON_SUBJECT.search(reading.text, piece.start, piece.end):
        piece = Stretch(piece.start, subject.start())
    if name := name_at(reading, piece, directory):
        return name
    chain = CHAIN.search(reading.text, piece.start, piece.end)
    return name_at(reading, Stretch(*chain.span()), directory) if chain else None


def _is_far(reading: Reading, start: int, name: NameMention) -> bool:
    """Whether words stand before a name, other than those of an office or part of it."""
    past_part = without_office(reading, Stretch(start, name.end)).start
    return name.start - start >= _NEAR and name.start != past_part


def _until_person(reading: Reading, rest: Stretch) -> Stretch:
    """The stretch up to a semicolon, or to where another person stands behind an "and"."""
    if (semicolon := reading.text.find(";", rest.start, rest.end)) > 0:
        rest = Stretch(rest.start, semicolon)
    for found in _AND_PERSON.finditer(reading.text, rest.start, rest.end):
        if _is_of_person(reading, Stretch(*found.span("person"))):
            return Stretch(rest.start, found.start())
    return rest


def _has_word_of_names(reading: Reading, name: NameMention) -> bool:
    said = reading.plain_of(name)
    is_known = name.organisation.key is not None
    return is_known or bool(BEGINS_AS_NAME.match(said) or ENDS_AS_NAME.search(said))


def _has_person(reading: Reading, sentence: Stretch, start: int, end: int) -> bool:
    """Whether a person stands beside the office, or what its holder said right behind."""
    if _PERSON_BESIDE.match(reading.text, end, sentence.end):
        return True
    if _PERSON_BEFORE.search(reading.text, max(sentence.start, start - 80), start):
        return True
    verb = SPOKE.search(reading.plain, end, min(sentence.end, end + 60))
    return verb is not None and bool(_BEFORE_VERB.match(reading.text, end, verb.start()))
