"""Borda's count and Schulze's method, on the examples of their literature and on any ballots.

"Schulze (2018)" is "The Schulze Method of Voting", arXiv:1804.02973.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.agenda.ranking import (
    Ballot,
    Defeat,
    SchulzeRanking,
    Score,
    ScoreDifference,
    Stability,
    borda,
    differences,
    one_vote_each,
    schulze,
    stability,
)
from tests.sampling import examples

type Votes = dict[str, int]
type Scored = list[tuple[str, Fraction | int, int]]

BORDA_1781 = {"ABC": 1, "ACB": 7, "BCA": 7, "CBA": 6}
CONDORCET_1785 = {"ABC": 30, "ACB": 1, "BAC": 29, "BCA": 10, "CAB": 10, "CBA": 1}
TENNESSEE = {"MNCK": 42, "NCKM": 26, "CKNM": 15, "KCNM": 17}

SCHULZE_1 = {"ACDB": 8, "BADC": 2, "CDBA": 4, "DBAC": 4, "DCBA": 3}
SCHULZE_2 = {"ACDB": 3, "BACD": 9, "CDAB": 8, "DABC": 5, "DBCA": 5}
SCHULZE_3 = {"ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2,
             "DCEBA": 7, "EBADC": 8}  # fmt: skip
SCHULZE_4 = {"ABCD": 3, "DABC": 2, "DBCA": 2, "CBDA": 2}
SCHULZE_10 = {"A B C D": 6, "AB": 8, "AC": 8, "AC D": 18, "ACD": 8, "B": 40, "C B D": 4,
              "C D A": 9, "CD": 8, "D A B": 14, "D B C": 11, "D C A": 4}  # fmt: skip
SCHULZE_13 = {"ABC": 2, "BCA": 2, "CAB": 1}


def strict(votes: Votes) -> list[Ballot[str]]:
    """Ballots without ties: "ABC" ranks A above B above C."""
    return tied({" ".join(ranking): count for ranking, count in votes.items()})


def tied(votes: Votes) -> list[Ballot[str]]:
    """Ballots of tiers: "AB C" ranks A and B alike, above C."""
    return [
        Ballot(tuple(map(frozenset, tiers.split())), weight=count) for tiers, count in votes.items()
    ]


def scored(scores: Sequence[Score[str]]) -> Scored:
    return [(score.item, score.points, score.place) for score in scores]


def strength_rows(ranking: SchulzeRanking[str], items: str) -> list[list[Fraction]]:
    """The strengths of the strongest paths, a row for each start, as Schulze prints them."""
    return [[ranking.strengths[start, end] for end in items if end != start] for start in items]


def upside_down(ballots: Sequence[Ballot[str]]) -> list[Ballot[str]]:
    """The same ballots upside down; for ballots that rank every item."""
    return [Ballot(ballot.tiers[::-1], ballot.weight) for ballot in ballots]


class TestBallot:
    def test_equal_numbers_tie_and_gaps_say_nothing(self) -> None:
        ballot = Ballot.from_ranks({"A": 5, "B": 2, "C": 5, "D": None})
        assert ballot == Ballot((frozenset("B"), frozenset("AC")), weight=1)
        assert ballot.ranked == frozenset("ABC")

    def test_an_item_is_ranked_once(self) -> None:
        with pytest.raises(ValueError, match="ranked twice"):
            Ballot((frozenset("AB"), frozenset("BC")))

    @pytest.mark.parametrize(
        ("ballot", "is_blank"),
        [
            (Ballot(()), True),
            (Ballot((frozenset(),)), True),
            (Ballot.from_ranks({"A": None}), True),
            (Ballot.from_ranks({"A": 1}), False),
        ],
    )
    def test_a_ballot_that_ranks_nothing_is_blank(
        self, ballot: Ballot[str], is_blank: bool
    ) -> None:
        assert ballot.is_blank is is_blank

    @pytest.mark.parametrize("method", [borda, schulze, stability])
    def test_an_item_that_is_not_asked_about_is_refused(
        self, method: Callable[..., object]
    ) -> None:
        with pytest.raises(ValueError, match="not asked about"):
            method(strict({"AX": 1}), "AB")


class TestOneVoteEach:
    def test_the_ballots_of_an_organisation_weigh_one_vote_together(self) -> None:
        first, second, third = (Ballot.from_ranks({item: 1}) for item in "ABC")
        ballots = one_vote_each({"CNRG": [first, second], "ZELA": [third]})
        assert [(ballot.tiers, ballot.weight, ballot.voter) for ballot in ballots] == [
            (first.tiers, Fraction(1, 2), "CNRG"),
            (second.tiers, Fraction(1, 2), "CNRG"),
            (third.tiers, 1, "ZELA"),
        ]

    def test_a_blank_ballot_takes_nothing_from_the_others(self) -> None:
        ballots = one_vote_each({"CNRG": [Ballot.from_ranks({"A": 1}), Ballot(())], "RAID": []})
        assert ballots == [Ballot((frozenset("A"),), weight=1, voter="CNRG")]


class TestBorda:
    @pytest.mark.parametrize(
        ("votes", "expected"),
        [
            # Borda gives 3, 2 and 1 points: 47, 42 and 37, that is 21 more for each.
            pytest.param(BORDA_1781, [("C", 26, 1), ("B", 21, 2), ("A", 16, 3)], id="Borda 1781"),
            pytest.param(
                CONDORCET_1785, [("B", 109, 1), ("A", 101, 2), ("C", 33, 3)], id="Condorcet 1785"
            ),
            pytest.param(
                TENNESSEE,
                [("N", 194, 1), ("C", 173, 2), ("M", 126, 3), ("K", 107, 4)],
                id="the capital of Tennessee",
            ),
        ],
    )
    def test_examples_of_the_literature(self, votes: Votes, expected: Scored) -> None:
        assert scored(borda(strict(votes), sorted({*"".join(votes)}))) == expected

    @pytest.mark.parametrize(
        ("votes", "expected"),
        [
            # Two tied at the top share the places worth 3 and 2.
            ({"AB C D": 1}, [("A", 2.5, 1), ("B", 2.5, 1), ("C", 1, 3), ("D", 0, 4)]),
            # Three unranked ones share the places worth 2, 1 and 0.
            ({"C": 1}, [("C", 3, 1), ("A", 1, 2), ("B", 1, 2), ("D", 1, 2)]),
            # Both: B and D share 3 and 2, A and C share 1 and 0.
            ({"BD": 1}, [("B", 2.5, 1), ("D", 2.5, 1), ("A", 0.5, 3), ("C", 0.5, 3)]),
            # All tied: it ranks them, and puts none above another.
            ({"ABCD": 2}, [("A", 3, 1), ("B", 3, 1), ("C", 3, 1), ("D", 3, 1)]),
            ({"A B": 2, "C AD": 1}, [("A", 7.5, 1), ("B", 4, 2), ("C", 4, 2), ("D", 2.5, 4)]),
            # A blank ballot is not counted.
            ({"": 5}, [("A", 0, 1), ("B", 0, 1), ("C", 0, 1), ("D", 0, 1)]),
        ],
    )
    def test_tied_and_unranked_items_share_their_places(
        self, votes: Votes, expected: Scored
    ) -> None:
        assert scored(borda(tied(votes), "ABCD")) == expected


class TestSchulze:
    @pytest.mark.parametrize(
        ("votes", "strengths", "tiers"),
        [
            pytest.param(
                SCHULZE_1,
                [[14, 14, 12], [13, 13, 12], [13, 15, 12], [13, 19, 13]],
                ["D", "A", "C", "B"],
                id="Schulze 2018, example 1",
            ),
            pytest.param(
                SCHULZE_2,
                [[17, 17, 17], [18, 19, 19], [18, 20, 20], [18, 21, 19]],
                ["C", "D", "B", "A"],
                id="Schulze 2018, example 2",
            ),
            pytest.param(
                SCHULZE_3,
                [[28, 28, 30, 24], [25, 28, 33, 24], [25, 29, 29, 24], [25, 28, 28, 24],
                 [25, 28, 28, 31]],
                ["E", "A", "C", "B", "D"],
                id="Schulze 2018, example 3: 45 voters",
            ),
            pytest.param(
                SCHULZE_4,
                [[5, 5, 5], [5, 7, 5], [5, 5, 5], [6, 5, 5]],
                ["BD", "AC"],
                id="Schulze 2018, example 4: two winners",
            ),
            pytest.param(
                SCHULZE_13,
                [[3, 3], [3, 4], [3, 3]],
                ["AB", "C"],
                id="Schulze 2018, example 13: two winners",
            ),
        ],
    )  # fmt: skip
    def test_examples_of_the_literature(
        self, votes: Votes, strengths: list[list[int]], tiers: list[str]
    ) -> None:
        items = "".join(sorted({*"".join(votes)}))
        ranking = schulze(strict(votes), items)
        assert strength_rows(ranking, items) == strengths
        assert list(map("".join, ranking.tiers)) == tiers

    def test_an_example_with_ties_and_unranked_items(self) -> None:
        """Schulze (2018), example 10: winning votes and margins choose differently."""
        ranking = schulze(tied(SCHULZE_10), "ABCD")
        assert strength_rows(ranking, "ABCD") == [
            [67, 67, 45],
            [45, 79, 45],
            [45, 45, 45],
            [50, 72, 72],
        ]
        assert ranking.tiers == (("D",), ("A",), ("B",), ("C",))

    def test_the_defeats_of_an_example_the_strongest_first(self) -> None:
        ranking = schulze(strict(SCHULZE_1), "ABCD")
        assert ranking.defeats == (
            Defeat("D", "B", Fraction(19), Fraction(2)),
            Defeat("C", "B", Fraction(15), Fraction(6)),
            Defeat("A", "C", Fraction(14), Fraction(7)),
            Defeat("B", "A", Fraction(13), Fraction(8)),
            Defeat("C", "D", Fraction(12), Fraction(9)),
            Defeat("D", "A", Fraction(11), Fraction(10)),
        )

    def test_the_capital_of_tennessee(self) -> None:
        assert schulze(strict(TENNESSEE), "MNCK").tiers == (("N",), ("C",), ("K",), ("M",))

    @pytest.mark.parametrize(
        "ballots",
        [[], [Ballot(())], strict({"ABC": 2, "CBA": 2}), tied({"ABC": 3})],
        ids=["none", "blank", "opposed", "tied"],
    )
    def test_where_nothing_defeats_anything_all_are_tied(self, ballots: list[Ballot[str]]) -> None:
        ranking = schulze(ballots, "ABC")
        assert (ranking.defeats, ranking.tiers) == ((), (("A", "B", "C"),))


class TestDifferences:
    def test_condorcets_81_voters(self) -> None:
        """Condorcet (1785): his winner is A, Borda's is B."""
        ballots = strict(CONDORCET_1785)
        ranking = schulze(ballots, "ABC")
        assert ranking.tiers == (("A",), ("B",), ("C",))
        assert differences(borda(ballots, "ABC"), ranking) == [
            ScoreDifference(ahead_by_borda="B", ahead_by_schulze="A")
        ]

    def test_the_pairs_stand_in_the_order_of_borda(self) -> None:
        """Schulze (2018), example 2: D, A, C, B by Borda; C, D, B, A by Schulze."""
        ballots = strict(SCHULZE_2)
        scores = borda(ballots, "ABCD")
        assert [score.item for score in scores] == ["D", "A", "C", "B"]
        assert differences(scores, schulze(ballots, "ABCD")) == [
            ScoreDifference("D", "C"),
            ScoreDifference("A", "C"),
            ScoreDifference("A", "B"),
        ]

    def test_a_tie_by_one_of_them_is_no_difference(self) -> None:
        """Schulze (2018), examples 13 and 10: A and B tie, first by Schulze, then by Borda."""
        ballots = strict(SCHULZE_13)
        scores = borda(ballots, "ABC")
        assert [(score.item, score.place) for score in scores] == [("B", 1), ("A", 2), ("C", 3)]
        assert differences(scores, schulze(ballots, "ABC")) == []

        ballots = tied(SCHULZE_10)
        scores = borda(ballots, "ABCD")
        places = [(score.item, score.place) for score in scores]
        assert places == [("D", 1), ("C", 2), ("A", 3), ("B", 3)]
        assert differences(scores, schulze(ballots, "ABCD")) == [
            ScoreDifference("C", "A"),
            ScoreDifference("C", "B"),
        ]

    def test_tiers_alone_make_no_difference(self) -> None:
        """As many rank A above B as below it: B's tier is higher for want of a defeat, no more."""
        ballots = strict({"BDAC": 2, "ADCB": 1, "DACB": 1})
        scores, ranking = borda(ballots, "ABCD"), schulze(ballots, "ABCD")
        assert [score.item for score in scores] == ["D", "A", "B", "C"]
        assert ranking.tiers == (("B", "D"), ("A",), ("C",))
        assert differences(scores, ranking) == []


class TestStability:
    def test_what_all_agree_on_is_firm(self) -> None:
        ballots = [Ballot.from_ranks({"B": 1, "A": 2})] * 7
        assert stability(ballots, "ABC") == [
            Stability("B", 1, Fraction(1), 1, 1),
            Stability("A", 2, Fraction(1), 2, 2),
            Stability("C", 3, Fraction(1), 3, 3),
        ]

    def test_the_ballots_of_a_voter_are_drawn_together(self) -> None:
        opposed = [Ballot.from_ranks({"A": 1, "B": 2}), Ballot.from_ranks({"B": 1, "A": 2})]
        assert stability(one_vote_each({"CNRG": opposed}), "AB") == [
            Stability("A", 1, Fraction(1), 1, 1),
            Stability("B", 1, Fraction(1), 1, 1),
        ]

    @pytest.mark.parametrize(
        ("opposed", "share", "worst"), [(2, 0.993, 1), (4, 0.929, 2), (9, 0.593, 2)]
    )
    def test_shares_and_intervals(self, opposed: int, share: float, worst: int) -> None:
        """Against nine voters, so many opposed ones win a draw with 1 - share (binomial law).

        The interval leaves out a twentieth at either end.
        """
        ballots = [*strict({"AB": 1}) * 9, *strict({"BA": 1}) * opposed]
        first = stability(ballots, "AB", samples=4000)[0]
        assert (first.item, first.place, first.best, first.worst) == ("A", 1, 1, worst)
        assert float(first.share) == pytest.approx(share, abs=0.02)

    def test_a_seed_settles_the_outcome(self) -> None:
        ballots = strict(dict.fromkeys(SCHULZE_3, 1))
        once = stability(ballots, "ABCDE", seed=3)
        assert stability(ballots, "ABCDE", seed=3) == once
        assert stability(ballots, "ABCDE", seed=4) != once

    def test_the_order_and_the_places_are_those_of_borda(self) -> None:
        ballots = strict(SCHULZE_1)
        assert [(one.item, one.place) for one in stability(ballots, "ABCD", samples=20)] == [
            (score.item, score.place) for score in borda(ballots, "ABCD")
        ]

    def test_nobody_answered(self) -> None:
        assert stability([Ballot(())], "AB", samples=20) == [
            Stability("A", 1, Fraction(1), 1, 1),
            Stability("B", 1, Fraction(1), 1, 1),
        ]


ITEMS = "ABCDE"
thoroughly = settings(derandomize=True, database=None, max_examples=examples(200))
weights = st.one_of(st.integers(1, 4), st.builds(Fraction, st.integers(1, 4), st.integers(1, 4)))
ballots_of_any_kind = st.lists(
    st.builds(
        Ballot.from_ranks,
        st.dictionaries(st.sampled_from(ITEMS), st.integers(1, 5)),
        weights,
    ),
    max_size=8,
)
complete_strict_ballots = st.lists(
    st.builds(
        lambda order, weight: Ballot(tuple(map(frozenset, order)), weight),
        st.permutations(ITEMS),
        weights,
    ),
    max_size=8,
)


def ranks_above(ballot: Ballot[str], one: str, other: str) -> bool:
    """Whether the ballot ranks the one strictly above the other, ranked or not."""
    places = {item: place for place, tier in enumerate(ballot.tiers) for item in tier}
    return places.get(one, 99) < places.get(other, 99)


def votes_above(ballots: Sequence[Ballot[str]], one: str, other: str) -> Fraction:
    return sum(
        (Fraction(ballot.weight) for ballot in ballots if ranks_above(ballot, one, other)),
        Fraction(0),
    )


def paths(start: str, end: str, items: str) -> Iterator[tuple[str, ...]]:
    """Every way from one item to another that meets none twice."""
    others = [item for item in items if item not in {start, end}]
    for length in range(len(others) + 1):
        for between in permutations(others, length):
            yield (start, *between, end)


class TestAnyBallots:
    @thoroughly
    @given(ballots_of_any_kind)
    def test_a_ballot_that_ranks_anything_hands_out_the_same_points(
        self, ballots: list[Ballot[str]]
    ) -> None:
        votes = sum(ballot.weight for ballot in ballots if not ballot.is_blank)
        assert sum(score.points for score in borda(ballots, ITEMS)) == 10 * votes

    @thoroughly
    @given(ballots_of_any_kind)
    def test_borda_counts_the_pairs_and_half_the_ties(self, ballots: list[Ballot[str]]) -> None:
        """The other way to define it: votes above each other item, and half of those alike."""
        votes = sum(ballot.weight for ballot in ballots if not ballot.is_blank)
        for score in borda(ballots, ITEMS):
            assert score.points == sum(
                (votes + votes_above(ballots, score.item, other)
                 - votes_above(ballots, other, score.item)) / 2
                for other in ITEMS if other != score.item
            )  # fmt: skip

    @thoroughly
    @given(ballots_of_any_kind)
    def test_places_follow_the_points(self, ballots: list[Ballot[str]]) -> None:
        scores = borda(ballots, ITEMS)
        for score in scores:
            assert score.place == 1 + sum(other.points > score.points for other in scores)
        assert [score.place for score in scores] == sorted(score.place for score in scores)

    @thoroughly
    @given(ballots_of_any_kind, st.permutations(ITEMS))
    def test_names_do_not_matter(self, ballots: list[Ballot[str]], names: list[str]) -> None:
        name = dict(zip(ITEMS, names, strict=True))
        renamed = [
            Ballot(
                tuple(frozenset(name[item] for item in tier) for tier in ballot.tiers),
                ballot.weight,
            )
            for ballot in ballots
        ]
        assert {name[one.item]: (one.points, one.place) for one in borda(ballots, ITEMS)} == {
            one.item: (one.points, one.place) for one in borda(renamed, ITEMS)
        }
        assert [{name[item] for item in tier} for tier in schulze(ballots, ITEMS).tiers] == [
            set(tier) for tier in schulze(renamed, ITEMS).tiers
        ]

    @thoroughly
    @given(ballots_of_any_kind.filter(bool))
    def test_what_every_voter_prefers_is_preferred(self, ballots: list[Ballot[str]]) -> None:
        points = {score.item: score.points for score in borda(ballots, ITEMS)}
        ranking = schulze(ballots, ITEMS)
        for one, other in permutations(ITEMS, 2):
            if all(ranks_above(ballot, one, other) for ballot in ballots):
                assert points[one] > points[other]
                assert ranking.prefers(one, other)

    @thoroughly
    @given(ballots_of_any_kind)
    def test_a_condorcet_winner_comes_first_and_alone(self, ballots: list[Ballot[str]]) -> None:
        ranking = schulze(ballots, ITEMS)
        for one in ITEMS:
            others = [other for other in ITEMS if other != one]
            if all(
                votes_above(ballots, one, other) > votes_above(ballots, other, one)
                for other in others
            ):
                assert ranking.tiers[0] == (one,)
                assert all(ranking.prefers(one, other) for other in others)

    @thoroughly
    @given(ballots_of_any_kind)
    def test_strengths_are_those_of_the_strongest_paths(self, ballots: list[Ballot[str]]) -> None:
        def strength(path: tuple[str, ...]) -> Fraction:
            links = [
                (votes_above(ballots, one, other), votes_above(ballots, other, one))
                for one, other in pairwise(path)
            ]
            return min(votes if votes > opposed else Fraction(0) for votes, opposed in links)

        assert schulze(ballots, ITEMS).strengths == {
            (start, end): max(map(strength, paths(start, end, ITEMS)))
            for start, end in permutations(ITEMS, 2)
        }

    @thoroughly
    @given(ballots_of_any_kind)
    def test_schulze_puts_items_in_an_order(self, ballots: list[Ballot[str]]) -> None:
        """Schulze (2011) proves it transitive; the tiers hold each item once and respect it."""
        ranking = schulze(ballots, ITEMS)
        for one, two, three in permutations(ITEMS, 3):
            if ranking.prefers(one, two) and ranking.prefers(two, three):
                assert ranking.prefers(one, three)
        assert sorted(item for tier in ranking.tiers for item in tier) == list(ITEMS)
        tier_of = {item: number for number, tier in enumerate(ranking.tiers) for item in tier}
        for one, other in permutations(ITEMS, 2):
            if ranking.prefers(one, other):
                assert tier_of[one] < tier_of[other]

    @thoroughly
    @given(complete_strict_ballots)
    def test_schulze_turns_round_with_the_ballots(self, ballots: list[Ballot[str]]) -> None:
        ranking, reversed_ranking = schulze(ballots, ITEMS), schulze(upside_down(ballots), ITEMS)
        for one, other in permutations(ITEMS, 2):
            assert ranking.strengths[one, other] == reversed_ranking.strengths[other, one]

    @thoroughly
    @given(ballots_of_any_kind)
    def test_a_weight_is_so_many_ballots(self, ballots: list[Ballot[str]]) -> None:
        # 12 is a multiple of every denominator drawn.
        one_by_one = [
            Ballot(ballot.tiers) for ballot in ballots for _ in range(int(12 * ballot.weight))
        ]
        assert [(one.item, one.points * 12) for one in borda(ballots, ITEMS)] == [
            (one.item, one.points) for one in borda(one_by_one, ITEMS)
        ]
        strengths = schulze(ballots, ITEMS).strengths
        assert {pair: strength * 12 for pair, strength in strengths.items()} == (
            schulze(one_by_one, ITEMS).strengths
        )
