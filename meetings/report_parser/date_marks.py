"""How much speaks for each date of a report being the meeting's."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from meetings.report_parser.dates import DateMention, WrittenDate, dates_in
from meetings.report_parser.layout import Layout
from meetings.report_parser.patterns import any_of
from meetings.report_parser.reading import Reading, Stretch
from meetings.report_parser.source import BlockKind
from meetings.report_parser.vocabulary import (
    BEFORE,
    EVENT,
    EVENT_NOUN,
    FUTURE,
    NEXT,
    REPORTS,
    held_places,
    tells_held,
)

NOT_THE_MEETINGS = -1  # the marks of a date that is certainly another's

# Characters that tell what a date is of.
RIGHT_BEFORE = 120
NEAR = 260
LONGEST_BYLINE = 120
MOST_LETTERS_BESIDE = 28  # of a line that is a date and little else

_PUBLISHED = any_of("""
    publie, poste, mis en ligne, mise a jour, publication
    posted, published, updated, last modified
    publicad[oa], atualizad[oa], actualizad[oa], postado
""")
_PUBLISHED_LINE = re.compile(rf"\W*{_PUBLISHED}")
_BYLINE = re.compile(
    r"\W*(?:(?:ecrit |redige )?par|(?:written |submitted )?by|(?:escrito )?por)\b[ :][^.]{2,80}$"
)
_PUBLISHED_BEFORE = re.compile(
    rf"{_PUBLISHED}\w*\s*(?:(?:par|by|por|pel[oa]) [^.;:]{{2,40}} )?"
    r"(?:le|on|em|a|:|at)?\s*:?\s*(?:\w+\s+)?$"
)
# "Libreville, 19 juillet 2023 (AGP) - …", as newspapers begin.
_DATELINE_BEFORE = re.compile(
    r"\W*[a-z' -]{2,40}(?:[,(] ?[a-z' -]{2,30}\)?)?[,-]\s*(?:le |on |em )?"
)
_DATELINE_AFTER = re.compile(r"\s*(?:\([a-z/ .]{2,20}\)\s*)?-\s+\w")
# "Le mardi 2 juin 2021 à 18 h 30", as minutes begin.
_ON_THE_DAY = re.compile(r"\W*(?:le|on|no dia)\s+(?:[\w-]+,?\s+)?")
_AT_AN_HOUR = re.compile(r",?\s+(?:a|at|as|de|from)\s+\d{1,2}\b")
_STAMPED = re.compile(r",?\s+\d{1,2}[:h]\d\d\s*(?:$|[|·•])")  # "2 June 2021 15:46 | Tags"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# "The 2019 general assembly", after a year; "workshop (2019)", before it.
_BEFORE_EVENT = re.compile(rf"(?: [\w'-]+){{0,3}}? {EVENT}\b")
_AFTER_EVENT = re.compile(rf"\b{EVENT}(?: (?:of|in|de|en|em))?[ ,(-]+$")
_LABEL = re.compile(
    r"\b(?:dates?|data|datas|quand|when|quando|periode|period)\b"
    r"(?:\s+(?:et|and|e)\s+\w+)?\s*:[^:;.]{0,30}$"
)

# "Cet atelier …", right before the date.
_THIS_EVENT = re.compile(
    r"\b(?:presente?|cet|cette|notre|this|our|este|esta|neste|nesta)\s+"
    rf"(?:\w+ ){{0,2}}?{EVENT}\b[^.;]{{0,60}}$"
)
# "… que la réunion qui s'est tenue": the clause is of something else.
_RELATIVE_CLAUSE = re.compile(
    r"\b(?:qui|laquelle|which|that) (?:s'est|a ete|avait|was|had|took|foi|teve)\b[^.;]{0,40}$"
)
# Words before a date of something else: a law, a foundation, an election, a deadline.
_OF_SOMETHING_ELSE = any_of(r"""
    depuis, lance\w*, cree\w*, fonde\w*, etabli\w*, adopte\w*, signe\w*, loi, decret\w*
    arrete, entree? en vigueur, election\w*, accord, protocole, convention, declaration
    avant, d'ici, jusqu'au, jusqu'en, au plus tard, date limite, apres, a partir, resolution
    recommand\w+, ne, mort\w*, rapport de, edition, constitution, code, plan, horizon, objectifs
    since, set up, formed, started, launched, created, founded, established, adopted, signed
    law, act, agreement, before, by, until, deadline, after, from now, arrest\w*, born, killed
    report of, version, strategi\w+, agenda, vision, between
    desde, criad[oa], fundad[oa], adotad[oa], aprovad[oa], assinad[oa], lei, eleicoes, ate
    antes de, apos, resolucao, recomenda\w+
""")
_SOMETHING_ELSE_BEFORE = re.compile(rf"\b{_OF_SOMETHING_ELSE}\b[^.;,]{{0,45}}$")
# "The conference started on": of the event after all.
_EVENT_BEGAN = re.compile(
    rf"\b{EVENT}(?: [\w'()-]+){{0,3}} (?:lance|started|launched)\w*\b[^.;,]{{0,45}}$"
)
_LIMIT = any_of("""
    avant, d'ici, jusqu'au, jusqu'en, apres, depuis, a partir (?:de|du), horizon, entre
    before, by, until, after, since, between
    ate, antes de, apos, desde
""")
_TO_THE_DAY = any_of(r"""
    la fin (?:de|du)?\s*, fin\s*, les?\s+, the end of\s*, the\s+
    o fim de\s*, os dias\s+, o dia\s+, o\s+, a\s+
""")
_LIMIT_BEFORE = re.compile(rf"\b{_LIMIT}\s+{_TO_THE_DAY}?$")


def date_marks(reading: Reading, layout: Layout) -> dict[DateMention, int]:
    """Each date of the text, in order, and how much speaks for its being the meeting's."""
    titled = year_of_title(reading, layout)
    return {
        mention: _marks(reading, layout, sentence, mention) - 4 * _is_of_other_year(mention, titled)
        for sentence, mentions in _sentences(reading, layout)
        for mention in mentions
    }


def year_of_title(reading: Reading, layout: Layout) -> DateMention | None:
    """The one year that the title gives of an event."""
    title = layout.title
    if title is None or not EVENT_NOUN.search(reading.plain_of(title)):
        return None
    found = list(_YEAR.finditer(reading.plain, title.start, title.end))
    if len({year[0] for year in found}) != 1:
        return None
    before = reading.plain[title.start : found[0].start()]
    after = reading.plain[found[0].end() : title.end]
    is_of_event = (
        _BEFORE_EVENT.match(after) or not after.strip(" ,.:()") or _AFTER_EVENT.search(before)
    )
    if not is_of_event or _is_of_something_else(before):
        return None
    year = WrittenDate(int(found[0][0]))
    return DateMention(*found[0].span(), year, year)


def _is_of_other_year(mention: DateMention, titled: DateMention | None) -> bool:
    """Whether a month or year is of another year than the title's."""
    if titled is None or not mention.has_year or mention.first.day is not None:
        return False
    return mention.last.year != titled.first.year


def dates_by_sentence(reading: Reading) -> Iterator[tuple[Stretch, list[DateMention]]]:
    """Each sentence that gives dates, with these."""
    sentences = groupby(dates_in(reading), key=lambda mention: reading.sentence_at(mention.start))
    for sentence, mentions in sentences:
        yield sentence, list(mentions)


def is_publication(reading: Reading, layout: Layout, mention: DateMention) -> bool:
    """Whether the date is that of the page: alone on a line, or after "published on"."""
    line = reading.lines[reading.line_at(mention.start)]
    start = max(line.marked_from, mention.start - RIGHT_BEFORE)
    end = min(line.end, mention.end + RIGHT_BEFORE)
    before, after = reading.plain[start : mention.start], reading.plain[mention.end : end]
    if _PUBLISHED_BEFORE.search(before) or (
        _LABEL.search(before) and _stands_by_publisher(reading, mention)
    ):
        return True
    if mention.first != mention.last or mention.first.day is None:
        return False
    if _DATELINE_BEFORE.fullmatch(before) and _DATELINE_AFTER.match(after):
        return True
    is_stamped = not before.strip() and _STAMPED.match(after)
    if is_stamped or (line.end - line.start <= LONGEST_BYLINE and _BYLINE.match(before)):
        return True
    if _ON_THE_DAY.fullmatch(before) and _AT_AN_HOUR.match(after):
        return False
    letters = re.sub(r"[^a-z]", "", before + after)
    return (
        line != layout.title
        and len(letters) <= MOST_LETTERS_BESIDE
        and not _LABEL.search(before)
        and not EVENT_NOUN.search(before)
        and not tells_held(reading.plain[start:end])
    )


def _stands_by_publisher(reading: Reading, mention: DateMention) -> bool:
    """Whether the line before or after a date says who published the page."""
    number = reading.line_at(mention.start)
    beside = reading.lines[max(0, number - 1) : number + 2]
    return any(_PUBLISHED_LINE.match(reading.plain_of(line)) for line in beside)


@dataclass(frozen=True)
class _Sentence:
    """What a sentence says that holds for each of its dates."""

    stretch: Stretch
    held_at: list[int]  # places of the words of holding
    names_event: bool
    opens_prose: bool
    is_of_next: bool
    is_of_future: bool
    is_of_earlier: bool

    def says_held_near(self, mention: DateMention) -> bool:
        """Whether a word of holding stands in the date's own part of the sentence."""
        place = mention.start - self.stretch.start
        following = bisect_left(self.held_at, place)
        nearest = self.held_at[max(0, following - 1) : following + 1]
        return any(abs(held - place) < NEAR for held in nearest)


def _sentences(reading: Reading, layout: Layout) -> Iterator[tuple[_Sentence, list[DateMention]]]:
    for stretch, mentions in dates_by_sentence(reading):
        yield _sentence(reading, layout, stretch), mentions


def _sentence(reading: Reading, layout: Layout, stretch: Stretch) -> _Sentence:
    plain = reading.plain_of(stretch)
    return _Sentence(
        stretch,
        held_places(plain),
        names_event=bool(EVENT_NOUN.search(plain)),
        opens_prose=stretch == _first_of_prose(reading, layout),
        is_of_next=bool(NEXT.search(plain)),
        is_of_future=bool(FUTURE.search(plain)),
        is_of_earlier=bool(BEFORE.search(plain)),
    )


def _first_of_prose(reading: Reading, layout: Layout) -> Stretch | None:
    if layout.prose_from >= len(layout.lines):
        return None
    return reading.sentence_at(layout.lines[layout.prose_from].start)


def _marks(reading: Reading, layout: Layout, sentence: _Sentence, mention: DateMention) -> int:
    before = _right_before(reading, sentence.stretch, mention)
    if is_publication(reading, layout, mention) or _is_certainly_of_else(before, mention):
        return NOT_THE_MEETINGS
    return (
        _marks_of_precision(mention)
        + _marks_of_place(reading, layout, sentence, mention)
        + _marks_of_words(before)
        + _marks_of_sentence(sentence, mention)
        - 3 * _is_background(sentence, mention)
        - 4 * (sentence.is_of_earlier or _is_of_something_else(before))
    )


def _right_before(reading: Reading, sentence: Stretch, mention: DateMention) -> str:
    return reading.plain[max(sentence.start, mention.start - RIGHT_BEFORE) : mention.start]


def _is_certainly_of_else(before: str, mention: DateMention) -> bool:
    """Whether the date is a limit, or a month or year that belongs to something else."""
    if mention.first == mention.last and _LIMIT_BEFORE.search(before):
        return True
    return mention.first.day is None and _is_of_something_else(before)


def _is_background(sentence: _Sentence, mention: DateMention) -> bool:
    """Whether a sentence opens with a year alone, as those that tell of the past do."""
    opens = mention.start - sentence.stretch.start <= len("au cours de l'annee ")
    return opens and mention.first.month is None


def _is_of_something_else(before: str) -> bool:
    """Whether the words before a date speak of a law, a foundation or the like."""
    return bool(_SOMETHING_ELSE_BEFORE.search(before)) and not _EVENT_BEGAN.search(before)


def _marks_of_precision(mention: DateMention) -> int:
    """The more it says, the likelier it is the meeting's."""
    first = mention.first
    is_range = first != mention.last
    return 2 * (first.day is not None) + (first.month is not None) + is_range + mention.has_year


def _marks_of_place(
    reading: Reading, layout: Layout, sentence: _Sentence, mention: DateMention
) -> int:
    """Titles and first lines say when a meeting was."""
    number = reading.line_at(mention.start)
    line = layout.lines[number]
    marks = sentence.opens_prose + (mention.start < len(reading.plain) / 4)
    is_of_opening = number < layout.prose_from
    if line == layout.title:
        return marks + 4
    if is_of_opening and line.kind == BlockKind.HEADING:
        return marks + (4 if sentence.names_event else 2)
    return marks + 2 * (is_of_opening and mention.first.day is not None)


def _marks_of_words(before: str) -> int:
    """What stands right before a date says what it is of."""
    marks = 6 * bool(_LABEL.search(before))
    lately = before[-90:]
    marks += 4 * bool(REPORTS.search(lately) and EVENT_NOUN.search(lately))
    if _THIS_EVENT.search(before):
        return marks + 3
    return marks - 3 * bool(_RELATIVE_CLAUSE.search(before))


def _marks_of_sentence(sentence: _Sentence, mention: DateMention) -> int:
    """A sentence that says that a meeting was held says when."""
    is_held = sentence.says_held_near(mention)
    is_to_come = sentence.is_of_next or (sentence.is_of_future and not is_held)
    return 3 * is_held + sentence.names_event - 10 * is_to_come
