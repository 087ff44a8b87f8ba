"""Which organisations took part, who was host, and who was excused."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from meetings.report_parser.layout import Layout
from meetings.report_parser.names import NameMention, spelt_out
from meetings.report_parser.names.lists import LONGEST_LIST
from meetings.report_parser.names.writing import is_acronym
from meetings.report_parser.reading import Reading, Stretch
from meetings.report_parser.taking_part.cues import ABOVE_LIST, AMONG_THEM, SURELY_ORGANISATIONS
from meetings.report_parser.taking_part.hosts import hosts_told
from meetings.report_parser.taking_part.lists import (
    colon_of_list,
    entries_after,
    entries_below,
    heads_of_lists,
    names_of_list,
)
from meetings.report_parser.taking_part.person_lines import names_of_person_lines
from meetings.report_parser.taking_part.rows import rows_in
from meetings.report_parser.taking_part.sentences import names_told, says_who_came
from meetings.report_parser.taking_part.speakers import names_of_speakers
from meetings.report_parser.vocabulary import ABSENT, ATTENDED, BEFORE, NEXT, unquoted
from organisations.recognition import Directory, plain
from organisations.recognition.spelling import initials

_NEXT_SENTENCE = 4  # characters between two
_FEWEST_INITIALS = 3  # by which an acronym is known


@dataclass(frozen=True)
class TakingPart:
    """The organisations that took part, those of them that were host, and those excused."""

    present: tuple[NameMention, ...]
    hosts: tuple[NameMention, ...]
    absent: tuple[NameMention, ...]


def taking_part(
    reading: Reading,
    layout: Layout,
    sentences: Sequence[Stretch],
    directory: Directory,
    dated: Stretch | None,
) -> TakingPart:
    """Who the text says was there, in its order, each organisation once.

    `dated` is the sentence that gives the meeting's date: what it says is of the meeting.
    """
    shortened = map(_shortened, sentences)
    sentences = [sentence for sentence in shortened if not _is_of_another(reading, sentence)]
    dated = _shortened(dated) if dated else None
    listed = spelt_out(reading, _listed(reading, layout, sentences, directory), directory)
    told = _by("host", hosts_told(reading, sentences, directory, dated))
    hosts = spelt_out(reading, told, directory)
    absent = list(_by("absent", _absent(reading, sentences, directory)))
    away = {_identity(mention) for mention in absent}
    as_host = {(host.start, host.end): host for host in hosts}
    found = [as_host.get((name.start, name.end), name) for name in [*listed, *hosts]]
    present = [mention for mention in found if _identity(mention) not in away]
    return TakingPart(_once(_longest(present)), _once(hosts), _once(absent))


def _by(rule: str, names: Iterable[NameMention]) -> Iterator[NameMention]:
    """The names as those that a rule found."""
    return (replace(name, rule=rule) for name in names)


def _is_of_another(reading: Reading, sentence: Stretch) -> bool:
    """Whether a sentence speaks of a meeting before or after this one."""
    said = reading.plain_of(sentence)
    return bool(NEXT.search(said) or BEFORE.search(said))


def _shortened(sentence: Stretch) -> Stretch:
    """A sentence up to where no sentence goes on, and no list."""
    end = min(sentence.end, sentence.start + LONGEST_LIST)
    return sentence if end == sentence.end else Stretch(sentence.start, end)


def _longest(mentions: Sequence[NameMention]) -> list[NameMention]:
    """The mentions without those that stand within another one."""
    within: set[NameMention] = set()
    widest = Stretch(0, 0)
    for mention in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        is_same = (mention.start, mention.end) == (widest.start, widest.end)
        if mention.end > widest.end:
            widest = mention
        elif not (is_same or mention.organisation.key):
            within.add(mention)
    return [mention for mention in mentions if mention not in within]


def _identity(mention: NameMention) -> str:
    organisation = mention.organisation
    return organisation.key or plain(organisation.name)


def _once(mentions: Sequence[NameMention]) -> tuple[NameMention, ...]:
    """Each organisation as the first of the mentions has it, in the text's order.

    An acronym alone is the organisation beside whose name it stands in another mention.
    """
    acronyms = _acronyms_of(mentions)
    first: dict[str, NameMention] = {}
    for mention in sorted(mentions, key=lambda mention: _letters(mention) in acronyms):
        identity = _identity(mention)
        first.setdefault(acronyms.get(_letters(mention) or identity, identity), mention)
    return tuple(sorted(first.values(), key=lambda mention: mention.start))


def _acronyms_of(mentions: Sequence[NameMention]) -> dict[str, str]:
    """Which mention each acronym stands for, by what is in brackets or the initials of names."""
    of_initials: dict[str, str] = {}
    in_brackets: dict[str, str] = {}
    for mention in mentions:
        organisation, identity = mention.organisation, _identity(mention)
        if organisation.acronym:
            in_brackets[plain(organisation.acronym)] = identity
        letters = initials(plain(organisation.name))
        for short in (letters, letters[:-1]):  # the last may be that of a country
            if len(short) >= _FEWEST_INITIALS:
                of_initials.setdefault(short, identity)
    return of_initials | in_brackets


def _letters(mention: NameMention) -> str:
    """The capitals of an acronym that the directory does not know: "FoDer" has "fd"."""
    organisation = mention.organisation
    if organisation.key or not is_acronym(organisation.name):
        return ""
    return plain("".join(letter for letter in organisation.name if not letter.islower()))


def _listed(
    reading: Reading, layout: Layout, sentences: Sequence[Stretch], directory: Directory
) -> Iterator[NameMention]:
    """Those in lists below headings, then those in lists after colons and in sentences."""
    taken_until = 0
    for number in heads_of_lists(reading, layout):
        entries = list(entries_below(reading, layout, number))
        of_organisations = _tells_organisations(reading, layout.lines[number])
        if names := names_of_list(reading, entries, directory, of_organisations=of_organisations):
            taken_until = entries[-1].end
            yield from names
    yield from _by("beside a person", names_of_person_lines(reading, layout, directory))
    below_headings = _starts_below_headings(reading, layout)
    told_before = -1  # where the last sentence ends that says who came
    for sentence in sentences:
        said = reading.plain_of(sentence)
        if sentence.start < taken_until:
            continue
        colon = colon_of_list(reading, sentence)
        if colon is not None:
            entries = list(entries_after(reading, layout, colon, sentence.end))
            label = Stretch(sentence.start, colon)
            of_organisations = _tells_organisations(reading, label)
            yield from names_of_list(reading, entries, directory, of_organisations=of_organisations)
            taken_until = max([taken_until, *(entry.end for entry in entries)])
        elif not ABSENT.search(said) and (
            says_who_came(said)
            or sentence.start in below_headings
            or (AMONG_THEM.match(said) and sentence.start - told_before < _NEXT_SENTENCE)
        ):
            told_before = sentence.end
            yield from _by("said to have come", names_told(reading, sentence, directory))
        if colon is None:
            yield from _by("of a speaker", names_of_speakers(reading, sentence, directory))


def _tells_organisations(reading: Reading, label: Stretch) -> bool:
    """Whether the words before a list say that it is one of organisations."""
    return bool(SURELY_ORGANISATIONS.search(reading.plain_of(label)))


def _starts_below_headings(reading: Reading, layout: Layout) -> set[int]:
    """Where the sentences begin that stand below headings such as "Who took part"."""
    starts: set[int] = set()
    for heading in layout.headings:
        said = reading.plain_of(heading.line)
        if ABOVE_LIST.fullmatch(said) or ATTENDED.search(said):
            for line in layout.lines[heading.first : heading.after]:
                starts.update(sentence.start for sentence in reading.sentences_of(line))
    return starts


def _absent(
    reading: Reading, sentences: Sequence[Stretch], directory: Directory
) -> Iterator[NameMention]:
    """Those of whom a sentence says that they were not there."""
    for sentence in sentences:
        said = reading.plain_of(sentence)
        if not (ABSENT.search(said) and ABSENT.search(unquoted(said))):
            continue
        if colon_of_list(reading, sentence) is None:
            for row in rows_in(reading, sentence, directory):
                yield from (name for name in row if name.is_sure)
