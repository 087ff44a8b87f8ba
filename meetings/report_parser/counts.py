"""How many took part, as the report declares it: never what a list happens to hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from meetings.report_parser.counted_nouns import (
    LABELLING_NOUN,
    Counted,
    CountedNoun,
    counted_by,
    noun_after,
)
from meetings.report_parser.counted_others import EVENT_WITH, counts_others, is_part, without_totals
from meetings.report_parser.dates import dates_in
from meetings.report_parser.facts import DeclaredCount, Qualifier
from meetings.report_parser.numbers import NumberMention, numbers_in
from meetings.report_parser.patterns import any_of, words
from meetings.report_parser.reading import Reading, Stretch
from meetings.report_parser.vocabulary import (
    BEFORE,
    EVENT_NOUN,
    FUTURE,
    NEXT,
    WHO_CAME,
    tells_held,
)

# How plainly a figure is the whole meeting's.
LABELLED, STATED, LIKELY = 4, 3, 2

MOST = 100_000
YEARS = range(1900, 2101)
BEFORE_FIGURE = 150  # characters that tell what a figure counts
OF_PEOPLE = "people counted"


@dataclass(frozen=True)
class CountMention(Stretch):
    """A figure where it is declared; `weight` tells how plainly it is the whole meeting's."""

    counted: Counted
    count: DeclaredCount
    weight: int
    rule: str


@dataclass(frozen=True)
class _Sentence:
    """What a sentence says that holds for each of its figures."""

    names_event: bool
    tells_who_came: bool
    tells_who_led: bool
    tells_held: bool
    tells_date: bool  # of the meeting
    sexes: int  # that it names

    @property
    def tells_both_sexes(self) -> bool:
        """Whether it may count women and men apart."""
        return self.sexes > 1


@dataclass(frozen=True)
class _Figure:
    """A number in a sentence, with what stands before it, and after it up to the next number."""

    number: NumberMention
    before: str
    after: str
    sentence: _Sentence
    is_of_event: bool  # "a workshop with 24 participants"
    follows_others: bool  # a figure before it counts others than those who came

    @property
    def opens_sentence(self) -> bool:
        return not self.before.strip(" -*")


# --- a figure that is named: "Participants : 24", "the number of participants was 24" ---

_TAKING_PART = any_of("""
    presente?s?, representee?s?
    represented, present, participating
    representad[oa]s, participantes
""")
# "Nombre de pays représentés :", before the figure; "pays (", before one in brackets.
_LABEL = re.compile(
    r"(?:nombre (?:total )?(?:de |d')|number of |total (?:number of )?"
    r"|numero (?:total )?(?:de )|n[°o] (?:de )?)?"
    r"(?P<noun>participant[\w().-]*|facilitat\w+|facilitadores"
    r"|organi[sz]ations?|organizacoes|ong|ngos|pays|countries|paises"
    r"|(?:membres )?presents|present|attendance|presentes|presencas)"
    rf"(?:\s+{_TAKING_PART})?\s*[:=-]?\s*\(?"
)
_LABEL_OF_BRACKET = re.compile(rf"\b(?P<noun>{LABELLING_NOUN})\s+(?:[a-z]+\s+){{0,2}}\($")
_AFTER_LABELLED = re.compile(
    r"\s*(?:(?:personnes|membres|adherents|people|members|delegates|pessoas|membros|socios)\b\s*)?(?:[).;,(]|$)"
)
# "Le nombre de participants était de", before the figure; "the number of", after it.
_THE_NUMBER = (
    r"(?:nombre|number|numero)(?: total)? (?:de |des |of |d')"
    rf"(?P<noun>{LABELLING_NOUN})\b"
)
_THE_NUMBER_WAS = re.compile(
    rf"\b{_THE_NUMBER}(?: [\w']+){{0,3}}"
    r" (?:a|at|to|de|etait de|was|foi de|s'elevait a|s'eleve a)\s*$"
)
_WAS_THE_NUMBER = re.compile(rf"\s*(?:le |the |o )?{_THE_NUMBER}")
# "Les participants étaient au nombre de", "They were", before the figure.
_AS_MANY_AS = re.compile(
    r"\bparticipant\w*\b[^.;]{0,50}"
    r"\b(?:au nombre de|s'elevai(?:t|ent) a|numbered|totall?ed|em numero de)\s*$"
)
_THEY_WERE = re.compile(r"\b(?:ils|elles|nous|they|we) (?:etaient|etions|were) (?:\w+ )?$")
_AFTER_THEY_WERE = re.compile(r"\s*(?:[,.;:(]|a |au |to |in |no |na |$)")
# "Une trentaine est venue", after a figure that no noun follows.
_CAME = re.compile(
    any_of(r"""
        \s*(?:(?:en|y|nous) )?(?:est|sont|etait|etaient) venue?s?\b
        \s*(?:(?:y )?ont|a) (?:assiste|participe|pris part|fait le deplacement|repondu present)\b
        \s*(?:have |actually )?(?:came|attended|turned up|took part|showed up)\b
        \s*(?:vieram|compareceram|participaram|estiveram presentes|marcaram presenca)\b
    """)
    + r"(?! (?:from|d'|de|du)\b)"
)
_ONE = any_of("un, une, une? seule?, one, a single, um, uma")
_ONE_FACILITATOR = re.compile(
    rf"\b(?:by|par|por) (?P<one>{_ONE}) (?:\w+ )?"
    r"(?:facilitator|facilitat(?:eur|rice)|facilitadora?)\b"
)

# --- a figure before a noun: which count those who came ---

_THEY_REPRESENT = words(r"""
    representent, representaient, ont ete represente\w*, represent
    were represented, representavam, representam
""")
_TURNED_UP = words(r"""
    etaient au rendez-vous, sont venue?s, ont afflue, se sont deplacee?s, se reunissent
    turned (?:up|out), showed up, came along
    compareceram, marcaram presenca, estiveram presentes, se reunem
    sao (?:cerca|mais|quase) de \d+ (?:delegad|participant|representant)\w+
""")
_TELLS_WHO_CAME = (*WHO_CAME, _THEY_REPRESENT, _TURNED_UP)
_REGISTERED = words("""
    inscrits?, inscrites, registered, registrants, inscrit[oa]s, registad[oa]s, registrad[oa]s
""")
_LEADING = words(r"""
    anim\w+, condui\w+, encadr\w+, assur\w+, dispens\w+
    facilit\w+, led by, delivered
    conduz\w+, dirig\w+, orient\w+, ministr\w+
""")
_LED_BY = re.compile(r"\b(?:facilit\w+|anime\w*|moder\w+) (?:\w+ ){0,2}?(?:by|par|por)\s*$")
_PRESENT = words("presente?s?, presents, presentes, in attendance")
_COME_FROM = words("""
    venue?s d(?:e|es|u|'), issue?s d(?:e|es|u|'), en provenance, drawn from, vind[oa]s d[aeo]s?
    provenientes d[aeo]s?
""")
_OF_PARTS = words("panels?, presentations?, exposes, communications, paineis, apresentacoes")
_TOTAL = words("""
    au total, total de, en tout, soit, in total, in all, total of, altogether, all told
    no total, ao todo
""")
_WOMEN = words("femmes, women, mulheres")
_MEN = words("hommes, men, homens")
_OF_ONE_SEX = re.compile(r"women|femmes|mulheres|hommes|homens|men\b|girls|filles|garcons|boys")

# Words that tie a figure of organisations or countries to those who came from them.
_PEOPLE = any_of("""
    participants?, representants?, delegues, personnes, membres, journalistes, points? foca(?:l|ux)
    attendees, individuals, focal points?, representatives, delegates, people, members, activists
    journalists, leaders, ngos
    participantes, representantes, delegados, pessoas, membros, jornalistas, organizacoes
    organi[sz]ations, ong
""")
_PEOPLE_BEFORE = re.compile(rf"\b{_PEOPLE}\b[\w\s,'()-]{{0,60}}$")
_FROM = any_of("""
    de, d', des, issus?, issue?s, venus?, provenant, representant, et
    from, representing, of, across, and, in
    provenientes, vindos, oriundos, representando, em, e
""")
_FROM_BEFORE = re.compile(rf"\b{_FROM}\s*(?:\w+\s+){{0,3}}$")


def counts_in(
    reading: Reading, sentences: list[Stretch], dated: Stretch | None = None
) -> list[CountMention]:
    """Every figure that these sentences declare of the meeting, in order.

    `dated` is the sentence that gives the meeting's date: it speaks of the meeting.
    """
    in_dates = {place for date in dates_in(reading) for place in range(date.start, date.end)}
    counts: list[CountMention] = []
    for sentence in sentences:
        numbers = [
            number
            for number in numbers_in(reading, sentence)
            if in_dates.isdisjoint(range(number.start, number.end)) and not _is_year(number)
        ]
        mentions = [
            *_single_facilitator(reading, sentence),
            *_declared(reading, sentence, numbers, is_dated=sentence == dated),
        ]
        counts += _without_kinds_of_people(mentions)
    return counts


def chosen(mentions: list[CountMention], counted: Counted) -> CountMention | None:
    """The figure that the report declares most plainly; the first where several do."""
    own = [mention for mention in mentions if mention.counted == counted]
    return max(own, key=lambda mention: (mention.weight, -mention.start), default=None)


def _without_kinds_of_people(mentions: list[CountMention]) -> list[CountMention]:
    """Without figures of several kinds of people in one sentence, of which none is the total."""
    kinds = [mention for mention in mentions if mention.rule == OF_PEOPLE]
    if len(kinds) < 2 or any(mention.weight > kinds[0].weight for mention in kinds[1:]):
        return mentions
    return [mention for mention in mentions if mention.rule != OF_PEOPLE]


def _single_facilitator(reading: Reading, sentence: Stretch) -> Iterator[CountMention]:
    """A facilitator whom no figure counts: "facilité par une facilitatrice"."""
    found = _ONE_FACILITATOR.search(reading.plain, sentence.start, sentence.end)
    if found:
        place = found.start("one"), found.end()
        count = DeclaredCount(1)
        yield CountMention(*place, Counted.FACILITATORS, count, LIKELY, "one facilitator")


def _declared(
    reading: Reading, sentence: Stretch, numbers: list[NumberMention], *, is_dated: bool
) -> Iterator[CountMention]:
    """What each number of a sentence declares, if it speaks of this meeting and no other."""
    plain = reading.plain_of(sentence)
    if not numbers or FUTURE.search(plain) or NEXT.search(plain) or BEFORE.search(plain):
        return
    said = _Sentence(
        names_event=bool(EVENT_NOUN.search(plain)),
        tells_who_came=any(found.search(plain) for found in _TELLS_WHO_CAME),
        tells_who_led=bool(_LEADING.search(plain)),
        tells_held=tells_held(plain),
        tells_date=is_dated,
        sexes=sum(found.search(plain) is not None for found in (_WOMEN, _MEN)),
    )
    follows_others = False
    numbers = without_totals(reading.plain, numbers)
    ends = [*(number.start for number in numbers[1:]), sentence.end]
    for number, end in zip(numbers, ends, strict=True):
        from_place = max(sentence.start, number.start - BEFORE_FIGURE)
        before = reading.plain[from_place : number.start]
        held_with = EVENT_WITH.search(before) if said.tells_held else None
        figure = _Figure(
            number,
            before[: held_with.start("preposition")] if held_with else before,
            reading.plain[number.end : end],
            said,
            held_with is not None,
            follows_others,
        )
        noun = noun_after(figure.after)
        if mention := _named(figure) or _before_noun(figure, noun):
            yield mention
        if noun and not is_part(figure.before):
            follows_others = mention is None


def _named(figure: _Figure) -> CountMention | None:
    """A figure of which the report says what it is the number of."""
    before, after = figure.before, figure.after
    if noun := _label(before, after):
        return _mention(figure, counted_by(noun), LABELLED, "labelled")
    if named := _WAS_THE_NUMBER.match(after) or _THE_NUMBER_WAS.search(before):
        return _mention(figure, counted_by(named["noun"]), STATED, "number of")
    if _AS_MANY_AS.search(before):
        return _mention(figure, Counted.PARTICIPANTS, LABELLED, "number of")
    if _CAME.match(after) and _may_count(figure.number) and not is_part(before):
        return _mention(figure, Counted.PARTICIPANTS, STATED, "they came")
    if _THEY_WERE.search(before) and _AFTER_THEY_WERE.match(after):
        return _mention(figure, Counted.PARTICIPANTS, STATED, "they were")
    return None


def _label(before: str, after: str) -> str | None:
    """The noun that labels a figure: "Participants : 24", "pays (15)"."""
    found = _LABEL_OF_BRACKET.search(before) if after.lstrip().startswith(")") else None
    if found is None and _AFTER_LABELLED.match(after):
        found = _LABEL.fullmatch(before.strip())
    return found["noun"] if found else None


def _before_noun(figure: _Figure, noun: CountedNoun | None) -> CountMention | None:
    """A figure that counts those who came by the noun after it."""
    if noun is None or not _may_count(figure.number):
        return None
    if noun.names_trainers and not figure.sentence.tells_who_led:
        return None
    is_led = _LED_BY.search(figure.before) and not _OF_PARTS.search(figure.before)
    if noun.names_trainers or is_led:
        noun = replace(noun, counted=Counted.FACILITATORS, is_plain=True)
    if _counts_of_others(figure, noun) or not _counts_who_came(figure, noun):
        return None
    weight = LIKELY + noun.is_plain + _is_total(figure, noun) - _is_of_one_sex(noun)
    is_of_people = noun.counted == Counted.PARTICIPANTS and not noun.is_plain
    rule = OF_PEOPLE if is_of_people else "counted noun"
    is_registered = bool(_REGISTERED.search(figure.before[-25:] + noun.rest[:25]))
    return _mention(figure, noun.counted, weight, rule, is_registered=is_registered)


def _counts_of_others(figure: _Figure, noun: CountedNoun) -> bool:
    came = figure.sentence.tells_who_came
    return counts_others(figure.before, figure.after, noun, tells_who_came=came)


def _may_count(number: NumberMention) -> bool:
    """Whether the number may be of people: neither a year nor beyond all meetings."""
    return 1 <= number.value <= MOST and not _is_year(number)


def _is_year(number: NumberMention) -> bool:
    return number.value in YEARS and number.qualifier == Qualifier.EXACT


def _counts_who_came(figure: _Figure, noun: CountedNoun) -> bool:
    """Whether the figure, or its sentence, says that those whom it counts came."""
    tells_who_came = _tells_who_came(figure, noun)
    if noun.counted == Counted.COUNTRIES and figure.follows_others:
        return False  # "a network of 45 organisations in 12 countries"
    if _is_of_one_sex(noun) and (figure.sentence.tells_both_sexes or not tells_who_came):
        return False
    return noun.is_plain or tells_who_came or _is_sum(figure, noun) or _goes_with(figure, noun)


def _tells_who_came(figure: _Figure, noun: CountedNoun) -> bool:
    sentence = figure.sentence
    rest = noun.rest.lstrip()
    if (
        figure.is_of_event
        or sentence.tells_who_came
        or _REGISTERED.match(rest)
        or _PRESENT.match(rest)
    ):
        return True
    if noun.counted != Counted.PARTICIPANTS:
        return False
    if _COME_FROM.match(rest):
        return True
    return sentence.tells_date or (figure.opens_sentence and sentence.names_event)


def _is_of_one_sex(noun: CountedNoun) -> bool:
    return bool(_OF_ONE_SEX.search(noun.described) or _OF_ONE_SEX.fullmatch(noun.word))


def _is_total(figure: _Figure, noun: CountedNoun) -> bool:
    return bool(_TOTAL.search(f"{figure.before[-40:]} {noun.rest[:20]}"))


def _is_sum(figure: _Figure, noun: CountedNoun) -> bool:
    """Whether it sums up women and men: "45 personnes au total, 20 femmes et 25 hommes"."""
    is_of_people = noun.counted == Counted.PARTICIPANTS and figure.sentence.sexes > 0
    return is_of_people and _is_total(figure, noun)


def _goes_with(figure: _Figure, noun: CountedNoun) -> bool:
    """Whether what stands before ties the figure to those who came: "24 participants from 9 …"."""
    if noun.counted == Counted.PARTICIPANTS or figure.follows_others:
        return False
    return bool(_PEOPLE_BEFORE.search(figure.before) and _FROM_BEFORE.search(figure.before))


def _mention(
    figure: _Figure, counted: Counted, weight: int, rule: str, *, is_registered: bool = False
) -> CountMention:
    number = figure.number
    qualifier = Qualifier.REGISTERED if is_registered else number.qualifier
    weight += figure.sentence.names_event - 2 * is_registered
    count = DeclaredCount(number.value, qualifier)
    return CountMention(number.start, number.end, counted, count, weight, rule)
