"""The nouns and labels that say what a figure counts: French, then English, then Portuguese.

Patterns for folded text. Each noun's group is named for what it counts.
"""

import re

from meetings.report_parser.patterns import any_of, words
from meetings.report_parser.vocabulary import EVENT

_FEMININE = r"(?:[-.·(]?e[-.·)]?)?"  # délégué-e-s, délégué(e)s
_PLURAL = r"(?:\(?e?s\)?|[-.·]e[-.·]?s|\(e\)s)"
_NOUN = {
    "participants": any_of(rf"""
        participant{_FEMININE}{_PLURAL}, participants?, attendees, participantes
        presents?(?= ?[:(]), attendance(?= ?[:(]), presentes(?= ?[:(]), presencas(?= ?[:(])
    """),
    "facilitators": any_of(rf"""
        facilitat(?:eur{_PLURAL}|rice{_PLURAL}), facilitateurs?, facilitatrices?
        animat(?:eurs|rices), moderateurs, facilitators?, moderators
        facilitador(?:es|as|a)?, moderadores
    """),
    "organisations": any_of("""
        organi[sz]ations?, ong(?:s|'s)?, osc, associations, plate-?formes, structures
        ngos, csos, organizacoes, associacoes, oscs, entidades
    """),
    "countries": "(?:pays|nationalites|countries|nationalities|paises|nacionalidades)",
}
_ANY_NOUN = "|".join(rf"(?P<{counted}>{noun})" for counted, noun in _NOUN.items())

_NO_NOUN = any_of(r"""
    des, du, en, au, aux, pour, dans, sur, avec, par, et, ou, dont, qui
    of, in, for, to, from, with, by, and, or, who
    com, para, por, no, na, nos, nas, e
    ans, annees, jours, heures, mois, semaines, fois, years, days, hours, months, weeks, times
    anos, dias, horas, meses, semanas, vezes
    km, pourcent, percent, millions?, milliards, billion, milhoes, euros, dollars, usd, carats, kg
""")
_ADJECTIVES = rf"(?:(?!{_NO_NOUN}\b)[a-z'-]+\s+){{0,2}}?"
_OTHERS = r"(?:autres|other|outr[oa]s|new|nouveaux|nouvelles|nov[oa]s)\b"
_BEHIND = rf"\s*(?:de\s+|d'|of\s+)?(?!{_OTHERS}){_ADJECTIVES}"
NOUNS = {
    counted: re.compile(rf"{_BEHIND}(?P<{counted}>{noun})\b") for counted, noun in _NOUN.items()
}
"""Right behind a figure, by what they count: "24 jeunes participants"."""

OTHER_PEOPLE = re.compile(
    rf"{_BEHIND}"
    + any_of(rf"""
        personnes(?! ressources?), delegu?e{_FEMININE}s, representant{_FEMININE}{_PLURAL}
        membres, femmes, hommes, jeunes, journalistes, militant(?:e?s), experts, agents, creuseurs
        orpailleu(?:rs|ses), magistrats, avocats, etudiants, enseignants, habitants
        people, persons, delegates, representatives, individuals, members, women, men, youths?
        miners, journalists, activists, students, paralegals, traders, leaders, parliamentarians
        pessoas(?! recurso), delegad[oa]s, representantes, membros, mulheres, homens, jovens
        jornalistas, liderancas, lideres, ativistas, activistas, garimpeiros, estudantes
    """)
    + r"\b"
)
"""Behind a figure, other words for people: they may be but some of those who came."""

LABEL = re.compile(
    r"(?:liste? d[aeo]s? |nombre (?:total )?(?:de |d')|number of |total (?:number of )?"
    rf"|numero (?:total )?de |n[°o] (?:de )?)?(?:{_ANY_NOUN})(?:\s+[a-z]+)?\s*[:=-]?\s*\(?"
)
"""Before a figure that is all of a line: "Nombre de pays représentés :"."""

LABEL_OF_BRACKET = re.compile(rf"\b(?:{_ANY_NOUN})\s+(?:[a-z]+\s+){{0,2}}\($")
"""Before a figure in brackets: "pays représentés (15)"."""

AFTER_LABELLED = re.compile(
    r"\s*(?:(?:personnes|membres|people|members|delegates|pessoas|membros)\b\s*)?(?:[).;,(]|$)"
)
THE_NUMBER_WAS = re.compile(
    r"\b(?:nombre|number|numero)(?: total)? (?:de |des |of |d')"
    rf"(?:{_ANY_NOUN})\b(?: [\w']+){{0,3}}"
    r" (?:a|at|to|de|etait de|was|foi de|s'elevait a|s'eleve a)\s*$"
)
"""Before a figure: "the number of participants was"."""

TAKING_PART = words(r"""
    (?:ils|elles|nous) (?:etaient|etions), represente\w*, presente?s?, participante?s?
    they were, we were, there were, represented, participating, in attendance
    representad[oa]s, presentes, participantes, eram
""")
TIES = re.compile(
    any_of(r"""
        \b(?:de|d'|des|et|dans), \b(?:from|of|across|and|in), \b(?:em|e)
        (?:issu|venu|provenant|representant|representaient|represent|provenient|vind|oriund)[\w' ]*
    """)
    + r"\s*$"
)
"""Between those who were counted and the organisations or countries that they came from."""

HELPERS = words(r"""
    partenariat avec, collaboration avec, (?:appui|soutien|concours) d(?:e|es|')
    prevu\w*, attendu\w*
    partnership with, collaboration with, support of, expected, hoped for, invited, capacity
    parceria com, apoio d[aeo]s?, esperad[oa]s, capacite, (?:its|their|ses|leurs|seus|suas)$
""")
"""Words before a figure of those who helped, were hoped for, or belong to something else."""

CHOSEN = re.compile(
    r"[^,.;]{0,30}\b(?:(?:ont|a) ete|were|was|foram) (?:\w+ )?"
    r"(?:design|chois|elu|chosen|elected|select|arrest|tue|killed|escolhid|eleit|pres[oa]s|mort)"
)
"""Behind a figure of those whom something was done to, or who were chosen."""

PART_OF_THEM = re.compile(
    any_of("""
        dont, parmi lesquels, parmi lesquelles, y compris, including, among them, of whom, of which
        incluindo, dos quais, das quais, entre as quais, entre os quais, chaque, each, cada
        groupes? de, groups? of, grupos? de, entre, between, of the, des, dos
    """)
    + r"\s*$"
)
"""Before a figure that counts some of those counted before."""

ANOTHER = re.compile(rf"\s*(?:\w+ )?(?:%|{EVENT}\b|(?:fois|times|vezes)\b)")
"""Behind a figure that counts meetings, shares or times."""

WITH_EVENT = re.compile(
    rf"\b{EVENT}\b[^.;]{{0,80}}\b(?:a|ont|avec|with|of|com|reuni|rassemble\w*|gathered|together"
    r"|by|par|por|reuniu|juntou)\s*(?:\w+\s)?$"
)
"""Before a figure of all who came: "the workshop brought together"."""
