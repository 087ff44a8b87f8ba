"""What a meeting's page says of the surveys before it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from surveys.models import Question, Survey
from surveys.results.findings import Finding, write_findings
from tests.factories import make_member, make_question, make_staff, make_survey
from tests.surveys.ballots import number, respond

pytestmark = pytest.mark.django_db

SENTENCE = "Sept sur dix n’y croient pas."


def found(respondents: int = 10, **fields: Any) -> Survey:
    """A survey with published results, and a finding where its figures may be shown."""
    survey = make_survey(title_fr="Avant la réunion", closed_at=timezone.now())
    question = make_question(survey, "scale", **{"results_visibility": "public"} | fields)
    for _respondent in range(respondents):
        number(respond(survey), question, "1")
    if respondents >= 10:
        sentences = {"fr": SENTENCE, "en": ""}
        finding = Finding(question.pk, sentences, is_evidence=False)
        write_findings(survey=survey, findings=[finding], by=make_staff())
    Survey.objects.filter(pk=survey.pk).update(results_published_at=timezone.now())
    return survey


def test_a_finding_stands_on_the_meetings_page_with_the_number_of_answers(client: Client) -> None:
    survey = found()
    page = client.get(survey.meeting.get_absolute_url()).text
    assert f"<li>{SENTENCE}</li>" in page
    link = f'<a href="{survey.get_absolute_url()}">Avant la réunion</a>'
    assert f"<p>10 réponses à {link}</p>" in page
    assert "Données de démonstration" not in page


def test_a_survey_without_a_finding_is_named_with_its_results(client: Client) -> None:
    survey = found(respondents=9)
    page = client.get(survey.meeting.get_absolute_url()).text
    assert 'class="findings"' not in page
    assert f'<a href="{survey.get_absolute_url()}">Avant la réunion</a>' in page


def test_what_is_for_members_is_said_to_members(client: Client) -> None:
    survey = found(results_visibility="members")
    here = survey.meeting.get_absolute_url()
    assert SENTENCE not in client.get(here).text
    client.force_login(make_member())
    assert SENTENCE in client.get(here).text


def test_a_finding_goes_with_figures_that_may_not_be_shown_any_more(client: Client) -> None:
    """As where answers were taken back since it was written."""
    survey = found()
    Question.objects.get(survey=survey).answers.all()[0].response.delete()
    assert SENTENCE not in client.get(survey.meeting.get_absolute_url()).text


def test_invented_answers_are_called_so(client: Client) -> None:
    survey = found()
    Survey.objects.filter(pk=survey.pk).update(is_demonstration=True)
    assert "Données de démonstration" in client.get(survey.meeting.get_absolute_url()).text


def test_a_sentence_goes_with_a_mean_that_few_answers_withhold(client: Client) -> None:
    """The rows of a scale are shown all the same: the sentence may tell the mean."""
    survey = found()
    question = Question.objects.get(survey=survey)
    question.answers.all()[0].delete()  # nine of the ten who responded
    for here in (survey.meeting.get_absolute_url(), survey.get_absolute_url()):
        page = client.get(here)
        assert (page.status_code, SENTENCE in page.text) == (200, False)
