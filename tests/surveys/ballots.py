"""Answers for tests, handed in as respondents hand them in, without the form."""

from decimal import Decimal
from typing import Any

from organisations.models import Organisation
from surveys.models import Answer, Question, Response, Survey


def respond(
    survey: Survey, organisation: Organisation | None = None, *, is_complete: bool = True
) -> Response:
    """An answer to the survey that says nothing yet."""
    return Response.objects.create(
        survey=survey,
        confidentiality=survey.confidentiality,
        organisation=organisation,
        country=organisation.country if organisation else None,
        kind=organisation.kind if organisation else "",
        is_complete=is_complete,
    )


def rank(response: Response, question: Question, *texts: str) -> None:
    """Ranks the choices with these French texts, the most wanted first."""
    choices = {choice.text_fr: choice for choice in question.choices.all()}
    for place, text in enumerate(texts, start=1):
        Answer.objects.create(
            response=response, question=question, choice=choices[text], rank=place
        )


def choose(response: Response, question: Question, *texts: str) -> None:
    """Chooses what has these French texts; a text that is not offered is "other"."""
    choices = {choice.text_fr: choice for choice in question.choices.all()}
    for text in texts:
        fields: dict[str, Any] = {"choice": choices[text]} if text in choices else {"text": text}
        Answer.objects.create(response=response, question=question, **fields)


def number(response: Response, question: Question, value: str | int) -> None:
    """Answers by a number."""
    Answer.objects.create(response=response, question=question, number=Decimal(value))
