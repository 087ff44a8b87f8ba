"""Importing a questionnaire that was written as XLSForm."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.translated_text import LANGUAGES
from organisations.models import User
from surveys.models import Choice, Question, Survey
from surveys.xlsform import FormQuestion, Questionnaire, Texts


@transaction.atomic
def import_questionnaire(*, survey: Survey, form: Questionnaire, by: User) -> list[Question]:
    """Adds the questions of the form after those that the survey has; gives them.

    Raises ValidationError, naming the row, where one of them does not fit; nothing is added then.
    """
    last = survey.questions.aggregate(last=Max("position"))["last"] or 0
    has_topics = survey.questions.filter(drafts_agenda=True).exists()
    choices: dict[tuple[str, str], Choice] = {}
    questions = []
    for position, asked in enumerate(form.questions, start=last + 1):
        question = Question(survey=survey, position=position, **_facts(asked))
        question.drafts_agenda = asked.kind == "ranking" and not has_topics
        has_topics = has_topics or question.drafts_agenda
        question.shown_if_each = asked.shown_if_each
        set_author(question, by)
        _save(question, asked.row)
        question.shown_if.add(*(choices[one.question, one.choice] for one in asked.shown_if))
        for place, offered in enumerate(asked.choices, start=1):
            choice = Choice(question=question, position=place, **_texts("text", offered.text))
            _save(choice, asked.row)
            choices[asked.name, offered.name] = choice
        questions.append(question)
    survey.advance(by=by)
    return questions


def _save(record: Question | Choice, row: int) -> None:
    """Saves what the row became; raises ValidationError, naming the row, where it does not fit."""
    try:
        # Each language has a column of its own; what a choice belongs to has just been saved.
        record.full_clean(exclude=["text", "question"])
    except ValidationError as error:
        where = _("Row %(row)d:") % {"row": row}
        raise ValidationError([f"{where} {message}" for message in error.messages]) from error
    record.save()


def _facts(asked: FormQuestion) -> dict[str, Any]:
    facts = {
        name: getattr(asked, name) for name in ("kind", "required", "allows_other", "least", "most")
    }
    is_stepped = asked.kind == "number" and asked.step is not None
    facts["is_whole"] = is_stepped and not any(n % 1 for n in (asked.step, asked.least) if n)
    for name in ("section", "text", "help_text", "low_label", "high_label"):
        facts |= _texts(name, getattr(asked, name))
    return facts


def _texts(field: str, texts: Texts) -> dict[str, str]:
    """The text in each column of the field."""
    return {f"{field}_{code}": texts.get(code, "") for code in LANGUAGES}
