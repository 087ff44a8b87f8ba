"""Writing a survey: which choice stays which, and what a copy has."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.utils import timezone, translation

from surveys.building.actions import duplicate, set_choices
from surveys.building.choice_lines import ChoiceTexts
from surveys.models import Choice, Question, Response, Survey
from tests.factories import make_invitation, make_question, make_staff, make_survey

pytestmark = pytest.mark.django_db


def lines_of(question: Question) -> list[tuple[int, str | None, str | None]]:
    """The choices as they are stored: key and texts, in their order."""
    return [*question.choices.values_list("pk", "text_fr", "text_en")]


def test_choices_keep_their_identity_wherever_they_move() -> None:
    question = make_question(make_survey(), "single", "Or", "Diamant", "Fer")
    gold, diamond, iron = (choice.pk for choice in question.offered())
    set_choices(
        question=question,
        lines=[
            ChoiceTexts("Fer", "(Fer)"),
            ChoiceTexts("Or pur", "(Or)"),
            ChoiceTexts("Diamant", "Diamond"),
            ChoiceTexts("Coltan", "Coltan"),
        ],
    )
    *kept, new = lines_of(question)
    assert kept == [
        (iron, "Fer", "(Fer)"),
        (gold, "Or pur", "(Or)"),
        (diamond, "Diamant", "Diamond"),
    ]
    assert new[1:] == ("Coltan", "Coltan")
    set_choices(
        question=question, lines=[ChoiceTexts("Diamant", "Diamond"), ChoiceTexts("Fer", "(Fer)")]
    )
    assert [key for key, _fr, _en in lines_of(question)] == [diamond, iron]


def test_two_that_are_reworded_and_swapped_in_one_language_stay_themselves() -> None:
    question = make_question(make_survey(), "single", "Or", "Diamant")
    gold, diamond = (choice.pk for choice in question.offered())
    set_choices(question=question, lines=[ChoiceTexts("Diamant", ""), ChoiceTexts("Or", "")])
    assert lines_of(question) == [(diamond, "Diamant", ""), (gold, "Or", "")]


def test_a_choice_that_another_question_waits_for_does_not_go() -> None:
    survey = make_survey()
    question = make_question(survey, "single", "Oui", "Non", "Parfois")
    depending = make_question(survey, "short_text", shown_if=question.offered()[0])
    before = lines_of(question)
    with translation.override("en"), pytest.raises(ValidationError, match="that you removed"):
        set_choices(
            question=question,
            lines=[ChoiceTexts("Non", "(Non)"), ChoiceTexts("Parfois", "(Parfois)")],
        )
    assert lines_of(question) == before
    set_choices(question=question, lines=[ChoiceTexts("Non", "(Non)"), ChoiceTexts("Oui", "(Oui)")])
    depending.refresh_from_db()
    assert (depending.shown_if.get().pk, lines_of(question)[1][0]) == (before[0][0], before[0][0])


def test_once_somebody_has_answered_choices_stay_as_they_are() -> None:
    survey = make_survey()
    question = make_question(survey, "single", "Oui", "Non")
    same = [ChoiceTexts("Oui", "(Oui)"), ChoiceTexts("Non", "(Non)")]
    Response.objects.create(survey=survey, confidentiality="named")
    set_choices(question=question, lines=same)
    for other in (
        same[::-1],
        same[:1],
        [*same, ChoiceTexts("Parfois", "")],
        [same[0], ChoiceTexts("Non", "No")],
    ):
        with translation.override("en"), pytest.raises(ValidationError, match="Somebody has"):
            set_choices(question=question, lines=other)
    assert [fr for _key, fr, _en in lines_of(question)] == ["Oui", "Non"]


# --- Copies -------------------------------------------------------------------------------------


def facts(record: Any, *left_out: str) -> dict[str, Any]:
    """All that a row says, but its key and what is left out."""
    return {
        name: value
        for name, value in model_to_dict(record).items()
        if name not in {"id", *left_out}
    }


def whole_survey() -> Survey:
    """A survey with everything that a survey can have."""
    survey = make_survey(
        slug="avant-2026",
        introduction_fr="Dix minutes.",
        introduction_en="Ten minutes.",
        confidentiality="confidential",
        unit="organisation",
        one_section_a_page=True,
        remind_at=timezone.now(),
        least_respondents=12,
        least_in_cell=6,
    )
    texts = {"section_fr": "Un", "help_text_fr": "Aide", "results_visibility": "members"}
    first = make_question(survey, "single", "Oui", "Non", allows_other=True, required=True, **texts)
    yes = first.offered()[0]
    make_question(
        survey,
        "scale",
        low_label_fr="peu",
        high_label_fr="fort",
        crossed_by="question",
        crossed_with=first,
    )
    make_question(survey, "number", least=0, most=9, unit_fr="carats", shown_if=yes)
    make_question(survey, "ranking", "A", "B", "C", drafts_agenda=True, crossed_by="nothing")
    make_question(survey, "multiple", "D", "E", most=1, crossed_by="region")
    return survey


def test_a_copy_has_the_questions_and_no_answers() -> None:
    survey, staff = whole_survey(), make_staff()
    make_invitation(survey)
    Response.objects.create(survey=survey, confidentiality="confidential", is_complete=True)
    copy = Survey.objects.get(pk=duplicate(survey=survey, by=staff).pk)
    changed = ("slug", "opens_at", "closes_at", "remind_at")
    assert facts(copy, *changed) == facts(survey, *changed)
    assert (copy.slug, copy.compared_with) == ("avant-2", survey)
    assert (copy.opens_at, copy.closes_at, copy.remind_at, copy.closed_at) == (None,) * 4
    assert copy.key != survey.key
    assert not copy.invitations.exists()
    assert not copy.responses.exists()
    pairs = list(zip(survey.questions.all(), copy.questions.all(), strict=True))
    links = ("survey", "shown_if", "crossed_with")
    for question, copied in pairs:
        assert copied.pk != question.pk
        assert facts(copied, *links) == facts(question, *links)
        assert copied.survey == copy
        texts = [
            [(one.text_fr, one.text_en, one.position) for one in each.choices.all()]
            for each in (question, copied)
        ]
        assert texts[0] == texts[1]
    history: Any = copy
    assert history.history.get().history_user == staff


def test_links_in_a_copy_lead_to_its_own_questions() -> None:
    survey = whole_survey()
    copy = duplicate(survey=survey, by=make_staff())
    first, scale, number, *_others = copy.questions.all()
    assert scale.crossed_with == first
    assert number.shown_if.get() == first.choices.get(text_fr="Oui")
    # The first survey is whole still.
    assert Choice.objects.filter(question__survey=survey).count() == 7
    assert survey.questions.get(kind="number").shown_if.get() in Choice.objects.of_survey(survey.pk)


def test_a_copy_keeps_a_crossing_with_a_later_question() -> None:
    survey = make_survey()
    first = make_question(survey, "single", "Oui", "Non")
    later = make_question(survey, "single", "Or", "Fer")
    Question.objects.filter(pk=first.pk).update(crossed_by="question", crossed_with=later)
    copied, copied_later = duplicate(survey=survey, by=make_staff()).questions.all()
    assert (copied.crossed_by, copied.crossed_with) == ("question", copied_later)


def test_a_copy_of_a_closed_survey_can_be_answered_anew() -> None:
    now = timezone.now()
    survey = make_survey(closed_at=now, results_published_at=now, is_demonstration=True)
    copy = duplicate(survey=survey, by=make_staff())
    assert (copy.closed_at, copy.results_published_at, copy.is_demonstration) == (None, None, False)
    copy.opens_at, copy.closes_at = now - timedelta(hours=1), now + timedelta(hours=1)
    copy.full_clean()
    assert copy.is_open()


def test_each_copy_has_an_address_of_its_own() -> None:
    survey = make_survey(slug="2026-06-survey")
    slugs = [duplicate(survey=survey, by=make_staff()).slug for _ in range(2)]
    again = duplicate(survey=Survey.objects.get(slug=slugs[1]), by=make_staff()).slug
    assert [*slugs, again] == ["2026-06-survey-2", "2026-06-survey-3", "2026-06-survey-4"]
    year = make_survey(slug="2026")
    assert duplicate(survey=year, by=make_staff()).slug == "survey-2"
