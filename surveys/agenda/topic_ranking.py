"""What a ranking says of the agenda: the order of the topics, and how far it can be relied on."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from surveys.agenda.ranking import (
    Ballot,
    Score,
    ScoreDifference,
    Stability,
    borda,
    differences,
    one_vote_each,
    schulze,
    stability,
)
from surveys.models import Answer, Choice, Question


@dataclass(frozen=True)
class Topic:
    """A choice of the ranking: its points and place by Borda's method, its place by Schulze's, and
    how often its place is the same when the voters are drawn anew."""

    choice: Choice
    score: Score[int]
    schulze_place: int
    stability: Stability[int]

    @property
    def points(self) -> str:
        """The points to one decimal."""
        return f"{float(self.score.points):.1f}"

    @property
    def percent_stable(self) -> int:
        """How often the place is the same, in per cent."""
        return round(100 * self.stability.share)


@dataclass(frozen=True)
class TopicRanking:
    """The topics of a question, the most wanted first."""

    question: Question
    topics: list[Topic]
    ballots: int
    voters: int
    disputed: list[tuple[Choice, Choice]]  # ahead by Borda, ahead by Schulze


def ranking_of(question: Question) -> TopicRanking:
    """The ranking by the answers handed in: one organisation one vote.

    Of an answer that knows no organisation, as in an anonymous survey, each counts as one voter.
    """
    choices = {choice.pk: choice for choice in question.choices.all()}
    items = list(choices)
    by_voter: dict[Any, list[Ballot[int]]] = defaultdict(list)
    ranks: dict[Any, dict[int, int | None]] = defaultdict(dict)
    voters: dict[Any, Any] = {}
    answers = Answer.objects.filter(question=question, response__is_complete=True)
    for response, organisation, choice, rank in answers.values_list(
        "response", "response__organisation", "choice", "rank"
    ):
        ranks[response][choice] = rank
        voters[response] = organisation or response
    # In an order of their own: the samples of `stability` are to be the same whoever came first.
    for response, given in sorted(ranks.items(), key=lambda one: sorted(one[1].items())):
        by_voter[voters[response]].append(Ballot.from_ranks(given))
    ballots = one_vote_each(by_voter)
    scores = borda(ballots, items)
    other = schulze(ballots, items)
    places: dict[int, int] = {}
    for tier in other.tiers:
        places |= dict.fromkeys(tier, len(places) + 1)
    stable = {one.item: one for one in stability(ballots, items)}
    topics = [
        Topic(choices[score.item], score, places[score.item], stable[score.item])
        for score in scores
    ]
    disputed = [_pair(one, choices) for one in differences(scores, other)]
    return TopicRanking(question, topics, len(ballots), len(by_voter), disputed)


def _pair(difference: ScoreDifference[int], choices: dict[int, Choice]) -> tuple[Choice, Choice]:
    return choices[difference.ahead_by_borda], choices[difference.ahead_by_schulze]
