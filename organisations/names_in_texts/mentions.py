"""Where a text names somebody of the directory: an index of names by their first words."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from hashlib import sha256
from html import unescape
from itertools import groupby, pairwise, repeat
from operator import itemgetter
from urllib.parse import unquote

from organisations.names_in_texts.markup import INLINE, MarkedText, read_html, read_plain
from organisations.names_in_texts.names import (
    ORGANISATION,
    KnownSubject,
    Name,
    Subject,
    with_subjects,
)
from organisations.names_in_texts.words import (
    SPELLED,
    UNSEEN,
    WORD,
    bare,
    folded,
    letters_of,
    set_of_words,
    with_signs_apart,
    words_in,
)

TEXTS_REMEMBERED = 4096  # of each directory, the last ones that were read

# What may stand between the words of a name, whatever stands there on record, once its blanks are
# one: hyphens, dashes, apostrophes and quotation marks; in a long name or a person's, commas and
# brackets as well.
BETWEEN = r"""\s\-\u2010-\u2015\u2212_'’‘`´"“”«»‹›"""
GAP = re.compile(rf"[{BETWEEN}]{{0,12}}")
LOOSE_GAP = re.compile(rf"[{BETWEEN},()\[\]]{{0,12}}")
LEAST_WORDS_OF_LONG = 4
LEAST_LETTERS_OF_LONG = 8
PARAGRAPH = re.compile(r"\n\s*\n")
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n\s*\n")
INLINE_TAG = re.compile(rf"</?(?:{'|'.join(sorted(INLINE))})\b[^>]*>")
ADDRESS_SIGN = re.compile(rf"[\w{UNSEEN}.\-+%@:/?&=#~,;!$'*]")
LONGEST_ADDRESS = 300
DIGITS = "0123456789"


@dataclass(frozen=True)
class Mention:
    """A place in a text that names somebody, or that may: one of several, or somebody else.

    `cuts` are the places in the text as it was given, tags included: the first is where a phrase
    may stand instead. Where it stands in a tag, `attributes` are the places of what names somebody.
    `sentence` is what stands around it, without tags.
    """

    subjects: frozenset[Subject]
    words: str
    sentence: str
    cuts: tuple[tuple[int, int], ...] = ()
    attributes: tuple[tuple[int, int], ...] = ()

    @property
    def digest(self) -> str:
        """What stands for these words in this sentence."""
        return sha256(f"{self.words}\n{self.sentence}".encode()).hexdigest()


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    subjects: frozenset[Subject]
    is_address: bool = False

    @property
    def stands_for_its_parts(self) -> bool:
        """Whether a shorter name in it means nobody else: so it is in an organisation's name, but
        not in an address, nor in what a person calls themselves."""
        return not self.is_address and any(one.kind == ORGANISATION for one in self.subjects)


class NameIndex:
    """The names of a directory, to be looked for in texts."""

    def __init__(self, known: Iterable[KnownSubject]) -> None:
        self._names: defaultdict[tuple[str, ...], list[tuple[Name, frozenset[Subject]]]]
        self._names = defaultdict(list)
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for name, subjects in with_subjects(known).items():
            self._names[name.words].append((name, subjects))
            lengths[name.words[0]].add(len(name.words))
        # By the first word, how many words the names have that begin with it, the longest first.
        self._lengths = {word: sorted(found, reverse=True) for word, found in lengths.items()}
        # By the first word, the other words of each name that begins with it.
        self._others: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
        for first, *others in self._names:
            self._others[first].append(frozenset(others))
        self._single_words = [words[0] for words in self._names if len(words) == 1]
        self.mentions_in = lru_cache(TEXTS_REMEMBERED)(self._mentions_in)

    def _mentions_in(self, text: str, is_html: bool) -> tuple[Mention, ...]:
        """Every mention in a plain text or in HTML, in the order of the text.

        Of two names where one is part of the other, the longer one alone; of two that overlap,
        both.
        """
        if not self._may_name_somebody(text, is_html):
            return ()
        marked = read_html(text) if is_html else read_plain(text)
        sentences = Sentences(marked.plain)
        found = [_mention(marked, sentences, one) for one in self._longest(marked.plain)]
        return (*found, *self._mentions_in_tags(marked))

    def subjects_in(self, text: str) -> frozenset[Subject]:
        """All whom a plain text names, which may be long: nothing of it is remembered.

        Also by a long name whose letters stand apart, in small letters, or that a line cuts: the
        text may be one that a program took out of a file.
        """
        found = {subject for one in self._longest(text) for subject in one.subjects}
        letters = letters_of(text)
        for name, subjects in self._long_names.items():
            if name in letters:
                found |= subjects
        return frozenset(found)

    @cached_property
    def _long_names(self) -> dict[str, frozenset[Subject]]:
        """The letters of the names that are too long to stand in a text by chance."""
        found: defaultdict[str, set[Subject]] = defaultdict(set)
        for words, names in self._names.items():
            if len(letters := "".join(words)) >= LEAST_LETTERS_OF_LONG:
                found[letters].update(subject for _name, subjects in names for subject in subjects)
        return {letters: frozenset(subjects) for letters, subjects in found.items()}

    def named_in_address(self, slug: str) -> frozenset[Subject]:
        """Whom the last part of a page's address names, which is in small letters."""
        words = slug.casefold().split("-")
        found: set[Subject] = set()
        for place, first in enumerate(words):
            for length in self._lengths.get(first, ()):
                named = self._names.get(tuple(words[place : place + length]), ())
                found.update(subject for _name, subjects in named for subject in subjects)
        return frozenset(found)

    def _may_name_somebody(self, text: str, is_html: bool) -> bool:
        """Whether a text has all words of any name: told fast, for most texts name nobody."""
        if not is_html:
            return self._has_words_of_a_name(text)
        # Once with its tags, for what stands in them, and once with words that tags cut.
        with_tags, whole = unescape(text), unescape(INLINE_TAG.sub("", text))
        read = [with_tags, whole, *([unquote(with_tags)] if "%" in with_tags else [])]
        return any(map(self._has_words_of_a_name, read))

    def _has_words_of_a_name(self, text: str) -> bool:
        plain = with_signs_apart(text)
        words = set_of_words(plain)
        words |= {word.rstrip(DIGITS) for word in words if word[-1:].isdigit()}
        if any(
            others <= words
            for first in self._others.keys() & words
            for others in self._others[first]
        ):
            return True
        runs = ["".join(words_in(spelled[0])).casefold() for spelled in SPELLED.finditer(plain)]
        return any(word in run for run in runs for word in self._single_words)

    def _longest(self, text: str) -> list[_Found]:
        """The names in a plain text that are no part of a longer name in it."""
        found = sorted(self._all(with_signs_apart(text)), key=lambda one: (one.start, -one.end))
        longest: list[_Found] = []
        stands_until = 0
        for one in found:
            previous = longest[-1] if longest else None
            if previous and (previous.start, previous.end) == (one.start, one.end):
                longest[-1] = replace(one, subjects=previous.subjects | one.subjects)
            elif one.end > stands_until:
                longest.append(one)
            if one.stands_for_its_parts:
                stands_until = max(stands_until, one.end)
        return longest

    def _all(self, text: str) -> Iterator[_Found]:
        found = [match for match in WORD.finditer(text) if bare(match[0])]
        words = [folded(match[0]) for match in found]
        for place, first in enumerate(words):
            for length in self._lengths.get(first, ()):
                last = place + length
                if last > len(words):
                    continue
                for name, subjects in self._names.get(tuple(words[place:last]), ()):
                    if _is_written(name, text, found[place:last], subjects):
                        span = _span(name, text, found[place], found[last - 1])
                        yield _Found(*span, subjects, name.is_address)
            if first[-1].isdigit():  # of a year, or of a footnote
                yield from self._single(bare(found[place][0]).rstrip(DIGITS), *found[place].span())
        for spelled in SPELLED.finditer(text):
            yield from self._spelled(list(WORD.finditer(text, *spelled.span())))

    def _single(self, word: str, start: int, end: int) -> Iterator[_Found]:
        """What a bare word may name by itself, which stands from `start` to `end`."""
        for name, subjects in self._names.get((word.casefold(),), ()):
            if word in name.spellings:
                yield _Found(start, end, subjects)

    def _spelled(self, letters: Sequence[re.Match[str]]) -> Iterator[_Found]:
        """The acronyms among letters that stand apart, each as far as the same stands between."""
        gaps = [one.string[one.end() : other.start()] for one, other in pairwise(letters)]
        for _gap, run in groupby(enumerate(gaps), key=itemgetter(1)):
            places = [place for place, _gap in run]
            together = letters[places[0] : places[-1] + 2]
            word = "".join(bare(letter[0]) for letter in together)
            yield from self._single(word, together[0].start(), together[-1].end())

    def _mentions_in_tags(self, marked: MarkedText) -> Iterator[Mention]:
        """Links and other attributes that name somebody; the tag goes on without them."""
        for tag in marked.tags:
            for attribute in tag.attributes:
                found = self._longest(unquote(attribute.value))
                subjects = frozenset(subject for one in found for subject in one.subjects)
                if subjects:
                    place = (attribute.start, attribute.end)
                    yield Mention(subjects, attribute.value, "", attributes=(place,))


def _is_written(
    name: Name, text: str, words: Sequence[re.Match[str]], subjects: Iterable[Subject]
) -> bool:
    """Whether these words of a text, which are those of the name, are written as it may be."""
    if name.spellings:
        return bare(words[0][0]) in name.spellings
    gaps = [text[one.end() : other.start()] for one, other in pairwise(words)]
    if name.is_address:
        return gaps == list(name.gaps)
    is_person = not any(one.kind == ORGANISATION for one in subjects)
    allowed = LOOSE_GAP if is_person or len(words) >= LEAST_WORDS_OF_LONG else GAP
    if not all(map(_may_stand_between, gaps, name.gaps, repeat(allowed))):
        return False
    return not name.wants_capital or any(
        character.isupper() for written in words for character in written[0]
    )


def _span(name: Name, text: str, first: re.Match[str], last: re.Match[str]) -> tuple[int, int]:
    """From where to where a name stands that has these words, with what belongs to it."""
    start, end = first.start(), last.end()
    if name.is_address:
        return _whole_address(text, start, end)
    if text[end : end + 1] == ")" and "(" in text[start:end]:
        end += 1  # of the acronym that is part of the name
    return start, end


def _may_stand_between(gap: str, own: str, allowed: re.Pattern[str]) -> bool:
    """Whether two words with this between them can be of one name, which has `own` there."""
    if PARAGRAPH.search(gap):
        return False
    return gap.strip() == own or bool(allowed.fullmatch(" ".join(gap.split())))


def _whole_address(text: str, start: int, end: int) -> tuple[int, int]:
    """An address with all that belongs to it: what stands before the host, and the path."""
    first, last = max(start - LONGEST_ADDRESS, 0), end + LONGEST_ADDRESS
    while start > first and ADDRESS_SIGN.match(text, start - 1):
        start -= 1
    while end < last and ADDRESS_SIGN.match(text, end):
        end += 1
    return start, start + len(text[start:end].rstrip(".,;:!?'*"))


class Sentences:
    """The sentences of a text, each made once, its blanks made one."""

    def __init__(self, text: str) -> None:
        self.text = text
        ends = (found.end() for found in SENTENCE_END.finditer(text))
        self.starts = [0, *ends, len(text)]
        self.around = cache(self._around)

    def of(self, start: int, end: int) -> str:
        """What stands around a part of the text."""
        first = bisect_right(self.starts, start, hi=len(self.starts) - 1) - 1
        return self.around(first, bisect_left(self.starts, end))

    def _around(self, first: int, last: int) -> str:
        return " ".join(self.text[self.starts[first] : self.starts[last]].split())


def _mention(marked: MarkedText, sentences: Sentences, found: _Found) -> Mention:
    return Mention(
        found.subjects,
        marked.plain[found.start : found.end],
        sentences.of(found.start, found.end),
        cuts=tuple(marked.pieces(found.start, found.end)),
    )
