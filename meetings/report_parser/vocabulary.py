"""The words by which reports speak of meetings, in French, English and Portuguese.

Patterns for folded text: no accents, no capitals, plain apostrophes. Each list has French first,
then English, then Portuguese.
"""

import re

from meetings.report_parser.patterns import any_of, few_words, words

EVENT = any_of(r"""
    reunions?, rencontres?, ateliers?, conferences?, assemblees?, forums?, seminaires?, colloques?,
    tables?[ -]rondes?, congres, sommets?, webinaires?, consultations?, retraites?, symposiums?,
    concertations?, dialogues?, formations?, sessions?, journees?, plenieres?, assises,
    seances?(?: de travail)?, echanges?, missions? d'\w+, restitutions?
    meetings?, workshops?, assembl(?:y|ies), seminars?, round[ -]?tables?, summits?, webinars?,
    retreats?, gatherings?, convenings?, congress(?:es)?, trainings?, events?, plenary, exchanges?,
    bootcamps?, indabas?, agms?, learning days?, conversations?, calls?(?= of), hackathons?, fairs?
    reunia?o(?:es)?, encontros?, oficinas?, conferencias?, assembleias?, foruns, seminarios?,
    sess(?:ao|oes), formac(?:ao|oes), capacitac(?:ao|oes), mesas?[ -]redondas?, cimeiras?, cursos?,
    visitas? de troca, conversas?, palestras?, debates?, webinarios?, dialogos?, consultas?,
    eventos?, simposios?, jornadas?, congressos?, coloquios?
""")
EVENT_NOUN = re.compile(rf"\b{EVENT}\b")

_WAS_HELD = any_of("""
    tenue?, reunie?, deroulee?, achevee?, cloturee?, close, ouverte?, rencontree?, conclue?,
    terminee?
""")
_WERE_HELD = any_of("""
    tenue?s, reunie?s, deroulee?s, retrouvee?s, rencontree?s, connectee?s, achevee?s,
    donne rendez-vous
""")
_HAS_HELD = any_of("""
    eu lieu, organisee?s?, reunie?s?, rassemblee?s?, regroupee?s?, accueillie?s?, abritee?s?,
    tenue?s?, animee?s?, convie, mobilisee?s?, convoquee?s?, participe, assiste, pris part, connu,
    vu, cloturee?s?, ouverte?s?, facilitee?s?, restituee?s?, servi de cadre, debute, mis autour,
    initie, formee?s?, conduite?, clos, lance
""")
_WERE_PRESENT = r"etai(?:t|ent) (?:[\w']+ )?(?:present|represente|reuni)\w*"
_WERE_PRESENT_IN_PORTUGUESE = r"estiveram (?:presentes|representad\w+|reunid\w+)"
_HELD = words(rf"""
    s'est {few_words(2)}{_WAS_HELD}, se sont {few_words(5)}{_WERE_HELD},
    (?:a|ont|avait|avaient|ayant) {few_words(3)}{_HAS_HELD}, organisee?s?, tenue?s?,
    reunie?s (?:a|au|en|dans|le|les|du), animee?s?(?= par), reunissa(?:it|ient|nt),
    rassembla(?:it|ient|nt), participaient, {_WERE_PRESENT}, eut lieu, se tint,
    a l'issue d(?:e|es|u|')
    held, organi[sz]ed, hosted, convened, gathered, attended, participated, took part, took place,
    (?:brought|came|bringing|coming|drew) together,
    (?:was|were|have|has|had|they|we|members?|\w+s) met, met (?:in|on|at|for|from), assembled,
    concluded, facilitated by, conducted, kicked off, called by, ran (?:in|a|the|from),
    in attendance, trained, ended, closed (?:in|on|with|its), opened (?:in|on|with), fed into
    reunid[oa]s (?:de|em|no|na|a), realizad[oa]s?, realiz(?:ou|aram)(?:-se)?,
    realis(?:ou|aram)(?:-se)?, decorr(?:eu|eram), te?ve lugar, tiveram lugar, organiz(?:ou|aram),
    organizad[oa]s?, reuni(?:u|ram|ndo)(?:-se)?, junt(?:ou|aram|ando)(?:-se)?, promov(?:eu|eram),
    promovid[oa]s?, participaram, contou com, contaram com, acolheu, acolhid[oa],
    {_WERE_PRESENT_IN_PORTUGUESE}, tomaram parte, encontraram-se, terminou, acolheram, encerrou,
    iniciou, foi palco, capacitou, formou, tev?e inicio, acontec(?:eu|eram), ocorr(?:eu|eram),
    sedi(?:ou|aram), encerraram, terminaram, arrancou, comec(?:ou|aram)
""")
_TO_COME = any_of("""
    sera, seront, etre, will, shall, to, would, should, must, may, can, could, is to, are to,
    ser[ao]o?, vai, vao, ira, irao, seja, sejam
""")
_NOT_YET = re.compile(rf"\b{_TO_COME} (?:be |etre |ser )?(?:\w+ )?\w+")

FUTURE = words(r"""
    \w++(?<=\w[eid]ront), aura, auront, tiendra, permettra, portera, debutera, accueillera,
    abritera, hebergera, recevra, rassemblera, regroupera,
    participera, devrait, devraient, attendus, sont attendues?, est attendue?, on y attend,
    se (?:tiendra|tiendront|deroulera|reunira|reuniront), sera, seront, organisera, reunira,
    prevue?s? (?:pour|le|du|en|au), est prevue?, vous invit(?:e|ent|ons)
    is preparing, (?:is|are) (?:hosting|holding|organi[sz]ing),
    are expected, is expected, will, shall, is scheduled, are scheduled, is planned,
    to be held, scheduled for, planned for
    sao (?:\w+ )?esperad\w+, (?:realizar|ter|decorrer|reunir)-se-a, realizara(?:-se)?, tera lugar,
    decorrera, serao, (?:vai|vao|ira|irao) \w+r, esta previst[oa], previst[oa] para, convida,
    convidam, agendad[oa]
""")
"""Words of a sentence about what is still to come."""

_ANOTHER = any_of("""
    prochaine?s?, a venir, futur[oa]s?, ulterieure?, nouvelle
    next, upcoming, forthcoming, another, follow-up
    proxim[oa]s?
""")
_THE_NEXT_ONE = any_of("la prochaine, le prochain, the next one, a proxima, o proximo")
NEXT = re.compile(
    rf"\b(?:{_ANOTHER}\s+(?:[\w'-]+\s+){{0,3}}?{EVENT}\b"
    rf"|{EVENT}\s+(?:prevue?|planned|scheduled|previst[oa])\b"
    rf"|{_THE_NEXT_ONE}\s*(?=,|\.|aura|se tiendra|sera|will|tera)"
    r"|rendez-vous (?:est|a ete|fut)\b|se poursuivent? (?:le|les)\b|meet again\b|reconvene\b)"
)
"""Words of a sentence about the meeting after this one."""

BEFORE = words(rf"""
    precedente?s?, derniere (?:reunion|rencontre|edition|assemblee|session|conference),
    l'an(?:nee)? (?:derniere?|passee?), premiere edition, tout a commence, avant cette? {EVENT}
    previous, earlier, last (?:year|meeting|edition|workshop|assembly), first edition, it all began
    prior to this, before this
    (?:avant (?:la|le)|avant l'|before the|antes d[ao]) ?{EVENT}(?=,)
    anterior(?:es)?, tudo comecou, ultima (?:reuniao|edicao), primeira edicao, ano passado
    antes dest[ea]
""")
"""Words of a sentence about the meeting before this one."""

REGISTRATION = words(r"""
    inscrivez-vous, inscriptions?, pour vous inscrire, s'inscrire, rejoignez-nous, date limite,
    candidatures?, appel a (?:candidatures?|participation), a vos agendas,
    confirmer votre (?:presence|participation), entree libre
    register (?:here|now|by|at|for), registration, sign up, rsvp, save the date, join us, deadline,
    apply (?:by|now), call for (?:applications|papers),
    confirm your (?:attendance|participation), free entry, admission is free
    inscrev\w+, inscric(?:ao|oes), entrada e (?:livre|gratuita)
""")
"""Words of a text that invites to a meeting."""

_QUOTED = re.compile(r'^[^"]*[\w,.!?]"(?=[\s,])|"[^"]*"?')
"""What is quoted, the end of a quote that began in a sentence before too."""

EVENT_GATHERS = re.compile(
    rf"\b{EVENT} (?:(?:\w+ ){{0,2}}?|(?:[\w'-]+ ){{0,8}}?[\w'-]+,? (?:qu[ei]|which|that) )"
    + any_of("""
        reunit, rassemble, regroupe, brings together, gathers, junta, reune, congrega
    """)
    + r"\b"
)
"""In the present: "un atelier qui réunit", where no word of the past says who came."""

REPORTS = words("""
    comptes?[ -]rendus?, proces[ -]verba(?:l|ux), rapports?, points forts, synthese,
    communique final
    minutes, reports?, highlights, summary, proceedings, final communique
    relatorios?, ata, acta, notas? da, resumo, sintese, conclusoes
""")
"""Words of a text about something that took place."""

_HAVE_ATTENDED = any_of("""
    reunie?s?, rassemblee?s?, regroupee?s?, participe, assiste, pris part, mobilisee?s?, connu,
    accueillie?s?, vu, compte, enregistree?s?, representee?s?,
    repondu (?:present|a l'invitation|a l'appel), depeche, pris place, fait le deplacement,
    delegue, mandate, honore, concerne
""")
ATTENDED = words(rf"""
    (?:a|ont|ayant|avait|avaient) {few_words(3)}{_HAVE_ATTENDED},
    (?:a|ont) ete (?:forme|formee?s?|presente?s?|suivie?s?),
    (?:a|ont) permis de (?:reunir|rassembler|regrouper), reuniss(?:ait|aient|ant),
    rassembl(?:ait|aient|ant), regroup(?:ait|aient|ant), participaient, se sont connectee?s,
    representai(?:t|ent), venai(?:t|ent) d(?:e|es|u|'), faisai(?:t|ent) partie, prenaient part,
    assistaient, {_WERE_PRESENT}, il y avait, (?:a|ont) attire, emargement, inscrits, presence de,
    participation (?:de|d'|des|effective), se sont [\w ]{{0,20}}?(?:reunie?s|retrouvee?s),
    s'est (?:\w+ )?mobilisee?, beneficie, auquel ont, ou etaient, presente?s? (?:a|au|lors),
    prirent part, prennent part, prend part, participent,
    reunie?s (?:a|au|en), (?:sont|etaient|etait) venu\w*,
    ont fait le voyage, ete suivie par, nous (?:sommes|etions) venu\w*
    (?:was|were) {few_words(2)}(?:attended|present|represented|joined|trained|convened),
    attended, attending, to attend, attend (?:the|our|its|a), around the table,
    (?:brought|bringing|brings|came|coming) together, gather(?:ed|ing),
    participat(?:ed|ing), participation (?:of|from|by), took part,
    taking part, conven(?:ed|ing), attracted, brought, drew,
    attendance, there were, converged, met (?:in|on|for|at|to), assembled, joined, hosted,
    welcomed(?! (?:the|this|its) (?:signing|decision|news|adoption|agreement|launch|report|law)),
    trained,
    turnout, we (?:came|come), participants {few_words(4)}(?:include|included|comprised)
    particip(?:aram|ou|am|acao|ando), reunid[oa]s (?:de|em|no|na), reuni(?:u|ram|ndo),
    junt(?:ou|aram|ando), contou com, contaram com, presenca de, passaram, inscreveram-se,
    tomou parte, havia, representavam, presentes, {_WERE_PRESENT_IN_PORTUGUESE}, tomaram parte,
    estiveram junt\w+, vieram, viemos, veio, congreg(?:ou|ando), assistiram, acolheu,
    foram (?:formad|capacitad)\w+, representad[oa]s
""")
"""Words of a sentence that says who came."""

WHO_CAME = (ATTENDED, EVENT_GATHERS)
"""Words of a sentence that says who was there, in the past or as if it were now."""

ABSENT = words(r"""
    (?:s'est|se sont) (?:fait )?excusee?s?, excusee?s?, etai(?:t|ent) absente?s?, absente?s?,
    empeche\w*, n'(?:a|ont) pas pu, n'ont pu, n'a pu, n'etai(?:t|ent) pas,
    n'(?:a|ont) pas (?:participe|pris part), invitee?s? mais, par leur absence, fait excuser,
    n'ont delegue personne
    apologi\w+, could not (?:attend|join|take part|travel|make),
    unable to (?:attend|join|take part|travel), did not (?:attend|reply|come|respond),
    sent (?:its |their )?(?:regrets|apologies), not (?:able|present|represented),
    invited but, declined, neither did, no one in the room, (?:was|were) excused, nobody could,
    had hoped to
    nao (?:pod\w+|pud\w+|participou|participaram|compareceu|compareceram|conseguiu|conseguiram),
    ausen\w+, faltaram, faltou, justificaram, esteve ausente, sem comparecer, nao esteve
""")
"""Words of a sentence that says who was not there."""


def tells_held(plain: str) -> bool:
    """Whether a sentence says that something was held, and not that it will be."""
    # Few sentences speak of holding at all: the others need no second look.
    return bool(_HELD.search(plain) and _HELD.search(_NOT_YET.sub(" ", plain)))


def held_places(plain: str) -> list[int]:
    """Where a sentence says that something was held."""
    return [found.start() for found in _HELD.finditer(plain)]


def unquoted(plain: str) -> str:
    """A sentence without what is quoted in it, which says nothing of who was there."""
    return _QUOTED.sub(" ", plain)
