"""People who stand beside their organisation in a list: "Jean Mbala, Sodec, 0812 …"."""

import re
from collections.abc import Sequence

from meetings.report_parser.countries import countries_in
from meetings.report_parser.names.offices import ROLE, employer, has_role, without_office
from meetings.report_parser.names.pieces import Piece
from meetings.report_parser.names.vocabulary import (
    BEGINS_AS_NAME,
    CONCEPTS,
    ENDS_AS_NAME,
    HEAD,
    LAST_IN_ENGLISH,
)
from meetings.report_parser.names.writing import is_acronym, names_countries_alone
from meetings.report_parser.patterns import words
from meetings.report_parser.reading import Reading, Stretch
from organisations.recognition import plain
from organisations.recognition.spelling import initials

_NAMES_OF_PERSON = r"(?:[A-ZÀ-Ý][\w'-]*\.?\s+){1,3}[A-ZÀ-Ý][\w'-]*\.?"
_PERSON = re.compile(_NAMES_OF_PERSON)
_PERSON_OF = re.compile(
    rf"\W*(?P<person>{_NAMES_OF_PERSON})\s*"
    r"(?:\((?P<inside>[^()]{2,160})(?:\)|$)|[-–]\s+(?P<after>[^-]{2,80}))\W*"
)
_PERSON_FROM = re.compile(
    rf"(?P<person>{_NAMES_OF_PERSON}|(?P<short>[A-ZÀ-Ý][a-zà-ÿ-]+))(?P<comma>,?) "
    r"(?P<of>de l'|(?:de la|du|des|of the|of|from|da|do|dos|(?P<bare>de)) |d')(?=[A-ZÀ-Ý])"
)
_BEGINS_WITH_ACRONYM = re.compile(r"[A-Z]{3,10}(?![\w-])")
_IN_NAMES = frozenset({"da ", "do ", "dos ", "des "})  # of persons too
_IS_ROLE = re.compile(rf"(?:\w+ )?{ROLE}\b")
_TITLED = re.compile(
    r"(?:M|MM|Mme|Mlle|Mr|Mrs|Ms|Dr|Dra|Pr|Prof|Me|Sr|Sra|Rev|Hon|Eng|Mgr|Ir)\.? (?=[A-ZÀ-Ý])"
)
_SURNAME_IN_CAPITALS = re.compile(
    r"(?:[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)* ){1,3}"
    r"(?:(?:de|da|do|dos|du|van|von|el) )?[A-ZÀ-Ý]['A-ZÀ-Ý-]{3,}"
    r"(?: (?:de |da |do |du )?[A-ZÀ-Ý]['A-ZÀ-Ý-]{2,}){0,2}"
)
_WITH_ROLE = re.compile(rf"{_NAMES_OF_PERSON} - (?=[a-zà-ÿ])")
FULL_NAME = re.compile(
    r"[A-ZÀ-Ý][a-zà-ÿ]+(?:[-'][A-ZÀ-Ý]?[a-zà-ÿ]+)*"
    r"(?: (?:(?:de|da|do|dos|das|du|van|von|el|no|na|em|in|en|au|of) )?"
    r"(?:[A-ZÀ-Ý]\.|[A-ZÀ-Ý]['a-zà-ÿ]+(?:[-'][A-ZÀ-Ý]?[a-zà-ÿ]+)*)){1,4}"
)
_OF_NO_PERSON = words(rf"""
    {HEAD}, {CONCEPTS}, {LAST_IN_ENGLISH}s?
    what, when, who, we, you, your, our, us, all, open, save, free, first, new, justice
    global, international, national, world, african?, afrika, humana?, humaine?s?, droits?, data
    green, clean, fair, social, public, civil, civic, digital, rural, local, tax, aid
    legal, natural, community, communities, diamonds?, mining, miners?, mines, mineiros, stones?
    areas?, affairs, studies, services?, issues, policies, policy, planning, action, training, arts
    agenda, systems?, networks?, communications?, technology, sciences?, religious, peri-?urban
    urban, economic, agricultural, wildlife, fisheries, forestry, conservation, environmental
    gold, oil, gas, watch, voices?, help, together, today, now, alert, service, team
    monde, mondiale?, africaine?s?, nationale?s?, internationale?s?, verte, libre, ensemble
    ouverte?s?, espoir, aide, nouvelle, nouveau, terre, terres, mains, pierres, pour, sans
    mundo, mundial, africana, livre, juntos, esperanca, ajuda, maos
    internacional, nacional, direitos, humanos, aberta, agraria, nacionais, popular
    region, ville, mairie, province, district, commune, prefecture, cite, hotel, palais, state, city
    cidade, municipio, provincia, regiao, estado, rio, sao, saint, sainte, santa, santo
    bank, banque, banco, archives?, ministry, ministere, ministerio, press, times, news, daily
    united, nations, unies, unidas, part(?:i|y|ido), federations?
    trabalhador\w*, campones\w*, agricultor\w*, pescador\w*
    travailleu\w+, paysan\w*, agricult\w+, workers?, farmers?
""")
"""Words of names of organisations that no person has."""

_ADDRESS_OF_SITE = re.compile(r"[A-Z][\w-]*(?:\.[a-z]{2,4}){1,2}")
_BEFORE_DASH = re.compile(rf"(?P<person>{_NAMES_OF_PERSON}) - ")
_NUMBER_OR_ADDRESS = re.compile(r"[\d\s+().-]*|(?:https?://|www\.)\S*|\S[^\s@]*@\S+")


def is_person(written: str, said: str) -> bool:
    """Whether a name is surely a person's: "Mme Ada Mbo", "Ada MBO"."""
    if _TITLED.match(written):
        return True
    if role := _WITH_ROLE.match(written):
        return not _OF_NO_PERSON.search(said, 0, role.end())
    return bool(_SURNAME_IN_CAPITALS.fullmatch(written)) and not _OF_NO_PERSON.search(said)


def may_be_person(written: str, said: str) -> bool:
    """Whether a name is written as a person's or a place's, with no word of organisations."""
    return bool(FULL_NAME.fullmatch(written)) and not _OF_NO_PERSON.search(said)


def begins_with_person(reading: Reading, stretch: Stretch) -> bool:
    """Whether a person surely stands at the beginning: "Ada MBO et Jean KASA"."""
    named = reading.trimmed(stretch.start, stretch.end)
    if _TITLED.match(reading.text, named.start, named.end):
        return True
    found = _SURNAME_IN_CAPITALS.match(reading.text, named.start, named.end)
    return found is not None and not _OF_NO_PERSON.search(reading.plain, *found.span())


def tells_person(reading: Reading, stretch: Stretch) -> bool:
    """Whether an entry of a list surely names a person: "Ada MBO", "Ada Mbo (CRAD)"."""
    entry = reading.trimmed(stretch.start, stretch.end, " \n,.;-*")
    if is_person(reading.of(entry), reading.plain_of(entry)):
        return True
    return without_person(reading, entry) != entry


def tells_employer(reading: Reading, stretch: Stretch) -> bool:
    """Whether an entry tells what a person is and where: "Ada Mbo (juriste, CRAD)"."""
    found = _PERSON_OF.fullmatch(reading.text, stretch.start, stretch.end)
    if not found:
        return False
    return has_role(reading, Stretch(*found.span("inside" if found["inside"] else "after")))


def is_beside_person(reading: Reading, stretch: Stretch) -> bool:
    """Whether what may be a person stands before a dash: "Ada Mbo - Kindu"."""
    found = _BEFORE_DASH.match(reading.text, stretch.start, stretch.end)
    if not found or names_countries_alone(reading, Stretch(found.end(), stretch.end)):
        return False
    person = Stretch(*found.span("person"))
    return not countries_in(reading, person) and may_be_person(
        reading.of(person), reading.plain_of(person)
    )


def without_person(reading: Reading, stretch: Stretch) -> Stretch:
    """The organisation alone of "Sarah Brown (IRC)" and "Inês S. – Instituto Marquês"."""
    found = _PERSON_OF.fullmatch(reading.text, stretch.start, stretch.end)
    if not found:
        return _without_person_of(reading, stretch)
    person = Stretch(*found.span("person"))
    beside = Stretch(*found.span("inside" if found["inside"] else "after"))
    if countries_in(reading, person):
        return stretch
    if has_role(reading, beside) and not _has_word_of_names(reading, person):
        return employer(reading, beside)
    is_shortened = reading.of(person).endswith(".")
    is_apart = found["inside"] or is_shortened or _is_named_like_one(reading, beside)
    return stretch if not is_apart or _is_organisation(reading, person, beside) else beside


def _without_person_of(reading: Reading, stretch: Stretch) -> Stretch:
    """The organisation alone of "Ada Mbo du CRAD", "Ada Mbo of the Green League"."""
    found = _PERSON_FROM.match(reading.text, stretch.start, stretch.end)
    if not found or _IS_ROLE.match(reading.plain, *found.span("person")):
        return stretch
    person, beside = Stretch(*found.span("person")), Stretch(found.end(), stretch.end)
    if found["short"] or found["bare"]:  # "Ada de CRAD"
        is_apart = found["of"] in {"de ", "from "} and not _has_word_of_names(reading, person)
        of_acronym = _BEGINS_WITH_ACRONYM.match(reading.text, beside.start, beside.end)
        return beside if is_apart and of_acronym else stretch
    if not may_be_person(reading.of(person), reading.plain_of(person)):
        return stretch
    may_be_apart = found["comma"] or found["of"] not in _IN_NAMES
    may_be_apart = may_be_apart or is_acronym(reading.of(beside).partition(" ")[0])
    is_apart = may_be_apart and not names_countries_alone(reading, beside)
    return beside if is_apart or _is_named_like_one(reading, beside) else stretch


def _is_named_like_one(reading: Reading, beside: Stretch) -> bool:
    """Whether what stands behind a dash is surely an organisation."""
    written, said = reading.of(beside), reading.plain_of(beside)
    return bool(
        (is_acronym(written) and not countries_in(reading, beside))
        or BEGINS_AS_NAME.match(said)
        or ENDS_AS_NAME.search(said)
        or _ADDRESS_OF_SITE.fullmatch(written)
    )


def _is_organisation(reading: Reading, name: Stretch, beside: Stretch) -> bool:
    """Whether the name is no person's, and what stands beside it its acronym or country."""
    written = reading.of(name)
    letters = plain(reading.of(beside))[:2].replace(" ", "")
    return (
        _has_word_of_names(reading, name)
        or is_acronym(written)
        or initials(plain(written)).startswith(letters)
        or names_countries_alone(reading, beside)
    )


def _has_word_of_names(reading: Reading, name: Stretch) -> bool:
    said = reading.plain_of(name)
    return bool(
        BEGINS_AS_NAME.match(said) or ENDS_AS_NAME.search(said) or _OF_NO_PERSON.search(said)
    )


def organisation_of_line(reading: Reading, line: Stretch, pieces: Sequence[Piece]) -> Stretch:
    """The organisation of a line for one name, numbers behind it and a person before it apart.

    `pieces` are those of the line between its commas.
    """
    last = len(pieces)
    while last > 1 and _NUMBER_OR_ADDRESS.fullmatch(reading.of(pieces[last - 1])):
        last -= 1
    named = pieces[:last]
    if not _begins_with_person(reading, named, had_numbers=last < len(pieces)):
        return Stretch(line.start, named[-1].end)
    until = next((number for number in range(2, last) if _is_short(reading, named, number)), last)
    return Stretch(named[1].start, named[until - 1].end)


def _begins_with_person(reading: Reading, named: Sequence[Piece], *, had_numbers: bool) -> bool:
    if len(named) == 1 or named[1].joined:
        return False
    written, said = reading.of(named[0]), reading.plain_of(named[0])
    is_person = (
        _PERSON.fullmatch(written) and not BEGINS_AS_NAME.match(said) and not is_acronym(written)
    )
    beside = reading.plain_of(named[1])
    is_name = (
        BEGINS_AS_NAME.match(beside)
        or ENDS_AS_NAME.search(beside)
        or without_office(reading, named[1]) != named[1]
    )
    if _PERSON_FROM.match(reading.text, named[0].start, named[1].end):
        return False  # as :func:`without_person` reads it
    return had_numbers or bool(_TITLED.match(written)) or bool(is_person and is_name)


def _is_short(reading: Reading, named: Sequence[Piece], number: int) -> bool:
    """Whether a piece only repeats the name before it in short: "Réseau Femmes, Rfc"."""
    written = reading.of(named[number])
    goes_on = number + 1 < len(named) and named[number + 1].joined
    return is_acronym(written) or (len(written) <= 6 and written.istitle() and not goes_on)
