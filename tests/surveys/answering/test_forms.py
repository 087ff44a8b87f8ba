"""The form that a survey is answered with: how its questions are numbered, and who is asked."""

import pytest
from django.http import QueryDict
from django.utils import translation

from surveys.answering.forms import AnswerForm, numbers_of
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


@pytest.mark.parametrize(
    ("chosen", "is_each", "is_asked"),
    [
        ("", False, False),
        ("Oui", False, True),
        ("Or", False, True),
        ("Cuivre", False, False),
        ("Oui", True, False),
        ("Or Fer", True, False),
        ("Oui Fer", True, True),
        ("Oui Cuivre", True, False),
        ("Non Or", True, False),
    ],
)
def test_of_several_conditions_one_or_one_of_each_question_is_needed(
    chosen: str, is_each: bool, is_asked: bool
) -> None:
    survey = make_survey()
    first = make_question(survey, "single", "Oui", "Non")
    second = make_question(survey, "multiple", "Or", "Fer", "Cuivre")
    opening = [first.offered()[0], *second.offered()[:2]]
    last = make_question(survey, "short_text", shown_if=opening, shown_if_each=is_each)
    keys = {one.text_fr: str(one.pk) for one in [*first.offered(), *second.offered()]}
    data = QueryDict(mutable=True)
    data[f"q{last.pk}"] = "Des mots"
    for name in chosen.split():
        data.appendlist(f"q{first.pk if name in ('Oui', 'Non') else second.pk}", keys[name])
    form = AnswerForm(survey, list(survey.questions.with_conditions()), data)
    told = "This is asked only after the answers named: choose them, or clear this."
    with translation.override("en"):
        assert form.errors == ({} if is_asked else {f"q{last.pk}": [told]})
    assert (last.pk in form.answers) == is_asked
