"""What was answered, added up: exactly, of those who handed in, and for those who may see it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone, translation

from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF, Viewer
from surveys.models import Answer, AnsweredMark, Question, Response, Survey
from surveys.results.disclosure import Reason
from surveys.results.summary import QuestionResult, SurveyResults, results_of
from tests.factories import make_invitation, make_organisation, make_question, make_survey
from tests.surveys.ballots import choose, number, rank, respond

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def closed_survey(respondents: int, **fields: Any) -> tuple[Survey, list[Response]]:
    """A survey with published results, and as many respondents as asked."""
    now = timezone.now()
    survey = make_survey(**{"closed_at": now, "results_published_at": now} | fields)
    return survey, [respond(survey) for _ in range(respondents)]


def public_question(survey: Survey, kind: str, *choices: str, **fields: Any) -> Question:
    """A question whose results everyone may see."""
    return make_question(survey, kind, *choices, **{"results_visibility": "public"} | fields)


def only(survey: Survey, viewer: Viewer = PUBLIC) -> QuestionResult:
    """The results of the survey's one question."""
    [result] = results_of(survey, viewer).questions
    return result


def shares(result: QuestionResult) -> list[tuple[str, int, int, int]]:
    """The rows of a result: label, number, of how many, per cent."""
    return [(row.label, row.count, row.total, row.percent) for row in result.rows]


# --- Each kind ----------------------------------------------------------------------------------


def test_of_a_single_choice_each_answer_with_its_share_of_those_asked() -> None:
    survey, responses = closed_survey(20)
    question = public_question(survey, "single", "Oui", "Non", "Jamais", allows_other=True)
    answers = ["Oui"] * 10 + ["Non"] * 6 + ["Peut-être", "Parfois", "Souvent"]
    for response, answer in zip(responses, answers, strict=False):
        choose(response, question, answer)
    result = only(survey)
    assert (result.asked, result.answered) == (20, 19)
    assert shares(result) == [
        ("(Oui)", 10, 20, 50),
        ("(Non)", 6, 20, 30),
        ("(Jamais)", 0, 20, 0),
        ("Other", 3, 20, 15),
    ]


def test_of_several_choices_shares_are_of_people_and_not_of_ticks() -> None:
    survey, responses = closed_survey(10)
    question = public_question(survey, "multiple", "Or", "Fer")
    for response in responses[:8]:
        choose(response, question, "Or")
    for response in responses[6:9]:
        choose(response, question, "Fer")
    result = only(survey)
    assert shares(result) == [("(Or)", 8, 10, 80), ("(Fer)", 3, 10, 30)]
    assert only(survey, STAFF).answered == 9
    assert result.answered is None  # 8 + 3 - 9 chose both


def test_of_a_scale_every_point_and_mean_and_median() -> None:
    survey, responses = closed_survey(10)
    question = public_question(survey, "scale")
    for response, value in zip(responses, [1, 1, 1, 2, 2, 4, 4, 4, 5, 5], strict=True):
        number(response, question, value)
    result = only(survey)
    assert [(row.label, row.count) for row in result.rows] == [
        ("1", 3),
        ("2", 2),
        ("3", 0),
        ("4", 3),
        ("5", 2),
    ]
    assert result.numbers is not None
    assert (result.numbers.mean, result.numbers.median) == (Decimal("2.9"), Decimal(3))
    assert (result.asked, result.answered) == (10, 10)


def test_of_a_number_mean_and_median_and_no_single_one() -> None:
    survey, responses = closed_survey(10)
    question = public_question(survey, "number")
    values = ["0.5"] * 5 + ["3"] * 4 + ["100"]
    for response, value in zip(responses, values, strict=True):
        number(response, question, value)
    result = only(survey)
    assert result.numbers is not None
    assert (result.numbers.mean, result.numbers.median) == (Decimal("11.5"), Decimal("1.75"))
    assert (result.rows, result.texts, result.answered) == ([], [], 10)


@pytest.mark.parametrize("kind", ["scale", "number", "ranking"])
@pytest.mark.parametrize(("answered", "is_shown"), [(9, False), (10, True)])
def test_a_mean_of_few_is_for_the_secretariat_alone(
    kind: str, answered: int, is_shown: bool
) -> None:
    """A mean of one is what that one said, however many answered the rest of the survey."""
    survey, responses = closed_survey(12)
    question = public_question(survey, kind, *("AB" if kind == "ranking" else ""))
    for response in responses[:answered]:
        if kind == "ranking":
            rank(response, question, "B", "A")
        else:
            number(response, question, 3)
    for viewer in (PUBLIC, MEMBER, STAFF):
        result = only(survey, viewer)
        told = result.ranked if kind == "ranking" else result.numbers
        assert bool(told) is (is_shown or viewer is STAFF)


def test_of_countries_those_that_occur_by_name() -> None:
    survey, responses = closed_survey(10)
    question = public_question(survey, "country")
    for response, code in zip(responses, ["ZW", "ZA", "ZW", "CD"], strict=False):
        Answer.objects.create(response=response, question=question, country_id=code)
    assert [(row.label, row.count) for row in only(survey).rows] == [
        ("DRC", 1),
        ("South Africa", 1),
        ("Zimbabwe", 2),
    ]
    with translation.override("fr"):
        labels = [row.label for row in only(survey).rows]
    assert labels == ["Afrique du Sud", "RDC", "Zimbabwe"]


def test_of_a_ranking_the_mean_place_and_how_often_each_place() -> None:
    survey, responses = closed_survey(10)
    question = public_question(survey, "ranking", "A", "B", "C", "D")
    for response, order in zip(responses, ["AB", "BA", "BAC", "CBA", "B"], strict=False):
        rank(response, question, *order)
    result = only(survey, STAFF)
    assert [(one.label, one.mean, one.places, one.unranked) for one in result.ranked] == [
        ("(B)", Decimal("1.4"), [3, 2, 0, 0], 5),
        ("(A)", Decimal(2), [1, 2, 1, 0], 6),
        ("(C)", Decimal(2), [1, 0, 1, 0], 8),
        ("(D)", Decimal(0), [0, 0, 0, 0], 10),
    ]
    assert (result.rows, result.answered) == ([], 5)


def test_of_a_ranking_others_read_the_mean_places_alone() -> None:
    """How often each choice had each place can tell who gave which two places."""
    survey, responses = closed_survey(10)
    question = public_question(survey, "ranking", "A", "B")
    for response, order in zip(responses, [*["AB"] * 3, *["BA"] * 6, "B"], strict=True):
        rank(response, question, *order)
    for viewer in (PUBLIC, MEMBER):
        result = only(survey, viewer)
        assert [(one.label, one.mean, one.places, one.unranked) for one in result.ranked] == [
            ("(B)", Decimal("1.3"), [], None),
            ("(A)", Decimal("1.7"), [], None),
        ]
        assert result.answered is None


def test_texts_are_read_by_the_secretariat_alone() -> None:
    survey, responses = closed_survey(10)
    question = public_question(survey, "long_text")
    for response, may_be_quoted in zip(responses, [True, False], strict=False):
        Answer.objects.create(
            response=response, question=question, text="Nos mots.", may_be_quoted=may_be_quoted
        )
    texts = only(survey, STAFF).texts
    assert [(one.text, one.may_be_quoted) for one in texts] == [
        ("Nos mots.", True),
        ("Nos mots.", False),
    ]
    for viewer in (PUBLIC, MEMBER):
        result = only(survey, viewer)
        assert (result.texts, result.rows, result.answered) == ([], [], 2)


def test_words_for_other_are_read_by_the_secretariat_alone() -> None:
    survey, responses = closed_survey(10)
    question = public_question(survey, "single", "Oui", "Non", allows_other=True)
    choose(responses[0], question, "Oui")
    choose(responses[1], question, "Peut-être")
    assert [one.text for one in only(survey, STAFF).texts] == ["Peut-être"]
    assert only(survey).texts == []


def test_what_was_only_saved_does_not_count() -> None:
    survey, responses = closed_survey(10)
    question = public_question(survey, "single", "Oui", "Non")
    saved = respond(survey, is_complete=False)
    for response in (*responses, saved):
        choose(response, question, "Oui")
    withdrawn, answered, *_others = (make_invitation(survey) for _ in range(14))
    AnsweredMark.objects.create(invitation=answered)
    survey.invitations.filter(pk__in=[withdrawn.pk, answered.pk]).update(is_revoked=True)
    results = results_of(survey, PUBLIC)
    assert (results.respondents, results.invited) == (
        10,
        14,
    )  # whose link was withdrawn was asked as well
    assert shares(results.questions[0]) == [("(Oui)", 10, 10, 100), ("(Non)", 0, 10, 0)]


def test_another_survey_s_answers_do_not_count() -> None:
    survey, _responses = closed_survey(10)
    other, responses = closed_survey(10)
    for one in (survey, other):
        public_question(one, "single", "Oui", "Non")
    for response in responses:
        choose(response, other.questions.get(), "Oui")
    assert [row.count for row in only(survey).rows] == [0, 0]
    assert [row.count for row in only(other).rows] == [10, 0]


# --- Questions that depend on others ------------------------------------------------------------


def with_condition(yes: int, no: int) -> tuple[Survey, Question]:
    """A survey whose second question is asked of those who said yes, half of whom say A."""
    survey, responses = closed_survey(yes + no)
    first = public_question(survey, "single", "Oui", "Non")
    second = public_question(survey, "single", "A", "B", shown_if=first.offered()[0])
    for place, response in enumerate(responses):
        choose(response, first, "Oui" if place < yes else "Non")
        if place < yes:
            choose(response, second, "AB"[place % 2])
    return survey, second


def test_a_conditional_question_is_counted_among_those_asked() -> None:
    survey, _second = with_condition(yes=12, no=8)
    first, second = results_of(survey, PUBLIC).questions
    assert (first.asked, second.asked, second.answered) == (20, 12, 12)
    assert shares(second) == [("(A)", 6, 12, 50), ("(B)", 6, 12, 50)]


@pytest.mark.parametrize("kind", ["single", "multiple"])
@pytest.mark.parametrize("few", [0, 1, 4])
def test_a_conditional_question_shows_no_small_cell(kind: str, few: int) -> None:
    """Its table is a row of a crossing of both questions, which would be withheld for as few."""
    survey, responses = closed_survey(24)
    first = public_question(survey, "single", "Oui", "Non")
    second = public_question(survey, kind, "A", "B", shown_if=first.offered()[0])
    for place, response in enumerate(responses):
        choose(response, first, "Oui" if place < 14 else "Non")
        if place < 14:
            choose(response, second, "B" if place < few else "A")
    assert [one.question for one in results_of(survey, PUBLIC).questions] == [first]
    withheld = results_of(survey, STAFF).questions[1].withheld
    assert withheld is not None
    assert withheld.reason == Reason.SMALL_CELLS


@pytest.mark.parametrize(("wrote", "told"), [(0, None), (3, None), (6, 6), (10, None), (12, 12)])
def test_how_many_answered_a_conditional_question_is_a_cell_too(
    wrote: int, told: int | None
) -> None:
    survey, responses = closed_survey(20)
    first = public_question(survey, "single", "Oui", "Non")
    second = public_question(survey, "long_text", shown_if=first.offered()[0])
    for place, response in enumerate(responses):
        choose(response, first, "Oui" if place < 12 else "Non")
        if place < wrote:
            Answer.objects.create(response=response, question=second, text="Des mots")
    found = {one.question: one.answered for one in results_of(survey, PUBLIC).questions}
    assert found[second] == told
    assert results_of(survey, STAFF).questions[1].answered == wrote


def test_in_an_anonymous_survey_staff_see_no_small_cell_of_a_condition_either() -> None:
    survey, responses = closed_survey(20, confidentiality="anonymous")
    first = public_question(survey, "single", "Oui", "Non")
    second = public_question(survey, "single", "A", "B", shown_if=first.offered()[0])
    words = public_question(survey, "long_text", shown_if=first.offered()[0])
    for place, response in enumerate(responses):
        choose(response, first, "Oui" if place < 3 else "Non")
        if place < 3:
            choose(response, second, "A")
            Answer.objects.create(response=response, question=words, text="Des mots")
    _first, second_result, words_result = results_of(survey, STAFF).questions
    for result in (second_result, words_result):
        assert (result.is_withheld_from_all, result.answered, result.rows) == (True, None, [])
    # That the secretariat reads what they write was said to them.
    assert len(words_result.texts) == 3


def test_one_asked_of_too_few_is_not_there() -> None:
    survey, conditional = with_condition(yes=9, no=11)
    for viewer in (PUBLIC, MEMBER):
        results = results_of(survey, viewer)
        assert conditional not in [result.question for result in results.questions]
        assert (len(results.questions), results.withheld) == (1, None)
    second = results_of(survey, STAFF).questions[1]
    assert (second.asked, second.answered) == (9, 9)


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [("public", [PUBLIC, MEMBER, STAFF]), ("members", [MEMBER, STAFF]), ("staff", [STAFF])],
)
def test_one_that_follows_from_another_is_for_readers_of_the_other(
    visibility: str, seen_by: list[Viewer]
) -> None:
    """How many were asked is a figure of the other question."""
    survey, conditional = with_condition(yes=12, no=8)
    first = survey.questions.exclude(pk=conditional.pk)
    first.update(results_visibility=visibility)
    for viewer in (PUBLIC, MEMBER, STAFF):
        found = [result.question for result in results_of(survey, viewer).questions]
        assert found == ([first.get(), conditional] if viewer in seen_by else [])


# --- Who sees what ------------------------------------------------------------------------------


def seen(results: SurveyResults) -> list[str]:
    """The questions whose results are there."""
    return [result.question.text_fr for result in results.questions]


def test_each_question_has_its_own_readers_and_the_order_of_the_survey() -> None:
    survey, _responses = closed_survey(10)
    for position, visibility in enumerate(("members", "public", "staff", "public")):
        make_question(
            survey,
            "single",
            "A",
            "B",
            text_fr=f"{position} {visibility}",
            position=position,
            results_visibility=visibility,
        )
    assert seen(results_of(survey, PUBLIC)) == ["1 public", "3 public"]
    assert seen(results_of(survey, MEMBER)) == ["0 members", "1 public", "3 public"]
    assert len(results_of(survey, STAFF).questions) == 4


@pytest.mark.parametrize(
    ("least", "respondents", "is_shown"),
    [(10, 9, False), (10, 10, True), (12, 11, False), (12, 12, True), (5, 4, False), (5, 5, True)],
)
def test_of_too_few_respondents_nothing_is_shown(
    least: int, respondents: int, is_shown: bool
) -> None:
    survey, responses = closed_survey(respondents, least_respondents=least)
    question = public_question(survey, "single", "Oui", "Non")
    for response in responses:
        choose(response, question, "Oui")
    for viewer in (PUBLIC, MEMBER):
        results = results_of(survey, viewer)
        if is_shown:
            assert (seen(results), results.withheld) == ([question.text_fr], None)
        else:
            assert results.questions == []
            assert results.withheld is not None
            assert results.withheld.reason == Reason.TOO_FEW_RESPONDENTS
            expected = f"Results are shown only if {least} people have answered."
            assert results.withheld.sentence == expected
    assert [row.count for row in only(survey, STAFF).rows] == [respondents, 0]


@pytest.mark.parametrize(("respondents", "is_shown"), [(9, False), (10, True)])
def test_of_an_anonymous_survey_that_few_answered_nobody_sees_figures(
    respondents: int, is_shown: bool
) -> None:
    """Beside the list of those who answered, they would tell even staff who said what."""
    survey, responses = closed_survey(respondents, confidentiality="anonymous")
    question = public_question(survey, "single", "Oui", "Non")
    for response in responses:
        choose(response, question, "Oui")
    respond(survey, is_complete=False)
    for viewer in (PUBLIC, MEMBER, STAFF):
        results = results_of(survey, viewer)
        assert results.respondents == respondents
        assert seen(results) == [question.text_fr] * is_shown
        reason = results.withheld and results.withheld.reason
        assert reason == (None if is_shown else Reason.TOO_FEW_RESPONDENTS)


@pytest.mark.parametrize(("limits", "is_shown"), [({}, True), ({"required": True}, False)])
def test_limits_that_tell_what_was_chosen_together_keep_a_table_back(
    limits: dict[str, Any], is_shown: bool
) -> None:
    """Whoever must choose one of two at least and did not choose the one chose the other."""
    survey, responses = closed_survey(20)
    question = public_question(survey, "multiple", "Or", "Fer", **limits)
    for place, response in enumerate(responses):
        choose(response, question, *["Or"] * (place < 14), *["Fer"] * (place >= 8))
    results = results_of(survey, PUBLIC)
    assert (len(results.questions) == 1, results.withheld) == (is_shown, None)
    withheld = only(survey, STAFF).withheld
    assert (withheld and withheld.reason) == (None if is_shown else Reason.LIMITS_TELL)
    assert [row.count for row in only(survey, STAFF).rows] == [14, 12]


def test_of_organisations_it_says_organisations() -> None:
    survey, _responses = closed_survey(0, unit="organisation")
    public_question(survey, "single", "Oui", "Non")
    for _ in range(9):
        respond(survey, make_organisation())
    results = results_of(survey, PUBLIC)
    assert results.withheld is not None
    assert results.withheld.sentence == "Results are shown only if 10 organisations have answered."


def test_a_survey_that_nobody_answered_has_no_figures() -> None:
    survey, _responses = closed_survey(0)
    for kind, choices in (("single", "AB"), ("scale", ""), ("number", ""), ("ranking", "AB")):
        public_question(survey, kind, *choices)
    results = results_of(survey, STAFF)
    assert (results.respondents, len(results.questions)) == (0, 4)
    assert [(row.count, row.percent) for row in results.questions[0].rows] == [(0, 0), (0, 0)]
    assert [one.numbers for one in results.questions] == [None] * 4
    assert results_of(survey, PUBLIC).questions == []


def test_what_hangs_on_a_question_that_is_not_shown_is_not_shown() -> None:
    """Neither when others may not see the question, nor when its table is withheld."""
    survey, responses = closed_survey(24)
    first = make_question(survey, "single", "Oui", "Non", results_visibility="staff")
    second = public_question(survey, "single", "Oui", "Non", shown_if=first.offered()[0])
    public_question(survey, "scale", shown_if=second.offered()[0])
    # Everybody had to make one of two choices: the figures tell that four made both.
    withheld = public_question(survey, "multiple", "Or", "Fer", required=True)
    public_question(survey, "scale", shown_if=withheld.offered()[0])
    for place, response in enumerate(responses):
        choose(response, first, "Oui")
        choose(response, second, "Oui")
        choose(
            response, withheld, *(["Or"] if place < 16 else []), *(["Fer"] if place > 11 else [])
        )
    assert results_of(survey, PUBLIC).questions == []
    assert len(results_of(survey, STAFF).questions) == 5


@pytest.mark.parametrize(("is_each", "asked"), [(False, 18), (True, 12)])
def test_after_answers_to_two_questions_the_secretariat_alone_sees_it(
    is_each: bool, asked: int
) -> None:
    """How many were asked tells how many gave two answers together."""
    survey, responses = closed_survey(24)
    first = public_question(survey, "single", "Oui", "Non")
    second = public_question(survey, "single", "Or", "Fer")
    opening = [first.offered()[0], second.offered()[0]]
    last = public_question(survey, "single", "A", "B", shown_if=opening, shown_if_each=is_each)
    public_question(survey, "scale", shown_if=last.offered()[0])
    for place, response in enumerate(responses):
        near, has_gold = place < 15, 3 <= place < 18
        choose(response, first, "Oui" if near else "Non")
        choose(response, second, "Or" if has_gold else "Fer")
        if (near and has_gold) if is_each else (near or has_gold):
            choose(response, last, "A")
    assert [one.question for one in results_of(survey, PUBLIC).questions] == [first, second]
    shown = results_of(survey, STAFF).questions
    assert [one.asked for one in shown] == [24, 24, asked, asked]
    assert shown[2].withheld is not None
    assert shown[2].withheld.reason == Reason.JOINT_CONDITION


def test_after_either_answer_of_one_question_the_figures_are_sums() -> None:
    survey, responses = closed_survey(24)
    first = public_question(survey, "single", "Oui", "Parfois", "Non")
    yes, sometimes, _no = first.offered()
    public_question(survey, "single", "A", "B", shown_if=[yes, sometimes])
    several = public_question(survey, "multiple", "Or", "Fer", "Cuivre")
    together = public_question(survey, "single", "A", "B", shown_if=several.offered()[:2])
    either = survey.questions.all()[1]
    for place, response in enumerate(responses):
        choose(response, first, ("Oui", "Parfois", "Non")[place % 3])
        if place % 3 < 2:
            choose(response, either, "AB"[place % 2])
        choose(response, several, *(["Or", "Fer"] if place < 12 else ["Fer"]))
    shown = {one.question: one.asked for one in results_of(survey, PUBLIC).questions}
    assert (list(shown.values()), together in shown) == ([24, 16, 24], False)
    assert results_of(survey, STAFF).questions[3].asked == 24
