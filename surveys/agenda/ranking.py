"""What many rankings say together: Borda's count, Schulze's method, and how firm the outcome is.

A ballot may tie items and leave some unranked: those stand together below the ranked ones.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, permutations, product
from math import lcm
from random import Random
from typing import Self


@dataclass(frozen=True)
class Ballot[Item: Hashable]:
    """A ranking of some of the items: tiers of tied ones, the best first.

    Raises ValueError for an item ranked twice.
    """

    tiers: tuple[frozenset[Item], ...]
    weight: Fraction | int = 1  # in votes
    voter: Hashable = None  # whose it is, where one voter casts several

    def __post_init__(self) -> None:
        if sum(map(len, self.tiers)) > len(self.ranked):
            raise ValueError("An item is ranked twice.")

    @classmethod
    def from_ranks(cls, ranks: Mapping[Item, int | None], weight: Fraction | int = 1) -> Self:
        """The ballot of numbered items: equal numbers tie, gaps say nothing, None is unranked."""
        tiers: defaultdict[int, set[Item]] = defaultdict(set)
        for item, rank in ranks.items():
            if rank is not None:
                tiers[rank].add(item)
        return cls(tuple(frozenset(tiers[rank]) for rank in sorted(tiers)), weight)

    @property
    def ranked(self) -> frozenset[Item]:
        """The items that it ranks."""
        return frozenset[Item]().union(*self.tiers)

    @property
    def is_blank(self) -> bool:
        """Whether it ranks nothing, and so says nothing."""
        return not any(self.tiers)


@dataclass(frozen=True)
class Score[Item]:
    """What an item got by Borda's count, and its place from 1; tied items share the best place."""

    item: Item
    points: Fraction
    place: int


@dataclass(frozen=True)
class Defeat[Item]:
    """A pair in which more votes rank the one above the other than the other way round."""

    winner: Item
    loser: Item
    votes: Fraction  # that rank the winner above the loser
    opposed: Fraction


@dataclass(frozen=True)
class SchulzeRanking[Item: Hashable]:
    """The outcome of Schulze's method."""

    defeats: tuple[Defeat[Item], ...]  # the most votes first
    strengths: Mapping[tuple[Item, Item], Fraction]  # of the strongest path from one to the other
    tiers: tuple[tuple[Item, ...], ...]  # the best first

    def prefers(self, one: Item, other: Item) -> bool:
        """Whether the one stands strictly above the other."""
        return self.strengths[one, other] > self.strengths[other, one]


@dataclass(frozen=True)
class ScoreDifference[Item]:
    """Two items that Borda's count and Schulze's method put in opposite orders."""

    ahead_by_borda: Item
    ahead_by_schulze: Item


@dataclass(frozen=True)
class Stability[Item]:
    """How firmly an item holds its Borda place when the voters are drawn anew."""

    item: Item
    place: int
    share: Fraction  # of the resamples, in which it has that very place
    best: int  # at least 90 % of the resamples lie from best to worst
    worst: int


def one_vote_each[Voter: Hashable, Item: Hashable](
    ballots_by_voter: Mapping[Voter, Iterable[Ballot[Item]]],
) -> list[Ballot[Item]]:
    """The ballots of each voter made to weigh one vote together ("one organisation, one vote").

    Blank ballots are left out, so that they take no weight from the others of their voter.
    """
    weighted: list[Ballot[Item]] = []
    for voter, cast in ballots_by_voter.items():
        ballots = [ballot for ballot in cast if not ballot.is_blank]
        weighted += (
            replace(ballot, weight=Fraction(1, len(ballots)), voter=voter) for ballot in ballots
        )
    return weighted


def borda[Item: Hashable](
    ballots: Sequence[Ballot[Item]], items: Sequence[Item]
) -> list[Score[Item]]:
    """The items by Borda's count, the most points first; tied ones in the order of `items`.

    A ballot gives an item one point for each item below it and half a point for each tied with
    it: n - 1 points for the first of n places, none for the last, and to tied items the mean of
    the places they take. Unranked items are tied in the places that are left. So a ballot that
    ranks anything hands out n(n - 1)/2 points in all, times its weight. A blank one is not counted.

    Method: Borda (1781, printed 1784). Ties and unranked items: Cullinan, Hsiao and Polett (2014);
    Terzopoulou and Endriss (2021) compare the counts for short ballots. This is not the modified
    count that Emerson (2013) holds to be Borda's own, where a short ballot gives fewer points.

    Raises ValueError for a ranked item that is not in `items`.
    """
    rows, unit = _points_by_voter(ballots, items)
    totals = _totals(rows, items)
    scores = [
        Score(item, Fraction(total, unit), place)
        for item, total, place in zip(items, totals, _places(totals), strict=True)
    ]
    return sorted(scores, key=lambda score: score.place)


def schulze[Item: Hashable](
    ballots: Sequence[Ballot[Item]], items: Sequence[Item]
) -> SchulzeRanking[Item]:
    """The items by Schulze's method, defeats measured by winning votes.

    A path is as strong as the weakest defeat on it. An item stands above another if its strongest
    path to the other is stronger than the strongest one back. The first tier holds the items that
    nothing stands above, the next those that only items of the tiers before stand above, and so on.

    Method: Schulze (2011). Raises ValueError for a ranked item that is not in `items`.
    """
    weights, unit = _whole_weights(ballots)
    votes = dict.fromkeys(permutations(items, 2), 0)
    for ballot, weight in zip(ballots, weights, strict=True):
        for above, below in combinations(_tiers(ballot, items), 2):
            for pair in product(above, below):
                votes[pair] += weight
    defeats = [
        Defeat(one, other, Fraction(count, unit), Fraction(votes[other, one], unit))
        for (one, other), count in votes.items()
        if count > votes[other, one]
    ]
    strengths = _strongest_paths(defeats, items)
    return SchulzeRanking(
        tuple(sorted(defeats, key=lambda defeat: -defeat.votes)),
        strengths,
        tuple(_peeled(strengths, items)),
    )


def differences[Item: Hashable](
    scores: Sequence[Score[Item]], ranking: SchulzeRanking[Item]
) -> list[ScoreDifference[Item]]:
    """The pairs that the two methods put in strictly opposite orders, by the order of `scores`.

    By Schulze's method the paths decide, not the tiers: items of two tiers may still be equal.
    """
    return [
        ScoreDifference(ahead_by_borda=one.item, ahead_by_schulze=other.item)
        for one, other in permutations(scores, 2)
        if one.place < other.place and ranking.prefers(other.item, one.item)
    ]


def stability[Item: Hashable](
    ballots: Sequence[Ballot[Item]], items: Sequence[Item], *, samples: int = 200, seed: int = 0
) -> list[Stability[Item]]:
    """How firm the Borda places are, in the order of `borda`; the same for the same seed.

    Each resample draws as many voters as there are, with replacement; the ballots of one voter
    are drawn together. The interval leaves out 5 % of the resamples at either end.

    Method: the bootstrap, Efron (1979). Raises ValueError for a ranked item that is not in `items`.
    """
    rows, _ = _points_by_voter(ballots, items)
    places = _places(_totals(rows, items))
    random = Random(seed)  # noqa: S311 (draws of a resample, not a secret)
    resamples = [_places(_totals(random.choices(rows, k=len(rows)), items)) for _ in range(samples)]
    left_out = samples // 20
    outcome = []
    for item, place, drawn in zip(items, places, zip(*resamples, strict=True), strict=True):
        in_order = sorted(drawn)
        share = Fraction(drawn.count(place), samples)
        outcome.append(Stability(item, place, share, in_order[left_out], in_order[-1 - left_out]))
    return sorted(outcome, key=lambda one: one.place)


def _tiers[Item: Hashable](
    ballot: Ballot[Item], items: Sequence[Item]
) -> tuple[frozenset[Item], ...]:
    """The tiers of the ballot over all items, the unranked ones in the last."""
    everything = frozenset(items)
    if not ballot.ranked <= everything:
        raise ValueError("A ballot ranks an item that is not asked about.")
    return (*ballot.tiers, everything - ballot.ranked)


def _whole_weights[Item: Hashable](ballots: Sequence[Ballot[Item]]) -> tuple[list[int], int]:
    """The weights in whole numbers, and how many of them make one vote.

    Whole numbers are as exact as fractions, and many times faster to add up.
    """
    unit = lcm(*(ballot.weight.denominator for ballot in ballots))
    return [int(ballot.weight * unit) for ballot in ballots], unit


def _points_by_voter[Item: Hashable](
    ballots: Sequence[Ballot[Item]], items: Sequence[Item]
) -> tuple[list[list[int]], int]:
    """What each voter gives each item, in whole numbers, and how many of them make one point."""
    weights, unit = _whole_weights(ballots)
    rows: defaultdict[Hashable, list[int]] = defaultdict(lambda: [0] * len(items))
    for number, (ballot, weight) in enumerate(zip(ballots, weights, strict=True)):
        if ballot.is_blank:
            continue
        key = ("ballot", number) if ballot.voter is None else ("voter", ballot.voter)
        half_points = _half_points(ballot, items)
        rows[key] = [
            total + weight * half_points[item] for total, item in zip(rows[key], items, strict=True)
        ]
    return list(rows.values()), 2 * unit


def _half_points[Item: Hashable](ballot: Ballot[Item], items: Sequence[Item]) -> dict[Item, int]:
    """What the ballot gives each item, in half points: two for each below, one for each tied."""
    half_points: dict[Item, int] = {}
    below = len(items)
    for tier in _tiers(ballot, items):
        below -= len(tier)
        half_points |= dict.fromkeys(tier, 2 * below + len(tier) - 1)
    return half_points


def _totals[Item](rows: Iterable[Sequence[int]], items: Sequence[Item]) -> list[int]:
    """The sum for each item; nothing for each where there is no row."""
    return [sum(column) for column in zip([0] * len(items), *rows, strict=True)]


def _places(totals: Sequence[int]) -> list[int]:
    """The place of each, from 1 for the highest; equals share the best place."""
    highest_first = sorted(totals, reverse=True)
    return [highest_first.index(total) + 1 for total in totals]


def _strongest_paths[Item: Hashable](
    defeats: Iterable[Defeat[Item]], items: Sequence[Item]
) -> dict[tuple[Item, Item], Fraction]:
    """The strength of the strongest path between any two items, 0 where there is none.

    Method: Floyd (1962) and Warshall (1962), as Schulze (2011) applies it.
    """
    strengths = dict.fromkeys(permutations(items, 2), Fraction(0))
    strengths |= {(defeat.winner, defeat.loser): defeat.votes for defeat in defeats}
    # The item on the way varies slowest, as the method asks.
    for way, start, end in permutations(items, 3):
        detour = min(strengths[start, way], strengths[way, end])
        strengths[start, end] = max(strengths[start, end], detour)
    return strengths


def _peeled[Item: Hashable](
    strengths: Mapping[tuple[Item, Item], Fraction], items: Sequence[Item]
) -> Iterable[tuple[Item, ...]]:
    """The items tier by tier: each time those that nothing left stands above."""
    left = list(items)
    while left:
        beaten = {
            other
            for one, other in permutations(left, 2)
            if strengths[one, other] > strengths[other, one]
        }
        yield tuple(item for item in left if item not in beaten)
        left = [item for item in left if item in beaten]
