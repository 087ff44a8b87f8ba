"""The form that a survey is answered with: how its questions are numbered."""

import pytest

from surveys.answering.forms import numbers_of
from tests.factories import make_question, make_survey

pytestmark = pytest.mark.django_db


def test_questions_that_only_some_are_asked_leave_no_gap() -> None:
    survey = make_survey()
    first = make_question(survey, "single", "Oui", "Non")
    yes = first.offered()[0]
    conditional = [make_question(survey, "short_text", shown_if=yes) for _one in range(28)]
    last = make_question(survey, "short_text")
    numbers = numbers_of(survey.questions.all())
    assert numbers[first.pk] == "1"
    found = [numbers[one.pk] for one in conditional]
    assert [found[0], found[1], found[25], found[26], found[27]] == ["1a", "1b", "1z", "1aa", "1ab"]
    assert numbers[last.pk] == "2"
