"""Which sentences of a report may speak of its meeting."""

import re
from collections.abc import Iterator

from meetings.report_parser.dates import DateMention, dates_in
from meetings.report_parser.layout import Layout
from meetings.report_parser.meeting_date import is_publication
from meetings.report_parser.reading import ReportText, TextRange
from meetings.report_parser.vocabulary import COMMON, says_meeting_held

_OPENING = re.compile(r"\W*(?:(?:en|in|em|le|on|du|from|no ano de|no dia|a|during|durant)\s+)?")


def sentences_about(
    reading: ReportText, layout: Layout, date: DateMention | None
) -> Iterator[TextRange]:
    """The sentences that may speak of this meeting: no menus, and not those of another day."""
    lines = layout.lines
    until = lines[layout.text_until].start if layout.text_until < len(lines) else len(reading.plain)
    of_other_days = {
        sentence
        for mention in dates_in(reading)
        if (sentence := reading.sentence_at(mention.start))
        and not (date and sentence.start <= date.start and date.end <= sentence.end)
        and _tells_another_day(reading, layout, sentence, date, mention)
    }
    for sentence in reading.sentences:
        if sentence.start >= until:
            return
        if sentence in of_other_days:
            continue
        if not layout.is_around(lines[reading.line_at(sentence.start)]):
            yield sentence


def _tells_another_day(
    reading: ReportText,
    layout: Layout,
    sentence: TextRange,
    date: DateMention | None,
    mention: DateMention,
) -> bool:
    """Whether a sentence says that another meeting was held on the day that it mentions."""
    if not _is_of_another_day(date, mention) or is_publication(reading, layout, mention):
        return False
    opening = _OPENING.fullmatch(reading.plain, sentence.start, mention.start)
    if mention.has_year and opening is not None:
        return True
    plain = reading.plain_of(sentence)
    is_of_event = COMMON.event.search(plain) is not None and says_meeting_held(plain)
    return mention.first.month is not None and is_of_event


def _is_of_another_day(date: DateMention | None, mention: DateMention) -> bool:
    """Whether a date is certainly not the meeting's: of another year, or another day of one."""
    if mention.has_year:
        return not (date and _may_overlap(date, mention))
    if date is None or not date.has_year or date.first.day is None or mention.first.day is None:
        return False
    dated = mention.in_year(date.first.year)
    return dated is not None and not (_may_overlap(date, dated) or dated.holds(date))


def _may_overlap(one: DateMention, other: DateMention) -> bool:
    """Whether two dates may be of the same days, as precisely as both are stated."""
    for first, second in zip(one.first, other.first, strict=True):
        if first is None or second is None:
            return True
        if first != second:
            return one.holds(other)
    return True
