"""What a survey and its parts refuse, by a sentence for people and in the database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone, translation

from meetings.models import AgendaItem, FollowUp
from surveys.models import AgendaOrigin, Answer, Choice, Invitation, Question, Response, Survey
from surveys.results.disclosure import Rules
from surveys.results.tally import rules_of
from tests.factories import (
    make_invitation,
    make_meeting,
    make_organisation,
    make_question,
    make_staff,
    make_survey,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NO_TITLE = {"title_fr": "", "title_en": ""}
OPEN_TO_ALL = "A survey open to all is anonymous, one answer a person."
PROTECTS = "The least numbers of respondents are never below 5."
KNOWN = "Choose who answers, and what is promised to them."
CLOSES = "Say until when the survey is open, after its opening."
REMINDS = "The reminder goes while the survey is open."
CROSSED = "Name the other question where results are crossed with one, and nowhere else."
NOBODY = "An anonymous answer holds nothing about the person."
NAMED_ALONE = "Only a named answer knows whose it is, and when it came."


def refused(record: models.Model, constraint: str, sentence: str) -> None:
    """Asserts that the form says why, and that the database refuses it whatever code writes it."""
    with translation.override("en"):
        with pytest.raises(ValidationError) as found:
            record.validate_constraints()
        assert found.value.messages == [sentence]
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        record.save()


@pytest.mark.parametrize(
    ("fields", "constraint", "sentence"),
    [
        (NO_TITLE, "survey_has_title", "Give a title, in one language at least."),
        (
            {"title_fr": None, "title_en": None},
            "survey_has_title",
            "Give a title, in one language at least.",
        ),
        ({"confidentiality": "secret"}, "survey_confidentiality_and_unit_known", KNOWN),
        ({"unit": "country"}, "survey_confidentiality_and_unit_known", KNOWN),
        ({"closes_at": None}, "survey_closes_after_it_opens", CLOSES),
        ({"closes_at": NOON}, "survey_closes_after_it_opens", CLOSES),
        ({"closes_at": NOON - DAY}, "survey_closes_after_it_opens", CLOSES),
        ({"remind_at": NOON}, "survey_reminds_while_it_is_open", REMINDS),
        ({"remind_at": NOON - DAY}, "survey_reminds_while_it_is_open", REMINDS),
        ({"remind_at": NOON + DAY}, "survey_reminds_while_it_is_open", REMINDS),
        ({"is_open_to_all": True}, "survey_open_to_all_is_anonymous", OPEN_TO_ALL),
        (
            {"is_open_to_all": True, "confidentiality": "anonymous", "unit": "organisation"},
            "survey_open_to_all_is_anonymous",
            OPEN_TO_ALL,
        ),
        ({"least_respondents": 4}, "survey_thresholds_protect", PROTECTS),
        ({"least_in_cell": 4}, "survey_thresholds_protect", PROTECTS),
        (
            {"results_published_at": NOON},
            "survey_results_after_closing",
            "Results are published once the survey is closed.",
        ),
    ],
)
def test_a_survey_that_cannot_be_is_refused(
    fields: dict[str, Any], constraint: str, sentence: str
) -> None:
    least = {"title_fr": "Enquête", "slug": "enquete", "opens_at": NOON, "closes_at": NOON + DAY}
    survey = Survey(meeting=make_meeting(), **least | fields)
    refused(survey, constraint, sentence)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title_fr": "", "title_en": "Survey"},
        {"closes_at": NOON},  # a deadline may be known before the opening
        {"opens_at": NOON - DAY, "remind_at": NOON - MOMENT, "closes_at": NOON},
        {"opens_at": NOON - DAY, "remind_at": NOON - DAY + MOMENT, "closes_at": NOON},
        {"least_respondents": 5, "least_in_cell": 5},
        {"is_open_to_all": True, "confidentiality": "anonymous"},
        {"closed_at": NOON, "results_published_at": NOON},
    ],
)
def test_a_survey_that_can_be_is_accepted(fields: dict[str, Any]) -> None:
    survey = Survey(meeting=make_meeting(), **{"title_fr": "Enquête", "slug": "enquete"} | fields)
    survey.validate_constraints()
    survey.save()
    assert Survey.objects.get() == survey


def test_unless_said_otherwise_a_survey_protects() -> None:
    survey = Survey()
    assert (survey.confidentiality, survey.unit, survey.is_open_to_all) == (
        "confidential",
        "person",
        False,
    )
    assert rules_of(survey) == Rules(least_respondents=10, least_in_cell=5)
    assert Question().results_visibility == "staff"


def test_the_rules_of_a_survey_of_organisations_count_organisations() -> None:
    survey = Survey(unit="organisation", least_respondents=12, least_in_cell=6)
    assert rules_of(survey) == Rules(12, 6, counts_organisations=True)


@pytest.mark.parametrize(
    ("fields", "constraint", "sentence"),
    [
        (
            {"text_fr": "", "text_en": ""},
            "question_has_text",
            "Write the question, in one language at least.",
        ),
        ({"kind": "essay"}, "question_kind_known", "Choose the kind of the question."),
        (
            {"kind": "number", "least": 3, "most": 2},
            "question_least_below_most",
            "The most cannot be below the least.",
        ),
        (
            {"drafts_agenda": True},
            "question_agenda_from_a_ranking",
            "Only a ranking can draft an agenda.",
        ),
        ({"crossed_by": "question"}, "question_crossed_with_one_thing", CROSSED),
        ({"crossed_with": "other"}, "question_crossed_with_one_thing", CROSSED),
        (
            {"crossed_by": "country", "crossed_with": "other"},
            "question_crossed_with_one_thing",
            CROSSED,
        ),
        (
            {"results_visibility": "all"},
            "question_results_visibility_known",
            "Choose who may see the results.",
        ),
    ],
)
def test_a_question_that_cannot_be_is_refused(
    fields: dict[str, Any], constraint: str, sentence: str
) -> None:
    survey = make_survey()
    if fields.get("crossed_with") == "other":
        fields = fields | {"crossed_with": make_question(survey)}
    refused(Question(survey=survey, **{"text_fr": "Quoi ?"} | fields), constraint, sentence)


def test_a_question_that_can_be_is_accepted() -> None:
    survey = make_survey()
    other = make_question(survey, "single", "Oui", "Non")
    for fields in (
        {"kind": "number", "least": 2, "most": 2},
        {"kind": "ranking", "drafts_agenda": True},
        {"crossed_by": "question", "crossed_with": other},
        {"crossed_by": "region"},
        {"text_fr": "", "text_en": "What?"},
    ):
        question: Any = Question(survey=survey, **{"text_fr": "Quoi ?"} | fields)
        question.validate_constraints()
        question.save()
    assert survey.questions.count() == 6


def test_a_choice_has_a_text() -> None:
    choice = Choice(question=make_question(make_survey()), text_fr="", text_en="")
    refused(choice, "choice_has_text", "Write the choice, in one language at least.")


def test_an_invitation_is_of_a_person_or_of_an_organisation_and_only_one() -> None:
    survey, person, organisation = make_survey(), make_user(), make_organisation()
    for chosen in ({}, {"person": person, "organisation": organisation}):
        refused(
            Invitation(survey=survey, **chosen),
            "invitation_of_a_person_or_an_organisation",
            "Invite a person or an organisation.",
        )
    Invitation.objects.create(survey=survey, person=person)
    Invitation.objects.create(survey=survey, organisation=organisation)
    for again, sentence in (
        ({"person": person}, "This person is invited already."),
        ({"organisation": organisation}, "This organisation is invited already."),
    ):
        with translation.override("en"), pytest.raises(ValidationError) as found:
            Invitation(survey=survey, **again).validate_constraints()
        assert found.value.messages == [sentence]
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.create(survey=survey, **again)
    make_invitation(make_survey(), person=person)  # another survey asks anew


@pytest.mark.parametrize(
    ("confidentiality", "fields", "constraint", "sentence"),
    [
        ("anonymous", {"organisation"}, "response_anonymous_joins_nobody", NOBODY),
        ("anonymous", {"recorded_by"}, "response_anonymous_joins_nobody", NOBODY),
        ("anonymous", {"recorded_from"}, "response_anonymous_joins_nobody", NOBODY),
        ("anonymous", {"invitation"}, "response_names_the_named_alone", NAMED_ALONE),
        ("anonymous", {"submitted_at"}, "response_names_the_named_alone", NAMED_ALONE),
        ("confidential", {"invitation"}, "response_names_the_named_alone", NAMED_ALONE),
        ("confidential", {"submitted_at"}, "response_names_the_named_alone", NAMED_ALONE),
        (
            "named",
            {"code_hash"},
            "response_code_is_for_the_others",
            "A named answer is found again by its link, not by a code.",
        ),
    ],
)
def test_what_a_survey_promises_the_database_holds(
    confidentiality: str, fields: set[str], constraint: str, sentence: str
) -> None:
    survey = make_survey(confidentiality=confidentiality)
    refused(response_with(survey, fields), constraint, sentence)


@pytest.mark.parametrize(
    ("confidentiality", "fields"),
    [
        ("anonymous", {"code_hash"}),
        ("confidential", {"organisation", "code_hash", "recorded_by", "recorded_from"}),
        (
            "named",
            {"organisation", "invitation", "submitted_at", "recorded_by", "recorded_from"},
        ),
    ],
)
def test_what_a_survey_does_not_promise_may_be_kept(confidentiality: str, fields: set[str]) -> None:
    response = response_with(make_survey(confidentiality=confidentiality), fields)
    response.validate_constraints()
    response.save()
    assert Response.objects.get() == response


def response_with(survey: Survey, fields: set[str]) -> Response:
    """A response with something in each of these fields."""
    everything: dict[str, Any] = {
        "organisation": make_organisation(),
        "recorded_by": make_staff(),
        "recorded_from": "phone",
        "invitation": make_invitation(survey),
        "submitted_at": timezone.now(),
        "code_hash": "0" * 64,
    }
    chosen = {name: value for name, value in everything.items() if name in fields}
    return Response(survey=survey, confidentiality=survey.confidentiality, **chosen)


def test_an_answer_says_something_and_a_choice_once() -> None:
    survey = make_survey()
    question = make_question(survey, "multiple", "Or", "Diamant")
    response = Response.objects.create(survey=survey, confidentiality="named")
    given = {"response": response, "question": question}
    refused(Answer(**given), "answer_says_something", "An answer says something.")
    gold, diamond = question.offered()
    Answer.objects.create(**given, choice=gold)
    Answer.objects.create(**given, choice=diamond)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(**given, choice=gold)


def test_an_agenda_item_comes_from_one_thing_and_each_thing_once() -> None:
    meeting = make_meeting()
    [choice] = make_question(make_survey(meeting=meeting), "ranking", "A").offered()
    follow_up = FollowUp.objects.create(meeting=meeting, what_fr="Écrire")
    for chosen in ({}, {"choice": choice, "follow_up": follow_up}):
        refused(
            AgendaOrigin(meeting=meeting, **chosen),
            "agenda_origin_is_a_choice_or_a_follow_up",
            "An item comes from a choice or from a follow-up.",
        )
    for once in ({"choice": choice}, {"follow_up": follow_up}):
        AgendaOrigin.objects.create(meeting=meeting, **once)
        with pytest.raises(IntegrityError), transaction.atomic():
            AgendaOrigin.objects.create(meeting=meeting, **once)


def test_a_taken_out_item_leaves_word_of_where_it_came_from() -> None:
    meeting = make_meeting()
    [choice] = make_question(make_survey(meeting=meeting), "ranking", "A").offered()
    item = AgendaItem.objects.create(meeting=meeting, title_fr="A")
    origin = AgendaOrigin.objects.create(meeting=meeting, choice=choice, agenda_item=item)
    item.delete()
    origin.refresh_from_db()
    assert (origin.agenda_item, origin.choice) == (None, choice)
