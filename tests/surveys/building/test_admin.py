"""Writing the questions of a survey on its page, and what stays once somebody has answered."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kpcsc.foundation.history.restore import restore
from organisations.models import User
from surveys.models import Question, Response, Survey
from tests.factories import make_meeting, make_question, make_survey
from tests.surveys.building.test_importing import QUESTIONNAIRE
from tests.surveys.test_admin import ENGLISH, address, staff
from tests.test_admin import form_data

__all__ = ["staff"]  # a fixture

pytestmark = pytest.mark.django_db


def saved(client: Client, survey: Survey, **changes: Any) -> Any:
    """What the page says when it is sent with these changes; "0__kind" is of the first question."""
    page = address("change", survey)
    data = form_data(client.get(page))
    for name, value in changes.items():
        is_of_a_row = name[0].isdigit() or name[0].isupper()
        data[f"questions-{name.replace('__', '-')}" if is_of_a_row else name] = value
    return client.post(page, data, headers=ENGLISH)


def problems(response: Any) -> list[str]:
    """What the page says is wrong, beside the rows and above them."""
    assert response.status_code == 200
    html = unescape(response.content.decode())
    return re.findall(r'<ul class="errorlist[^>]*><li>(.*?)</li>', html)


def new_question(number: int, **fields: Any) -> dict[str, Any]:
    """A row for a new question."""
    defaults = {"text_fr": "Quoi ?", "kind": "single"}
    row = {f"{number}__{name}": value for name, value in (defaults | fields).items()}
    return row | {"TOTAL_FORMS": number + 1}


def test_a_survey_is_written_with_its_questions_and_their_choices(
    client: Client, staff: User
) -> None:
    page = reverse("admin:surveys_survey_add")
    meeting = make_meeting()
    row = {
        "questions-TOTAL_FORMS": "1",
        "questions-0-text_fr": "Près des mines ?",
        "questions-0-kind": "single",
        "questions-0-choices_fr": "Oui\nNon",
        "questions-0-choices_en": "Yes\nNo",
    }
    sent = form_data(client.get(page)) | {"meeting": meeting.pk, "title_fr": "Avant", "slug": "a"}
    answer = client.post(page, sent | row)
    assert answer.status_code == 302
    survey = Survey.objects.get()
    question = survey.questions.get()
    assert (survey.meeting, question.text_fr) == (meeting, "Près des mines ?")
    assert (question.choices_fr, question.choices_en) == ("Oui\nNon", "Yes\nNo")


def test_an_untouched_page_changes_nothing_but_the_version(client: Client, staff: User) -> None:
    survey = make_survey()
    first = make_question(survey, "single", "Oui", "Non", allows_other=True)
    make_question(survey, "scale", shown_if=first.offered()[0], low_label_fr="peu")
    # But for the column without a language, which follows the page's.
    columns = [field.attname for field in Question._meta.fields if field.attname != "text"]
    before = [*Question.objects.order_by("pk").values(*columns)]
    choices = [*first.choices.values("pk", "position", "text_fr", "text_en")]
    assert saved(client, survey).status_code == 302
    assert [*Question.objects.order_by("pk").values(*columns)] == before
    assert [*first.choices.values("pk", "position", "text_fr", "text_en")] == choices


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {"choices_fr": "Oui\nNon", "choices_en": "Yes"},
            "There are 2 choices in French and 1 in English: write each in both languages, or "
            "leave one box empty.",
        ),
        ({"choices_fr": "Oui"}, "Write at least two choices, one a line."),
        ({"kind": "ranking"}, "Write at least two choices, one a line."),
        (
            {"kind": "short_text", "choices_fr": "Oui\nNon"},
            "This kind of question offers no choices.",
        ),
        (
            {"kind": "scale", "least": "1"},
            "A scale goes from one whole number to another: say the least and the most.",
        ),
        (
            {"kind": "number", "allows_other": "on"},
            "“Other, please say” goes with single and multiple choice alone.",
        ),
        (
            {"choices_fr": "Oui\nNon", "drafts_agenda": "on"},
            "Only a ranking can draft an agenda.",
        ),
        (
            {"kind": "number", "least": "3", "most": "2"},
            "The most cannot be below the least.",
        ),
    ],
)
def test_a_question_that_cannot_be_asked_is_told(
    client: Client, staff: User, fields: dict[str, str], told: str
) -> None:
    survey = make_survey()
    answer = saved(client, survey, **new_question(0, **fields))
    assert told in problems(answer)
    assert not survey.questions.exists()


@pytest.mark.parametrize("length", [200, 201])
def test_a_choice_is_as_long_as_its_column(client: Client, staff: User, length: int) -> None:
    survey = make_survey()
    lines = "x" * length + "\nNon"
    answer = saved(client, survey, **new_question(0, choices_fr=lines))
    if length == 200:
        assert answer.status_code == 302
    else:
        assert len(problems(answer)) == 1
        assert not survey.questions.exists()


def test_choices_reworded_and_moved_stay_the_same_ones(client: Client, staff: User) -> None:
    survey = make_survey()
    question = make_question(survey, "single", "Oui", "Non")
    yes, no = question.offered()
    depending = make_question(survey, "short_text", shown_if=yes)
    moved = {"0__choices_fr": "Non\nOui, souvent", "0__choices_en": "(Non)\n(Oui)"}
    assert saved(client, survey, **moved).status_code == 302
    assert [(one.pk, one.text_fr) for one in question.choices.all()] == [
        (no.pk, "Non"),
        (yes.pk, "Oui, souvent"),
    ]
    depending.refresh_from_db()
    assert depending.shown_if.get() == yes


def test_a_survey_that_has_opened_does_not_open_later(client: Client, staff: User) -> None:
    survey = make_survey()
    told = "It has opened, and people may be answering: its opening stays. You may close it."
    later = {"opens_at_0": "1 June 2100", "closes_at_0": "2 June 2100"}
    assert told in problems(saved(client, survey, **later))
    nothing = dict.fromkeys(["opens_at_0", "opens_at_1", "closes_at_0", "closes_at_1"], "")
    assert told in problems(saved(client, survey, **nothing))
    assert saved(client, survey, closes_at_0="2 June 2100").status_code == 302


def test_questions_go_by_their_numbers(client: Client, staff: User) -> None:
    survey = make_survey()
    for position, text in enumerate("ABC", start=1):
        make_question(survey, "short_text", text_fr=text, position=position)
    assert saved(client, survey, **{"0__position": 3, "2__position": 1}).status_code == 302
    assert [one.text_fr for one in survey.questions.all()] == ["C", "B", "A"]


# --- Once somebody has answered -----------------------------------------------------------------


@pytest.fixture
def answered(staff: User) -> Survey:
    """A survey that somebody has answered."""
    survey = make_survey(confidentiality="confidential")
    make_question(survey, "single", "Oui", "Non", text_fr="Près des mines ?")
    Response.objects.create(survey=survey, confidentiality="confidential", is_complete=True)
    return survey


def test_what_was_asked_stays_and_a_copy_is_offered(client: Client, answered: Survey) -> None:
    html = client.get(address("change", answered), headers=ENGLISH).content.decode()
    assert "To ask something else, duplicate the survey." in html
    assert address("duplicate", answered) in html
    assert "Près des mines ?" in html
    controls = re.findall(r'<(?:input|select|textarea)[^>]* name="questions-0-(\w+)"[^>]*>', html)
    disabled = re.findall(r'name="questions-0-(\w+)"[^>]* disabled[ >]', html)
    assert "text_fr" in controls
    assert set(controls) - set(disabled) <= {"id", "survey", "drafts_agenda"}
    changed = {
        **new_question(1, choices_fr="A\nB"),
        "INITIAL_FORMS": 1,
        "0__id": answered.questions.get().pk,
        "0__text_fr": "Autre chose ?",
        "0__choices_fr": "Non\nOui",
        "0__DELETE": "on",
    }
    assert saved(client, answered, **changed, title_fr="Un autre titre").status_code == 302
    question = answered.questions.get()
    assert (question.text_fr, question.choices_fr) == ("Près des mines ?", "Oui\nNon")
    answered.refresh_from_db()
    assert answered.title_fr == "Un autre titre"


@pytest.mark.parametrize(
    "change", [{"confidentiality": "named"}, {"unit": "organisation"}, {"least_respondents": 5}]
)
def test_what_was_promised_stays(client: Client, answered: Survey, change: dict[str, Any]) -> None:
    [told] = problems(saved(client, answered, **change))
    assert told.endswith("Duplicate the survey instead.")
    kept = Survey.objects.get()
    assert (kept.confidentiality, kept.unit, kept.least_respondents) == (
        "confidential",
        "person",
        10,
    )


def test_a_survey_with_answers_is_not_deleted(client: Client, answered: Survey) -> None:
    client.post(reverse("admin:surveys_survey_delete", args=[answered.pk]), {"post": "yes"})
    assert Survey.objects.get() == answered
    assert Response.objects.count() == 1


def test_an_earlier_state_does_not_bring_other_questions_or_promises_back(staff: User) -> None:
    survey = make_survey(confidentiality="named")
    question = make_question(survey, "short_text", text_fr="Avant ?")
    early: Any = question
    moment = early.history.first().history_date
    survey.confidentiality, question.text_fr = "anonymous", "Après ?"
    survey.save()
    question.save()
    Response.objects.create(survey=survey, confidentiality="anonymous")
    with pytest.raises(ValidationError):
        restore(record=survey, moment=moment, by=staff)
    kept = Survey.objects.get()
    assert (kept.confidentiality, kept.questions.get().text_fr) == ("anonymous", "Après ?")


def test_an_earlier_state_does_not_open_published_results(staff: User) -> None:
    survey = make_survey()
    hidden = make_question(survey, "short_text", results_visibility="public")
    make_question(survey, "short_text", results_visibility="public")
    early: Any = hidden
    moment = early.history.first().history_date
    hidden.results_visibility = "staff"
    hidden.save()
    Survey.objects.update(closed_at=timezone.now(), results_published_at=timezone.now())
    survey.refresh_from_db()
    restore(record=survey, moment=moment, by=staff)
    hidden.refresh_from_db()
    assert hidden.results_visibility == "staff"


def test_a_breakdown_does_not_change_by_an_earlier_state(staff: User) -> None:
    survey = make_survey()
    question = make_question(
        survey, "single", "A", "B", results_visibility="public", crossed_by="country"
    )
    early: Any = question
    moment = early.history.first().history_date
    question.crossed_by = "kind"
    question.save()
    Survey.objects.update(closed_at=timezone.now(), results_published_at=timezone.now())
    survey.refresh_from_db()
    restore(record=survey, moment=moment, by=staff)
    question.refresh_from_db()
    assert question.crossed_by == "kind"


# --- From a file --------------------------------------------------------------------------------


def upload(client: Client, survey: Survey, content: bytes, name: str = "form.csv") -> Any:
    """The page after a file was sent from it."""
    file = SimpleUploadedFile(name, content)
    sent = {"file": file, "version": survey.version}
    return client.post(address("import", survey), sent, headers=ENGLISH)


def test_a_questionnaire_comes_from_a_file(client: Client, staff: User) -> None:
    survey = make_survey()
    page = upload(client, survey, QUESTIONNAIRE)
    assert "6 questions were added." in page.content.decode()
    assert survey.questions.count() == 6


def test_a_questionnaire_that_is_sent_twice_is_taken_in_once(client: Client, staff: User) -> None:
    survey = make_survey()
    upload(client, survey, QUESTIONNAIRE)
    page = upload(client, survey, QUESTIONNAIRE)
    assert "This survey was changed after you opened this page" in page.content.decode()
    assert survey.questions.count() == 6
    file = SimpleUploadedFile("form.csv", QUESTIONNAIRE)
    again = {"file": file, "version": page.context["form"]["version"].value()}
    client.post(address("import", survey), again, headers=ENGLISH)
    assert survey.questions.count() == 12


def test_what_was_not_carried_is_listed_by_row(client: Client, staff: User) -> None:
    survey = make_survey()
    with_place = QUESTIONNAIRE.replace(
        b'"choices",', b',"geopoint","place","O\xc3\xb9 ?","Where?",,,,,\n"choices",'
    )
    page = upload(client, survey, with_place)
    [problem] = page.context["problems"]
    assert (problem.sheet, problem.column) == ("survey", "type")
    html = page.content.decode()
    assert problem.sentence.split("“")[0] in html
    assert f"<td>{problem.row}</td>" in html
    assert survey.questions.count() == 6


def test_what_drafts_the_agenda_is_chosen_at_any_time(client: Client, answered: Survey) -> None:
    ranking = make_question(answered, "ranking", "Impôts", "Justice", position=2)
    single = answered.questions.get(kind="single")
    rows = {"INITIAL_FORMS": 2, "TOTAL_FORMS": 2, "0__id": single.pk, "1__id": ranking.pk}
    assert saved(client, answered, **rows, **{"1__drafts_agenda": "on"}).status_code == 302
    ranking.refresh_from_db()
    assert ranking.drafts_agenda


def test_a_file_that_is_none_is_told_and_nothing_is_written(client: Client, staff: User) -> None:
    survey = make_survey()
    for content, name in ((b"\x00\x01", "form.xlsx"), (b"a,b\n1,2\n", "form.csv"), (b"x", "x.pdf")):
        page = upload(client, survey, content, name)
        assert page.status_code == 200
        assert page.context["form"].errors["file"]
    nothing = client.post(address("import", survey), {"submit": "1"})
    assert nothing.context["form"].errors["file"]
    assert not survey.questions.exists()


def test_nothing_is_taken_in_once_somebody_has_answered(client: Client, answered: Survey) -> None:
    page = upload(client, answered, QUESTIONNAIRE)
    assert "Somebody has answered" in page.content.decode()
    assert answered.questions.count() == 1
