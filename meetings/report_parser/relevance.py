"""Which sentences of a report may speak of its meeting."""

import re
from collections.abc import Iterator

from meetings.report_parser.date_marks import dates_by_sentence, is_publication
from meetings.report_parser.dates import DateMention
from meetings.report_parser.layout import Layout
from meetings.report_parser.reading import Reading, Stretch
from meetings.report_parser.vocabulary import EVENT_NOUN, tells_held

_OPENING = re.compile(r"\W*(?:(?:en|in|em|le|on|du|from|no ano de|no dia|a|during|durant)\s+)?")


def sentences_about(
    reading: Reading, layout: Layout, date: DateMention | None
) -> Iterator[Stretch]:
    """The sentences that may speak of this meeting: no menus, and not those of another day."""
    lines = layout.lines
    until = lines[layout.text_until].start if layout.text_until < len(lines) else len(reading.plain)
    of_other_days = set(_of_other_days(reading, layout, date))
    for sentence in reading.sentences:
        if sentence.start >= until:
            return
        line = lines[reading.line_at(sentence.start)]
        if not layout.is_around(line) and sentence not in of_other_days:
            yield sentence


def _of_other_days(reading: Reading, layout: Layout, date: DateMention | None) -> Iterator[Stretch]:
    """The sentences that say when another meeting was held."""
    for sentence, mentions in dates_by_sentence(reading):
        if date and sentence.start <= date.start and date.end <= sentence.end:
            continue
        others = [
            mention
            for mention in mentions
            if _is_of_another_day(date, mention) and not is_publication(reading, layout, mention)
        ]
        plain = reading.plain_of(sentence)
        if not others:
            continue
        if _opens_with(reading, sentence, others[0]) or (
            any(mention.first.month is not None for mention in others)
            and EVENT_NOUN.search(plain)
            and tells_held(plain)
        ):
            yield sentence


def _opens_with(reading: Reading, sentence: Stretch, mention: DateMention) -> bool:
    """Whether a sentence opens with a date that has its year: "In May 2018, …"."""
    opening = _OPENING.fullmatch(reading.plain, sentence.start, mention.start)
    return mention.has_year and opening is not None


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
