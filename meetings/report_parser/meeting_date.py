"""When the meeting was: the date that most speaks for it, and what other dates add to it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from meetings.report_parser.date_marks import date_marks, is_publication, year_of_title
from meetings.report_parser.dates import DAYS_OF_WEEK, DateMention, WrittenDate
from meetings.report_parser.layout import Layout
from meetings.report_parser.patterns import any_of, words
from meetings.report_parser.reading import Reading
from meetings.report_parser.vocabulary import EVENT, EVENT_NOUN, FUTURE, tells_held

LEAST_SURE = 6  # marks that a date needs to be taken as the meeting's
MOST_SURE = 9
LONGEST = 14  # days from the opening to the closing
DAYS_AHEAD = 7  # by which a page may bear the date of its first draft
SENTENCES_OF_NEWS = 8  # at most, that tell of the event itself
CLAUSE = 400  # characters before a date that say what happened on the day

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_YEAR_OF_EVENT = re.compile(
    rf"\b(?P<before>(?:19|20)\d\d)(?: [\w'-]+){{0,5}}? {EVENT}\b"
    rf"|\b{EVENT}(?: [\w'-]+){{0,2}}? (?P<after>(?:19|20)\d\d)\b"
)

_HAS = any_of("s'est, se sont, a, ont, ete, avait")
_CLOSED = any_of(r"termine\w*, acheve\w*, cloture\w*, clos\w*, clot")
_ENDED = words(rf"""
    {_HAS} (?:\w+ )?{_CLOSED}, pris fin, prendr(?:a|ont) fin, (?:poursuiv|prolong)\w+ jusqu'au
    closed, ended, concluded, wrapped up, will (?:end|close|conclude), runs? until
    terminou, terminaram, encerrou, chegou ao fim, termina, encerra, prossegue ate
    se (?:estende|prolonga) ate
""")
_HOUR = re.compile(r"\b\d{1,2} ?(?:h\b|h\d\d|:\d\d|heures|am\b|pm\b|horas)")
_OPENED = words(r"""
    s'est ouvert\w*, ouverte?s?, debute\w*, demarre\w*, commence\w*
    opened, began, started, kicked off
    abriu, comecou, iniciou, arrancou, aberta?o?, tev?e inicio
""")
# "Hier", "on Tuesday", "nesta terça-feira", in the news of a day.
_ON_DAY_OF_NEWS = re.compile(
    r"\b(?:(?P<yesterday>hier|yesterday|ontem)"
    rf"|(?:ce|on|last|nesta|neste) (?P<weekday>{'|'.join(DAYS_OF_WEEK)})(?:-feira)?"
    r"(?: dernier)?)\b(?!,? (?:\d|le \d))"
)


@dataclass(frozen=True)
class MeetingDate:
    """When the meeting was, as far as the text says: its first and its last day, and how surely.

    `without_year` is the likeliest date where the text nowhere says its year.
    """

    start: DateMention | None = None
    end: DateMention | None = None
    confidence: float = 0.0
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


def meeting_date(reading: Reading, layout: Layout) -> MeetingDate:
    """The date that most speaks for being the meeting's, or nothing."""
    marks = date_marks(reading, layout)
    best = max(marks, key=lambda mention: (marks[mention], -mention.start), default=None)
    if best is None or marks[best] < LEAST_SURE:
        told = _day_of_news(reading, layout, marks) or year_of_title(reading, layout)
        return MeetingDate(told, told, 0.6) if told else MeetingDate()
    confidence = min(1.0, 0.6 + 0.4 * marks[best] / MOST_SURE)
    if not best.has_year:
        year = _year_said_elsewhere(reading, layout, best, marks)
        dated = best.in_year(year) if year else None
        if dated is None:
            return MeetingDate(without_year=best)
        best, confidence = dated, 0.8 * confidence
    best = _most_precise(best, marks)
    start, end = _first_and_last_day(reading, best, marks)
    return MeetingDate(start, end, confidence)


def _day_of_news(
    reading: Reading, layout: Layout, mentions: Iterable[DateMention]
) -> DateMention | None:
    """The day that one of the first sentences on an event tells from the page's date."""
    published = next((one for one in mentions if is_publication(reading, layout, one)), None)
    if published is None or not published.has_year:
        return None
    for sentence in reading.sentences[:SENTENCES_OF_NEWS]:
        said = reading.plain_of(sentence)
        found = _ON_DAY_OF_NEWS.search(said)
        if found and EVENT_NOUN.search(said) and tells_held(said) and not FUTURE.search(said):
            return _day_before(published, found, sentence.start)
    return None


def _day_before(published: DateMention, found: re.Match[str], start: int) -> DateMention:
    """The day before a page was published, or the weekday that was last then."""
    weekday = DAYS_OF_WEEK.get(found["weekday"] or "")
    ago = 1 if weekday is None else (published.first_day.weekday() - weekday) % 7
    day = published.first_day - timedelta(days=ago)
    written = WrittenDate(day.year, day.month, day.day)
    return DateMention(start + found.start(), start + found.end(), written, written)


def _most_precise(best: DateMention, marks: dict[DateMention, int]) -> DateMention:
    """The day itself, where only its month or year stands beside the meeting's name."""
    precise = [one for one in marks if marks[one] > 2 and best.is_less_precise_than(one)]
    return max(precise, key=lambda one: (marks[one], -one.start), default=best)


def _first_and_last_day(
    reading: Reading, best: DateMention, marks: dict[DateMention, int]
) -> tuple[DateMention | None, DateMention | None]:
    """The first and the last day: of one mention, or of the opening and the closing."""
    if best.first != best.last:
        return best, best
    for mention, mark in marks.items():
        if mark > 0 and mention.has_year and mention.holds(best):
            return mention, mention
    clause = _clause_around(reading, best)
    if _ENDED.search(clause):
        opening = _other_day(reading, best, marks, _OPENED)
        return (opening if opening and opening.first_day <= best.first_day else None), best
    if _OPENED.search(clause):
        closing = _other_day(reading, best, marks, _ENDED)
        if closing and 0 < (closing.first_day - best.first_day).days <= LONGEST:
            return best, closing
        return best, (best if _HOUR.search(clause) else None)
    return best, best


def _other_day(
    reading: Reading, best: DateMention, mentions: Iterable[DateMention], said: re.Pattern[str]
) -> DateMention | None:
    """The date of which the text says that the meeting opened then, or that it closed."""
    for mention in mentions:
        is_day = mention.first.day is not None and mention.start != best.start
        if is_day and said.search(_clause_around(reading, mention)):
            return mention if mention.has_year else mention.in_year(best.last.year)
    return None


def _clause_around(reading: Reading, mention: DateMention) -> str:
    """What the sentence says right before the date; all of it where the date opens it."""
    sentence = reading.sentence_at(mention.start)
    before = reading.plain[max(sentence.start, mention.start - CLAUSE) : mention.start]
    return before if len(before) > 25 else before + reading.plain[mention.end : sentence.end][:200]


def _year_said_elsewhere(
    reading: Reading, layout: Layout, mention: DateMention, mentions: Iterable[DateMention]
) -> int | None:
    """The year that the text gives elsewhere: of the same day, the page's date, or its title."""
    dated = [other for other in mentions if other.has_year]
    for other in dated:
        if other.first[1:] == mention.first[1:]:
            return other.first.year
    for other in dated:
        if other.first.day and is_publication(reading, layout, other):
            return _last_year_of(mention, other)
    near = {other.first.year for other in dated if _is_days_from(mention, other)}
    return near.pop() if len(near) == 1 else _single_year(reading, layout)


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


def _single_year(reading: Reading, layout: Layout) -> int | None:
    """The one year of the title, of lines that are but a year, or of events."""
    title = reading.plain_of(layout.title) if layout.title else ""
    lines = {reading.plain_of(line) for line in layout.lines}
    events = _YEAR_OF_EVENT.finditer(reading.plain)
    for years in (
        set(_YEAR.findall(title)),
        {line for line in lines if _YEAR.fullmatch(line)},
        {found["before"] or found["after"] for found in events},
    ):
        if len(years) == 1:
            return int(years.pop())
    return None
