"""The words by which reports say where people came from, in three languages.

Patterns for folded text.
"""

import re

from meetings.report_parser.numbers import UNITS
from meetings.report_parser.patterns import any_of, words
from meetings.report_parser.vocabulary import EVENT

PEOPLE = any_of(r"""
    participa\w+, represent\w+, deleg\w+, personnes, membre?s?, organi[sz]a\w+, ong\w?, osc\w?,
    associa\w+, militant\w+, journalist\w+, acteurs, coalitions?, plate-?formes, reseaux, experts?,
    societes? civiles?, communaut\w+, collegues, defenseurs, sections, equipes, groupes, avocats,
    collectifs?, etudiante?s, paysans, chercheurs, femmes, jeunes, pays, formateurs, invites,
    intervenante?s?, panelistes?, orateurs
    people, persons, members, ngos, csos, activist\w+, leaders, actors, stakeholders, platforms,
    networks, civil society, communit\w+, colleagues, individuals, campaigners, defenders, chapters,
    teams, groups, lawyers, women, youth, countries, trainers, guests, collectives,
    students, farmers, researchers, speakers?, panell?ists?
    attendees, presenters?
    pessoas, membros, ativist\w+, jornalist\w+, lideres, atores, plataformas, redes, especialistas,
    sociedade civil, comunidad\w+, colegas, defensores, mulheres, jovens, paises, oradore?s?,
    coletivos, estudantes, camponeses, pesquisadores, palestrantes?
""")
_WE_CAME = (
    any_of(r"""
    nous (?:sommes|etions) venu\w*, nous venons, we (?:came|come), viemos
""")
    + rf"(?: (?:a|au|to) (?:\w+ )?{EVENT})?"
)
NAMES_PEOPLE = re.compile(rf"\b(?:{PEOPLE}|{_WE_CAME})\b")

# What may stand between two countries that are named together.
NUMBERS = "|".join([*UNITS, "un", "une", "one", "um", "uma"])
_BETWEEN = any_of(rf"""
    en plus, et, de, du, des, d, la, le, les, l, au, aux, en, ainsi que, puis, aussi, notamment,
    dont, enfin, rejointe?s par des collegues, republique, participants?, delegu?es?, royaume, outre
    in addition to, and, the, from, of, in, as well as, also, including, joined by colleagues,
    finally, both, plus, as far as, republic, delegates?, kingdom, along with, together with
    e, y, do, da, dos, das, o, a, os, as, em, bem como, tambem, republica, alem
    {NUMBERS}
""")
_ASIDE = r"(?:\([^()]{0,60}\)|\s-[^-;()]{1,120}-(?=[\s,;]))"
GLUE = re.compile(rf"(?:{_ASIDE}|[\s,;&/():'\"\d.-]|\b{_BETWEEN}\b)*+")
_UNKNOWN_PLACES = any_of("""
    afrique, europe, amerique, asie, grands lacs
    africa, america, asia, great lakes, west, east, north, south, southern, eastern, western
    europa, central, region, sahel, maghreb
""")
UNKNOWN_PLACE = re.compile(
    r"[\s,;]*(?:et |and |e |de |du |des |d'|la |le |l'|the )*"
    rf"{_UNKNOWN_PLACES}[\w' -]{{0,30}}[\s,;]"
)

# Words that stand right before countries which people came from.
_COMING_FROM = any_of(r"""
    provenant, en provenance, provenance, venue?s?, venant, issue?s?, originaires?, representant,
    representaient, representent, venaient, viennent, etaient venus, arrive[sd]?, connecte\w*
    representing, represented, from, drawn from, coming from, arrived, travell?ed, came, hailed,
    hailing, logged in
    provenientes?, vind[oa]s, oriund[oa]s, originari[oa]s, representando, representavam, vieram,
    chegaram
""")
_MAINLY = any_of("""
    respectivement, notamment, principalement, tous, mainly, mostly, from, both,
    as far (?:away )?as, countries (?:such as |including )?
""")
_SUCH_AS = any_of("""
    dont, notamment, a savoir, comme, parmi lesquels, entre autres, tels que
    including, such as, like, namely, among (?:them|others|which)
    incluindo, como, nomeadamente, entre (?:os quais|eles|outros), a saber
""")
_NATIONS = any_of("""
    pays, countries, nations, paises, nacoes, regions?, regiao, continente?s?
    afrique, africa, amerique, america, americas, asie, asia, europe, europa
""")
DIRECT = re.compile(
    rf"\b{_COMING_FROM}\b[\s,]*+(?:{_MAINLY} )?"
    rf"(?:\(?(?:[\w-]+ ){{0,3}}{_NATIONS}\)?[^.;]{{0,30}}?(?:{_SUCH_AS}|[,:(]))?"
    r"(?:des|du|de|d'|of|from|dos|do|das|da|the|la|les|le|l'|os|o|as|a|[\s:,(])*+$"
)
IN_BRACKETS = re.compile(rf"\b{PEOPLE}\b[^.;()]{{0,70}}\(\s*$")
_CAME = any_of(rf"""
    {_WE_CAME}
    venaient, viennent, vinrent, (?:etaient|sont) venu\w+, arrivaient, se sont connecte\w+
    arrived, travell?ed, came, come, hailed, vieram, chegaram
""")
_ALL_FROM = any_of("""
    all the way, notamment, principalement, surtout, mainly, mostly, respectivement, tous, both,
    sobretudo
""")
CAME_FROM = re.compile(
    rf"\b{_CAME}[\s,]*+(?:{_ALL_FROM}\s+)?"
    r"(?:de la|de l'|du|des|de|d'|from|do|da|dos|das)\s*(?:the |la |l')?$"
    r"|\b(?:presente?e?s?|presented|apresentad[oa]s?) (?:by|par|por|pel[oa]s?)\s*"
    r"(?:the |la |le |l')?$"
)
_WERE = any_of("were, had, etaient, ont ete, estiveram, foram, estavam")
WERE_REPRESENTED = re.compile(
    rf"\b{_WERE}\s+(?:\w+\s+)?represent\w+\s*(?::|,|par|by|por|were|by delegates from)?\s*"
    r"(?:la |le |l'|les |the |o |a |os |as )?$"
    r"|\b(?:countries|pays|paises) represent\w+ (?:were|are|etaient|sont|foram|eram)\s*:?\s*"
    r"(?:la |le |l'|les |the |o |a )?$"
)
MANY_REPRESENTED = re.compile(r"(?:estiveram|were|etaient|foram|ont ete) represent")
OF = re.compile(r"\b(?:de|du|des|d'|of|from|do|da|dos)\s*(?:la |the |l')?$")
_SENT = any_of(r"""
    (?:were|was|etaient|etait|ont ete|estiveram|foram|estavam) (?:\w+ )?represent,
    sent (?:their )?(?:delegat|represent), avaient (?:delegue|envoye), enviaram
""")
_ARE_REPRESENTED_HERE = (
    r"(?:sont|are|estao) (?:\w+ )?represent\w+ (?:a|au|aux|lors|at|in|no|na|em|neste|nesta) "
    rf"(?:(?:cet(?:te)?|ce|la|le|du|de|this|the|our|este|esta) ?|l')?{EVENT}\b"
)
_WERE_AMONG = (
    r"(?:were|etaient|estavam|estiveram) (?:among|parmi|entre) (?:the |les |os )?(?:\w+ )?"
    r"(?:countries|pays|paises) (?:represent|present|particip)"
)
_IN_ALL = r"(?:(?:soit|in all|ao todo),? )?\w+ (?:pays|countries|paises)(?: \w+)?,?\s+"
"""Behind the countries, before what is said of them: "Togo, Mali, deux pays africains étaient"."""
WERE_REPRESENTED_AFTER = re.compile(
    rf"[\s,]*+(?:{_IN_ALL})?(?:{_SENT}|{_ARE_REPRESENTED_HERE}|{_WERE_AMONG})"
)
_TOOK_PART_IN_IT = any_of(r"""
    (?:a|ont|avait|avaient) (?:\w+ )?(?:participe|pris part), participaient, prenaient part
    (?:etaient|ont ete) (?:\w+ )?(?:present|forme)\w+
    took part, participated, attended, were (?:all )?(?:present|in attendance|trained)
    particip(?:ou|aram), tom(?:ou|aram) parte, estiveram presentes, marcaram presenca
    foram (?:formad|capacitad)\w+
""")
_IN_EVENT = rf"(?:(?:[ld]'|\w+ )(?:l')?(?:[\w']+ ){{0,3}}?{EVENT}\b|{EVENT}\b)"
TOOK_PART_AFTER = re.compile(rf"[\s,]*+{_TOOK_PART_IN_IT}\b(?:\s*+(?:[,.;:()]|$)| {_IN_EVENT})")
_RESPECTIVELY = r"(?:,?\s*\b(?:respectivement|respectively|respec?tivamente),?)?"
OF_PEOPLE = re.compile(
    rf"\b{PEOPLE}{_RESPECTIVELY}\s+(?:(?!(?:who|which|that|qui|que)\b)[\w'-]+\s+){{0,4}}?"
    r"(?:from|de|du|des|d'|do|da|dos|das|de la|de l'|of|in|en|em|au|aux|no|na)"
    r"(?:\s|the |la |l'|o |a )*+$"
)
# "Participaram vinte organizações da sociedade civil de Angola".
TOOK_PART_BEFORE = re.compile(
    rf"\b{_TOOK_PART_IN_IT} (?:[\w']+ ){{0,3}}?{PEOPLE} (?:[\w']+ ){{0,4}}?"
    r"(?:(?:from|of|de|du|des|do|da|dos|das|de la)\s(?:the )?|d')$"
)
_MEETING = any_of("""
    se reunissent, reflechissent, debattent, discutent, echangent, se penchent, se concertent
    meet, are meeting, discuss, debate
    reunem-se, refle(?:c)?tem, debatem, discutem, encontram-se
""")
HARMED = words(r"""
    tues, morts, assassine\w*, arrete\w*, deplace\w*, killed, murdered, arrested, displaced
    mortos, assassinad\w+, presos
""")
"""Of people who came from somewhere, and not to the meeting."""
MEETS = re.compile(rf"\b{_MEETING}\b")
MEETING_AFTER = re.compile(rf"[\s,]*+{_MEETING}\b")
# "delegates from", "le représentant du": of one country too.
_DELEGATE = any_of(r"""
    participante?s?, delegue?e?s?, delegations?, representante?s?, intervenante?s?, panelistes?
    collegues?, homologues?
    delegates?, representatives?, speakers?, panell?ists?, colleagues?, attendees
    delegad[oa]s?, delegac(?:ao|oes), oradore?s?, palestrantes?, colegas
""")
OF_DELEGATE = re.compile(
    rf"\b{_DELEGATE}\s+(?:from|of|du|des|de la|de l'|do|da|dos|das)\s*(?:the )?$"
)
# "Outre des collectifs du Mali": people of one country beside those of others.
BESIDE_OTHERS = re.compile(
    r"\b(?:outre|en plus|aux cotes|besides|in addition to|alongside|alem)\s(?:[\w']+ ){0,2}?"
    rf"(?:d')?{PEOPLE} (?:from|of|du|des|de la|de l'|do|da|dos|das)\s*(?:the )?$"
)
# Parts of a country, from all of which people came: "de toutes les provinces du".
_ALL_PARTS = any_of(r"""
    tout(?:e|es)?, tous, plusieurs, differente?s, divers(?:es)?, quatre, l'ensemble des
    all, different, various, several, many, every, other
    tod[oa]s, vari[oa]s, divers[oa]s, diferentes, outr[oa]s
""")
_PARTS = any_of(r"""
    regions?, provinces?, departements, universites, ecoles, institutions, bibliotheques
    districts?, villes, villages?, communes, localites
    communautes, coins, organi[sz]ations
    departments, counties, county, states, cities, towns, parts, corners?, communities
    universities, schools, libraries
    provincias, distritos, regioes, municipios, estados, cidades, cantos, comunidades, organizacoes
    partes, universidades, escolas, instituicoes, bibliotecas
""")
_THROUGHOUT = any_of("""
    tout le, toute la, tout l', l'ensemble du, l'ensemble de la, across, all over, all across
    throughout, around, todo o, toda a
""")
_CAME_OR_PEOPLE = any_of(rf"""
    {_WE_CAME}, {_DELEGATE}
    personnes, membres?, militants, leaders, organi[sz]ations?, ong\w?, etudiante?s, journalistes
    femmes, jeunes, paysans, chercheurs, people, members, activists, ngos, students, journalists
    women, farmers, researchers, pessoas, membros, ativistas, lideres, organizacoes, estudantes
    mulheres, jovens, camponeses, jornalistas, pesquisadores
    venu\w*, issu\w*, provenant, originaires
    came, coming, drawn
    vind[oa]s, vieram, provenientes
""")
OF_ITS_PARTS = re.compile(
    rf"\b{_CAME_OR_PEOPLE} (?:from|de|des|du)\s(?:les |des |the )?"
    rf"(?:{_THROUGHOUT}\s*(?:the )?$"
    rf"|(?:{_ALL_PARTS}|{NUMBERS}|\d+) (?:\w+,? ){{0,5}}?{_PARTS} "
    r"(?:(?:of|in|across|de|du|de la|do|da|no|na|em)\s(?:the )?|de l'|d')$)"
)
OPENS_LIST = any_of(rf"""
    {_SUCH_AS}, sont, etaient, c'est-a-dire, were, that is, foram, isto e, ou seja
""")
LISTED = re.compile(
    rf"\b(?:pays|countries|paises)\b[^.]{{0,240}}?(?:[:(,-]|\b{OPENS_LIST}\b)"
    r"(?:[\s:,'(-]|\b(?:la|le|l|les|the|o|a|os|as|de|du|des|from)\b)*+$"
)
BEGINS_NAME = re.compile(r" [A-Z]")  # "the Zambia Mining Indaba"
THINGS = any_of(r"""
    learn\w*, appris, apprend\w*, aprend\w*, research, recherches?, pesquisas?, reform\w*, evidence
    data, donnees, dados, messages?, mensagens, voices
    diamants?, or, minerais, importations?, exportations?, bois, petrole, cas, exemples?, lecons
    experiences?, entreprises, investisseurs?, bailleurs, pratiques, lois, etudes, fonds
    diamonds?, gold, minerals, exports?, imports?, oil, timber, cases?, examples?, lessons?
    reports? from, news, films?, videos?, footage, documentar\w+, stor(?:y|ies), stud(?:y|ies)
    compan(?:y|ies), firms?, investors?, donors?, funds?, money, practices, laws, models
    diamantes?, ouro, madeira, petroleo, exemplos?, experiencias?, licoes, empresas, investidores
    doadores, praticas, leis, estudos, filmes?
""")
NOT_FROM = re.compile(rf"\b{THINGS}\b[^,.;]{{0,25}}$")
