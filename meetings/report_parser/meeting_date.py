"""When the meeting was: the date that most speaks for it, and what other dates add to it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from meetings.report_parser.dates import DateMention, dates_in
from meetings.report_parser.layout import Layout
from meetings.report_parser.reading import ReportText, TextRange
from meetings.report_parser.source import BlockKind
from meetings.report_parser.vocabulary import COMMON, held_places, says_meeting_held
from meetings.report_parser.words import Words, finds_any

WORDS = Words("meeting_date")

LEAST_SCORE = 6  # that a date needs to be taken as the meeting's
SURE_MARKS = 9
EXCLUDED_SCORE = -1  # the marks of a date that is certainly another's
LONGEST = 14  # days from the opening to the closing
DAYS_AHEAD = 7  # by which a page may bear the date of its first draft

# Characters that tell what a date is of.
RIGHT_BEFORE = 120
NEAR = 260
LONGEST_BYLINE = 120
MOST_LETTERS_BESIDE = 28  # of a line that is a date and little else

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

type Marks = Mapping[DateMention, int]


@dataclass(frozen=True)
class MeetingDate:
    """When the meeting was, as far as the text says: its first and its last day.

    `without_year` is the likeliest date where the text nowhere says its year.
    """

    start: DateMention | None = None
    end: DateMention | None = None
    is_sure: bool = False
    without_year: DateMention | None = None

    @property
    def said(self) -> DateMention | None:
        """The date that says most of it."""
        return self.end or self.start or self.without_year

    @property
    def days(self) -> DateMention | None:
        """All its days, where `said` stands: an opening may be told apart from a closing."""
        if self.said is None or self.start is None:
            return self.said
        return replace(self.said, first=self.start.first)


def meeting_date(reading: ReportText, layout: Layout) -> MeetingDate:
    """The date that most speaks for being the meeting's, or nothing."""
    marks = {mention: _score(reading, layout, mention) for mention in dates_in(reading)}
    best = max(marks, key=lambda mention: (marks[mention], -mention.start), default=None)
    if best is None or marks[best] < LEAST_SCORE:
        return MeetingDate()
    is_sure = marks[best] >= SURE_MARKS and best.first.day is not None
    if not best.has_year:
        year = _year_said_elsewhere(reading, layout, best, marks)
        dated = best.in_year(year) if year else None
        if dated is None:
            return MeetingDate(without_year=best)
        best, is_sure = dated, False
    precise = [one for one in marks if marks[one] > 2 and best.is_less_precise_than(one)]
    best = max(precise, key=lambda one: (marks[one], -one.start), default=best)
    start, end = _first_and_last_day(reading, best, marks)
    return MeetingDate(start, end, is_sure)


def is_publication(reading: ReportText, layout: Layout, mention: DateMention) -> bool:
    """Whether the date is that of the page: alone on a line, or after "published on"."""
    number = reading.line_at(mention.start)
    line = reading.lines[number]
    start = max(line.marked_from, mention.start - RIGHT_BEFORE)
    end = min(line.end, mention.end + RIGHT_BEFORE)
    before, after = reading.plain[start : mention.start], reading.plain[mention.end : end]
    beside = reading.lines[max(0, number - 1) : number + 2]
    by_publisher = any(WORDS.publisher.match(reading.plain_of(one)) for one in beside)
    if WORDS.published.search(before) or (by_publisher and WORDS.label.search(before)):
        return True
    if mention.first != mention.last or mention.first.day is None:
        return False
    if WORDS.dateline_before.fullmatch(before) and WORDS.dateline_after.match(after):
        return True
    is_stamped = not before.strip() and WORDS.stamped.match(after)
    if is_stamped or (line.end - line.start <= LONGEST_BYLINE and WORDS.byline.match(before)):
        return True
    if line == layout.title or WORDS.on_the_day.fullmatch(before):
        return False
    letters = re.sub(r"[^a-z]", "", before + after)
    is_of_meeting = WORDS.label.search(before) or COMMON.event.search(before)
    is_alone = len(letters) <= MOST_LETTERS_BESIDE and not is_of_meeting
    return is_alone and not says_meeting_held(reading.plain[start:end])


# --- how much speaks for a date ---


def _score(reading: ReportText, layout: Layout, mention: DateMention) -> int:
    sentence = reading.sentence_at(mention.start)
    before = reading.plain[max(sentence.start, mention.start - RIGHT_BEFORE) : mention.start]
    is_of_other_event = bool(
        WORDS.of_something_else.search(before)
    ) and not WORDS.event_began.search(before)
    if (
        is_publication(reading, layout, mention)
        or finds_any(reading.plain_of(sentence), WORDS.adopted_minutes)
        or (mention.first == mention.last and WORDS.limit.search(before))
        or (mention.first.day is None and is_of_other_event)
    ):
        return EXCLUDED_SCORE
    return (
        _marks_of_precision(mention)
        + _marks_of_place(reading, layout, mention)
        + _marks_of_words(before)
        + _marks_of_sentence(reading, sentence, mention)
        - 4 * is_of_other_event
    )


def _marks_of_precision(mention: DateMention) -> int:
    """The more it says, the likelier it is the meeting's."""
    first = mention.first
    is_range = first != mention.last
    return 2 * (first.day is not None) + (first.month is not None) + is_range + mention.has_year


def _marks_of_place(reading: ReportText, layout: Layout, mention: DateMention) -> int:
    """Titles and first lines say when a meeting was."""
    number = reading.line_at(mention.start)
    line = layout.lines[number]
    marks = (number == layout.prose_from) + (mention.start < len(reading.plain) / 4)
    if line == layout.title:
        return marks + 4
    if number < layout.prose_from:
        is_heading = line.kind == BlockKind.HEADING
        return marks + 2 * (is_heading or mention.first.day is not None)
    return marks


def _marks_of_words(before: str) -> int:
    """What stands right before a date says what it is of."""
    lately = before[-90:]
    marks = 6 * bool(WORDS.label.search(before))
    marks += 4 * bool(COMMON.reports.search(lately) and COMMON.event.search(lately))
    if WORDS.this_event.search(before):
        return marks + 3
    return marks - 3 * bool(WORDS.held_by_clause.search(before))


def _marks_of_sentence(reading: ReportText, sentence: TextRange, mention: DateMention) -> int:
    """A sentence that says that a meeting was held says when."""
    plain = reading.plain_of(sentence)
    place = mention.start - sentence.start
    held_at = held_places(plain)
    nearest = held_at[max(0, bisect_left(held_at, place) - 1) : bisect_left(held_at, place) + 1]
    is_held = any(abs(held - place) < NEAR for held in nearest)
    is_to_come = COMMON.next.search(plain) or (COMMON.future.search(plain) and not is_held)
    # Those that tell of the past open with a year alone.
    is_background = mention.first.month is None and place <= len("au cours de l'annee ")
    return (
        3 * is_held
        + bool(COMMON.event.search(plain))
        - 10 * bool(is_to_come)
        - 4 * bool(COMMON.before.search(plain))
        - 3 * is_background
    )


# --- what other dates add ---


def _first_and_last_day(
    reading: ReportText, best: DateMention, marks: Marks
) -> tuple[DateMention | None, DateMention | None]:
    """The first and the last day: of one mention, or of the opening and the closing."""
    if best.first != best.last:
        return best, best
    for mention, mark in marks.items():
        if mark > 0 and mention.has_year and mention.holds(best):
            return mention, mention
    clause = _clause_around(reading, best)
    if WORDS.ended.search(clause):
        opening = _other_day(reading, best, marks, WORDS.opened)
        return (opening if opening and opening.first_day <= best.first_day else None), best
    if WORDS.opened.search(clause):
        closing = _other_day(reading, best, marks, WORDS.ended)
        if closing and 0 < (closing.first_day - best.first_day).days <= LONGEST:
            return best, closing
        return best, None
    return best, best


def _other_day(
    reading: ReportText, best: DateMention, mentions: Iterable[DateMention], said: re.Pattern[str]
) -> DateMention | None:
    """The date of which the text says that the meeting opened then, or that it closed."""
    for mention in mentions:
        is_day = mention.first.day is not None and mention.start != best.start
        if is_day and said.search(_clause_around(reading, mention)):
            return mention if mention.has_year else mention.in_year(best.last.year)
    return None


def _clause_around(reading: ReportText, mention: DateMention) -> str:
    """What the sentence says right before the date; all of it where the date opens it."""
    sentence = reading.sentence_at(mention.start)
    before = reading.plain[max(sentence.start, mention.start - NEAR) : mention.start]
    return before if len(before) > 25 else before + reading.plain[mention.end : sentence.end][:200]


def _year_said_elsewhere(
    reading: ReportText, layout: Layout, mention: DateMention, mentions: Iterable[DateMention]
) -> int | None:
    """The year that the text gives elsewhere: of the same day, the page's date, or its title."""
    dated = [other for other in mentions if other.has_year]
    for other in dated:
        if other.first[1:] == mention.first[1:]:
            return other.first.year
    for other in dated:
        if other.first.day and is_publication(reading, layout, other):
            return _last_year_of(mention, other)
    titled = set(_YEAR.findall(reading.plain_of(layout.title))) if layout.title else set()
    near = {other.first.year for other in dated if _is_days_from(mention, other)}
    years = {int(year) for year in titled} or near
    return years.pop() if len(years) == 1 else None


def _is_days_from(mention: DateMention, other: DateMention) -> bool:
    """Whether another date may be of the same meeting: a few days from it in its year."""
    beside = mention.in_year(other.first.year)
    if beside is None or mention.first.day is None or other.first.day is None:
        return False
    return abs((beside.first_day - other.first_day).days) <= LONGEST


def _last_year_of(mention: DateMention, published: DateMention) -> int:
    """The year in which the day last was when the page was published, or a few days after that."""
    year = published.first.year
    dated = mention.in_year(year)
    latest = published.first_day + timedelta(days=DAYS_AHEAD)
    return year - 1 if dated and dated.first_day > latest else year
