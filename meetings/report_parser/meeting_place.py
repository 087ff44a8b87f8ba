"""Where the meeting was held, and whether online."""

import re
from collections.abc import Iterator
from itertools import islice

from meetings.report_parser.countries import countries_in
from meetings.report_parser.dates import DateMention, dates_in
from meetings.report_parser.layout import Layout
from meetings.report_parser.names import HEAD
from meetings.report_parser.patterns import any_of, words
from meetings.report_parser.reading import Reading, Stretch
from meetings.report_parser.vocabulary import (
    ATTENDED,
    BEFORE,
    EVENT,
    EVENT_NOUN,
    FUTURE,
    NEXT,
    tells_held,
)

LINES_OF_LABELS = 25
LINES_AFTER_OPENING = 10  # that may still say "Lieu : …"
LONGEST_SENTENCE = 500
FIRST_SENTENCES = 12  # that say where people gathered

_PARTICLE = any_of("de, du, da, do, des, dos, la, le, les, of, d', el, es, sur, sous")
_DAY_OF_WEEK = r"(?:Lun|Mar|Mercre|Jeu|Vendre|Same)di\b|Dimanche\b|[A-Z][a-z]+day\b"
_WORD = rf"(?!{_DAY_OF_WEEK})[A-ZÀ-Ý][\w'-]*"
_NAME = rf"{_WORD}(?: (?:{_PARTICLE}[ -])?{_WORD}){{0,6}}"
_TOWN = rf"(?P<name>{_NAME})"
_TOWN_OF = any_of(r"""
    dans la (?:ville|capitale|commune|province|préfecture|région|localité) (?:de|d')
    (?:la )?ville de
    (?:in )?the (?:[\w-]+ ){0,3}?(?:city|town|village|municipality) of
    n[ao] (?:cidade|vila|localidade|município|distrito|aldeia|povoado)(?: [a-zà-ÿ]+)? d[aeo]
    (?<=, )(?:cidade|vila|localidade|município|commune|ville|localité) (?:d[aeo]|d')
""")
_IN = any_of("à, À, in, In, en, em, Em, at")
_IN_TOWN = re.compile(rf"\b(?:(?P<town>{_TOWN_OF} ?)|{_IN} ){_TOWN}")
_IN_THE = re.compile(rf"\b(?:na|no) {_TOWN}")  # of Portuguese towns with an article
# "They met in Accra", where no word says what for.
_GATHERED = any_of("""
    réunie?s, retrouvée?s, rassemblée?s, rencontrée?s
    met, gathered, came together, come together, convened, assembled, converged
    (?:[Rr]euniram|[Rr]euniu|[Ee]ncontraram|[Jj]untaram)-se, [Rr]eunidos, [Dd]ecorrem?, decorrer
""")
_GATHERED_IN = re.compile(rf"\b{_GATHERED} (?:[a-zà-ÿ]+ )?(?:{_IN}|na|no) {_TOWN}")
# "The members ended their three-day workshop in the city of Bo".
_EVENT_IN = re.compile(rf"\b{EVENT}(?: [\w'-]+){{0,2}}? {_TOWN_OF} ?{_TOWN}")
# "La ville de Dakar a abrité", "Dakar, au Sénégal, a accueilli".
_HAS_HOSTED = any_of("""
    (?:a|avait) (?:de nouveau )?(?:abrité|accueilli), a servi de cadre, a été le (?:théâtre|cadre)
    hosted, was host to
    acolheu, recebeu, foi palco, sediou
""")
_CITY_OF = any_of("[Ll]a ville de, [Ll]a ville d', [Tt]he city of, [Aa] cidade d[aeo]")
_COUNTRY = rf"(?:(?:au|aux|en|in|no|na|em) )?(?P<country>{_NAME})"
_HOST = re.compile(rf"(?P<town>\b{_CITY_OF} ?)?\b{_TOWN}(?:, {_COUNTRY},?)? {_HAS_HOSTED}\b")
# "L'hôtel Baobab de Kayes, au Mali, a accueilli".
_VENUE_AS_HOST = re.compile(
    rf"\b(?P<venue>[\w-]+(?: {_WORD}){{0,4}}?) (?:(?:de|of|in|à|em) |d'){_TOWN}"
    rf", {_COUNTRY},? {_HAS_HOSTED}\b"
)
# "à la mairie de Kayes", "at the University of Bo".
_OF_TOWN = any_of("""
    [Mm]airie, [Hh]ôtel de [Vv]ille, [Uu]niversité, [Uu]niversity, [Uu]niversidade
    [Cc]âmara [Mm]unicipal, [Pp]refeitura
""")
_VENUE_OF_TOWN = re.compile(
    rf"(?:\b(?:à|at|in|dans|n[ao]|em) (?:l[ae] |l'|the )?|(?<=: ))"
    rf"{_OF_TOWN} (?:(?:de|of|d[aeo]) |d'){_TOWN}"
)
# "at the Green Hotel, Lusaka", "à la Maison des jeunes, Kayes".
_END_OF_TOWN = r"(?=[.;)]|, |$| (?:on|from|le|du|em|de)\b)"
_AFTER_VENUE = re.compile(rf"\b(?P<venue>{_NAME}), {_TOWN}{_END_OF_TOWN}")
_AT_VENUE = re.compile(
    rf"\b(?:à|at|in|em|dans) (?:l[ae] |l'|the )?(?P<venue>[\w-]+(?: [\w'-]+){{0,5}})"
    rf", {_TOWN}{_END_OF_TOWN}"
)
_WITH_COUNTRY = re.compile(rf", {_TOWN}, (?P<country>{_NAME})(?=[,.;)]|$)")
_LABEL = re.compile(
    r"\b(?<!\ben )(?:lieu|ou|place|venue|location|where|local|lugar|onde)\s{0,9}:\s{0,9}"
    r"(?P<name>[^\n;.:\d]{3,80}?)"
    r"\s{0,9}(?=$|[\n;.]|,? \d|,? (?:le|on|em|du) \d)"
)
# "Libreville, le 2 juin 2021", "Accra (Ghana) - 2 June 2021", up to the date; a province and a
# country may stand between.
_BEFORE_DATE = any_of("le, the, on, aos?, em, du, les, from")
_DATELINE = re.compile(
    rf"\s*{_TOWN}(?:, {_NAME}){{0,2}}\s*(?:\([^)]*\)\s*)?[,-]+\s*(?:{_BEFORE_DATE} )?$"
)

_NO_PLACE = words(r"""
    janvier, fevrier, mars, avril, mai, juin, juillet, aout, septembre, octobre, novembre, decembre
    january, february, march, april, may, june, july, august, september, october, november
    december
    janeiro, fevereiro, marco, abril, maio, junho, julho, agosto, setembro, outubro, novembro
    dezembro
    zoom, skype, teams, google, internet, facebook
    coalition, kimberley, ong, ngo, nations, union, covid, processus, process, processo
    afrique, africa, europe, europa, asie, asia\b, eurasi\w+, asia-pacific
    english, french, portuguese, francais
    l'occasion, collaboration, partenariat, order, line, particular, addition, partnership
    conjunction, day, session, parceria, st$, attendance, presence, presenca
    technolog\w+, tecnolog\w+, sciences?, ciencias?, applied, arts?, letters, letras, medicine
""")
_BEGINS_AS_ORGANISATION = re.compile(rf"{HEAD}\b")

_VENUE = words("""
    hotel, centre, cite, university, universite, maison, salle, palais, ecole, siege, restaurant
    center, room, school, college, hall, house, institute, library, museum, lodge, resort, church
    park, campus, headquarters, auditorium, hub, lab, space, building, tower, complex, embassy, club
    theatre, stadium, academy, faculty, offices?, arena, gallery, cafe
    espace, foyer, stade, batiment, complexe, ambassade, institut, academie, faculte, bibliotheque
    mairie, bureaux?, cinema, residence
    edificio, pavilhao, ginasio, teatro, biblioteca, embaixada, instituto, faculdade
    centro, universidade, escola, casa, sala, palacio, auditorio, sede, igreja
""")

_ONLINE = words("""
    skype, jitsi, irc
    en ligne, virtuel(?:le)?s?, virtuellement, visio-?conference, en distanciel, a distance
    webinaires?, teleconference, hybride?s?
    (?:par |sur |via )?zoom, google meet, microsoft teams
    on-?line, virtual(?:ly)?, video-?conference, by video, webinar, remotely, hybrid
    em linha, formato virtual, videoconferencia, webinario, hibrid[oa]
""")
_IN_PERSON = words("""
    en personne, en presentiel, (?:reunion|rencontre) physique, physiquement
    in person, face to face, physical meeting, presencial(?:mente)?, (?:reuniao|encontro) fisic[oa]
""")
# Words near which "online" tells no way of meeting.
_OF_OTHER_THINGS = words(r"""
    plate-?forme, formulaire, disponible, outil, inscri\w+, questionnaire, sondage, harcelement
    securite, publi\w+, commerce, vente, prochain\w*
    platform, form, available, tool, regist\w+, survey, harassment, security, news, sales?, next
    plataforma, formulario, disponivel, inquerito, seguranca, proxim\w+
""")
_IN_YEARS_OF = re.compile(r"\b(?:annees|years|anos) (?:(?:de|of) )?(?:\w+ )?$")
"""Before "online" where it tells of meetings before this one."""


def place_of(
    reading: Reading, layout: Layout, date: DateMention | None
) -> tuple[Stretch, float] | None:
    """The town, and how surely: where the sentence that says when, or that it was held, says it."""
    if labelled := _labelled(reading, layout):
        return labelled, 0.95
    if date and (beside := _before_date(reading, date)):
        return beside, 0.9
    for sentence in _telling_sentences(reading, layout, date):
        if named := next(_named_in(reading, sentence), None):
            return named, 0.8
    if date and (beside := _before_same_date(reading, date)):
        return beside, 0.8
    return next(_where_they_gathered(reading), None)


def online_of(
    reading: Reading, layout: Layout, place: Stretch | None
) -> tuple[bool, Stretch] | None:
    """Whether it was held online (or in part), and where that is said; None if it is not said."""
    for sentence in reading.sentences:
        plain = reading.plain_of(sentence)
        in_person = _IN_PERSON.search(reading.plain, sentence.start, sentence.end)
        if in_person and not _said_online(reading, Stretch(in_person.end(), sentence.end)):
            return False, Stretch(*in_person.span())
        is_title = layout.title is not None and sentence.start == layout.title.start
        is_of_place = _LABEL.match(plain) is not None
        if is_title or is_of_place or EVENT_NOUN.search(plain) or ATTENDED.search(plain):
            online = _said_online(reading, sentence)
            if online and not _is_of_other_meeting(plain):
                return True, online
    return (False, place) if place else None


def _labelled(reading: Reading, layout: Layout) -> Stretch | None:
    """The place after its label: "Lieu : Kinshasa"."""
    after = min(LINES_OF_LABELS, layout.prose_from + LINES_AFTER_OPENING)
    for line in reading.lines[:after]:
        found = _LABEL.search(reading.plain, line.start, line.end)
        if found and not _ONLINE.search(found["name"]):
            return _without_venue(reading, reading.trimmed(*found.span("name"), " ,."))
    return None


def _without_venue(reading: Reading, place: Stretch) -> Stretch:
    """What follows the last venue of a place, if anything: "Main Hall, Green Hotel, Lusaka"."""
    if found := _VENUE_OF_TOWN.match(reading.text, place.start, place.end):
        return Stretch(*found.span("name"))
    start = place.start
    for comma in re.finditer(", ", reading.of(place)):
        if _VENUE.search(reading.plain, start, place.start + comma.start()):
            start = place.start + comma.end()
    return Stretch(start, place.end)


def _before_same_date(reading: Reading, date: DateMention) -> Stretch | None:
    """The town right before the meeting's date where the text repeats that."""
    same = (other for other in dates_in(reading) if other.first[1:] == date.first[1:])
    towns = (_before_date(reading, mention) for mention in same)
    return next((town for town in towns if town), None)


def _before_date(reading: Reading, date: DateMention) -> Stretch | None:
    """The town right before the date, from the sentence's beginning or the last comma on."""
    sentence = reading.sentence_at(date.start)
    comma = reading.text.rfind(", ", sentence.start, max(sentence.start, date.start - 4))
    after_comma = sentence.start if comma == -1 else comma + 2
    for start in (sentence.start, after_comma):
        if found := _DATELINE.fullmatch(reading.text, start, date.start):
            name = Stretch(*found.span("name"))
            return name if _may_be_place(reading, name) else None
    return None


def _telling_sentences(
    reading: Reading, layout: Layout, date: DateMention | None
) -> Iterator[Stretch]:
    """The sentences that may say where, the likeliest first."""
    if date:
        yield reading.sentence_at(date.start)
    held = (sentence for sentence in reading.sentences[:40] if _tells_held(reading, sentence))
    yield from islice(held, 3)
    if layout.title:
        yield layout.title
    attended = (sentence for sentence in reading.sentences[:20] if _tells_who(reading, sentence))
    yield from islice(attended, 2)


def _tells_held(reading: Reading, sentence: Stretch) -> bool:
    plain = reading.plain_of(sentence)
    if len(plain) >= LONGEST_SENTENCE or NEXT.search(plain) or FUTURE.search(plain):
        return False
    return bool(EVENT_NOUN.search(plain)) and tells_held(plain)


def _tells_who(reading: Reading, sentence: Stretch) -> bool:
    plain = reading.plain_of(sentence)
    return bool(ATTENDED.search(plain)) and not NEXT.search(plain)


def _named_in(reading: Reading, sentence: Stretch) -> Iterator[Stretch]:
    """What a sentence says that something was in: "à Libreville", "na Beira"."""
    for found in _HOST.finditer(reading.text, sentence.start, sentence.end):
        if found["town"]:
            yield Stretch(*found.span("name"))
    for pattern in (_IN_TOWN, _IN_THE, _VENUE_OF_TOWN):
        for found in pattern.finditer(reading.text, sentence.start, sentence.end):
            name = Stretch(*found.span("name"))
            if found.groupdict().get("town") or _may_be_place(reading, name):
                yield name
    for pattern in (_VENUE_AS_HOST, _HOST, _WITH_COUNTRY, _AFTER_VENUE, _AT_VENUE):
        for found in pattern.finditer(reading.text, sentence.start, sentence.end):
            name = Stretch(*found.span("name"))
            if _stands_as_town(reading, found) and _may_be_place(reading, name):
                yield name


def _stands_as_town(reading: Reading, found: re.Match[str]) -> bool:
    """Whether a name is called a town, has its country after it, or a venue before it."""
    said = found.groupdict()
    if said.get("town"):
        return True
    if said.get("venue") and not _VENUE.search(reading.plain, *found.span("venue")):
        return False
    if said.get("country"):
        return _is_all_of_country(reading, Stretch(*found.span("country")))
    return bool(said.get("venue"))


def _is_all_of_country(reading: Reading, name: Stretch) -> bool:
    found = [(country.start, country.end) for country in countries_in(reading, name)]
    return found == [(name.start, name.end)]


def _where_they_gathered(reading: Reading) -> Iterator[tuple[Stretch, float]]:
    """The town in which the first sentences say that people met."""
    for sentence in reading.sentences[:FIRST_SENTENCES]:
        plain = reading.plain_of(sentence)
        if NEXT.search(plain) or FUTURE.search(plain) or BEFORE.search(plain):
            continue
        for pattern in (_GATHERED_IN, _EVENT_IN):
            for found in pattern.finditer(reading.text, sentence.start, sentence.end):
                name = Stretch(*found.span("name"))
                if _may_be_place(reading, name):
                    yield name, 0.7


def _may_be_place(reading: Reading, name: Stretch) -> bool:
    """Whether a name may be a town's: not a month, an organisation, an event or a country."""
    plain, text = reading.plain_of(name), reading.of(name)
    if text.isupper() and len(text) > 2:
        return False
    if any(pattern.match(plain) for pattern in (_NO_PLACE, _BEGINS_AS_ORGANISATION, EVENT_NOUN)):
        return False
    return not (_VENUE.search(plain) or _is_all_of_country(reading, name))


def _said_online(reading: Reading, sentence: Stretch) -> Stretch | None:
    """Where a sentence says that something was online, and not a form, a tool or a shop."""
    for found in _ONLINE.finditer(reading.plain, sentence.start, sentence.end):
        start = max(sentence.start, found.start() - 30)
        end = min(sentence.end, found.end() + 25)
        if _IN_YEARS_OF.search(reading.plain, start, found.start()):
            continue
        if not _OF_OTHER_THINGS.search(reading.plain[start:end]):
            return Stretch(*found.span())
    return None


def _is_of_other_meeting(plain: str) -> bool:
    """Whether a sentence speaks of the next meeting, or the last."""
    if NEXT.search(plain) or BEFORE.search(plain):
        return True
    return bool(FUTURE.search(plain)) and not tells_held(plain)
