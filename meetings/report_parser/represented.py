"""Which countries were represented: those that the text says people came from, no others."""

from collections.abc import Iterator, Sequence

from meetings.report_parser.countries import CountryMention, countries_in, told_apart
from meetings.report_parser.countries_listed import (
    below_headings,
    beside_names,
    counted_before,
    heads_list,
)
from meetings.report_parser.countries_of_persons import of_listed_persons, of_persons
from meetings.report_parser.layout import Layout
from meetings.report_parser.names import NameMention
from meetings.report_parser.origin_cues import (
    BEGINS_NAME,
    BESIDE_OTHERS,
    CAME_FROM,
    DIRECT,
    GLUE,
    HARMED,
    IN_BRACKETS,
    LISTED,
    MANY_REPRESENTED,
    MEETING_AFTER,
    MEETS,
    NAMES_PEOPLE,
    NOT_FROM,
    OF,
    OF_DELEGATE,
    OF_ITS_PARTS,
    OF_PEOPLE,
    TOOK_PART_AFTER,
    TOOK_PART_BEFORE,
    UNKNOWN_PLACE,
    WERE_REPRESENTED,
    WERE_REPRESENTED_AFTER,
)
from meetings.report_parser.reading import Reading, Stretch
from meetings.report_parser.vocabulary import (
    ABSENT,
    ATTENDED,
    BEFORE,
    EVENT_GATHERS,
    FUTURE,
    NEXT,
    REPRESENTED,
    SPOKE,
)

LEAST_COUNTRIES = 2  # said to be represented, for names of organisations to tell of others
_SEVERAL_OF_NAMES = 3  # countries in names, by which the meeting is one of several
_NEAR, _FAR = 320, 1000  # characters before some countries that tell how they are meant


def represented_in(
    reading: Reading,
    layout: Layout,
    sentences: Sequence[Stretch],
    organisations: Sequence[NameMention],
) -> tuple[list[CountryMention], list[CountryMention]]:
    """The countries represented, each where it is first said, and the mentions that are unsure."""
    found = [
        *(mention for sentence in sentences for mention in _in_sentence(reading, sentence)),
        *below_headings(reading, layout),
        *counted_before(reading, sentences),
        *of_listed_persons(reading, layout),
        *(name.country for name in organisations if name.country),
    ]
    said = {mention.code for mention in found if mention.code}
    in_names = list(_in_names(reading, organisations))
    several = len({mention.code for mention in in_names}) >= _SEVERAL_OF_NAMES
    if several or len(said) >= LEAST_COUNTRIES:
        found += [mention for mention in in_names if mention.code not in said]
    found = told_apart(sorted(found, key=lambda mention: mention.start))
    first: dict[str, CountryMention] = {}
    for mention in found:
        if mention.code:
            first.setdefault(mention.code, mention)
    return list(first.values()), [mention for mention in found if not mention.code]


def _in_names(reading: Reading, organisations: Sequence[NameMention]) -> Iterator[CountryMention]:
    """The countries that names of organisations begin or end with: "Transparency Rwanda".

    They tell it of meetings of several countries alone.
    """
    for name in organisations:
        for mention in countries_in(reading, name):
            is_at_edge = mention.start == name.start or mention.end == name.end
            if name.is_sure and mention.code and is_at_edge:
                yield mention


def _in_sentence(reading: Reading, sentence: Stretch) -> Iterator[CountryMention]:
    plain = reading.plain_of(sentence)
    if ABSENT.search(plain) or NEXT.search(plain) or BEFORE.search(plain):
        return
    attended = ATTENDED.search(plain) is not None
    if not attended and FUTURE.search(plain):
        return
    mentions = countries_in(reading, sentence)
    if not mentions:
        return
    attended = attended or bool(SPOKE.search(plain) or EVENT_GATHERS.search(plain))
    if attended or _may_say_who_came(plain):
        yield from _in_runs(reading, sentence, mentions, attended=attended)
    if attended:
        yield from beside_names(reading, sentence, mentions)
    yield from of_persons(reading, sentence, mentions, attended=attended)


def _in_runs(
    reading: Reading, sentence: Stretch, mentions: Sequence[CountryMention], *, attended: bool
) -> Iterator[CountryMention]:
    """The countries named together of which the sentence says that people came from them."""
    for run in _runs(reading.plain, mentions):
        first, last = run[0], run[-1]
        before = reading.plain[max(sentence.start, first.start - _FAR) : first.start]
        meets = MEETING_AFTER.match(reading.plain, last.end, sentence.end) is not None
        if _came_after(reading, before[-_NEAR:], last.end, sentence.end, many=len(run) > 1):
            yield from run
        elif len(run) == 1 and BEGINS_NAME.match(reading.text, last.end, sentence.end):
            continue
        elif _says_who_came(before, attended=attended or meets, many=len(run) > 1):
            yield from run


def _came_after(reading: Reading, before: str, start: int, end: int, *, many: bool) -> bool:
    """Whether words right behind some countries, or people of one, say that they were there."""
    if (many or OF_PEOPLE.search(before)) and TOOK_PART_AFTER.match(reading.plain, start, end):
        return True
    return WERE_REPRESENTED_AFTER.match(reading.plain, start, end) is not None


def _may_say_who_came(plain: str) -> bool:
    """Whether a sentence without words of presence may still say where people came from."""
    if HARMED.search(plain):
        return False
    return bool(REPRESENTED.search(plain) or MEETS.search(plain)) or heads_list(plain)


def _says_who_came(before: str, *, attended: bool, many: bool) -> bool:
    """Whether what stands before some countries says that people came from them."""
    near = before[-_NEAR:]
    if NOT_FROM.search(near):
        return False
    if WERE_REPRESENTED.search(near) or _heads_them(before, near, attended=attended):
        return True
    if many and MANY_REPRESENTED.search(before):
        return OF.search(near) is not None
    if many and (IN_BRACKETS.search(near) or CAME_FROM.search(near)):
        return True
    if DIRECT.search(near):
        return NAMES_PEOPLE.search(before) is not None
    return attended and _are_of_country(before, near, many=many)


def _are_of_country(before: str, near: str, *, many: bool) -> bool:
    """Whether people stand before one country, or several, as of it: "les délégués du"."""
    if many and OF_PEOPLE.search(near):
        return True
    if any(words.search(near) for words in (OF_DELEGATE, BESIDE_OTHERS, TOOK_PART_BEFORE)):
        return True
    return OF_ITS_PARTS.search(near) is not None and NAMES_PEOPLE.search(before) is not None


def _heads_them(before: str, near: str, *, attended: bool) -> bool:
    """Whether it opens a list of countries, and speaks of who came: "les pays représentés :"."""
    if not LISTED.search(near):
        return False
    return attended or "particip" in before or REPRESENTED.search(before) is not None


def _runs(plain: str, mentions: Sequence[CountryMention]) -> list[list[CountryMention]]:
    """The mentions in runs with nothing but commas, conjunctions and articles between them."""
    together: list[list[CountryMention]] = []
    for mention in mentions:
        if together and _goes_on(plain, together[-1][-1].end, mention.start):
            together[-1].append(mention)
        else:
            together.append([mention])
    return together


def _goes_on(plain: str, start: int, end: int) -> bool:
    if start >= end or GLUE.fullmatch(plain, start, end):
        return True
    place = UNKNOWN_PLACE.match(plain, start, end)
    return bool(place and GLUE.fullmatch(plain, place.end(), end))
