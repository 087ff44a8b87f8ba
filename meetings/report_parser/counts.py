"""How many took part, as the report declares it: never what a list happens to hold.

A figure counts where a label names it ("Participants : 24", "the number of countries was 15") or
where the noun behind it does ("24 participants and 3 facilitators from 15 countries").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from meetings.report_parser.dates import dates_in
from meetings.report_parser.facts import DeclaredCount, Qualifier
from meetings.report_parser.numbers import NumberMention, numbers_in
from meetings.report_parser.reading import ReportText, TextRange
from meetings.report_parser.vocabulary import ATTENDANCE_PATTERNS, COMMON, says_meeting_held
from meetings.report_parser.words import Words, finds_any

WORDS = Words("counts")

MOST = 100_000
YEARS = range(1900, 2101)
# Right behind a figure, "24 jeunes participants", in the order in which they are looked for.
NOUNS = [
    re.compile(rf"{WORDS.source('behind')}(?P<{counted}>{WORDS.source(counted)})\b")
    for counted in ("participants", "facilitators", "organisations", "countries")
]
BEFORE_FIGURE = 150  # characters that tell what a figure counts


class Counted(StrEnum):
    """What a declared figure counts."""

    PARTICIPANTS = "participants"
    FACILITATORS = "facilitators"
    ORGANISATIONS = "organisations"
    COUNTRIES = "countries"


@dataclass(frozen=True)
class CountMention(TextRange):
    """A figure where it is declared; `weight` tells how plainly it is the whole meeting's."""

    counted: Counted
    count: DeclaredCount
    weight: int
    rule: str

    @property
    def is_sure(self) -> bool:
        """Whether an exact figure counts those who came, by a label or noun, at the meeting."""
        return self.weight >= SURE and self.count.qualifier == Qualifier.EXACT


LABELLED, NUMBER_OF, OF_EVENT, TIED, NAMED = 5, 4, 3, 3, 2
SURE = 3
OF_PEOPLE = "people counted"
PEOPLE = 1  # "45 women", in a sentence that says who came


def counts_in(
    reading: ReportText, sentences: Sequence[TextRange], dated: TextRange | None = None
) -> list[CountMention]:
    """Every figure that these sentences declare of the meeting, in order.

    `dated` is the sentence that gives the meeting's date: it speaks of the meeting.
    """
    in_dates = {place for date in dates_in(reading) for place in range(date.start, date.end)}
    counts: list[CountMention] = []
    for sentence in sentences:
        if not _is_of_another(reading.plain_of(sentence)):
            mentions = list(_declared(reading, sentence, in_dates, is_dated=sentence == dated))
            people = [mention for mention in mentions if mention.rule == OF_PEOPLE]
            # None of several kinds of people is all who came.
            counts += [one for one in mentions if len(people) < 2 or one not in people]
    return counts


def chosen(mentions: Sequence[CountMention], counted: Counted) -> CountMention | None:
    """The figure that the report declares most plainly; the first where several do."""
    own = [mention for mention in mentions if mention.counted == counted]
    return max(own, key=lambda mention: (mention.weight, -mention.start), default=None)


def _is_of_another(plain: str) -> bool:
    """Whether a sentence speaks of a meeting before or after this one, or of who did not come."""
    return finds_any(plain, COMMON.future, COMMON.next, COMMON.before, COMMON.absent)


def _declared(
    reading: ReportText, sentence: TextRange, in_dates: set[int], *, is_dated: bool
) -> Iterator[CountMention]:
    """What the numbers of a sentence declare."""
    numbers = [
        number
        for number in numbers_in(reading, sentence)
        if in_dates.isdisjoint(range(number.start, number.end)) and _may_count(number)
    ]
    if not numbers:
        return
    plain = reading.plain_of(sentence)
    came = is_dated or any(said.search(plain) for said in (*ATTENDANCE_PATTERNS, WORDS.taking_part))
    came = came or (says_meeting_held(plain) and COMMON.event.search(plain) is not None)
    is_unsure = WORDS.of_other_event.search(plain) is not None
    ends = [*(number.start for number in numbers[1:]), sentence.end]
    people_counted = False  # whether a figure before surely counts those who came
    for number, end in zip(numbers, ends, strict=True):
        before = reading.plain[max(sentence.start, number.start - BEFORE_FIGURE) : number.start]
        after = reading.plain[number.end : end]
        mention = _labelled(number, before, after) or _before_noun(
            number, before, after, came=came, people_counted=people_counted
        )
        if mention and (is_unsure or WORDS.registered.search(after)):
            mention = replace(mention, weight=min(mention.weight, NAMED))
        if mention:
            people_counted = people_counted or mention.is_sure
            yield mention


def _may_count(number: NumberMention) -> bool:
    """Whether the number may be of people: neither a year nor beyond all meetings."""
    is_year = number.value in YEARS and number.qualifier == Qualifier.EXACT
    return 1 <= number.value <= MOST and not is_year


def _labelled(number: NumberMention, before: str, after: str) -> CountMention | None:
    """A figure of which the report says what it is the number of."""
    if after.lstrip().startswith(")") and (found := WORDS.label_of_bracket.search(before)):
        return _mention(number, _counted(found), LABELLED, "labelled")
    if WORDS.after_labelled.match(after) and (found := WORDS.label.fullmatch(before.strip())):
        return _mention(number, _counted(found), LABELLED, "labelled")
    if found := WORDS.the_number_was.search(before):
        return _mention(number, _counted(found), NUMBER_OF, "number of")
    return None


def _before_noun(
    number: NumberMention, before: str, after: str, *, came: bool, people_counted: bool
) -> CountMention | None:
    """A figure that counts those who came by the noun behind it."""
    if _counts_others(before, after):
        return None
    found = next((one for noun in NOUNS if (one := noun.match(after))), None)
    if found is None:
        people = WORDS.other_people.match(after)
        weight = PEOPLE + bool(WORDS.with_event.search(before))
        may_be_all = people is not None and came
        return _mention(number, Counted.PARTICIPANTS, weight, OF_PEOPLE) if may_be_all else None
    counted = _counted(found)
    if counted in {Counted.PARTICIPANTS, Counted.FACILITATORS}:
        weight = OF_EVENT if came or counted == Counted.FACILITATORS else NAMED
        return _mention(number, counted, weight, "counted noun")
    is_tied = WORDS.ties.search(before) is not None and people_counted
    if is_tied or WORDS.taking_part.match(after[found.end() :].lstrip()):
        return _mention(number, counted, TIED, "counted noun")
    return _mention(number, counted, NAMED, "counted noun") if came else None


def _counts_others(before: str, after: str) -> bool:
    """Whether a figure counts but some of those who came, others, or what is no people."""
    if WORDS.part_of_them.search(before) or WORDS.helpers.search(before[-60:].strip()):
        return True
    return WORDS.another.match(after) is not None or WORDS.chosen.match(after) is not None


def _counted(found: re.Match[str]) -> Counted:
    """What the noun of a match counts."""
    groups = found.groupdict()
    return next(counted for counted in Counted if groups.get(counted.value))


def _mention(number: NumberMention, counted: Counted, weight: int, rule: str) -> CountMention:
    count = DeclaredCount(number.value, number.qualifier)
    return CountMention(number.start, number.end, counted, count, weight, rule)
