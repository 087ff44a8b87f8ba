"""A copy of an earlier survey shows what was answered then."""

import pytest

from kpcsc.foundation.viewer import PUBLIC, STAFF, Viewer
from surveys.building.actions import duplicate
from surveys.closing import close_survey
from surveys.models import Survey
from surveys.results.summary import results_of
from tests.factories import make_question, make_staff, make_survey
from tests.surveys.answers import answer_by_many

pytestmark = pytest.mark.django_db


def two_years(**fields: str) -> tuple[Survey, Survey]:
    """A survey that ten people answered, and a copy of it."""
    survey = make_survey()
    make_question(survey, "single", "Oui", "Non", text_fr="Allez-vous mieux ?", **fields)
    answer_by_many(survey, 10)
    return survey, duplicate(survey=survey, by=make_staff())


def before(survey: Survey, viewer: Viewer) -> list[int | None]:
    return [row.before for row in results_of(survey, viewer).questions[0].rows]


def test_of_a_closed_survey_the_copy_shows_the_shares() -> None:
    survey, copy = two_years()
    assert before(copy, STAFF) == [None, None]
    close_survey(survey=survey, by=None)
    assert before(copy, STAFF) == [100, 0]


def test_others_see_what_was_published_then() -> None:
    survey, copy = two_years(results_visibility="public")
    opens_at = survey.opens_at
    close_survey(survey=survey, by=None)
    Survey.objects.filter(pk=copy.pk).update(opens_at=opens_at, closes_at=survey.closes_at)
    copy.refresh_from_db()
    answer_by_many(copy, 10)
    survey.refresh_from_db()
    published = {"closed_at": survey.closed_at, "results_published_at": survey.closed_at}
    Survey.objects.filter(pk=copy.pk).update(**published)
    assert before(copy, PUBLIC) == [None, None]
    Survey.objects.filter(pk=survey.pk).update(**published)
    assert before(copy, PUBLIC) == [100, 0]


def test_another_question_is_not_compared() -> None:
    survey, copy = two_years()
    close_survey(survey=survey, by=None)
    copy.questions.update(text_fr="Allez-vous bien ?")
    assert before(copy, STAFF) == [None, None]
