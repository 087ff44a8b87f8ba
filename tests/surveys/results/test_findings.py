"""What the secretariat says of results: of which questions, when, and who may."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kpcsc.foundation.versioned import PublisherNeededError, StaleRecordError
from surveys.models import Question, Survey
from surveys.results.findings import Finding, questions_with_figures, write_findings
from tests.factories import make_question, make_staff, make_survey, make_user
from tests.surveys.ballots import number, respond

pytestmark = pytest.mark.django_db


def answered(respondents: int, **fields: Any) -> tuple[Survey, Question]:
    """A closed survey with a scale that so many answered."""
    survey = make_survey(**{"closed_at": timezone.now()} | fields)
    question = make_question(survey, "scale", results_visibility="public")
    for place in range(respondents):
        number(respond(survey), question, str(1 + place % 2))
    return survey, question


def said(question: Question) -> Finding:
    return Finding(question.pk, {"fr": "Tous disent 1 ou 2.", "en": "All say 1 or 2."}, True)


def test_a_finding_is_stored_in_both_languages() -> None:
    survey, question = answered(10)
    write_findings(survey=survey, findings=[said(question)], by=make_staff())
    stored = Question.objects.values("finding_fr", "finding_en", "is_evidence").get(pk=question.pk)
    assert stored == {
        "finding_fr": "Tous disent 1 ou 2.",
        "finding_en": "All say 1 or 2.",
        "is_evidence": True,
    }


@pytest.mark.parametrize(
    ("respondents", "fields"),
    [(9, {}), (10, {"closed_at": None})],
    ids=["too few answered", "still open"],
)
def test_of_figures_that_may_not_be_shown_nothing_is_said(
    respondents: int, fields: dict[str, Any]
) -> None:
    survey, question = answered(respondents, **fields)
    assert questions_with_figures(survey) == []
    with pytest.raises(ValidationError, match=r"may not be shown|ne peuvent pas être montrés"):
        write_findings(survey=survey, findings=[said(question)], by=make_staff())


def test_of_what_few_of_those_who_responded_answered_nothing_is_said() -> None:
    survey, _question = answered(9)
    respond(survey)
    assert questions_with_figures(survey) == []


def test_of_two_that_began_alike_only_the_first_is_stored() -> None:
    survey, question = answered(10)
    second = Survey.objects.get(pk=survey.pk)
    write_findings(survey=survey, findings=[said(question)], by=make_staff())
    with pytest.raises(StaleRecordError):
        write_findings(survey=second, findings=[said(question)], by=make_staff())


def test_what_readers_see_only_a_publisher_writes() -> None:
    survey, question = answered(10, results_published_at=timezone.now())
    with pytest.raises(PublisherNeededError):
        write_findings(survey=survey, findings=[said(question)], by=make_user(is_staff=True))
    assert not Question.objects.filter(is_evidence=True).exists()


def test_staff_write_it_on_the_page_of_the_results_and_readers_read_it(client: Client) -> None:
    survey, question = answered(10, results_published_at=timezone.now())
    client.force_login(make_staff())
    page = reverse("admin:surveys_survey_results", args=[survey.pk])
    form = {
        "findings": "1",
        "version": str(survey.version),
        f"finding_fr_{question.pk}": "Tous disent 1 ou 2.",
        f"finding_en_{question.pk}": "All say 1 or 2.",
    }
    assert client.post(page, form).status_code == 302
    client.logout()
    assert "All say 1 or 2." in client.get(f"/en/surveys/{survey.slug}/").content.decode()

    client.force_login(make_staff())
    stale = client.post(page, form | {f"finding_en_{question.pk}": "Typed meanwhile."})
    assert stale.status_code == 200
    assert "Typed meanwhile." in stale.content.decode()
    assert Question.objects.get(pk=question.pk).finding_en == "All say 1 or 2."
