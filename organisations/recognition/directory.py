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


class How(StrEnum):
    """By what a record was recognised."""

    NAME = "name"
    ACRONYM = "acronym"
    ALIAS = "alias"
    NEAR = "near"


@dataclass(frozen=True)
class Known:
    """A record that a list may name; `places` are all the names of its home country."""

    key: str
    names: tuple[str, ...]
    acronym: str = ""
    aliases: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Match:
    """A record, how it was recognised, and how surely, from 0 to 1."""

    key: str
    how: How
    score: float


@dataclass(frozen=True)
class Finding:
    """What a piece of text names: one record for sure, or none; and what else it may mean."""

    match: Match | None = None
    near: tuple[Match, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A piece of text taken as a name with what was said beside it: an acronym, a country."""

    name: str
    beside: tuple[str, ...] = ()


class Directory:
    """The records that lists are compared with.

    `places` are the names of all countries: one beside a name must be the record's own.
    """

    def __init__(self, known: Iterable[Known], places: Iterable[str] = ()) -> None:
        self.known = {record.key: record for record in known}
        self.places = frozenset(plain(place) for place in places)
        self.spellings: defaultdict[str, dict[str, How]] = defaultdict(dict)
        for record in self.known.values():
            by_kind = [
                (How.NAME, record.names),
                (How.ACRONYM, (record.acronym,)),
                (How.ALIAS, record.aliases),
            ]
            for how, texts in by_kind:
                for spelling in filter(None, map(plain, texts)):
                    self.spellings[spelling].setdefault(record.key, how)
        self.words = frozenset(
            word for spelling in {*self.spellings, *self.places} for word in spelling.split()
        )
        self._own_places = {
            record.key: {plain(place) for place in record.places} for record in self.known.values()
        }
        self._own_spellings: defaultdict[str, list[str]] = defaultdict(list)
        for spelling, holders in self.spellings.items():
            for key in holders:
                self._own_spellings[key].append(spelling)
        self._choices = list(self.spellings)
        acronyms = {plain(record.acronym) for record in self.known.values()}
        self._beside = (self.places | acronyms) - {""}
        self.find = cache(self._find)
        self.alike = cache(self._alike)

    def is_place(self, text: str) -> bool:
        """Whether the text is the name of a country and nothing else."""
        return plain(text) in self.places

    def _find(self, text: str) -> Finding:
        """What this piece of text names."""
        readings = list(self._readings(text))
        surest: dict[str, Match] = {}
        possible: dict[str, Match] = {}
        for reading in readings:
            matches = self._named(reading.name)
            agreeing = [
                match
                for match in matches
                if all(self._agrees(match.key, beside) for beside in reading.beside)
            ]
            if len(agreeing) == 1 and (len(matches) == 1 or reading.beside):
                match = agreeing[0]
                if match.key not in surest or surest[match.key].score < match.score:
                    surest[match.key] = match
            for match in matches:
                possible.setdefault(match.key, match)
        if len(surest) == 1:
            return Finding(match=next(iter(surest.values())))
        for match in self._near(readings):
            possible.setdefault(match.key, match)
        near = sorted(possible.values(), key=lambda match: -match.score)[:OFFERED]
        return Finding(near=tuple(near))

    def _readings(self, text: str) -> Iterator[Reading]:
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

    def _with_beside(self, text: str, beside: tuple[str, ...]) -> Iterator[Reading]:
        yield Reading(plain(text), beside)
        parts = [part for part in _APART.split(text) if plain(part)]
        if len(parts) > 1:
            yield Reading(plain(parts[0]), (*parts[1:], *beside))
            yield Reading(plain(parts[-1]), (*parts[:-1], *beside))
        words = plain(text).split()
        for number in range(1, min(len(words), 6)):
            place = " ".join(words[-number:])
            if place in self.places:
                yield Reading(" ".join(words[:-number]), (place, *beside))

    def _named(self, name: str) -> list[Match]:
        """The records that this text may be the name of: several where that is not sure."""
        if exact := self.spellings.get(name):
            return [Match(key, how, 1.0) for key, how in exact.items()]
        if len(name.replace(" ", "")) < LEAST_LETTERS - 1 or name in self.places:
            return []
        from rapidfuzz import fuzz, process  # noqa: PLC0415 (loaded when a list is pasted)

        candidates = process.extract(
            name, self._choices, scorer=fuzz.ratio, score_cutoff=72, limit=8
        )
        found: dict[str, tuple[float, int]] = {}
        distances: dict[str, int] = {}
        for spelling, _, _ in candidates:
            score = likeness(spelling, name, self.words)
            apart = distance(spelling, name)
            for key in self.spellings[spelling]:
                distances[key] = min(apart, distances.get(key, apart))
                if score is not None and (key not in found or found[key][0] < score):
                    found[key] = score, apart
        best = min((apart for _, apart in found.values()), default=0)
        rivals = {key for key, apart in distances.items() if apart <= best + 1}
        if found and not rivals <= {key for key in found}:
            # Something else is as near, though it is no slip: several, so that none is chosen.
            return [Match(key, How.NEAR, found.get(key, (0.5, 0))[0]) for key in rivals | {*found}]
        return [Match(key, How.NEAR, score) for key, (score, _) in found.items()]

    def _agrees(self, key: str, beside: str) -> bool:
        """Whether what stands beside a name fits the record: its acronym, name or country."""
        said = plain(beside)
        own = [*self._own_spellings[key], *self._own_places[key]]
        if said in own:
            return True
        if said in self.spellings or said in self.places:
            return False
        if not self.known[key].acronym and said in map(initials, own):
            return True
        if any(likeness(spelling, said, self.words) is not None for spelling in own):
            return True
        nearest = min((distance(one, said) for one in own if is_slip_of(one, said)), default=None)
        return nearest is not None and all(
            distance(other, said) > nearest for other in self._beside.difference(own)
        )

    def _alike(self, text: str) -> float:
        """How much the whole text is like some name: from 0.6 to 1, or 0."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 (likewise)

        best = process.extractOne(plain(text), self._choices, scorer=fuzz.ratio, score_cutoff=60)
        return best[1] / 100 if best else 0.0

    def _near(self, readings: list[Reading]) -> Iterator[Match]:
        """What to offer: the most alike, and what is named beside."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 (likewise)

        for reading in readings:
            for said in map(plain, reading.beside):
                for key in self.spellings.get(said, ()):
                    yield Match(key, How.NEAR, LEAST_NEAR)
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
            yield Match(key, How.NEAR, min(score, 0.99))
