"""Who answered what: the secretariat reads no more than the survey promised."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from surveys.answering.actions import hand_in
from surveys.answering.return_code import new_code
from surveys.kinds import Given
from surveys.models import RecordedFrom, Survey
from tests.factories import (
    make_invitation,
    make_organisation,
    make_question,
    make_staff,
    make_survey,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client: Client) -> Client:
    client.force_login(make_staff(name="Awa"))
    return client


def answered(confidentiality: str, **facts: Any) -> Survey:
    """A survey that Marie of RAID answered."""
    survey = make_survey(confidentiality=confidentiality)
    question = make_question(survey, "short_text", text_fr="Que faire ?")
    marie = make_user(name="Marie", organisation=make_organisation(name_fr="RAID"))
    hand_in(
        survey=survey,
        invitation=make_invitation(survey, person=marie),
        answers={question.pk: [Given(text="Écrire")]},
        code=new_code(),
        **facts,
    )
    return survey


def page(client: Client, survey: Survey) -> str:
    return client.get(reverse("admin:surveys_survey_answers", args=[survey.pk])).content.decode()


def test_a_named_answer_says_whose_it_is(client: Client) -> None:
    html = page(client, answered("named"))
    assert "Marie · RAID" in html
    assert "<dd>Écrire</dd>" in html


def test_a_confidential_answer_says_which_organisation(client: Client) -> None:
    html = page(client, answered("confidential"))
    assert "Marie" not in html
    assert "RAID" in html
    assert "<dd>Écrire</dd>" in html


def test_an_anonymous_answer_is_not_shown_at_all(client: Client) -> None:
    html = page(client, answered("anonymous"))
    assert ("Marie" in html, "RAID" in html, "Écrire" in html) == (False, False, False)


def test_an_answer_written_down_by_staff_says_so(client: Client) -> None:
    staff = make_staff(name="Binta")
    html = page(client, answered("named", recorded_from=RecordedFrom.PHONE, by=staff))
    assert "saisie par Binta" in html
    assert "Par téléphone" in html


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_do_not_grow(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    survey = answered("named")
    question = survey.questions.get()
    for _ in range(number):
        hand_in(
            survey=survey,
            invitation=make_invitation(survey),
            answers={question.pk: [Given(text="Encore")]},
        )
    page(client, survey)
    with django_assert_num_queries(9):
        page(client, survey)
