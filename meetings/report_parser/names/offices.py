"""The organisation of somebody's office: "director of programmes at ZELA", "juriste, CRAD"."""

import re

from meetings.report_parser.names.vocabulary import BEGINS_AS_NAME, HEAD
from meetings.report_parser.names.writing import CONNECTOR, is_acronym
from meetings.report_parser.patterns import any_of, few_words
from meetings.report_parser.reading import Reading, Stretch

_LONGEST = 320  # characters in which an office is looked for

ROLE = any_of(r"""
    (?:vice-)?presidente?, directeur, directrice, coordinat(?:eur|rice), coordonnat\w+
    secretaire(?! d'etat)
    chargee?, cheff?e?, responsable, representante?, deleguee?, animat(?:eur|rice), porte-parole
    (?:co-?)?fondat(?:eur|rice), membre, juriste, chercheu(?:r|se), experte?, consultante?
    technicien(?:ne)?, gestionnaire, assistante?, journaliste, tresori(?:er|ere), developpeu(?:r|se)
    administrat(?:eur|rice), ingenieure?, conseill(?:er|ere), enseignante?, professeure?, avocate?
    redact(?:eur|rice), format(?:eur|rice), etudiante?, militante?, travaillant
    president, director, coordinator, secretary(?! of state)
    chair(?:man|woman|person)?, (?:co-?)?founder, head, manager, officer, representative, spokes\w+
    member, leader, lead, dean, scientist, researcher, lawyer, ceo, cto, advis[oe]r, editor, expert
    registrar, chief, consultant, analyst, specialist, engineer, developer, worker, associate
    professor, lecturer, journalist, activist, assistant, economist, trainer, undersecretary, intern
    treasurer, working
    presidenta, diretora?, directora?, coordenadora?, secretari[oa](?! de estado)
    fundadora?, porta-voz, membro, investigadora?, pesquisadora?, tecnic[oa], dirigente, ponto focal
    gestora?, consultora?, assessora?, jornalista, advogad[oa], professora?, oficial, delegad[oa]
    economista, integrante, jurista, representing, en representation, em representacao
""")
"""What somebody is who works for an organisation. Heads of places are not among them."""

_BEFORE_ROLE = r"(?:(?:an?|the|les?|la|une?|os?) )?(?:[\w'-]+ ){0,4}?"
_BEGINS_WITH_ROLE = re.compile(rf"{_BEFORE_ROLE}{ROLE}\b")
_BEGINS_WITH_RANK = re.compile(rf"{HEAD} {ROLE}\b")  # "Programme Officer"
_OF = any_of("d', du, de la, de l', des, de, of, from, for, do, da, dos, das") + r"\s*"
_ARTICLE = r"(?:(?:the|la|les?|os?|as?) |l')?"
_OFFICE_OF = re.compile(
    rf"{_BEFORE_ROLE}(?:represent(?:ing|ant) (?!d[eu]s? |d')"
    rf"|{ROLE}(?:-\w+)?(?: (?:and|et|e) {ROLE})?(?: (?!(?:de|do|da|of|et|and|e)\b)\w+)? {_OF})"
    rf"{_ARTICLE}"
)
_WORKS_AT = re.compile(
    rf"\s(?:at|with|from|for the|chez|aupres de|au sein d[eu]|junto [ad][ao]?"
    rf"|(?P<small>au|a(?= l[a'])|n[ao]))\s+{_ARTICLE}"
)
_UNIT = re.compile(
    r"(?:[A-Z][\w&-]* (?:and |of |& )?){1,5}(?:area|department|desk|division|section|team|unit)"
    r" (?:at|of) (?:the )?"
)
"""A part of an organisation, before its name: "Human Rights department of CRAD"."""

_PART_OF = re.compile(
    any_of(r"""
        direction, coordination, secretaria(?:t|do)?, departement, bureau, delegation, section
        department, division, unit, board, sector
        direcao, coordenacao, departamento, divisao, set+or, coletivo, delegacao
    """)
    + r"\b[\w' -]{0,60}? (?:d[aou] |de l'|of the )(?=[a-z0-9-]+$)"
)
"""A part of an organisation, before the acronym of the whole: "Secretariado do CRAD"."""

_BASED = re.compile(r"(?:the )?[A-Z][\w-]*-based (?=[A-Z])")
_SEPARATOR = re.compile(r",\s+")
_OFFICE_BEHIND = re.compile(
    rf"(?P<name>[\w&.-]+?)(?:'s?)? {few_words(3)}{ROLE}(?: (?:of|for|in|on|at|and) .*|\W.*|$)"
)
"""An office behind an acronym: "CRAD Coordinator for Africa"."""


def has_role(reading: Reading, stretch: Stretch) -> bool:
    """Whether a stretch begins with what somebody is: "Chargée de mission, CRAD"."""
    return _BEGINS_WITH_ROLE.match(reading.plain, stretch.start, stretch.end) is not None


def employer(reading: Reading, stretch: Stretch) -> Stretch:
    """What a stretch behind a person's name tells of the organisation; empty if it is a role alone.

    A stretch that begins with no role is it as a whole.
    """
    if not has_role(reading, stretch):
        return stretch
    if commas := list(_SEPARATOR.finditer(reading.text, stretch.start, stretch.end)):
        return reading.trimmed(commas[-1].end(), stretch.end)
    found = without_office(reading, stretch)
    return found if found != stretch else Stretch(stretch.end, stretch.end)


def without_office(reading: Reading, stretch: Stretch) -> Stretch:
    """The organisation alone of "Executive Director of the EITI", "Direction nationale du CRAD"."""
    bare = _past_office(reading, stretch)
    part = _PART_OF.match(reading.plain, bare.start, bare.end)
    if part and is_acronym(reading.text[part.end() : bare.end]):
        return Stretch(part.end(), bare.end)
    based = _BASED.match(reading.text, bare.start, bare.end)
    return Stretch(based.end(), bare.end) if based else bare


def _past_office(reading: Reading, stretch: Stretch) -> Stretch:
    end = min(stretch.end, stretch.start + _LONGEST)
    if BEGINS_AS_NAME.match(reading.plain, stretch.start, end) and not _BEGINS_WITH_RANK.match(
        reading.plain, stretch.start, end
    ):
        return stretch
    role = _BEGINS_WITH_ROLE.match(reading.plain, stretch.start, end)
    if not role:
        return stretch
    if " " in role[0] and is_acronym(reading.text[stretch.start : role.end()].partition(" ")[0]):
        behind = _OFFICE_BEHIND.match(reading.plain, stretch.start, end)
        return Stretch(*behind.span("name")) if behind else stretch
    office = _OFFICE_OF.match(reading.plain, stretch.start, end)
    if at := past_department(reading, Stretch(role.end(), end)):
        return Stretch(at, stretch.end)
    if office and reading.text[office.end() : office.end() + 1].isupper():
        unit = _UNIT.match(reading.text, office.end(), end)
        return Stretch(unit.end() if unit else office.end(), stretch.end)
    return stretch


def _works_at(reading: Reading, stretch: Stretch) -> re.Match[str] | None:
    """The words before a workplace; those that names hold too, only right behind an office."""
    found = _WORKS_AT.search(reading.plain, stretch.start, stretch.end)
    if found is None or not found["small"]:
        return found
    between = reading.text[stretch.start + 1 : found.start()]
    return None if any(map(str.isupper, between)) else found


def past_department(reading: Reading, stretch: Stretch) -> int | None:
    """Where the organisation begins behind a department: "Policy and Research at OO"."""
    found = _UNIT.match(reading.text, stretch.start, stretch.end) or _works_at(reading, stretch)
    if found is None or not reading.text[found.end() : found.end() + 1].isupper():
        return None
    department = reading.text[stretch.start : found.start()].split()
    is_one = all(word[0].isupper() or CONNECTOR.fullmatch(word) for word in department)
    return found.end() if is_one else None


def workplace(reading: Reading, apart: Stretch) -> Stretch | None:
    """Where somebody works of whom what stands between two commas tells the office."""
    if not has_role(reading, apart):
        return None
    if found := _works_at(reading, apart):
        return Stretch(found.end(), apart.end)
    bare = without_office(reading, apart)
    return bare if bare != apart else None
