"""The desk holds a survey of 300 questions, a meeting of 500 organisations, a report of 300."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from meetings.models import Meeting, Participation
from organisations.models import Organisation
from surveys.models import Question, Survey
from tests.factories import make_meeting, make_staff, make_survey
from tests.meetings.report_import.test_page import PAGE as IMPORT_PAGE
from tests.meetings.report_import.test_page import sent_back
from tests.test_admin import form_data

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
QUESTIONS, PARTICIPATIONS, ORGANISATIONS = 300, 500, 300


@pytest.fixture
def desk(client: Client, settings: Settings, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(make_staff())
    return client


def saved(desk: Client, record: Any, **changes: str) -> Any:
    """The record as it is stored after its form was saved with these changes."""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    page = reverse(name, args=[record.pk])
    answer = desk.post(page, form_data(desk.get(page)) | changes)
    assert answer.status_code == 302
    return type(record).objects.get(pk=record.pk)


def make_organisations(number: int) -> list[Organisation]:
    return Organisation.objects.bulk_create(
        Organisation(slug=f"org-{i}", name_fr=f"Organisation {i:03}") for i in range(number)
    )


def test_a_survey_of_300_questions(desk: Client) -> None:
    survey = make_survey(opens_at=None, closes_at=None)
    Question.objects.bulk_create(
        Question(survey=survey, kind="short_text", text_fr=f"Question {i} ?", position=i)
        for i in range(1, QUESTIONS + 1)
    )
    saved(desk, survey, **{"questions-299-text_en": "The last one?", "title_fr": "Longue"})
    stored = Survey.objects.get()
    assert (stored.title_fr, stored.questions.count()) == ("Longue", QUESTIONS)
    last: Any = stored.questions.last()
    assert last.text_en == "The last one?"


def test_a_meeting_of_500_organisations(desk: Client) -> None:
    meeting = make_meeting()
    Participation.objects.bulk_create(
        Participation(meeting=meeting, organisation=one)
        for one in make_organisations(PARTICIPATIONS)
    )
    stored = saved(desk, meeting, **{"participations-499-role": "observer", "place_fr": "Goma"})
    assert (stored.place_fr, stored.participations.count()) == ("Goma", PARTICIPATIONS)
    assert stored.participations.filter(role="observer").count() == 1


def test_a_report_of_300_organisations(desk: Client) -> None:
    names = [one.name_fr for one in make_organisations(ORGANISATIONS)]
    report = "\n".join(
        [
            "Atelier sur la redevance minière",
            "",
            "L’atelier s’est tenu à Goma du 12 au 14 mai 2022.",
            "",
            "Organisations présentes",
            *(f"- {name}" for name in names),
        ]
    )
    shown = desk.post(IMPORT_PAGE, {"text": report})
    answer = desk.post(IMPORT_PAGE, sent_back(shown))
    assert answer.status_code == 302
    assert Meeting.objects.get().participations.count() == ORGANISATIONS


def test_a_pasted_list_of_300_organisations(desk: Client) -> None:
    meeting = make_meeting()
    names = "\n".join(one.name_fr for one in make_organisations(ORGANISATIONS))
    page = reverse("admin:meetings_meeting_add_organisations", args=[meeting.pk])
    chosen = {"text": names, "role": "participant", "attended": "yes", "language": "fr"}
    shown = desk.post(page, chosen)
    entries = shown.context["entries"]
    sent = {
        bound.html_name: bound.value() or ""
        for form in [entries.management_form, *entries.forms]
        for bound in form
    }
    answer = desk.post(page, chosen | sent)
    assert answer.status_code == 302
    assert meeting.participations.count() == ORGANISATIONS


def test_more_fields_than_any_page_has_are_refused(desk: Client) -> None:
    answer = desk.post(IMPORT_PAGE, {f"field-{number}": "" for number in range(20_001)})
    assert answer.status_code == 400
