"""The words that say where people came from, in three languages; patterns for folded text."""

import re

from meetings.report_parser.patterns import any_of
from meetings.report_parser.vocabulary import EVENT

_PEOPLE = any_of(r"""
    participante?s?, delegue?e?s?, delegations?, representante?s?, personnes, membres, militants
    organi[sz]ations?(?: de la societe civile)?, ong\w?, associations?, plate-?formes, structures
    activistes, journalistes, femmes, jeunes, experts, collegues, coalitions, reseaux
    attendees, delegates?, representatives?, people, members, activists, journalists, ngos?, csos?
    women, networks, colleagues, groups, civil society, participants, partners
    delegad[oa]s?, delegac(?:ao|oes), pessoas, membros, ativistas, activistas, jornalistas
    organizac(?:ao|oes)(?: da sociedade civil)?, associac(?:ao|oes), mulheres, redes, participantes
""")
_ARTICLES = (
    r"(?:(?:de|du|des|of|from|do|da|dos|das|the|la|les|le|os|o|as|a)\s|[dl]'|de l'|[\s:,(])*"
)
_COMING_FROM = any_of(r"""
    provenan(?:t|ce), en provenance, venue?s?, venant, venaient, viennent, issue?s?, originaires?
    representant, representaient, representent, arrives
    representing, represented, drawn from, coming from, came from, travell?ed from, from
    provenientes?, vind[oa]s, oriund[oa]s, originari[oa]s, representando, representavam, vieram
""")
_SUCH_AS = any_of("""
    dont, notamment, a savoir, comme, respectivement, principalement, tels que
    including, such as, namely, like, mainly, mostly
    incluindo, como, nomeadamente, sobretudo, a saber
""")
_NATIONS = "(?:pays|countries|nations|paises|nacoes)"
_COUNTED = rf"(?:\(?(?:[\w'-]+ ){{0,4}}{_NATIONS}\b\)?[^.;:(]{{0,60}}?(?:{_SUCH_AS}|[,:(-]))?"

CAME_FROM = re.compile(rf"\b{_COMING_FROM}\b[\s,]*(?:{_SUCH_AS} )?{_COUNTED}{_ARTICLES}$")
"""Right before countries: "venus de", "representing", "from six countries:"."""

COUNTRIES = re.compile(
    rf"\b{_NATIONS}\b[^.;]{{0,40}}\b(?:represent|particip|present)\w*[^.;]{{0,80}}?"
    rf"(?:[:(,]|\b(?:sont|etaient|were|are|foram|eram|dont|including)\b){_ARTICLES}$"
    rf"|\b(?:represent|particip|present)\w*[^.;]{{0,60}}\b{_NATIONS}\b[^.;]{{0,40}}?"
    rf"(?:[:(,]|\b{_SUCH_AS}\b){_ARTICLES}$"
)
"""Right before countries: "les pays représentés étaient :"."""

OF_PEOPLE = re.compile(
    rf"\b{_PEOPLE}\s+(?:(?!(?:who|which|that|qui|que)\b)[\w'-]+\s+){{0,3}}?"
    rf"(?:(?:from|de|du|des|do|da|dos|das|of|in|en|em|au|aux|no|na)\s|d'|\(){_ARTICLES}$"
)
"""Right before countries, in a sentence that says who came: "delegates from"."""

WERE_REPRESENTED = re.compile(
    r"\b(?:etaient|ont ete|were|estiveram|foram|estavam)\s+(?:\w+\s+)?"
    rf"(?:represent\w+|presentes?)\s*:?\s*{_ARTICLES}$"
)
"""Right before countries: "estiveram representados"."""

TOOK_PART_AFTER = re.compile(
    r"[\s,)]*(?:"
    + any_of(r"""
        (?:etaient|ont ete|sont) (?:\w+ )?(?:represente|present)\w*
        (?:ont|avaient) (?:\w+ )?(?:participe|pris part|envoye|delegue)
        were (?:among the \w+ |\w+ )?(?:represented|present), (?:took part|participated|attended)
        (?:estiveram|foram) (?:\w+ )?(?:representad|presente)\w*, participaram
    """)
    + rf")(?:\s*[,.;:()]|\s*$|\b[^.;]{{0,30}}\b{EVENT}\b)"
)
"""Right behind countries: "were represented"."""

HEADS_COUNTRIES = re.compile(
    rf"\b(?:{_NATIONS}\b.{{0,60}}\b(?:represent|particip|present)\w*"
    rf"|(?:represented|participating)\b.{{0,30}}\b{_NATIONS}\b)"
    r"(?!.*\b(?:non|pas|absents?|not|never|nao|ausentes)\b)"
)
"""In a heading or line above a list of countries."""

NOT_FROM = re.compile(
    r"\b"
    + any_of(r"""
        diamants?, or, minerais, importations?, exportations?, cas, exemples?, lecons, experiences?
        entreprises, investisseurs?, bailleurs, pratiques, lois, etudes, nouvelles, rapports?
        diamonds?, gold, minerals, exports?, imports?, oil, timber, cases?, examples?, lessons?
        reports?, news, films?, stor(?:y|ies), stud(?:y|ies), compan(?:y|ies), investors?, donors?
        diamantes?, ouro, madeira, petroleo, exemplos?, experiencias?, licoes, empresas, leis
        research, recherches?, lois, laws, learn\w*, appris, support(?:ed)? by, finance\w* par
    """)
    + r"\b[^,.;]{0,25}$"
)
"""Right before countries: what is from there, and no people."""

_BETWEEN = any_of("""
    ainsi que, as well as, bem como, et, and, e, ou, de, du, des, d', la, le, les, l', the, from, of
    o, a, os, as, do, da, dos, das, au, aux, en, in, em, no, na, puis, plus, also, aussi
""")
GLUE = re.compile(rf"(?:\([^()]{{0,60}}\)|[\s,;&/():'\"\d.-]|\b{_BETWEEN}\b)*+")
"""What may stand between two countries of one list."""
