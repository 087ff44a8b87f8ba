"""Which countries were represented: those in lists, and behind words that say who came."""

from collections.abc import Iterator, Sequence

from meetings.report_parser.countries import CountryMention, countries_in, resolve_congo
from meetings.report_parser.layout import Layout
from meetings.report_parser.reading import ReportText, TextRange
from meetings.report_parser.vocabulary import COMMON
from meetings.report_parser.words import Words

WORDS = Words("represented")

LONGEST_HEADING = 160
LEAST_NAMED = 0.6  # of the letters of a line that consists of countries
NEAR = 320  # characters before some countries that tell how they are meant

type Graded = tuple[CountryMention, bool]  # and whether it is sure


def represented_in(
    reading: ReportText, layout: Layout, sentences: Sequence[TextRange]
) -> tuple[list[Graded], list[CountryMention]]:
    """The countries represented, each where it is best said, and the names that may be of two."""
    found = [
        *((mention, True) for mention in _below_headings(reading, layout)),
        *(graded for sentence in sentences for graded in _in_sentence(reading, sentence)),
    ]
    mentions = resolve_congo([mention for mention, _is_sure in found])
    best: dict[str, Graded] = {}
    for mention, (_mention, is_sure) in zip(mentions, found, strict=True):
        if mention.code and (mention.code not in best or is_sure > best[mention.code][1]):
            best[mention.code] = (mention, is_sure)
    unsure = [mention for mention in mentions if not mention.code]
    return sorted(best.values(), key=lambda graded: graded[0].start), unsure


def _below_headings(reading: ReportText, layout: Layout) -> Iterator[CountryMention]:
    """The countries that lines below a heading such as "Pays représentés" consist of."""
    for number, line in enumerate(layout.lines[:-1]):
        plain = reading.plain_of(line)
        if len(plain) > LONGEST_HEADING or not WORDS.heads_countries.search(plain):
            continue
        if countries_in(reading, line):
            continue
        for below in layout.lines[number + 1 :]:
            mentions = countries_in(reading, below)
            named = sum(mention.end - mention.start for mention in mentions)
            if named < LEAST_NAMED * sum(map(str.isalpha, reading.of(below))):
                break
            yield from mentions


def _in_sentence(reading: ReportText, sentence: TextRange) -> Iterator[Graded]:
    """The countries of which a sentence says that people came from them."""
    plain = reading.plain_of(sentence)
    if any(said.search(plain) for said in (COMMON.absent, COMMON.next, COMMON.before)):
        return
    attended = bool(COMMON.attended.search(plain) or COMMON.event_gathers.search(plain))
    if not attended and COMMON.future.search(plain):
        return
    for run in _runs(reading.plain, countries_in(reading, sentence)):
        before = reading.plain[max(sentence.start, run[0].start - NEAR) : run[0].start]
        after = reading.plain[run[-1].end : sentence.end]
        is_listed = any(said.search(before) for said in (WORDS.countries, WORDS.were_represented))
        if WORDS.not_from.search(before):
            continue
        if is_listed or WORDS.came_from.search(before):
            is_sure = len(run) > 1 and (attended or is_listed)
        elif WORDS.took_part_after.match(after) or (attended and WORDS.of_people.search(before)):
            is_sure = len(run) > 1
        else:
            continue
        yield from ((mention, is_sure) for mention in run)


def _runs(plain: str, mentions: Sequence[CountryMention]) -> list[list[CountryMention]]:
    """The mentions in runs with nothing but commas, conjunctions and articles between them."""
    together: list[list[CountryMention]] = []
    for mention in mentions:
        end = together[-1][-1].end if together else 0
        if together and (mention.start <= end or WORDS.glue.fullmatch(plain, end, mention.start)):
            together[-1].append(mention)
        else:
            together.append([mention])
    return together
