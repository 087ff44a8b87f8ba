"""How texts say that somebody spoke: patterns for folded text, French, English, Portuguese."""

import re

from meetings.report_parser.patterns import any_of, few_words, words

_SAID_IN_FRENCH = any_of("""
    dit, declare, indique, souligne, explique, rappele, precise, note, affirme, insiste, presente
    ajoute, exhorte, appele, remercie, ouvert, salue, estime, regrette, anime, facilite, modere
    partage, expose, aborde, felicite, releve, temoigne, recommande, plaide, reconnu, montre
    evoque, discute, debattu, propose, preside, intervenu, parle, pris la parole, introduit, livre
    prononce, deplore, clos, cloture, conclu, detaille, reitere, encourage, invite, informe, confie
    mis l'accent, fait (?:un|une|le|la|part|savoir), revenu sur, lance, plante le decor
    repondu, reagi, interpelle, assure, dispense, decrit, mentionne, annonce, echange, demontre
""")
_SAYS = any_of(r"""
    (?:nous )?(?:parle|rappelle|explique|indique|relate)(?:nt)?
    (?:souligne|declare|precise|insiste|salue|remercie)(?:nt)?
    (?:evoque|ajoute|affirme|estime|recommande|regrette|raconte|aborde|annonce)(?:nt)?
    decri(?:ven)?t, s'exprim(?:e|ent|ant)
    explains?, stress(?:es)?, argues?, recalls?, describes?, warns?, says?
    explicam?, afirmam?, destacam?, relatam?, comentam?, pontuam?, lembram?, ressaltam?, defendem?
    apontam?, avaliam?, acrescentam?, salientam?, sublinham?, reforcam?, diz(?:em)?, de acordo com
""")
SPOKE = words(rf"""
    {_SAYS}
    (?:a|ont|est|sont|avait|ete) (?:\w+ ){{0,2}}{_SAID_IN_FRENCH}e?s?
    s'est (?:dite?|exprimee?|rejouie?|felicitee?), par la voix
    prendre la parole, entendu, selon, d'apres
    said, told, noted, explained, stressed, emphasi[sz]ed, underlined, highlighted, added
    welcomed, opened, presented, presenting, moderated, facilitated, led by, spoke, talked, gave
    delivered, shared, outlined, described, argued, called (?:on|for), urged, reminded, remarked
    observed, pointed out, introduced, discussed, warned, chaired, commented, recommended
    appreciated, briefed, heard, took the floor, stated, thanked, informed, reported, showed
    suggested, proposed, raised
    expressed, encouraged, acknowledged, demonstrated, reiterated, recalled, confirmed, revealed
    mentioned, indicated, insisted, cautioned, lamented, closed, concluded, outlining, sharing
    highlighting, led (?:a|the), walked, according to, called upon, exposed
    took (?:the )?participants
    ended (?:by|with), elaborated, reflected, responded, answered, reacted, echoed, spoken
    disse, afirmou, explicou, destacou, sublinhou, referiu, salientou, realcou, apresentou, falou
    lembrou, acrescentou, defendeu, considerou, alertou, apelou, agradeceu, moderou, participou
    partilhou, ressaltou, declarou, frisou, intervindo, interveio, discutiram, presidiu, abriu
    encerrou, relatou, contou, abordou, informou, mostrou, reforcou, reiterou, enfatizou
    saudou, ministrou, comentou, garantiu, exortou, recordou, apontou, avaliou, criticou
    denunciou, encorajou, propos, pontuou, observou, analisou, debateram, deu, fez, fizeram
    disseram, falaram, apresentaram, explicaram, partilharam, defenderam, a cargo de, na voz de
    para [oa] (?:presidente|director|directora|diretora?|coordenadora?), segundo, participaram
    esteve representad[oa], usou da palavra
""")
"""That somebody spoke, taught or moderated."""

SPEECH = words(r"""
    presentations?, exposes?, discours, allocutions?, interventions?, communications?, panelistes?
    animee?s? par, moderee?s? par, facilitee?s? par, presentee? par, intervenants
    (?:facilitat|format|animat)(?:eu|ric)[rse]+
    coordonnee?s? par, representee?s? par
    talks?, remarks, speech, speeches, keynote, panel, panel+ists?, speakers?, testimon(?:y|ies)
    (?:facilitat|coordinat|present|represent)ed by, facilitators?, trainers?, presenters?
    palestras?, intervencao, intervencoes, apresentacao, apresentacoes, discursos?, painel
    (?:moderad|facilitad|apresentad|coordenad)[oa] (?:por|pel[oa]s?), oradores, oradoras
    facilitador\w*, representad[oa]s? (?:por|pel[oa])
""")
"""That there was a speech, or somebody to give one."""

OFFICE_AT_MEETING = re.compile(
    r"\W*"
    + any_of(r"""
        presidente?, rapporteu(?:r|se), moderat(?:eur|rice), facilitat(?:eur|rice), secretaire
        president, rapporteur, moderator, facilitator, secretary, chair(?:man|woman|person)?
        moderadora?, relatora?, facilitadora?, secretari[oa]
    """)
    + r"s?(?: \w+){0,2}\s*:"
)
"""Before who led a meeting or wrote its minutes: "Rapporteur adjoint : Ada Mbo"."""

ARTICLE = r"(?:(?:the|les?|la|os?|as?|an?) )?"
SPEECH_BY = re.compile(
    r"\b(?:presentations?|presented|talks?|remarks|speech|facilitated|moderated|delivered|led|chaired"
    r"|commented|suggested|proposed|raised|stated|asked"
    r"|presentations?|exposes?|interventions?|animee?s?|moderee?s?|facilitee?s?|presentee?s?"
    r"|palestras?|apresentac\w+|moderad[oa]s?|facilitad[oa]s?|conduzid[oa]s?)"
    rf" {few_words(2)}(?:by|from|par|por|pel[oa]s?) {ARTICLE}(?:l')?"
)
"""Behind which stands who did so: "A presentation by ZELA"."""
