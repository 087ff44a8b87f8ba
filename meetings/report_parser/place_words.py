"""How reports write where a meeting was held; patterns for the text as written, unless folded."""

import re

from meetings.report_parser.patterns import any_of, words

_PARTICLE = any_of("de, du, da, do, des, dos, la, le, les, of, d', el, es, sur, sous")
_DAY_OF_WEEK = r"(?:Lun|Mar|Mercre|Jeu|Vendre|Same)di\b|Dimanche\b|[A-Z][a-z]+day\b"
_WORD = rf"(?!{_DAY_OF_WEEK})[A-ZÀ-Ý][\w'-]*"
_NAME = rf"{_WORD}(?: (?:{_PARTICLE}[ -])?{_WORD}){{0,4}}"
_TOWN = rf"(?P<name>{_NAME})"
_TOWN_OF = any_of(r"""
    dans la (?:ville|capitale|commune|province|préfecture|région|localité) (?:de|d')
    (?:la )?ville de, (?:in )?the (?:[\w-]+ ){0,3}?(?:city|town|village|municipality) of
    n[ao] (?:cidade|vila|localidade|município|distrito|aldeia)(?: [a-zà-ÿ]+)? d[aeo]
""")
IN_TOWN = re.compile(rf"\b(?:(?P<town>{_TOWN_OF} ?)|(?:à|À|in|In|en|em|Em|at|na|no) ){_TOWN}")
"""What something was in: "à Libreville", "na Beira"."""

_HAS_HOSTED = any_of("""
    (?:a|avait) (?:abrité|accueilli), a servi de cadre, hosted, was host to, acolheu, recebeu
    foi palco
""")
_COUNTRY = rf"(?:(?:au|aux|en|in|no|na|em) )?(?P<country>{_NAME})"
HOST = re.compile(
    rf"(?P<town>\b(?:[Ll]a ville d(?:e |')|[Tt]he city of |[Aa] cidade d[aeo] ))?"
    rf"\b{_TOWN}(?:, {_COUNTRY},?)? {_HAS_HOSTED}\b"
)
"""The town that hosted: "La ville de Dakar a abrité"."""

WITH_COUNTRY = re.compile(rf", {_TOWN}, (?P<country>{_NAME})(?=[,.;)]|$)")
AFTER_VENUE = re.compile(rf"\b(?P<venue>{_NAME}), {_TOWN}(?=[.;)]|, |$| (?:on|from|le|du|em|de)\b)")
"""A town behind a venue: "at the Green Hotel, Lusaka"."""

DATELINE = re.compile(
    rf"\s*{_TOWN}(?:, {_NAME}){{0,2}}\s*(?:\([^)]*\)\s*)?[,-]+\s*"
    r"(?:(?:le|the|on|aos?|em|du|les|from) )?$"
)
"""A town up to the date: "Accra (Ghana) - 2 June 2021"."""

LABEL = re.compile(
    r"\b(?<!\ben )(?:lieu|ou|place|venue|location|where|local|lugar|onde)\s{0,9}:\s{0,9}"
    r"(?P<name>[^\n;.:\d]{3,80}?)"
    r"\s{0,9}(?=$|[\n;.]|,? \d|,? (?:le|on|em|du) \d)"
)
"""Folded: "Lieu : Kinshasa"."""

NO_PLACE = words(r"""
    janvier, fevrier, mars, avril, mai, juin, juillet, aout, septembre, octobre, novembre, decembre
    january, february, march, april, may, june, july, august, september, october, november
    december
    janeiro, fevereiro, marco, abril, maio, junho, julho, agosto, setembro, outubro, novembro
    dezembro
    zoom, skype, teams, google, internet, facebook, coalition, kimberley, ong, ngo, nations, union
    covid, processus, process, processo, afrique, africa, europe, europa, asie, asia\b
    english, french, portuguese, francais, l'occasion, collaboration, partenariat, order, line
    particular, addition, partnership, conjunction, day, session, parceria, st$, attendance
    presence, presenca, association, reseau, network, comite, committee, ministere, ministry
    association, associacao, observatoire, federation, plateforme, platform, rede, ligue, league
""")
"""Folded: what stands behind "in" and is no town."""

VENUE = words("""
    hotel, centre, cite, university, universite, maison, salle, palais, ecole, siege, restaurant
    center, room, school, college, hall, house, institute, library, museum, lodge, resort, church
    park, campus, headquarters, auditorium, hub, building, complex, embassy, club, academy, offices?
    espace, foyer, complexe, ambassade, institut, bibliotheque, mairie, residence
    centro, universidade, escola, casa, sala, palacio, auditorio, sede, igreja, biblioteca
""")
"""Folded: words of which names of venues are made."""

ONLINE = words("""
    skype, en ligne, virtuel(?:le)?s?, virtuellement, visio-?conference, en distanciel, a distance
    webinaires?, teleconference, hybride?s?, (?:par |sur |via )?zoom, google meet, microsoft teams
    on-?line, virtual(?:ly)?, video-?conference, by video, webinar, remotely, hybrid
    em linha, formato virtual, videoconferencia, webinario, hibrid[oa]
""")
"""Folded: words for meeting online."""

OF_OTHER_THINGS = words(r"""
    plate-?forme, formulaire, disponible, outil, inscri\w+, questionnaire, sondage, harcelement
    securite, publi\w+, commerce, vente, platform, form, available, tool, regist\w+, survey
    harassment, security, news, sales?, years of, plataforma, formulario, disponivel, inquerito
    seguranca, annees
""")
"""Folded: words near which "online" tells no way of meeting."""
