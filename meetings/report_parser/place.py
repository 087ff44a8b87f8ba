"""Where the meeting was held, and whether online."""

import re
from collections.abc import Iterator

from meetings.report_parser.countries import countries_in
from meetings.report_parser.dates import DateMention
from meetings.report_parser.layout import Layout
from meetings.report_parser.reading import ReportText, TextRange
from meetings.report_parser.vocabulary import COMMON, says_meeting_held
from meetings.report_parser.words import Words

WORDS = Words("place")

LINES_OF_LABELS = 25
FIRST_SENTENCES = 20

type Graded = tuple[TextRange, bool]  # and whether it is sure


def place_of(
    reading: ReportText, layout: Layout, date: DateMention | None, *, is_sure: bool
) -> Graded | None:
    """The town: sure after a label, and beside the date if that `is_sure`."""
    if labelled := _labelled(reading):
        return labelled, True
    if date and (town := _before_date(reading, date)):
        return town, is_sure
    for sentence, tells_when in _telling_sentences(reading, layout, date):
        if town := next(_towns_in(reading, sentence), None):
            return town, tells_when and is_sure
    return None


def online_of(reading: ReportText, layout: Layout) -> Graded | None:
    """Where it is said that the meeting was online, or in part."""
    for sentence in reading.sentences:
        plain = reading.plain_of(sentence)
        is_title = layout.title is not None and sentence.start == layout.title.start
        is_of_place = WORDS.label.match(plain) is not None
        tells = COMMON.event.search(plain) or COMMON.attended.search(plain)
        if not (is_title or is_of_place or tells) or _is_of_other_meeting(plain):
            continue
        for found in WORDS.online.finditer(reading.plain, sentence.start, sentence.end):
            start, end = max(sentence.start, found.start() - 30), found.end() + 25
            if not WORDS.of_other_things.search(reading.plain, start, min(end, sentence.end)):
                is_sure = is_title or is_of_place or says_meeting_held(plain)
                is_hybrid = WORDS.and_at_place.match(reading.plain, found.end()) is not None
                return TextRange(*found.span()), is_sure and not is_hybrid
    return None


def _labelled(reading: ReportText) -> TextRange | None:
    """The place after its label: "Lieu : Main Hall, Green Hotel, Lusaka"."""
    for line in reading.lines[:LINES_OF_LABELS]:
        found = WORDS.label.search(reading.plain, line.start, line.end)
        if found is None or WORDS.online.search(found["name"]):
            continue
        place = reading.trimmed(*found.span("name"), " ,.")
        start = place.start
        for comma in re.finditer(", ", reading.of(place)):
            if WORDS.venue.search(reading.plain, start, place.start + comma.start()):
                start = place.start + comma.end()
        return TextRange(start, place.end)
    return None


def _before_date(reading: ReportText, date: DateMention) -> TextRange | None:
    """The town right before the meeting's date: "Libreville, le 2 juin 2021"."""
    sentence = reading.sentence_at(date.start)
    comma = reading.text.rfind(", ", sentence.start, max(sentence.start, date.start - 4))
    for start in (sentence.start, sentence.start if comma == -1 else comma + 2):
        if found := WORDS.dateline.fullmatch(reading.text, start, date.start):
            name = TextRange(*found.span("name"))
            return name if _may_be_place(reading, name) else None
    return None


def _telling_sentences(
    reading: ReportText, layout: Layout, date: DateMention | None
) -> Iterator[Graded]:
    """The sentences that may say where, the likeliest first, and whether they say when as well."""
    if date:
        dated = reading.sentence_at(date.start)
        yield dated, bool(COMMON.event.search(reading.plain_of(dated)))
    for sentence in reading.sentences[:FIRST_SENTENCES]:
        plain = reading.plain_of(sentence)
        if says_meeting_held(plain) and not _is_of_other_meeting(plain):
            yield sentence, False
    if layout.title:
        yield layout.title, True


def _towns_in(reading: ReportText, sentence: TextRange) -> Iterator[TextRange]:
    """What a sentence says that something was in: "à Libreville", "Green Hotel, Lusaka"."""
    for pattern in (WORDS.in_town, WORDS.host, WORDS.with_country, WORDS.after_venue):
        for found in pattern.finditer(reading.text, sentence.start, sentence.end):
            said = found.groupdict()
            name = TextRange(*found.span("name"))
            if said.get("country") and not _is_country(reading, TextRange(*found.span("country"))):
                continue
            if said.get("venue") and not WORDS.venue.search(reading.plain, *found.span("venue")):
                continue
            if pattern is WORDS.host and not (said["town"] or said["country"]):
                continue  # an organisation hosts as well
            if said.get("town") or _may_be_place(reading, name):
                yield name


def _is_country(reading: ReportText, name: TextRange) -> bool:
    found = [(country.start, country.end) for country in countries_in(reading, name)]
    return found == [(name.start, name.end)]


def _may_be_place(reading: ReportText, name: TextRange) -> bool:
    """Whether a name may be a town's: not a month, an organisation, an event or a country."""
    plain, text = reading.plain_of(name), reading.of(name)
    if text.isupper() and len(text) > 2:
        return False
    if WORDS.no_place.match(plain) or COMMON.event.match(plain) or WORDS.venue.search(plain):
        return False
    return not _is_country(reading, name)


def _is_of_other_meeting(plain: str) -> bool:
    """Whether a sentence speaks of the next meeting, or the last."""
    if COMMON.next.search(plain) or COMMON.before.search(plain):
        return True
    return bool(COMMON.future.search(plain)) and not says_meeting_held(plain)
