"""What a ranking question says of the agenda, from the answers that were handed in."""

import pytest

from surveys.agenda.topic_ranking import TopicRanking, ranking_of
from surveys.models import Question
from tests.factories import make_organisation, make_question, make_survey
from tests.surveys.ballots import rank, respond

pytestmark = pytest.mark.django_db


def topics(ranking: TopicRanking) -> list[tuple[str, str, int, int]]:
    """The topics with their points, their place, and their place by Schulze's method."""
    return [
        (topic.choice.text_fr, topic.points, topic.score.place, topic.schulze_place)
        for topic in ranking.topics
    ]


def question_of(*choices: str, **fields: str) -> Question:
    """A ranking of these choices."""
    return make_question(make_survey(**fields), "ranking", *choices)


def test_one_organisation_one_vote() -> None:
    question = question_of("A", "B", "C")
    large = make_organisation()
    rank(respond(question.survey, make_organisation()), question, "A", "B", "C")
    rank(respond(question.survey, large), question, "B", "A", "C")
    rank(respond(question.survey, large), question, "C", "B", "A")
    ranking = ranking_of(question)
    # The two people of the large organisation share its vote: B 3/2, C 2/2, A 1/2.
    assert topics(ranking) == [("A", "2.5", 1, 1), ("B", "2.5", 1, 1), ("C", "1.0", 3, 3)]
    assert (ranking.ballots, ranking.voters) == (3, 2)
    assert ranking.disputed == []


def test_where_no_organisation_is_known_each_answer_is_a_voter() -> None:
    question = question_of("A", "B", "C", confidentiality="anonymous")
    for order in ("ABC", "BAC", "CBA"):
        rank(respond(question.survey), question, *order)
    ranking = ranking_of(question)
    assert topics(ranking) == [("B", "4.0", 1, 1), ("A", "3.0", 2, 2), ("C", "2.0", 3, 3)]
    assert (ranking.ballots, ranking.voters) == (3, 3)


def test_unranked_topics_share_the_places_that_are_left() -> None:
    question = question_of("A", "B", "C", "D")
    rank(respond(question.survey, make_organisation()), question, "C")
    assert topics(ranking_of(question)) == [
        ("C", "3.0", 1, 1),
        ("A", "1.0", 2, 2),
        ("B", "1.0", 2, 2),
        ("D", "1.0", 2, 2),
    ]


def test_what_was_not_handed_in_and_other_questions_do_not_count() -> None:
    question = question_of("A", "B")
    other = make_question(question.survey, "ranking", "C", "D")
    rank(respond(question.survey, make_organisation(), is_complete=False), question, "B", "A")
    response = respond(question.survey, make_organisation())
    rank(response, question, "A", "B")
    rank(response, other, "D", "C")
    rank(respond(question.survey, make_organisation()), other, "D", "C")
    ranking = ranking_of(question)
    assert topics(ranking) == [("A", "1.0", 1, 1), ("B", "0.0", 2, 2)]
    assert (ranking.ballots, ranking.voters) == (1, 1)


def test_where_the_methods_differ_both_are_named() -> None:
    """Three of five put A first, and the other two put it last: Borda's count takes B."""
    question = question_of("A", "B", "C")
    for order in ("ABC", "ABC", "ABC", "BCA", "BCA"):
        rank(respond(question.survey, make_organisation()), question, *order)
    ranking = ranking_of(question)
    assert topics(ranking) == [("B", "7.0", 1, 2), ("A", "6.0", 2, 1), ("C", "2.0", 3, 3)]
    [(borda, schulze)] = ranking.disputed
    assert (borda.text_fr, schulze.text_fr) == ("B", "A")


def test_a_place_that_all_agree_on_is_stable_and_one_by_a_hair_is_not() -> None:
    question = question_of("A", "B", "C")
    for order in ["ABC"] * 5 + ["BAC"] * 5:
        rank(respond(question.survey, make_organisation()), question, *order)
    first, _second, last = ranking_of(question).topics
    assert (last.percent_stable, last.stability.best, last.stability.worst) == (100, 3, 3)
    assert 50 < first.percent_stable < 80
    assert (first.stability.best, first.stability.worst) == (1, 2)
    # The same voters are drawn each time: the page and the draft say the same.
    assert [one.stability for one in ranking_of(question).topics] == [
        one.stability for one in ranking_of(question).topics
    ]


def test_a_ranking_that_nobody_answered_puts_all_in_one_place() -> None:
    ranking = ranking_of(question_of("A", "B"))
    assert topics(ranking) == [("A", "0.0", 1, 1), ("B", "0.0", 1, 1)]
    assert (ranking.ballots, ranking.voters) == (0, 0)


@pytest.mark.parametrize("number", [1, 30])
def test_it_asks_as_often_for_30_answers_as_for_1(
    number: int, django_assert_num_queries: object
) -> None:
    question = question_of("A", "B")
    for _ in range(number):
        rank(respond(question.survey, make_organisation()), question, "A", "B")
    question = Question.objects.get(pk=question.pk)
    with django_assert_num_queries(2):  # type: ignore[operator]  # pytest-django's
        assert ranking_of(question).voters == number
