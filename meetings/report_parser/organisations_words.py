"""The words around lists of organisations that took part, in three languages; folded text."""

import re

from meetings.report_parser.patterns import any_of, words

_NAMED = any_of(r"""
    organi[sz]ations?, ong\w?, osc\w?, associations?, structures, plate-?formes, institutions
    reseaux, coalitions, collectifs, ngos?, csos?, platforms, networks
    organizacao, organizacoes, associacoes, plataformas, instituicoes, redes, entidades, coletivos
""")
TELLS_ORGANISATIONS = re.compile(rf"\b{_NAMED}\b")
"""Words before a list that say that it is one of organisations."""

_MEMBERS = any_of(rf"{_NAMED}, membres?, groupes, members?, groups, membros, grupos")
_TOOK_PART = any_of(r"""
    participantes?, presente?s?, representee?s?, participating, (?:qui )?ont (?:participe|pris part)
    represented, attending, in attendance, (?:that )?(?:attended|took part), representad[oa]s
    (?:que )?(?:estiveram|participaram)
""")
ABOVE_LIST = re.compile(
    r"\W*(?:pays et |countries and |paises e )?"
    + any_of(rf"""
        (?:les )?participants?(?: et participantes)?, presents?, qui etait la, who was there
        attendees, (?:in )?attendance, participantes
        (?:la )?liste (?:des|de) (?:presences?|participant\w*|organi[sz]ations|ong|membres presents)
        (?:the )?list of (?:participa\w+|attend\w+|organi[sz]ations), presencas
        lista (?:de|dos|das) (?:presencas?|participantes|organizacoes)
        (?:des |les |who )?(?:{_MEMBERS}\s+(?:[\w']+\s+){{0,4}})?{_TOOK_PART}[\w ]{{0,30}}
        participating {_MEMBERS}, (?:who|qui) (?:attended|took part|etait la|a participe)
    """)
    + r"\s*(?:\(\d+\))?\s*:?\W*"
)
"""A heading or line that stands above a list of those who came, and says no more."""

LEADS_TO_LIST = re.compile(
    any_of(rf"""
        \b{_MEMBERS}\b[^:]{{0,120}}\b(?:suivant\w*|particip\w+|present\w*|represent\w*|pris part)\b
        \b{_MEMBERS}\b[^:]{{0,120}}\b(?:venu\w*|invite\w*|repondu|reuni\w*|rassembl\w*|a savoir)\b
        \b{_MEMBERS}\b[^:]{{0,120}}\b(?:following|attend\w+|took part|invited|namely|gathered)\b
        \b{_MEMBERS}\b[^:]{{0,120}}\b(?:seguintes|abaixo|nomeadamente|vind[oa]s)\b
        \b(?:following|participating|suivantes?|seguintes)\s+(?:\w+ )?{_MEMBERS}\b
        \b(?:etaient|ont ete|were|estiveram|foram) (?:\w+ )?(?:presente?s?|represent\w+)\b
        ont pris part, ont participe, participation d(?:e|es), took part, attended, in attendance
        participaram, tomaram parte, (?:participacao|presenca|participation) (?:de|of)
        (?:autour de la table|in the room|vu sieger|hote|representar|mandate quelqu'un)\b
        presents?$, participants?$, attendees$, attendance$, participantes$, presentes$, presencas$
    """)
    + r"[^:]{0,60}$"
)
"""Words before a colon that say that those who came follow."""

TELLS_NAMES = re.compile(
    any_of(rf"""
        \bse sont exprimes, on a pu entendre, etaient de la partie, la presence d(?:e|')
        \bparmi (?:eux|elles|les {_MEMBERS}[^:,.;]{{0,40}})\b, on (?:peut )?cite\w*
        \bsont intervenu\w*
        \b(?:{_MEMBERS}|participants)\b[^:.;]{{0,60}}\b(?:include|included|were|sont|etaient)\b
        \b(?:attended|joined) by, speakers came from, we heard(?: from)?, represent\w+ of
        \busaram da palavra, intervieram, contavam-se, vieram (?:delegacoes|representantes) d[aeo]s?
        \bpelas organizacoes intervieram, participaram representantes d[aeo]s?
        \brepresentante?s (?:des|de(?: la)?|du|d'), delegates? (?:from|of), delegad[oa]s d[aeo]s?
    """)
    + r"[\s,]*(?:entre autres|among others|entre outr[oa]s)?[\s,]*"
)
"""Words in a sentence behind which names of those who came may stand."""

_ARTICLE = (
    r"(?:(?:de )?l'|d'|(?:de la|des?|du|d[ao]s?|pel[oa]s?) (?:(?:les?|la|the|os?|as?) )?"
    r"|(?:les?|la|the|os?|as?) )(?=[A-ZÀ-Ý])"
)
ARTICLE = re.compile(_ARTICLE)
BETWEEN_ARTICLES = re.compile(
    rf"(?:\s*,\s*(?:(?:et|and|e)\s+)?|\s+(?:et|and|e)\s+(?!.*,\s{_ARTICLE}))(?={_ARTICLE})"
)
"""The small words before a name, in the text as written; and between names that have them."""

OF_OTHERS = words(r"""
    pays, themes?, thematiques?, sujets?, points?, questions?, objecti\w+, recomm\w+, decisions?
    resolutions?, axes?, activit\w+, sessions?, panels?, modul\w+, defis?, provinces?, regions?
    villes?, communes?, villages?, excuse\w*, absent\w*, organisateurs, ordre du jour
    countries, topics?, issues?, areas?, challenges?, districts?, counties, towns?, cities, agenda
    apologies, organi[sz]ers, hosts?, chaired, facilitators?, facilitat\w+ par, partners?
    paises, temas?, assuntos?, pontos?, desafios?, provincias?, distritos?, ausen\w+, organizadores
""")
"""Words before a colon that say that something else follows."""

SUPPORT = words(r"""
    (?:avec|grace a) (?:l'|le )?(?:appui|soutien|concours|financement|aide), finance\w* par
    with (?:the )?(?:\w+ )?(?:support|funding|assistance|help) of, funded by, supported by
    com (?:o )?(?:apoio|financiamento), financiad[oa]s?, excus\w+, apologies, absent\w*, ausen\w+
""")
"""Where a list turns to those who paid, helped, or did not come."""

UNTIL_PERSON = re.compile(
    r"[\s,:-]*\b(?:representee?s?|represented|representad[oa]s?) (?:par|by|pel[oa]s?|por)\b"
    r"|\s(?:avec|with|com) (?:m|mme|mr|mrs|ms|dr)\b"
)
"""Between an organisation and the person who came for it."""

ORGANISATION = words(r"""
    associa\w+, action, agence, alliance, appui, bureau, centre, coalition, collectif, comite
    commission, confederation, conseil, convergence, cooperative, dynamique, federation, fondation
    fonds, forum, groupe, groupement, initiative, institut, ligue, maison, mouvement, observatoire
    ong, organisation, partenariat, plate-?forme, programme, projet, radio, reseau, societe
    solidarite, syndicat, synergie, union, universite
    agency, assembly, center, committee, council, foundation, fund, group, institute, league
    movement, network, ngo, observatory, organization, partnership, platform, project, society
    trust, university, watch, workers, lawyers
    agencia, alianca, centro, coligacao, colectivo, coletivo, comissao, conselho, cooperativa
    federacao, fundacao, grupo, iniciativa, instituto, liga, movimento, observatorio, organizacao
    plataforma, projecto, rede, sindicato, uniao, universidade
""")
"""Words of which names of organisations are made."""

NO_NAME = words(r"""
    qui, que, sont, etait, etaient, ont, etc, autres, others?, who, were, was, have, has, will
    outr[oa]s, foram, total, participants?, participantes
    secretaire (?:general|executif), directeur, directrice, coordonnat\w+, president\w*, director
    coordinator, chairperson, secretary, journalistes?, reunion, meeting, atelier, workshop
""")
"""Words that no name of an organisation holds."""

TITLED_PERSON = re.compile(r"(?:M|Mme|Mlle|Mr|Mrs|Ms|Dr|Me|Pr|Prof|Sr|Sra|Rev|Hon)\b\.?\s")
PERSON = re.compile(r"[A-ZÀ-Ý][\w'-]+(?:\s[A-ZÀ-Ý]\.)?(?:\s[A-ZÀ-Ý][\w'-]+){1,2}")
"""How persons are written, and some organisations too: "Mme Sy", "Awa Sy"."""
