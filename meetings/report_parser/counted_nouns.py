"""What the figures of a report count: the nouns after a figure, and those that label one."""

import re
from dataclasses import dataclass
from enum import StrEnum

from meetings.report_parser.patterns import any_of


class Counted(StrEnum):
    """What a declared figure counts."""

    PARTICIPANTS = "participants"
    FACILITATORS = "facilitators"
    ORGANISATIONS = "organisations"
    COUNTRIES = "countries"


@dataclass(frozen=True)
class CountedNoun:
    """The noun after a figure, the words between the two, and what follows.

    A noun is plain where it speaks by itself of those who came: "participants", not "people".
    """

    counted: Counted
    is_plain: bool
    described: str
    word: str
    rest: str

    @property
    def names_trainers(self) -> bool:
        """Whether it names trainers, who count only where the sentence says who led."""
        return _TRAINERS.fullmatch(self.word) is not None


_FEMININE = r"(?:[-.·(]?e[-.·)]?)?"  # délégué-e-s, délégué(e)s
_PLURAL = r"(?:\(?e?s\)?|[-.·]e[-.·]?s|\(e\)s)"
_NO_SPEAKERS = (
    r"(?!(?:speak|present)ers|panell?ists|orateurs|conferenciers|oradores"
    r"|(?:indicat|fact|sect|vect)(?:o|eu)r[eds]*\b)"
)
# Miners, journalistes, pêcheurs, pescadores.
_AGENTS = rf"{_NO_SPEAKERS}\w+(?:ers|istes|ists|istas|eurs|trices|[dst]or[ea]s|[st]ors|ians)"

_TRAINERS = re.compile(r"formateurs|formatrices|trainers|formador(?:e|a)s")
_PLAIN_NOUNS = {
    Counted.FACILITATORS: any_of(rf"""
        facilitat(?:eur{_PLURAL}|rice{_PLURAL}), animateurs, animatrices, moderateurs
        facilitators, moderators
        facilitadore?a?s, moderadores
    """),
    Counted.PARTICIPANTS: any_of(rf"""
        participant{_FEMININE}{_PLURAL}, attendees, participantes, congressistas
        present(?:es|e?s)(?= [^a-z]|[,;.:)]|$)
    """),
}
_OTHER_NOUNS = {
    Counted.COUNTRIES: any_of("""
        pays, nations, nationalites, etats[ -]membres
        countries, nationalities, member states
        paises, nacionalidades, estados[ -]membros
    """),
    Counted.ORGANISATIONS: any_of("""
        universites, fondations, cooperatives, universities, foundations, universidades, fundacoes
        organisations, ong(?:s|'s)?, osc, associations, plate-?formes, structures, institutions
        coalitions, reseaux, collectifs, mouvements, syndicats, unions, groupements
        organizations, community-based organi[sz]ations, ngos, csos, networks, groups, entities
        movements
        organizacoes, organisacoes, associacoes, oscs, instituicoes, plataformas, entidades
        coletivos, redes, movimentos
    """),
    Counted.PARTICIPANTS: any_of(rf"""
        personnes(?! ressources?), delegu?e{_FEMININE}s, representant{_FEMININE}{_PLURAL}
        individus, membres, jeunes, femmes, hommes, militant(?:e?s), invites, experts
        responsables, stagiaires, beneficiaires, apprenants, professionnels, cadres
        adherente?s, societaires, habitants, migrants, agents, agentes
        avocats, defenseurs, chercheurs, chefs, elus, deputes, etudiants, creuseurs
        villageois, infirmieres, collegues, parlementaires, citoyens
        people, persons, delegates, representatives, individuals, members, actors, guests, youths?
        monitors, elders
        women, trainees, paralegals, professionals, advocates, chiefs, students, nurses
        colleagues, parliamentarians, citizens, journalist[ea]?s
        pessoas(?! recurso), delegad[oa]s, representantes, individuos, membros, atores, lideres
        liderancas, convidados, formandos, defensor(?:es|as), parajuristas, profissionais, tecnicos
        mulheres, homens, jovens, estudantes, participacoes, garimpeiros, colegas
        {_TRAINERS.pattern}, {_AGENTS}
    """),
}
# Words that, after a figure, say that it counts something else than the noun that follows them.
_OF_ANOTHER_THING = any_of("""
    des, du, en, au, aux, pour, dans, sur, avec, par, et, ou, dont, qui
    of, in, for, to, from, with, by, and, or, who, resource
    working, breakout, discussion, focus, thematic
    com, para, por, no, na, nos, nas, e
    ans, annees, jours, heures, mois, semaines, villages, arbres, morts, mortes, fois
    years, days, hours, months, weeks, trees, deaths, times
    anos, dias, horas, meses, semanas, aldeias, arvores, vezes
    km, pourcent, percent, millions, milliards, million, billion, milhoes
    euros, dollars, usd, us, carats, kg, tonnes, hectares
""")
# "Three Ghanaian and Togolese facilitators": what may stand between, two adjectives at most.
_ADJECTIVE = r"[a-z]+(?:al|ed|ced|ant|ent|ive|ian|can)"
_DESCRIBED = (
    rf"(?:{_ADJECTIVE}\s+and\s+(?={_ADJECTIVE}\s))?(?:(?!{_OF_ANOTHER_THING}\b)[a-z'-]+\s+){{0,3}}?"
)
_OPENING = r"\s*(?:de\s+|d'|of\s+)?(?:(?:different[ea]?s|autres|outr[oa]s|other)\s+)?"
_AFTER_FIGURE = [
    (
        counted,
        is_plain,
        re.compile(rf"{_OPENING}(?P<described>{_DESCRIBED})(?P<noun>{noun})\b"),
    )
    for is_plain, nouns in ((True, _PLAIN_NOUNS), (False, _OTHER_NOUNS))
    for counted, noun in nouns.items()
]

# Nouns that label a figure: "Participants : 24", "the number of participants".
LABELLING_NOUN = any_of("""
    participants?, facilitateurs, organisations, pays
    facilitators, organizations, countries
    participantes, facilitadores, organizacoes, paises
""")
_BEGINNINGS = {
    Counted.PARTICIPANTS: ("participant", "membres", "pres", "attend"),
    Counted.FACILITATORS: ("facilita",),
    Counted.ORGANISATIONS: ("organi", "ong", "ngo"),
    Counted.COUNTRIES: ("pays", "countr", "pais"),
}


def noun_after(after: str) -> CountedNoun | None:
    """The counted noun that stands nearest after a figure."""
    nearest: CountedNoun | None = None
    place = len(after)
    for counted, is_plain, pattern in _AFTER_FIGURE:
        found = pattern.match(after)
        if found and found.start("noun") < place:
            place = found.start("noun")
            rest = after[found.end() :]
            nearest = CountedNoun(counted, is_plain, found["described"], found["noun"], rest)
    return nearest


def counted_by(label: str) -> Counted:
    """What a labelling noun counts."""
    return next(
        counted for counted, beginnings in _BEGINNINGS.items() if label.startswith(beginnings)
    )
