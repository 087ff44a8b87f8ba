"""Which record of a directory a piece of text names, if it surely names one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from organisations.recognition.spelling import (
    LEAST_LETTERS,
    distance,
    initials,
    is_slip_of,
    likeness,
    plain,
)

OFFERED = 4  # near candidates for a piece
LEAST_NEAR = 0.62  # likeness of what is worth offering

_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
_APART = re.compile(r"\s+[-–—|/]\s+|\s*[–—]\s*|:\s+")
_LISTED_IN_BRACKETS = re.compile(r"[,;/]|\s[-–—]\s")


class MatchedBy(StrEnum):
    """By what a record was recognised."""

    NAME = "name"
    ACRONYM = "acronym"
    ALIAS = "alias"
    NEAR = "near"


@dataclass(frozen=True)
class DirectoryRecord:
    """A record that a list may name; `places` are all the names of its home country."""

    key: str
    names: tuple[str, ...]
    acronyms: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Match:
    """A record, how it was recognised, and how surely, from 0 to 1."""

    key: str
    how: MatchedBy
    score: float


@dataclass(frozen=True)
class RecognisedText:
    """What a piece of text names: one record for sure, or none; and what else it may mean."""

    match: Match | None = None
    near: tuple[Match, ...] = ()


@dataclass(frozen=True)
class NameReading:
    """A piece of text taken as a name with what was said beside it: an acronym, a country."""

    name: str
    beside: tuple[str, ...] = ()


class Directory:
    """The records that lists are compared with.

    `places` are the names of all countries: one beside a name must be the record's own.
    """

    def __init__(self, known: Iterable[DirectoryRecord], places: Iterable[str] = ()) -> None:
        known = tuple(known)
        self.known = {record.key: record for record in known}
        self.places = frozenset(plain(place) for place in places)
        self.spellings: defaultdict[str, dict[str, MatchedBy]] = defaultdict(dict)
        for record in known:
            by_kind = [
                (MatchedBy.NAME, record.names),
                (MatchedBy.ACRONYM, record.acronyms),
                (MatchedBy.ALIAS, record.aliases),
            ]
            for how, texts in by_kind:
                for spelling in filter(None, map(plain, texts)):
                    self.spellings[spelling].setdefault(record.key, how)
        self.words = frozenset(
            word for spelling in {*self.spellings, *self.places} for word in spelling.split()
        )
        self._own_places = {
            record.key: {plain(place) for place in record.places} for record in known
        }
        self._own_spellings: defaultdict[str, list[str]] = defaultdict(list)
        for spelling, holders in self.spellings.items():
            for key in holders:
                self._own_spellings[key].append(spelling)
        self._choices = list(self.spellings)
        acronyms = {plain(acronym) for record in known for acronym in record.acronyms}
        self._beside = self.places | acronyms
        self.find = cache(self._find)
        self.alike = cache(self._alike)

    def is_place(self, text: str) -> bool:
        """Whether the text is the name of a country and nothing else."""
        return plain(text) in self.places

    def _find(self, text: str) -> RecognisedText:
        """What this piece of text names."""
        readings = list(self._readings(text))
        surest: dict[str, Match] = {}
        possible: dict[str, Match] = {}
        for reading in readings:
            matches, is_one = self._named(reading.name)
            agreeing = [
                match
                for match in matches
                if all(self._agrees(match.key, beside) for beside in reading.beside)
            ]
            if len(agreeing) == 1 and (is_one or reading.beside):
                surest.setdefault(agreeing[0].key, agreeing[0])
            for match in matches:
                possible.setdefault(match.key, match)
        if len(surest) == 1:
            return RecognisedText(match=next(iter(surest.values())))
        for match in self._near(readings):
            possible.setdefault(match.key, match)
        near = sorted(possible.values(), key=lambda match: (-match.score, match.key))[:OFFERED]
        return RecognisedText(near=tuple(near))

    def _readings(self, text: str) -> Iterator[NameReading]:
        """The ways to take the text: as it is, or as a name with something beside it."""
        bracketed = [inside for inside in _IN_BRACKETS.findall(text) if plain(inside)]
        outside = _IN_BRACKETS.sub(" ", text)
        if not plain(outside):
            outside, bracketed = " ".join(bracketed), []
        yield from self._with_beside(outside, tuple(bracketed))
        if bracketed:
            parts = [part for inside in bracketed for part in _LISTED_IN_BRACKETS.split(inside)]
            yield from self._with_beside(outside, tuple(filter(plain, parts)))
            yield from self._with_beside(bracketed[0], (outside, *bracketed[1:]))
            yield from self._with_beside(_IN_BRACKETS.sub(r" \1 ", text), ())

    def _with_beside(self, text: str, beside: tuple[str, ...]) -> Iterator[NameReading]:
        yield NameReading(plain(text), beside)
        parts = [part for part in _APART.split(text) if plain(part)]
        if len(parts) > 1:
            yield NameReading(plain(parts[0]), (*parts[1:], *beside))
            yield NameReading(plain(parts[-1]), (*parts[:-1], *beside))
        words = plain(text).split()
        for number in range(1, min(len(words), 6)):
            place = " ".join(words[-number:])
            if place in self.places:
                yield NameReading(" ".join(words[:-number]), (place, *beside))

    def _named(self, name: str) -> tuple[list[Match], bool]:
        """The records that this text may be the name of, and whether it can be no other's."""
        if exact := self.spellings.get(name):
            return [Match(key, how, 1.0) for key, how in exact.items()], len(exact) == 1
        if len(name.replace(" ", "")) < LEAST_LETTERS - 1 or name in self.places:
            return [], False
        from rapidfuzz import fuzz, process  # noqa: PLC0415 (loaded when a list is pasted)

        scores: dict[str, float] = {}
        nearest: dict[str, int] = {}
        for spelling, _, _ in process.extract(
            name, self._choices, scorer=fuzz.ratio, score_cutoff=72, limit=8
        ):
            score = likeness(spelling, name, self.words)
            apart = distance(spelling, name)
            for key in self.spellings[spelling]:
                nearest[key] = min(apart, nearest.get(key, apart))
                if score is not None:
                    scores[key] = max(score, scores.get(key, 0))
        matches = [Match(key, MatchedBy.NEAR, score) for key, score in scores.items()]
        # A record that is nearly as near makes it unsure, even where no slip leads to its name.
        most = 1 + min((nearest[key] for key in scores), default=0)
        return matches, sum(apart <= most for apart in nearest.values()) == len(matches) == 1

    def _agrees(self, key: str, beside: str) -> bool:
        """Whether what stands beside a name fits the record: its acronym, name or country."""
        said = plain(beside)
        own = [*self._own_spellings[key], *self._own_places[key]]
        if said in own:
            return True
        if said in self.spellings or said in self.places:
            return False
        if not self.known[key].acronyms and said in map(initials, own):
            return True
        if any(likeness(spelling, said, self.words) is not None for spelling in own):
            return True
        nearest = min((distance(one, said) for one in own if is_slip_of(one, said)), default=None)
        return nearest is not None and not any(
            is_slip_of(other, said) and distance(other, said) <= nearest
            for other in self._beside.difference(own)
        )

    def _alike(self, text: str) -> float:
        """How much the whole text is like some name: from 0.6 to 1, or 0."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 (likewise)

        best = process.extractOne(plain(text), self._choices, scorer=fuzz.ratio, score_cutoff=60)
        return best[1] / 100 if best else 0.0

    def _near(self, readings: list[NameReading]) -> Iterator[Match]:
        """What to offer: the most alike, and what is named beside."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 (likewise)

        for reading in readings:
            for said in map(plain, reading.beside):
                for key in self.spellings.get(said, ()):
                    yield Match(key, MatchedBy.NEAR, LEAST_NEAR)
        scores: dict[str, float] = {}
        for name in {reading.name for reading in readings}:
            candidates = process.extract(
                name,
                self._choices,
                scorer=fuzz.token_sort_ratio,
                score_cutoff=LEAST_NEAR * 100,
                limit=OFFERED,
            )
            for spelling, score, _ in candidates:
                for key in self.spellings[spelling]:
                    scores[key] = max(score / 100, scores.get(key, 0))
        for key, score in scores.items():
            yield Match(key, MatchedBy.NEAR, min(score, 0.99))
