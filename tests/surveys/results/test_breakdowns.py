"""Results by country, region, kind of organisation or another question: exact, or withheld."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone, translation

from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF
from surveys.models import Question, Response, Survey
from surveys.results.disclosure import Reason
from surveys.results.summary import Breakdown, QuestionResult, results_of
from tests.factories import make_organisation, make_question, make_survey
from tests.surveys.ballots import choose, number, respond

pytestmark = pytest.mark.django_db
CONGO = {"country_id": "CD", "kind": "ngo"}
ZIMBABWE = {"country_id": "ZW", "kind": "union"}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def survey() -> Survey:
    """A survey whose results are published."""
    now = timezone.now()
    return make_survey(closed_at=now, results_published_at=now, confidentiality="confidential")


def people(survey: Survey, number_of_them: int, **organisation: Any) -> list[Response]:
    """Respondents of organisations like this one."""
    return [respond(survey, make_organisation(**organisation)) for _ in range(number_of_them)]


def yes_or_no(survey: Survey, **fields: Any) -> Question:
    """A question for everyone to read the results of."""
    return make_question(
        survey, "single", "Oui", "Non", **{"results_visibility": "public"} | fields
    )


def answer(responses: list[Response], question: Question, *texts: str) -> None:
    """The texts in turn, an empty one for no answer."""
    for place, response in enumerate(responses):
        if text := texts[place % len(texts)]:
            choose(response, question, text)


def table(breakdown: Breakdown | None) -> dict[str, list[tuple[str, int, int]]]:
    """The cells by row: column, number, per cent of the column."""
    assert breakdown is not None
    return {
        label: [(cell.label, cell.count, cell.percent) for cell in cells]
        for label, cells in breakdown.rows
    }


def columns(breakdown: Breakdown | None) -> list[tuple[str, int]]:
    """The columns with how many respondents each has."""
    assert breakdown is not None
    return [(column.label, column.count) for column in breakdown.columns]


def result_of(question: Question, viewer: Any = PUBLIC) -> QuestionResult:
    """What a viewer sees of one question."""
    results = results_of(question.survey, viewer)
    return next(one for one in results.questions if one.question == question)


@pytest.mark.parametrize(
    ("by", "heading", "first", "second"),
    [
        ("country", "country of the organisation", "DRC", "Zimbabwe"),
        ("region", "region of the organisation", "Central Africa", "East Africa"),
        ("kind", "kind of organisation", "non-governmental organisation", "trade union"),
    ],
)
def test_by_what_is_known_of_the_organisation(
    survey: Survey, by: str, heading: str, first: str, second: str
) -> None:
    question = yes_or_no(survey, crossed_by=by)
    answer(people(survey, 15, **CONGO), question, "Oui", "Oui", "Non")
    answer(people(survey, 10, **ZIMBABWE), question, "Oui", "Non")
    for viewer in (PUBLIC, MEMBER, STAFF):
        result = result_of(question, viewer)
        assert result.breakdown is not None
        assert (result.breakdown.by, result.withheld) == (heading, None)
        assert columns(result.breakdown) == [(first, 15), (second, 10)]
        assert table(result.breakdown) == {
            "(Oui)": [(first, 10, 67), (second, 5, 50)],
            "(Non)": [(first, 5, 33), (second, 5, 50)],
        }


def test_by_another_question(survey: Survey) -> None:
    near = yes_or_no(survey, text_en="Near mines?")
    useful = make_question(
        survey,
        "scale",
        least=1,
        most=2,
        results_visibility="public",
        crossed_by="question",
        crossed_with=near,
    )
    for place, response in enumerate(people(survey, 25, **CONGO)):
        choose(response, near, "Oui" if place < 10 else "Non")
        number(response, useful, 1 + (place % 2 if place < 10 else place % 3 != 0))
    breakdown = result_of(useful).breakdown
    assert breakdown is not None
    assert breakdown.by == "Near mines?"
    assert columns(breakdown) == [("(Oui)", 10), ("(Non)", 15)]
    assert table(breakdown) == {
        "1": [("(Oui)", 5, 50), ("(Non)", 5, 33)],
        "2": [("(Oui)", 5, 50), ("(Non)", 10, 67)],
    }
    assert result_of(near).breakdown is None


def test_those_who_left_out_one_of_the_two_are_a_category(survey: Survey) -> None:
    question = yes_or_no(survey, crossed_by="country")
    answer(people(survey, 15, **CONGO), question, "Oui", "Non", "")
    answer(people(survey, 15), question, "Oui", "Non", "")  # of no known country
    breakdown = result_of(question).breakdown
    assert columns(breakdown) == [("DRC", 15), ("no answer", 15)]
    assert table(breakdown) == {
        label: [("DRC", 5, 33), ("no answer", 5, 33)] for label in ("(Oui)", "(Non)", "no answer")
    }


def test_those_who_answered_neither_question_stand_in_their_corner(survey: Survey) -> None:
    other = yes_or_no(survey)
    question = yes_or_no(survey, crossed_by="question", crossed_with=other)
    responses = people(survey, 45, **CONGO)
    answers = [(one, two) for one in ("Oui", "Non", "") for two in ("Oui", "Non", "")] * 5
    for response, (one, two) in zip(responses, answers, strict=True):
        choose(response, question, *filter(None, [one]))
        choose(response, other, *filter(None, [two]))
    breakdown = result_of(question).breakdown
    labels = ("(Oui)", "(Non)", "no answer")
    assert columns(breakdown) == [(label, 15) for label in labels]
    assert table(breakdown) == {row: [(column, 5, 33) for column in labels] for row in labels}


def test_several_choices_count_those_who_chose_each(survey: Survey) -> None:
    question = make_question(
        survey, "multiple", "Or", "Fer", results_visibility="public", crossed_by="region"
    )
    for group in (CONGO, ZIMBABWE):
        for place, response in enumerate(people(survey, 12, **group)):
            choose(response, question, *["Or"] * (place < 7), *["Fer"] * (place >= 6))
    assert table(result_of(question).breakdown) == {
        "(Or)": [("Central Africa", 7, 58), ("East Africa", 7, 58)],
        "(Fer)": [("Central Africa", 6, 50), ("East Africa", 6, 50)],
    }


@pytest.mark.parametrize(("fewest", "is_shown"), [(4, False), (5, True)])
@pytest.mark.parametrize("by", ["country", "region", "kind"])
def test_behind_each_column_stand_enough_organisations(
    survey: Survey, by: str, fewest: int, is_shown: bool
) -> None:
    """Ten people of one organisation are one organisation."""
    question = yes_or_no(survey, crossed_by=by)
    for place, number_of_them in ((CONGO, 10), (ZIMBABWE, fewest)):
        organisations = [make_organisation(**place) for _ in range(number_of_them)]
        responses = [respond(survey, organisations[one % number_of_them]) for one in range(10)]
        for one, response in enumerate(responses):
            choose(response, question, "Oui" if one < 5 else "Non")
    for viewer in (PUBLIC, MEMBER):
        result = result_of(question, viewer)
        assert (result.breakdown is not None, result.withheld) == (is_shown, None)
    result = result_of(question, STAFF)
    assert [one.count for one in result.breakdown.columns] == [10, 10]  # type: ignore[union-attr]
    reason = result.withheld and result.withheld.reason
    assert reason == (None if is_shown else Reason.SMALL_CELLS)


def test_by_another_question_people_count_and_not_organisations(survey: Survey) -> None:
    other = yes_or_no(survey)
    question = yes_or_no(survey, crossed_by="question", crossed_with=other)
    organisation = make_organisation(**CONGO)
    responses = [respond(survey, organisation) for _ in range(20)]
    answer(responses, other, "Oui", "Non")
    answer(responses, question, "Oui", "Oui", "Non", "Non")
    assert columns(result_of(question).breakdown) == [("(Oui)", 10), ("(Non)", 10)]


# --- Withheld -----------------------------------------------------------------------------------


def test_with_a_small_cell_the_whole_breakdown_is_withheld(survey: Survey) -> None:
    question = yes_or_no(survey, crossed_by="country")
    answer(people(survey, 15, **CONGO), question, "Oui", "Oui", "Non")
    answer(people(survey, 14, **ZIMBABWE), question, "Oui", "Oui", "Oui", "Non")  # 11 and 3
    for viewer in (PUBLIC, MEMBER):
        result = result_of(question, viewer)
        assert (result.breakdown, result.withheld) == (None, None)
        assert [row.count for row in result.rows] == [21, 8]
    result = result_of(question, STAFF)
    assert table(result.breakdown)["(Non)"] == [("DRC", 5, 33), ("Zimbabwe", 3, 21)]
    assert result.withheld is not None
    assert result.withheld.reason == Reason.SMALL_CELLS
    assert result.withheld.sentence == "A cell of this table would stand for fewer than 5 people."


@pytest.mark.parametrize("confidentiality", ["named", "confidential", "anonymous"])
@pytest.mark.parametrize(("number_of_yes", "is_publishable"), [(10, True), (9, False)])
def test_of_an_anonymous_survey_the_secretariat_sees_no_more_of_a_breakdown(
    confidentiality: str, number_of_yes: int, is_publishable: bool
) -> None:
    survey = make_survey(closed_at=timezone.now(), confidentiality=confidentiality)
    other = yes_or_no(survey)
    question = yes_or_no(survey, crossed_by="question", crossed_with=other)
    responses = [respond(survey) for _ in range(20)]
    answer(responses, other, "Oui", "Non")
    for place, response in enumerate(responses):
        choose(response, question, "Oui" if place < number_of_yes else "Non")
    result = result_of(question, STAFF)
    assert [row.count for row in result.rows] == [number_of_yes, 20 - number_of_yes]
    is_shown = is_publishable or confidentiality != "anonymous"
    assert (result.breakdown is not None) is is_shown
    reason = result.withheld and result.withheld.reason
    assert reason == (None if is_publishable else Reason.SMALL_CELLS)


def test_a_region_is_offered_for_countries_where_that_would_do(survey: Survey) -> None:
    question = yes_or_no(survey, crossed_by="country")
    for country, number_of_them in (("CD", 12), ("CM", 4), ("ZW", 12)):
        answer(people(survey, number_of_them, country_id=country), question, "Oui", "Non")
    assert result_of(question, STAFF).fits_by_region is True
    assert result_of(question).breakdown is None
    Question.objects.filter(pk=question.pk).update(crossed_by="region")
    result = result_of(question)
    assert columns(result.breakdown) == [("Central Africa", 16), ("East Africa", 12)]
    assert result.fits_by_region is False
    Question.objects.filter(pk=question.pk).update(crossed_by="country")
    answer(people(survey, 1, country_id="GH"), question, "Oui")  # a region of one
    assert result_of(question, STAFF).fits_by_region is False


@pytest.mark.parametrize(("least", "is_shown"), [(5, True), (6, False)])
def test_a_survey_may_ask_for_more_in_each_cell(survey: Survey, least: int, is_shown: bool) -> None:
    Survey.objects.update(least_in_cell=least)
    survey.refresh_from_db()
    question = yes_or_no(survey, crossed_by="country")
    for group in (CONGO, ZIMBABWE):
        answer(people(survey, 10, **group), question, "Oui", "Non")
    assert (result_of(question).breakdown is not None) is is_shown


def test_an_empty_cell_is_a_small_one(survey: Survey) -> None:
    question = yes_or_no(survey, crossed_by="country")
    answer(people(survey, 10, **CONGO), question, "Oui", "Non")
    answer(people(survey, 10, **ZIMBABWE), question, "Oui")
    assert result_of(question).breakdown is None


def test_a_lone_respondent_who_answered_nothing_withholds_it_too(survey: Survey) -> None:
    question = yes_or_no(survey, crossed_by="country")
    for group in (CONGO, ZIMBABWE):
        answer(people(survey, 10, **group), question, "Oui", "Non")
    people(survey, 1, **CONGO)
    assert result_of(question).breakdown is None


def test_of_two_questions_by_each_other_the_first_alone(survey: Survey) -> None:
    first, second = yes_or_no(survey), yes_or_no(survey)
    for one, other in ((first, second), (second, first)):
        Question.objects.filter(pk=one.pk).update(crossed_by="question", crossed_with=other)
    responses = people(survey, 20, **CONGO)
    answer(responses, first, "Oui", "Non")
    answer(responses, second, "Oui", "Oui", "Non", "Non")
    assert result_of(first).breakdown is not None
    assert result_of(second).breakdown is None
    withheld = result_of(second, STAFF).withheld
    assert withheld is not None
    assert withheld.reason == Reason.ALREADY_CROSSED


def test_a_breakdown_shows_nobody_the_answers_to_a_question_that_is_not_for_them(
    survey: Survey,
) -> None:
    """Its columns are the whole table of the other question."""
    hidden = yes_or_no(survey, results_visibility="members")
    question = yes_or_no(survey, crossed_by="question", crossed_with=hidden)
    responses = people(survey, 20, **CONGO)
    answer(responses, hidden, "Oui", "Non")
    answer(responses, question, "Oui", "Oui", "Non", "Non")
    assert result_of(question, MEMBER).breakdown is not None
    assert result_of(question, STAFF).breakdown is not None
    assert result_of(question, PUBLIC).breakdown is None


def test_what_is_for_the_secretariat_alone_takes_no_place_from_others(survey: Survey) -> None:
    """A breakdown that is not published neither links questions nor is called withheld."""
    first, second = yes_or_no(survey, results_visibility="staff"), yes_or_no(survey)
    for one, other in ((first, second), (second, first)):
        Question.objects.filter(pk=one.pk).update(crossed_by="question", crossed_with=other)
    responses = people(survey, 20, **CONGO)
    for question, texts in ((first, ("Oui", "Non")), (second, ("Oui", "Oui", "Non", "Non"))):
        answer(responses, question, *texts)
    for question in (first, second):
        result = result_of(question, STAFF)
        assert (result.breakdown is not None, result.withheld) == (True, None)


def test_a_conditional_question_is_not_broken_down(survey: Survey) -> None:
    first = yes_or_no(survey)
    second = yes_or_no(survey, shown_if=first.offered()[0], crossed_by="country")
    responses = people(survey, 20, **CONGO)
    answer(responses, first, "Oui")
    answer(responses, second, "Oui", "Non")
    for viewer in (PUBLIC, STAFF):
        assert result_of(second, viewer).breakdown is None


def test_of_too_few_no_breakdown_either(survey: Survey) -> None:
    Survey.objects.update(least_respondents=21)
    question = yes_or_no(survey, crossed_by="country")
    for group in (CONGO, ZIMBABWE):
        answer(people(survey, 10, **group), question, "Oui", "Non")
    fresh = Survey.objects.get(pk=survey.pk)
    assert results_of(fresh, PUBLIC).questions == []
    [result] = results_of(fresh, STAFF).questions
    assert result.withheld is not None
    assert result.withheld.reason == Reason.TOO_FEW_RESPONDENTS


def test_a_correction_of_an_organisation_moves_no_published_figure(survey: Survey) -> None:
    """The difference between the two tables would be what this organisation answered."""
    question = yes_or_no(survey, crossed_by="country")
    for place in (CONGO, ZIMBABWE):
        answer(people(survey, 10, **place), question, "Oui", "Non")
    before = table(result_of(question).breakdown)
    organisation = Response.objects.filter(country="CD").first().organisation  # type: ignore[union-attr]
    assert organisation is not None
    organisation.country_id = "ZW"
    organisation.save()
    assert table(result_of(question).breakdown) == before
