"""Whether a stretch is the name of an organisation, by its words and capitals."""

import re
from enum import IntEnum

from meetings.report_parser.countries import countries_in
from meetings.report_parser.names.persons import is_beside_person, is_person, may_be_person
from meetings.report_parser.names.vocabulary import BEGINS_AS_NAME, CONCEPTS, ENDS_AS_NAME
from meetings.report_parser.names.writing import (
    BRACKETS,
    CAPITAL,
    CONNECTOR,
    after_article,
    is_acronym,
    names_countries_alone,
)
from meetings.report_parser.patterns import any_of
from meetings.report_parser.reading import Reading, Stretch
from meetings.report_parser.vocabulary import EVENT, EVENT_NOUN
from organisations.recognition import plain

MOST_WORDS = 10  # of a name that only a list tells

_IN_NO_NAME = re.compile(
    r"""
    \b (?:19|20) \d\d \b        # a year
    | \( [^()]* , [^()]* ,      # a list in brackets
    | \( \d+ \)                 # a figure said again: "Cent deux (102) personnes"
    | [^"] "+ [^"]              # a quote within
    | [?:@\[\]]
    | / [A-Z] [A-Za-z] $        # "Rio Branco/AC"
    | (?: \b \w{1,4} | [A-ZÀ-Ý] [\w-]* ) \s \d+ (?:st|nd|rd|th)? $  # "Reunidos de 10"
    | ^ \d+ \W                  # "12 organisations"
    | (?<= [\s\S]{4} ) (?<! [\s(][A-Z] ) \. [ ]  # a sentence's end, and no "St. ", "(K. Sul)"
    """,
    re.VERBOSE,
)
_BEGINS_NO_NAME = any_of(r"""
    les?, la, l', des?, du, plusieurs, divers\w*, autres?, toutes?, tous, participants?
    representants?, membres, delegu\w+, communautes?, autorites, journalistes?, medias?, presse
    experts?, partenaires?, ongs?, osc, organi[sz]ations?, pays, societe civile, abbe, mgr, pere
    soeur, chefs?, bailleurs, international, national, local, regional, secteur, entreprises, total
    date, lieu, place, contexte, introduction, conclusion, annexe, ainsi, jour
    processus de kimberley, parmi, outre, entre, depuis, avec, pour, durant, apres, avant, nous
    ils, elles, ce, cette, ces, un, une, il, elle, on, qui, si, se, union africaine
    union europeenne, nations unies, lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche
    the, some, several, various, others?, other, etc, all, representatives, members, delegates
    communities, authorities, journalists?, press, partners?, ngos?, csos?, countries
    civil society, honou?rable, hon, father, chief, donors?, companies, venue, objecti\w+, context
    annex, as well, also, day, kimberley process certification scheme, kimberley process, zoom
    teams, besides, among, since, in, at, from, with, for, during, after, before, it, they, we, i
    you, this, that, these, those, a, an, who, what, where, when, if, african union
    european union, united nations, twitter, facebook, whatsapp, monday, tuesday, wednesday
    thursday, friday, saturday, sunday
    outr[oa]s?, participantes, representantes, membros, comunidades, autoridades, jornalistas?
    imprensa, parceiros, organizacoes, paises, sociedade civil, empresas, bem como, alem, com, no
    na, nos, nas, em, para, durante, apos, antes, este, esta, isto, um, uma, processo de kimberley
    uniao africana, uniao europeia, nacoes unidas
""")
_SMALL = re.compile(
    r"(?:minist[eè]re|minist[eé]rio|ministry) "
    r"(?:(?:de la|des?|du|of|d[ao]s?) |(?:de )?[dl]')[A-ZÀ-Ý]"
    r"|[^()]{8,}\([A-ZÀ-Ý][\w-]{1,11}\)$"
)
"""How names are written that begin small: "ministère des Mines", "comité national … (Itie)"."""
_SITE = re.compile(r"[\w-]{3,20}\.(?:com|info|net|org)")
_GENERIC = re.compile(rf"{_BEGINS_NO_NAME}\b")
_OF_SOCIETY = re.compile(
    any_of("""
        societe civile, international, national, regional, local, kimberley
        civil society, women
        sociedade civil
    """)
    + r"\b"
)
_REGION_WORDS = frozenset(
    """
    nord sud ouest est central centrale centre occidental occidentale oriental orientale australe
    latine amerique afrique europe asie grands lacs sahel maghreb sub du de des l et
    ameriques americas
    north northern south southern west western east eastern central latin america africa asia
    great lakes saharan middle of the and
    norte sul oeste leste latina europa da do e
    """.split()
)
_DISTRICT = re.compile(
    r"\b(?:province|district|county|state|village|valley|township|municipality)$"
    r"|^(?:assentamento|aldeia|bairro)\b"
    r"|^(?:distrito|provinc(?:e|ia)|territoire|municipio|quartier|village|localite) d[aeou']"
)
_KIND_ALONE = re.compile(r"(?:ong|ongd|osc|ngo|cso|cbo)s?")
_NO_ORGANISATION = re.compile(
    any_of(r"""
        odd, vih, sida, vbg, rse, tic, rh
        ceo, cto, cfo, phd, msc, mba, mp, gis, ict, it, hr, pr, hiv, aids, sdgs?, csr, esg, asm, gbv
        m&e, kp, covid
        (?:[\w ]+ )?(?:organi[sz]ing|steering) committee, working group, technical committee
        comite (?:d'organisation|de pilotage|technique|scientifique)(?: d[eu]s? .*)?
        groupe de travail
        comissao organizadora, comite (?:organizador|tecnico), grupo de trabalho
    """)
)
"""Acronyms of fields and degrees, and those who prepare a meeting."""
_MEETING = re.compile(
    r"\b(?:reunion|rencontre regionale|seminaire|workshop|meeting|seminar|reuniao|seminario)\b"
)
_HOLDS_OFFICE = any_of(r"""
    ministre, gouvernement, monsieur, madame, mme?, dr, prof, pr, me, president\w*, directeur
    directrice, coordinat(?:or|rice|eur), coordonnat\w+, prefet, gouverneur, maire, ambassade
    vice-president\w*, secretaires?, tresori\w+, administrat\w+, rapporteu\w+, moderat\w+
    animat\w+, facilitat\w+, chargee?, responsable, gestionnaire, assistante?, consultant\w*
    police, chambre des mines
    minister, government, mr, mrs, ms, director\w*, governor, mayor, embassy, secretary, treasurer
    chair\w*, moderator, rapporteur
    ministro, governo, gabinete, sr, sra, dra, coordenador\w*, secretari[oa], relator\w*, prefeito
    governador, embaixada, policia, camara, gestora?, tecnic[oa], assistente, oficial
""")
_BEGINS_OFFICE = re.compile(rf"{_HOLDS_OFFICE}\b")
_PEOPLE = any_of("""
    autorites, leaders, communautes, membres, participants?, organisations?, personnel, experts?
    authorities, communities, members, delegates, representatives, organi[sz]ations, ngos, csos
    groups, staff, teams?, officials, officers, students, activists, employees, volunteers, tests
    autoridades, comunidades, membros, organizacoes, delegados, representantes
""")
_ENDS_IN_PEOPLE = re.compile(rf"\b{_PEOPLE}\W*$")
_WORKS = any_of("""
    summit, conference, workshop, meeting, seminar, webinar, hackathon, bootcamp, training, session
    plenary, day, week, bill, act, toolkit, report, declaration, charter, agreement, protocol
    strike, award, camp
""")
_OFFICES = any_of("""
    manager, director, officer, coordinator, assistant, chair, chairperson, secretary, treasurer
    representative, specialist, consultant, professor, lecturer, journalist, activist, leader
    president, advis[oe]r, analyst, fellow, founder, editor, lawyer, researcher, lead, expert
    administrator
""")
_ENDS_IN_OFFICE = re.compile(rf"\b(?:{_OFFICES}s?|(?:elder|official)s)$")
_ENDS_IN_WORK = re.compile(rf"\b{_WORKS}s?\W*$")
_BEGINS_IN_WORK = re.compile(
    any_of(r"""
        ateliers?, seminaires?, journees?, semaines?, sommets?, loi, charte, declaration, accords?
        conference (?:internationale|regionale|sur), rapport, protocole, workshops?
        encontros?, oficinas?, seminarios?, jornadas?, semana, cimeira, lei, carta
        declaracao, acordo, relatorio, protocolo
        conferencia (?:internacional|regional|sobre|triangular)
    """)
    + r"\b"
)
_ORDINAL = any_of(r"""
    [ivxl]+, \d+(?:st|nd|rd|th|eme|er|ere|e|a|o)?, premiere?, deuxieme, troisieme, first, second
    third, annual, primeir[oa], segund[oa], terceir[oa]
""")
_NUMBERED_EVENT = re.compile(rf"{_ORDINAL} (?:\w+ )?{EVENT}\b")
_SUBJECT = any_of(r"""
    objectifs?, technologies?, virus, systeme, normes?, plans?, lois?, strateg\w+, donnees
    processus
    goals?, system, standards?, data, process, indicat\w+, geographic
    objetivos?, objectivos?, tecnologias?, sistema, planos?, dados, processo
""")
_SPELT_OUT = re.compile(rf"[\w&]{{2,8}}\s?\(\s?{_SUBJECT}\b")
"""An acronym that is explained as a subject: "ODD (Objectifs de développement durable)"."""
_OF_ALL = re.compile(r"\b(?:for|and|of)\b")
_CONCEPT = re.compile(CONCEPTS)
_LOWER_WORD = re.compile(r"(?<![\w'-])[a-zà-ÿ][\w'-]*")
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_WRITTEN_TOGETHER = re.compile(r"[\w&.-]+")
_CAPITAL_IN_WORD = re.compile(r"[a-zà-ÿ]\d?[A-ZÀ-Ý]")


class Sureness(IntEnum):
    """How surely a stretch is a name."""

    NONE = 0
    IN_LIST = 1  # where the list is of names
    ANYWHERE = 2


def how_sure(reading: Reading, stretch: Stretch) -> Sureness:
    """How surely the stretch, without articles before it, is a name."""
    written = reading.of(stretch)
    said = reading.plain_of(after_article(reading, stretch))
    if _SITE.fullmatch(written):
        return Sureness.IN_LIST
    if _is_ill_written(written, said) or _is_other(written, said):
        return Sureness.NONE
    if _is_place(reading, stretch, said) or is_beside_person(reading, stretch):
        return Sureness.NONE
    words = [word for word in _WORD.findall(written) if len(word) > 3 or word[0].isupper()]
    capitals = sum(word[0].isupper() for word in words)
    if _GENERIC.match(said) and not is_acronym(written.split()[0]):
        named = (
            BEGINS_AS_NAME.match(said)
            or ENDS_AS_NAME.search(said)
            or (capitals > 3 and _OF_SOCIETY.match(said))
        )
        return Sureness.ANYWHERE if named and capitals > 2 else Sureness.NONE
    if (
        _holds_acronym(written)
        or (BEGINS_AS_NAME.match(said) and len(words) > 1)
        or (ENDS_AS_NAME.search(said) and " " in said)
        or (
            capitals >= 3
            and capitals >= len(words) / 2
            and (not may_be_person(written, said) or bool(countries_in(reading, stretch)))
        )
    ):
        return Sureness.ANYWHERE
    return Sureness.IN_LIST if capitals and len(words) <= MOST_WORDS else Sureness.NONE


def _is_ill_written(written: str, said: str) -> bool:
    """Whether no name is written so."""
    begins = written.lstrip("\"'(")[:1].isupper() or written[:1].isdigit()
    begins = begins or bool(BEGINS_AS_NAME.match(said) and _SMALL.match(written))
    return (
        not begins
        or sum(map(str.isalpha, written)) < 2
        or written.count("(") != written.count(")")
        or bool(_IN_NO_NAME.search(written))
    )


def _is_place(reading: Reading, stretch: Stretch, said: str) -> bool:
    """Whether it names countries or regions: "Afrique de l'Ouest"."""
    several = len(countries_in(reading, stretch)) > 1
    return (
        names_countries_alone(reading, stretch)
        or (several and not BEGINS_AS_NAME.match(reading.plain_of(stretch)))
        or (bool(_DISTRICT.search(said)) and not BEGINS_AS_NAME.match(said))
        or set(re.findall(r"\w+", BRACKETS.sub(" ", said))) <= _REGION_WORDS
    )


def _is_other(written: str, said: str) -> bool:
    """Whether it names a meeting, an office or a person in it, or says something."""
    begins_as_name = BEGINS_AS_NAME.match(said) and written[0].isupper()
    return (
        bool(_ENDS_IN_OFFICE.search(said) and not _OF_ALL.search(said))
        or bool(_MEETING.search(said) or _BEGINS_OFFICE.match(said) or EVENT_NOUN.fullmatch(said))
        or bool(_BEGINS_IN_WORK.match(said) or _NUMBERED_EVENT.match(said))
        or bool(_SPELT_OUT.match(said) or _KIND_ALONE.fullmatch(said))
        or bool(_NO_ORGANISATION.fullmatch(said))
        or (not begins_as_name and _ends_in_other(written, said))
        or is_person(written, said)
        or _is_phrase(written, said)
        or (_has_foreign_words(written) and not begins_as_name)
    )


def _ends_in_other(written: str, said: str) -> bool:
    """Whether its last word is one for people, or for a meeting, a law or a work."""
    last = written.rpartition(" ")[2]
    if last.islower() and _ENDS_IN_PEOPLE.search(said):
        return True
    return bool(_ENDS_IN_WORK.search(said)) and not _OF_ALL.search(said)


def _is_phrase(written: str, said: str) -> bool:
    """Whether it only begins with a capital: "Guyane engagés sur les dossiers"."""
    if len(CAPITAL.findall(written)) > 1:
        return False
    if _ENDS_IN_PEOPLE.search(said) and not ENDS_AS_NAME.search(said):
        return True
    foreign = sum(not CONNECTOR.fullmatch(word) for word in _LOWER_WORD.findall(written))
    return foreign > 1 and not BEGINS_AS_NAME.match(said)


def _has_foreign_words(written: str) -> bool:
    """Whether words that are no name's stand before its last capital: "Speakers came from"."""
    outside = BRACKETS.sub(" ", written)
    capitals = [found.start() for found in CAPITAL.finditer(outside)]
    within = outside[capitals[0] : capitals[-1]] if capitals else ""
    return not all(
        word.startswith(("d'", "l'"))
        or CONNECTOR.fullmatch(word)
        or _CONCEPT.fullmatch(plain(word))
        for word in _LOWER_WORD.findall(within)
    )


def _holds_acronym(written: str) -> bool:
    """Whether a word is an acronym or written like "FoDer"."""
    words = _WRITTEN_TOGETHER.findall(written)
    return any(is_acronym(word) or _CAPITAL_IN_WORD.search(word) for word in words)
