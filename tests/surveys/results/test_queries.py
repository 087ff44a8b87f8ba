"""How often the pages of results ask the database: as often for many answers as for one."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from surveys.models import Answer, Question, Response, Survey
from tests.factories import make_organisation, make_question, make_staff, make_survey

pytestmark = pytest.mark.django_db
OF_STAFF, OF_EVERYBODY = 25, 13


def closed_survey(*, number: int, responses: int) -> Survey:
    """A published survey with so many questions of each kind, all answered by everybody."""
    now = timezone.now()
    facts = {"closed_at": now, "results_published_at": now}
    survey = make_survey(confidentiality="confidential", **facts)
    questions = [one for _ in range(number) for one in one_of_each_kind(survey)]
    given = Response.objects.bulk_create(
        Response(
            survey=survey,
            confidentiality="confidential",
            organisation=make_organisation(country_id=("CD", "ZW")[place % 2]),
            is_complete=True,
        )
        for place in range(responses)
    )
    Answer.objects.bulk_create(
        Answer(response=response, question=question, **fields)
        for response in given
        for question in questions
        for fields in answer_to(question)
    )
    return survey


def one_of_each_kind(survey: Survey) -> list[Question]:
    """A question of each kind, broken down in each way, and one that depends on another."""
    public: dict[str, Any] = {"results_visibility": "public"}
    single = make_question(survey, "single", "Oui", "Non", allows_other=True, **public)
    by_question = {"crossed_by": "question", "crossed_with": single}
    return [
        single,
        make_question(survey, "single", "Oui", "Non", crossed_by="region", **public),
        make_question(survey, "single", "Oui", "Non", crossed_by="country", **public),
        make_question(survey, "multiple", "Or", "Diamant", crossed_by="kind", **public),
        make_question(survey, "scale", **by_question, **public),
        make_question(survey, "ranking", "A", "B", "C", **public),
        make_question(survey, "number", **public),
        make_question(survey, "country", **public),
        make_question(survey, "short_text", shown_if=single.offered()[0], **public),
        make_question(survey, "long_text", **public),
    ]


def answer_to(question: Question) -> list[dict[str, Any]]:
    """The first choice, all places in order, a four, a country, a word."""
    offered = question.offered()
    match question.kind:
        case "single" | "multiple":
            return [{"choice": offered[0]}]
        case "ranking":
            return [{"choice": choice, "rank": rank} for rank, choice in enumerate(offered, 1)]
        case "scale" | "number":
            return [{"number": Decimal(4)}]
        case "country":
            return [{"country_id": "BW"}]
        case _:
            return [{"text": "Un mot."}]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("responses", [1, 30])
def test_staff_ask_as_often_for_30_answers_as_for_one(
    client: Client,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
    number: int,
    responses: int,
) -> None:
    survey = closed_survey(number=number, responses=responses)
    client.force_login(make_staff())
    address = reverse("admin:surveys_survey_results", args=[survey.pk])
    with django_assert_num_queries(OF_STAFF):
        page = client.get(address, headers={"accept-language": "en"})
    html = page.content.decode()
    assert html.count("<li>Un mot.") == 2 * number * responses
    assert html.count("<caption") == 4 * number
    assert html.count("Asked of those who answered “(Oui)”") == number


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("responses", [10, 30])
def test_everybody_asks_as_often_for_30_answers_as_for_10(
    client: Client,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
    number: int,
    responses: int,
) -> None:
    """Nothing is shown of fewer than ten."""
    survey = closed_survey(number=number, responses=responses)
    client.cookies["sessionid"] = "none"  # for its bearer, each page is made anew
    client.get(survey.get_absolute_url())  # the directory of names is kept from now on
    with django_assert_num_queries(OF_EVERYBODY):
        page = client.get(survey.get_absolute_url())
    html = page.content.decode()
    assert html.count('<section class="result"') == 10 * number
    assert "Un mot." not in html
