"""A sheet of translations fills what is missing in a survey, and rewords nothing once answered."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.utils import translation

from kpcsc.foundation.translations.exchange import contents, import_texts, sheet_of
from kpcsc.foundation.translations.sheet import read_translations
from surveys.models import Choice, Survey
from tests.factories import make_question, make_survey
from tests.surveys.answers import answer_by_many

pytestmark = pytest.mark.django_db


def translated_to(english: dict[str, str]) -> list[str]:
    """Writes the English of these French texts by a sheet; gives the problems that are told."""
    with translation.override("en"):
        held = contents([Survey], "en", only_waiting=False, with_hidden=True)
        rows = [
            replace(row, translation=english[row.source]) if row.source in english else row
            for row in read_translations(BytesIO(sheet_of(held)))
        ]
        return [problem.why for problem in import_texts(rows, roots=[Survey], by=None).problems]


@pytest.fixture
def survey() -> Survey:
    """A survey that somebody answered; one of its choices has no English."""
    survey = make_survey(meeting=None)
    question = make_question(survey, "single", "Oui", "Non")
    Choice.objects.filter(question=question, text_fr="Non").update(text_en="")
    answer_by_many(survey, 1)
    return survey


def english(survey: Survey) -> list[str | None]:
    return [choice.text_en for choice in Choice.objects.of_survey(survey.pk)]


def test_what_is_missing_is_filled_in(survey: Survey) -> None:
    assert translated_to({"Non": "No"}) == []
    assert english(survey) == ["(Oui)", "No"]


def test_what_was_answered_is_not_reworded(survey: Survey) -> None:
    assert translated_to({"Oui": "No"}) == [
        "Somebody has answered this: its words stay as they are."
    ]
    assert english(survey) == ["(Oui)", ""]
