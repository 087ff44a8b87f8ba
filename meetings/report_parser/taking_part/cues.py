"""The words that lead to names of those who came, hosted or helped, in three languages.

Patterns for folded text, unless said otherwise.
"""

import re

from meetings.report_parser.patterns import any_of, words
from meetings.report_parser.vocabulary import EVENT

_NAMED = r"""
    organi[sz]ations?, ong\w?, osc\w?, associations?, structures, plate-?formes
    institutions, reseaux, coalitions, collectifs
    ngos?, csos?, platforms, networks
    organizacao, organizacoes, associacoes, plataformas, instituicoes, redes
    entidades, coletivos
"""
_ORGANISATIONS = any_of(f"""{_NAMED}
    membres?, groupes, acteurs
    members, groups, actors, stakeholders
    membros, grupos, atores
""")
ORGANISATIONS = re.compile(rf"\b{_ORGANISATIONS}\b")
SURELY_ORGANISATIONS = re.compile(rf"\b{any_of(_NAMED)}\b")
"""Words for organisations, and for no peoples or persons as "groups" is."""

COUNTRIES = re.compile(r"\b(?:pays|countries|paises)\b")

# A colon after words of who came opens a list.
WITH_ORGANISATIONS = words(r"""
    suivant\w*, present\w*, particip\w+, represent\w*, pris part, ci-apres, venues, invitees
    siege\w*, mandate\w*, delegue\w*, repondu, reuni\w*, rassembl\w*, a savoir
    following, attend\w+, took part, below, invited, graced, namely, gathered, together
    seguintes, abaixo, nomeadamente
""")
"""Words that tell, after a word for organisations, that these came."""

BEFORE_ORGANISATIONS = words("""
    suivantes?, following, participating, member, seguintes, participantes, membros
""")
_PRESENT = any_of("""
    presente?s?, representee?s?, autour de la table, represented, representad[oa]s
""")
CAME = words(rf"""
    (?:etaient|ont ete|were|estiveram|foram) (?:\w+ ){{0,2}}?{_PRESENT}
    etaient presente?s?, ont pris part, ont participe, participation (?:de|of), presence de
    presente (?:[\w']+ ){{0,3}}(?:les )?invitee?s?, introduc\w+ (?:the |our )?guests
    participation des, autour de la table, on a vu sieger, se sont exprimes, venaient de
    compos\w+ de, des observateurs
    took part, attended by, attended, in attendance, around the table, in the room, came from
    made up of, consisted of, composed of
    participaram, tomaram parte, participacao de, presenca de, fizeram-se representar, compunham
    usaram da palavra, intervieram, contavam-se
""")
HOSTED_BY = words(r"""
    (?:co-?)?organisateurs, hotes, (?:co-?)?(?:hosts|organi[sz]ers), organizadores, anfitri\w+
""")
"""Words that tell, before a colon, that those who hosted follow."""

_WHO_CAME = any_of(rf"""
    participant\w*, present\w*, delegues, presencas, attendees, attendance, delegates
    {_ORGANISATIONS}(?: \w+)? (?:participantes|presentes|representees?|qui ont participe)
    {_ORGANISATIONS}(?: \w+)? (?:represented|present|participating|in attendance|that attended)
    participating {_ORGANISATIONS}
    organi[sz]ations, organizacoes
""")
BEGINS_LABEL = re.compile(
    rf"(?:liste (?:des|de) |list of |lista (?:de|dos|das) )?{_WHO_CAME}\b",
)
"""Words that do so at the beginning of a sentence."""

_TOPICS = any_of(r"""
    themes?, thematiques?, sujets?, points?, questions?, objecti\w+, recomm\w+, decisions?
    resolutions?, axes?, activit\w+, sessions?, panels?, modul\w+, priorit\w+, defis?, messages?
    topics?, issues?(?! d(?:es?|u|')\b), areas?, challenges?
    temas?, assuntos?, pontos?, desafios?
""")
_PLACES = any_of("""
    etats, departements?, provinces?, regions?, regiones, villes?, communes?, districts?, villages?
    prefectures?, cercles, quartiers?, localites?
    states?, count(?:y|ies), cit(?:y|ies), towns?
    estados?, departamentos?, provincias?, regioes, regiao, cidades?, municipios?, distritos?
    concelhos?, aldeias?, comarcas?
""")
OF_TOPICS = re.compile(rf"\b(?:{_TOPICS}|{_PLACES})\b[^:]{{0,40}}$")
"""Before a colon: what follows are topics, or places."""

# A heading or line with these words alone stands above a list.
_ORGANISATIONS_LISTED = any_of("""
    organi[sz]ations?, ong, osc, structures, associations, membres, plateformes
    ngos, members
    organizacoes, associacoes, membros, entidades
""")
_TAKING_PART = any_of(r"""
    participantes?, presente?s?, representee?s?, participating, qui ont participe
    represented, attending, in attendance, that attended, that took part
    representadas, que (?:estiveram|participaram)[\w ]*
""")
_ABOVE_LIST = any_of(rf"""
    participants?, (?:les )?participants et participantes, presents?
    (?:la )?liste (?:des|de) (?:presences?|participant\w*|organi[sz]ations|ong|membres presents)
    (?:des |les )?(?:pays (?:et|&) )?organi[sz]ations participantes
    qui (?:etait|a participe)[\w ]*
    attendees, attendance, in attendance, who (?:attended|took part)
    (?:the )?list of (?:participa\w+|attend\w+|organi[sz]ations)
    participating (?:organi[sz]ations|ngos|members|groups)
    countries and organi[sz]ations[\w ]*, participating countries and organi[sz]ations
    participantes, presentes, presencas
    lista (?:de|dos|das) (?:presencas?|participantes|organizacoes)
    {_ORGANISATIONS_LISTED}\s*(?:\w+ ){{0,2}}{_TAKING_PART}
""")
ABOVE_LIST = re.compile(rf"\W*{_ABOVE_LIST}\s*(?:\(\d+\))?\s*:?\W*")

REPRESENTED_BY = re.compile(
    r"[\s,:-]*\b(?:representee?s?|represented|representad[oa]s?) (?:par|by|pel[oa]s?|por)\b"
)
"""Between an organisation and the person who came for it."""

SEE_LIST = re.compile(
    r"(?:voir |see |cf\.? )?(?:la |the |a )?(?:liste?a?|attendance|lista) [^,;]{0,60}$"
)
"""What stands for a list that is elsewhere: "voir la liste en annexe"."""

PROXY = words("""
    procurations?, observateurs, ordre du jour
    prox(?:y|ies), observers, agenda
    procuracoes, ordem de trabalhos
""")
"""Words of lines that end a list of those who came."""

_OTHER_LABEL = any_of(r"""
    Excusés?, Excusées, Absents?, Absences, Ordre du jour, Lieu, Date
    Apologies, Apology, Minutes, Agenda, Place
    Ausentes, Ausências
""")
_ROLE = any_of(r"Président\w*, Secrétaire, Chair, Secretary, Facilitat\w+")
OTHER_LABEL = re.compile(rf"(?<=[\w:])\W{{1,80}}(?:{_OTHER_LABEL}|(?P<role>{_ROLE}))\s*:")
"""In the text as written: where another label ends a list on the same line.

The `role` of one who was there does not, where semicolons stand between those of the list.
"""

# What leads to names within a sentence.
_ARTICLE = "(?:les? |la |l'|the |a |o |as |os )?"
_OF = any_of("de l', de la, des?, du, d', of, da, do, das, dos")
_SUCH_AS = any_of("""
    telles? que, tels que, comme, dont, notamment, a savoir, parmi lesquelles, parmi lesquels
    such as, like, including, namely, among them, in particular
    tais como, como, incluindo, nomeadamente, entre as quais, entre os quais, entre elas
""")
_PEOPLE = any_of("""
    representante?s?, delegu?e?s?, membres?, collegues, equipes?, militants, experts?
    responsables, participants, personnes, delegations?
    representatives?, delegates, members?, staff, colleagues, teams?, activists, directors, leaders
    people, delegad[oa]s, membros, participantes
""")
_BROUGHT_TOGETHER = any_of(r"""
    reuni, rassemble, regroupe, rassemblant, regroupant
    attended by, brought together, bringing together, gathered, convened, joined by, participated
    took part
    juntou, contou com, participaram(?: (?:no|na|do|da|neste|nesta|desse|deste) \w+)?
""")
"""Or words that begin so: "réunissant", "reuniu"."""

_PARTICIPATING = any_of(rf"""
    {_ORGANISATIONS}(?: \w+)? (?:participantes|presentes|representees?|qui ont participe)
    {_ORGANISATIONS}(?: \w+)? (?:represented|present|participating|in attendance|that attended)
    participating {_ORGANISATIONS}, (?:les )?participants (?:venaient|etaient issus)
""")
_WERE = any_of("""
    sont, etaient, comprenaient, comprennent, include, included, were, are, came from
    sao, eram, foram, incluem, incluiam
""")
_AMONG_THEM = any_of("""
    parmi (?:eux|elles|lesquels|lesquelles), (?:au|on) nombre desquel(?:le)?s, on (?:peut )?cite
    on peut citer, on citera, on note, among (?:them|these|those present|the participants)
    dentre (?:eles|elas), entre (?:eles|elas|os quais|as quais), de entre (?:eles|elas)
    destacam-se, destacaram-se, destaca-se
""")
AMONG_THEM = re.compile(rf"\W*{_AMONG_THEM}\b")
"""At the beginning of a sentence that goes on with who came."""

WITH_PEOPLE = words(r"""
    (?:avec|dont) (?:des |les )?(?:representante?s?|delegue?s?|membres) (?:de|des|du|d')
    (?:with|including) (?:the )?(?:representatives|delegates|members) (?:of|from)
    (?:com|incluindo) (?:os |as )?(?:representantes|delegad[oa]s|membros) (?:de|da|do|das|dos)
""")
"""Words of a sentence that says whose people came."""

LEADS_TO_NAMES = re.compile(
    # "représentants des organisations telles que "
    rf"\b{_PEOPLE}\s+(?:{_OF}|from|venus? de|issus? de|at)\s*"
    rf"(?:(?:the |les |des |de )?{_ORGANISATIONS}\s*(?:{_SUCH_AS}\s+|,\s*|:\s*|\()?)?"
    # "participation effective de "
    r"|\b(?:participation|presence|attendance|presenca|participacao)\s+"
    rf"(?:(?:notable|effective|active|ativa) )?{_OF}\s*"
    # "organisations de la société civile, dont les "
    rf"|\b{_ORGANISATIONS}\b[^,:;.]{{0,50}}?[,(]?\s*{_SUCH_AS}\s*{_ARTICLE}"
    # "participating organisations were ", "among them are "
    rf"|\b{_PARTICIPATING}\b[^:;.]{{0,40}}?\b{_WERE}\b(?:,? but[\w ]{{3,20}},)?\s*{_ARTICLE}"
    rf"|\b{_AMONG_THEM}\b[^:;.]{{0,40}}?\s{_ARTICLE}"
    # "attended by representatives of "
    rf"|\b{_BROUGHT_TOGETHER}\s*,?\s*(?:representatives of |members of )?{_ARTICLE}"
    # "Present at this meeting were "
    rf"|\bpresent at (?:the|this|our) (?:\w+ )?{EVENT} (?:was|were) {_ARTICLE}"
    # "from Ghana and "
    r"|\b(?:from|de l'|of)\s+(?=[\w ]{0,60}\b(?:and|et)\b)"
)

_WITH_LISTS = any_of(rf"""
    {_ORGANISATIONS}, compagnies, services, universit\w+, bailleurs, partenaires, medias?
    gouvernements?, administrations?
    companies, donors, partners, governments?
    governos?
""")
_CREATED = any_of(r"""
    creer, creation, etablir, mettre en place, mise en place, lancer, lancement, fonder
    creat(?:e|ed|ing|ion of), establish\w*, launch\w*, set(?:ting)? up, found(?:ed|ing)
    criar, criou, criacao, estabelec\w+, lanc(?:ar|amento), fundar
""")
_PLACE_OF_EVENT = any_of("""
    dans le cadre d(?:e|u|es|e la|e l'), in the framework of(?: the)?, as part of(?: the)?
    no ambito d[aeo]s?, au, aux, a la, a l', en, dans (?:la |le |les |l'), in(?: the)?
    at(?: the)?, em, no, na, nos, nas
""")
OF_NO_PARTICIPANT = re.compile(
    rf"\b(?:{_PLACE_OF_EVENT}|{_PLACES} {_OF}|{_CREATED}(?: {_OF})?\s*{_ARTICLE})\s*$"
)
"""Before names that say where, and those of what was founded: "das províncias de"."""

MEMBERS_OF = re.compile(rf"\bmemb(?:res?|ers?|ros?) {_OF}\s*$")
SUCH_AS = re.compile(rf"[\s,:(]*{_SUCH_AS}\b")
"""Around what those are members of whom a sentence names: "membres de la X, notamment"."""

IN_BRACKETS = re.compile(
    rf"(?P<label>\b{_WITH_LISTS}\b[^().;:]{{0,50}})"
    r"\((?P<inside>[^()]*(?:\([^()]*\)[^()]*){0,40})\)"
)
"""What stands in brackets behind a word for organisations, and may be a list."""

SEPARATOR = re.compile(r",| (?:et|and|e) ")

_SUPPORTED = any_of(r"""
    (?:avec|grace a|sur) (?:l'|le |la )?(?:appui|soutien|concours|financement|aide|support)
    (?:avec|grace a|sur) (?:l'|le |la )?(?:collaboration|partenariat)
    financee? par, soutenue? par, appuyee? par, en partenariat avec, en collaboration avec
    with (?:the )?(?:\w+ )?(?:support|funding|assistance|backing|help|partnership), thanks to
    funded by, financed by, supported by, sponsored by, in partnership with
    in collaboration with, in cooperation with, jointly with, together with
    com (?:o )?(?:apoio|financiamento), financiad[oa], apoiad[oa], em parceria
""")
SUPPORT = re.compile(rf"(?:[,(]\s*)?\b{_SUPPORTED}\b")
"""Where a sentence turns to those who paid or helped."""

_ORGANISED = any_of(r"""
    (?:co-?)?organi[sz]ee?s?, montee?, prepare\w*, mise? en place, pilote\w*, portee?
    accueillie?s?, abritee?s?, convoquee?s?, initiee?s?
    (?:co-?)?organi[sz]ed, prepared, run, held, put together, hosted, convened, delivered
    montad[oa], preparad[oa], realizad[oa], (?:co-?)?organizad[oa]s?, promovid[oa]s?, acolhid[oa]s?
""")
_TOGETHER_OR_THEN = any_of(r"""
    conjointement, le [\w ]{4,24}, a \w{3,20}, (?:le|du|les) \d[\w ]{2,24} a [\w-]{3,20}
    jointly, on [\w ]{4,24}, in [\w ]{3,20}, in [\w-]{3,20} (?:on|from) [\w ]{4,24}
    conjuntamente, em [\w-]{3,20}, (?:de|a|em) \d[\w ]{2,24}
""")
_BY = any_of("par, dans les locaux de, by, at the offices of, pel[oa]s?, por")
_ORGANISING = any_of("""
    organise, organisant, organised, organising, organized, organizing, organizou, organizaram
    organizando, realizou, realizaram
""")
_INVITED = any_of("""
    a l'initiative, a l'invitation, sur (?:l')?(?:invitation|initiative), sous l'egide
    at the (?:invitation|initiative), under the auspices
    a convite, por iniciativa
""")
BEFORE_HOST = re.compile(
    rf"\b{_ORGANISED}(?: {_TOGETHER_OR_THEN})?,?\s+{_BY}\s*{_ARTICLE}"
    rf"|\b(?:promoveram|promoveu|organizaram|organizou) (?:a|o|este|esta) (?:\w+ )?{EVENT}"
    r" (?:a|o|as|os) "
    r"|\b(?:its|the|our) hosts? (?:was|were) (?:the )?"
    r"|\bl'hote (?:etait|fut) (?:la |le |l')?"
    rf"|\b(?:{EVENT}|activite|activity|act?ividade) (?:etait|fut|was|is|foi|e) (?:une|an|uma)"
    r" (?:initiative|iniciativa) (?:conjointe |joint |conjunta )?"
    r"(?:of|des?|du|da|do|d') ?(?:the |la |l')?"
    rf"|\b{_ORGANISING} (?:[\w-]+ ){{1,3}}?{EVENT}(?: [\w-]+){{0,4}}? (?:avec|with|com) {_ARTICLE}"
    rf"|\b{_INVITED}\s+(?:d'|(?:of|de|du|des|da|do|das|dos) )\s*(?:the |les? |la |l')?"
)
"""After it stands who hosted: "organisé conjointement par la "."""

_HOSTED = any_of(r"""
    (?:a|ont) (?:conjointement |egalement )?(?:organise|convie|mis autour|tenu|reuni|accueilli)
    (?:a|ont) (?:conjointement |egalement )?(?:abrite|convoque|rassemble|initie|conduit|anime)
    (?:a|ont) (?:conjointement |egalement )?(?:coorganise|co-organise)
    s'est reunie?, (?:accueille|abrite)(?= (?:du|le|ce|cette|la|une?)\b)
    hosts, acolhe(?= (?:de|a|o|um|uma|no|na|em)\b)
    (?:co-?)?(?:organi[sz]ed|hosted|convened|held)(?! (?:at|in|on|from|by|between)\b)
    brought together, met, ended, concluded, closed
    has (?:organi[sz]ed|hosted|convened|held)
    (?:co-?)?(?:organizou|organizaram), realizou, realizaram, promoveu, promoveram, reuniu, acolheu
""")
AFTER_HOST = re.compile(rf"\b{_HOSTED}\b")
"""Before it stands who hosted: "ZELA organised"."""

_TOGETHER = any_of("""
    en (?:etroite )?(?:partenariat|collaboration|cooperation) avec, conjointement avec
    in (?:close )?(?:partnership|collaboration|cooperation) with, jointly with, together with
    em (?:parceria|colaboracao|cooperacao|articulacao) com, juntamente com, conjuntamente com
""")
PARTNERED = re.compile(rf"\b{_TOGETHER}\s*{_ARTICLE}")
"""Behind who hosted, before who did so too."""

_JOINED_WITH = any_of("""
    s'est associee? (?:a|avec), s'est joint a, a collabore avec
    collaborated with, partnered with, teamed up with, joined forces with, worked with
    juntou-se (?:a|com), colaborou com, associou-se a
""")
_TO_HOST = any_of("""
    pour organiser, pour accueillir, pour tenir
    to (?:host|organi[sz]e|hold|convene|run|deliver)
    para organizar, para acolher, para realizar, para promover
""")
TOGETHER_TO_HOST = re.compile(
    rf"\b{_JOINED_WITH}\s*{_ARTICLE}(?P<other>[^.;:]{{2,150}}?)\s{_TO_HOST}\s[^.;:]{{0,60}}{EVENT}"
)
"""Between two who hosted: "ZELA partnered with RAID to host a workshop"."""

BESIDE_HOST = re.compile(
    rf",? {_SUPPORTED}[^.;:]{{3,160}}?, (?:yesterday |today )?{_HOSTED}[^.;:]{{0,60}}{EVENT}"
)
"""Between who hosted and the verb: "ZELA, with support from RAID, held a workshop"."""

VERBS = words("""
    qui, que, sont, est, etait, etaient, ont, pas
    who, that, are, is, was, were, have, has, not
    foram, nao
""")
"""Verbs and what goes with them, which no names hold."""
