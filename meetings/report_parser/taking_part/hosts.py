"""Who hosted a meeting: "organisé par …", "… organised"."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from meetings.report_parser.names import NameMention, is_like_one, name_at, pieces_of
from meetings.report_parser.names.writing import names_countries_alone
from meetings.report_parser.reading import Reading, Stretch
from meetings.report_parser.taking_part.cues import (
    AFTER_HOST,
    BEFORE_HOST,
    BESIDE_HOST,
    PARTNERED,
    TOGETHER_TO_HOST,
)
from meetings.report_parser.taking_part.lists import without_support
from meetings.report_parser.taking_part.rows import name_after_words
from meetings.report_parser.vocabulary import EVENT_NOUN, FUTURE, tells_held
from organisations.recognition import Directory

_MOST_HOSTS = 4  # named together
_MOST_UNSURE = 2  # beside one that is surely a name
_MOST_CUES = 12  # in one sentence
_OF_WORK = re.compile("pilot|mont|port|prepar|run|initi|mis")  # what is no meeting too
_AND = re.compile(r"\b(?:et|and|e)\b")
_APPOSITION = re.compile(r"(?:an?|une?|uma?) [a-z]")
"""How what is said of a name begins: "an organisation that works on mines"."""


def hosts_told(
    reading: Reading,
    sentences: Sequence[Stretch],
    directory: Directory,
    dated: Stretch | None,
) -> Iterator[NameMention]:
    """The hosts that the sentences name; `dated` is the one that gives the meeting's date."""
    for sentence in sentences:
        said = reading.plain_of(sentence)
        if FUTURE.search(said) and not tells_held(said):
            continue
        start, end = sentence.start, without_support(reading, sentence).end
        is_of_event = sentence == dated or EVENT_NOUN.search(said) is not None
        for cue in islice(BEFORE_HOST.finditer(reading.plain, start, end), _MOST_CUES):
            if is_of_event or not _OF_WORK.match(cue[0]):
                yield from _hosts_after(reading, Stretch(cue.end(), end), directory)
                yield from _partners(reading, Stretch(cue.end(), sentence.end), directory)
        if together := TOGETHER_TO_HOST.search(reading.plain, sentence.start, end):
            one, other = Stretch(sentence.start, together.start()), together.span("other")
            yield from _hosts_before(reading, one, directory)
            yield from _hosts_after(reading, Stretch(*other), directory)
            continue
        if beside := BESIDE_HOST.search(reading.plain, sentence.start, sentence.end):
            yield from _hosts_before(reading, Stretch(sentence.start, beside.start()), directory)
            yield from _partners(reading, Stretch(*beside.span()), directory)
            continue
        found = AFTER_HOST.search(reading.plain, sentence.start, end)
        # "Funded by A, B held a workshop": the host stands behind the support.
        if not found and (found := AFTER_HOST.search(reading.plain, end, sentence.end)):
            start = max(start, reading.text.rfind(", ", end, found.start()) + 1)
        if found and is_of_event and (found.end() <= end or start > end):
            rest = Stretch(found.end(), sentence.end)
            hosts = _hosts_before(reading, Stretch(start, found.start()), directory)
            yield from (host for host in hosts if not _is_event_itself(reading, host, rest))
            if hosts:
                yield from _partners(reading, rest, directory)


def _is_event_itself(reading: Reading, host: NameMention, rest: Stretch) -> bool:
    """Whether it may be the event, as nothing is held by it: "the Rivers Forum met"."""
    if host.organisation.key or EVENT_NOUN.search(reading.plain, rest.start, rest.end):
        return False
    return not host.is_sure or EVENT_NOUN.search(reading.plain_of(host)) is not None


def _partners(reading: Reading, rest: Stretch, directory: Directory) -> Iterator[NameMention]:
    """Those with whom a host organised it: "in partnership with the Green League"."""
    if with_whom := PARTNERED.search(reading.plain, rest.start, rest.end):
        names = list(_hosts_after(reading, Stretch(with_whom.end(), rest.end), directory))
        if 2 * sum(is_like_one(reading, name) for name in names) >= len(names):
            yield from names


def _hosts_after(reading: Reading, rest: Stretch, directory: Directory) -> Iterator[NameMention]:
    """The names that stand right after "organised by"."""
    for number, piece in enumerate(pieces_of(reading, rest, directory)[:_MOST_HOSTS]):
        name = name_at(reading, piece, directory)
        if name is None and number and _is_apposition(reading, piece):
            continue
        if name is None:
            return
        yield name
        after = Stretch(name.until, piece.end)
        if name.until < piece.end - 1 and not names_countries_alone(reading, after):
            return


def _is_apposition(reading: Reading, piece: Stretch) -> bool:
    return _APPOSITION.match(reading.plain, piece.start, piece.end) is not None


def _hosts_before(reading: Reading, subject: Stretch, directory: Directory) -> list[NameMention]:
    """The names that stand right before "organised": the last of what comes before."""
    names: list[NameMention] = []
    for piece in reversed(pieces_of(reading, subject, directory)[-_MOST_HOSTS:]):
        name = name_at(reading, piece, directory) or name_after_words(reading, piece, directory)
        if name is None and names and _is_apposition(reading, piece):
            continue
        if name is None:
            break
        if name.end < reading.trimmed(piece.start, piece.end, ' ,)"').end - 1:
            break
        names.append(name)
        if name.start > piece.start + 6:
            break
    has_and = _AND.search(reading.plain_of(subject)[-120:])
    hosts = names[::-1] if has_and else names[:1]
    sure = sum(is_like_one(reading, name) for name in hosts)
    return hosts if sure > 0 and len(hosts) <= sure + _MOST_UNSURE else []
