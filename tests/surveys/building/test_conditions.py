"""After which answers a question is asked, as the page of the survey takes and keeps it."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from kpcsc.foundation.history.restore import restore
from organisations.models import User
from surveys.models import Question, Response, Survey
from tests.factories import make_question, make_survey
from tests.surveys.building.test_admin import new_question, problems, saved
from tests.surveys.test_admin import address, staff

__all__ = ["staff"]  # a fixture

pytestmark = pytest.mark.django_db


def test_a_choice_that_another_question_waits_for_is_not_removed(
    client: Client, staff: User
) -> None:
    survey = make_survey()
    question = make_question(survey, "single", "Oui", "Non", "Parfois")
    make_question(survey, "short_text", shown_if=question.offered()[0])
    fewer = {"0__choices_fr": "Non\nParfois", "0__choices_en": "(Non)\n(Parfois)"}
    [told] = problems(saved(client, survey, **fewer))
    assert re.fullmatch(r"“Question \d+\?” is asked only after “\(Oui\)”: keep that choice.", told)
    assert question.choices.count() == 3


def test_a_question_waits_for_an_earlier_one_alone(client: Client, staff: User) -> None:
    survey = make_survey()
    first = make_question(survey, "single", "Oui", "Non", position=1)
    second = make_question(survey, "short_text", position=2)
    third = make_question(survey, "single", "A", "B", position=3)
    elsewhere = make_question(make_survey(), "single", "X", "Y")
    told = ["Choose answers of earlier questions."]
    yes, later = first.offered()[0], third.offered()[0]
    assert problems(saved(client, survey, **{"1__conditions": [str(later.pk)]})) == told
    assert problems(saved(client, survey, **{"0__conditions": [str(yes.pk)]})) == told
    assert (
        saved(client, survey, **{"1__conditions": [str(elsewhere.offered()[0].pk)]}).status_code
        == 200
    )
    assert saved(client, survey, **{"1__conditions": [str(yes.pk)]}).status_code == 302
    second.refresh_from_db()
    assert second.shown_if.get() == yes
    # Nor may the earlier one be moved behind it, or go.
    assert problems(saved(client, survey, **{"0__position": 9})) == told
    assert saved(client, survey, **{"0__DELETE": "on"}).status_code == 200
    assert survey.questions.count() == 3


def test_a_question_waits_for_answers_of_several(client: Client, staff: User) -> None:
    survey = make_survey()
    first = make_question(survey, "single", "Oui", "Non", text_fr="Près des mines ?")
    second = make_question(survey, "multiple", "Or", "Fer")
    third = make_question(survey, "short_text")
    chosen = [first.offered()[0], *second.offered()]
    ticked = {"2__conditions": [str(one.pk) for one in chosen], "2__shown_if_each": "True"}
    assert saved(client, survey, **ticked).status_code == 302
    third.refresh_from_db()
    assert (set(third.shown_if.all()), third.shown_if_each) == (set(chosen), True)
    html = client.get(address("change", survey)).content.decode()
    assert html.count(f'name="questions-2-conditions" value="{chosen[0].pk}" checked') == 1
    # A page that nobody touched changes nothing, and one box less is one condition less.
    assert saved(client, survey).status_code == 302
    assert third.shown_if.count() == 3
    assert saved(client, survey, **{"2__conditions": [str(chosen[1].pk)]}).status_code == 302
    assert third.shown_if.get() == chosen[1]
    assert saved(client, survey, **{"2__conditions": []}).status_code == 302
    assert not third.shown_if.exists()


def question_with_condition(survey: Survey) -> tuple[Question, Question]:
    """A question with three choices, and one that is asked after the first of them."""
    first = make_question(survey, "single", "A", "B", "C", position=1)
    return first, make_question(survey, "short_text", shown_if=first.offered()[0], position=2)


FEWER = {"0__choices_fr": "B\nC", "0__choices_en": "(B)\n(C)"}


def test_a_condition_ends_together_with_its_choice(client: Client, staff: User) -> None:
    survey = make_survey()
    first, second = question_with_condition(survey)
    assert saved(client, survey, **FEWER, **{"1__conditions": []}).status_code == 302
    assert (first.choices_fr, second.shown_if.exists()) == ("B\nC", False)


def test_a_question_goes_together_with_the_choice_that_it_waits_for(
    client: Client, staff: User
) -> None:
    survey = make_survey()
    first, _second = question_with_condition(survey)
    assert saved(client, survey, **FEWER, **{"1__DELETE": "on"}).status_code == 302
    assert [(one.pk, one.choices_fr) for one in survey.questions.all()] == [(first.pk, "B\nC")]


@pytest.mark.parametrize("second", [{"1__DELETE": "on"}, {"1__conditions": []}])
def test_a_question_goes_together_with_what_waits_for_it(
    client: Client, staff: User, second: dict[str, Any]
) -> None:
    survey = make_survey()
    question_with_condition(survey)
    assert saved(client, survey, **{"0__DELETE": "on"}, **second).status_code == 302
    assert survey.questions.count() == ("1__conditions" in second)


@pytest.mark.parametrize(
    "change",
    [
        {"0__DELETE": "on"},
        {"0__kind": "ranking"},
        {"0__kind": "availability", "0__choices_fr": "14 October 2100\n15 October 2100"},
        {"0__position": "", "1__position": "2"},
        {"0__position": "5", "1__position": "0"},
        {"0__position": "2", "1__position": "2"},
    ],
)
def test_what_another_question_waits_for_stays_before_it_and_offers_choices(
    client: Client, staff: User, change: dict[str, Any]
) -> None:
    survey = make_survey()
    first, second = question_with_condition(survey)
    assert "Choose answers of earlier questions." in problems(saved(client, survey, **change))
    assert second.shown_if.get() == first.offered()[0]


@pytest.mark.parametrize("named", ["new:0:0", "new:0:1", "new:0:3"])
def test_a_saved_question_is_not_named_as_an_unsaved_one(
    client: Client, staff: User, named: str
) -> None:
    survey = make_survey()
    question_with_condition(survey)
    change = {"0__choices_fr": "B\nA\nC\nD", "0__choices_en": "", "1__conditions": [named]}
    assert "Choose answers of earlier questions." in problems(saved(client, survey, **change))


def test_only_the_nearest_questions_before_are_offered(client: Client, staff: User) -> None:
    survey = make_survey()
    far, *_near = [make_question(survey, "single", "A", "B") for _ in range(21)]
    last = make_question(survey, "short_text", shown_if=far.offered()[0])
    later = make_question(survey, "short_text")
    html = client.get(address("change", survey)).content.decode()

    def offered(row: int) -> int:
        return html.count(f'name="questions-{row}-conditions"')

    assert [offered(0), offered(1), offered(20), offered(21), offered(22)] == [0, 2, 40, 41, 40]
    assert saved(client, survey).status_code == 302
    assert (last.shown_if.get(), later.shown_if.exists()) == (far.offered()[0], False)


def test_a_choice_reworded_while_people_answer_is_another_one(client: Client, staff: User) -> None:
    survey = make_survey()
    question = make_question(survey, "single", "Oui", "Non")
    make_question(survey, "short_text", shown_if=question.offered()[0])
    other = {"0__choices_fr": "Jamais\nNon", "0__choices_en": "\n"}
    [told] = problems(saved(client, survey, **other))
    assert told.endswith("is asked only after “(Oui)”: keep that choice.")
    Survey.objects.update(opens_at=None, closes_at=None)
    assert saved(client, survey, **other).status_code == 302
    assert question.choices.first() == question.offered()[0]


def test_an_earlier_state_brings_conditions_back_before_the_first_answer_alone(
    staff: User,
) -> None:
    survey = make_survey()
    yes = make_question(survey, "single", "Oui", "Non").offered()[0]
    question = make_question(survey, "short_text", shown_if=yes)
    early: Any = question
    moment = early.history.first().history_date
    question.shown_if.clear()
    restore(record=survey, moment=moment, by=staff)
    assert question.shown_if.get() == yes
    question.shown_if.clear()
    Response.objects.create(survey=survey, confidentiality="named")
    survey.refresh_from_db()
    with pytest.raises(ValidationError):
        restore(record=survey, moment=moment, by=staff)
    assert not question.shown_if.exists()


# --- Conditions on what is not saved yet --------------------------------------------------------


def two_new(opens: str, **fields: Any) -> dict[str, Any]:
    """Two new questions, the second of which depends on what the page names."""
    first = new_question(0, choices_fr="Oui\nNon", **fields)
    return first | new_question(1, kind="short_text", text_fr="Comment ?", conditions=[opens])


def test_a_question_depends_on_one_that_is_saved_with_it(client: Client, staff: User) -> None:
    survey = make_survey()
    assert saved(client, survey, **two_new("new:0:1")).status_code == 302
    first, second = survey.questions.all()
    assert second.shown_if.get() == first.offered()[1]


@pytest.mark.parametrize(
    ("opens", "fields"),
    [
        ("new:1:0", {}),
        ("new:0:2", {}),
        ("new:7:0", {}),
        ("new:0:0", {"kind": "ranking"}),
        ("new:0:0", {"DELETE": "on"}),
        ("new:0:0", {"position": "9"}),
    ],
)
def test_a_condition_on_no_earlier_choice_is_refused_and_stays(
    client: Client, staff: User, opens: str, fields: dict[str, Any]
) -> None:
    survey = make_survey()
    sent = two_new(opens, **fields)
    if "position" in fields:
        sent["1__position"] = "2"
    answer = saved(client, survey, **sent)
    assert "Choose answers of earlier questions." in problems(answer)
    assert f'value="{opens}" checked' in answer.content.decode()
    assert not survey.questions.exists()


@pytest.mark.parametrize("opens", ["new:", "new:0:-1", "new:²:0", "new:0:0:0", "x"])
def test_what_names_no_choice_is_refused(client: Client, staff: User, opens: str) -> None:
    survey = make_survey()
    assert saved(client, survey, **two_new(opens)).status_code == 200
    assert not survey.questions.exists()
