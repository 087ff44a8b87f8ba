"""A survey before the reference meeting, with answers that a program invents and that say so.

What was really asked and answered in 2021 was never published. So the survey is anonymous: nothing
here can be taken for the answer of one of the organisations.
"""

import tomllib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from django.db import transaction

from meetings.models import Meeting, Visibility
from surveys.models import Answer, Choice, Confidentiality, Crossing, Question, Response, Survey

RESPONDENTS = 40
SEED = 2021
DAYS = {"opens_at": 10, "closes_at": 28, "closed_at": 28, "results_published_at": 31}  # of May 2021
SURVEY: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())


@transaction.atomic
def load_survey(meeting: Meeting) -> Survey:
    """The survey with its invented answers, closed, its results published."""
    moments = {name: datetime(2021, 5, day, 12, tzinfo=UTC) for name, day in DAYS.items()}
    survey = Survey.objects.create(
        meeting=meeting,
        confidentiality=Confidentiality.ANONYMOUS,
        is_demonstration=True,
        **SURVEY["survey"],
        **moments,
    )
    asked = {
        name: _question(survey, place, **facts)
        for place, (name, facts) in enumerate(SURVEY["questions"].items(), start=1)
    }
    near, tools = asked["near_mines"], asked["tools"]
    tools.crossed_by, tools.crossed_with = Crossing.QUESTION, near
    tools.save()
    chance = Random(SEED)  # noqa: S311 (invented answers, the same on every machine)
    responses = Response.objects.bulk_create(
        Response(survey=survey, confidentiality=survey.confidentiality, is_complete=True)
        for _ in range(RESPONDENTS)
    )
    Answer.objects.bulk_create(
        answer
        for place, response in enumerate(responses)
        for answer in [
            Answer(response=response, question=near, choice=near.offered()[place % 2]),
            Answer(
                response=response, question=asked["years"], number=Decimal(chance.randint(1, 25))
            ),
            Answer(
                response=response,
                question=asked["scheme"],
                number=chance.choice((1, 1, 2, 2, 3, 4)),
            ),
            *_ticked(response, tools, place),
            *_ranked(response, asked["topics"], chance),
        ]
    )
    return survey


def _question(
    survey: Survey, position: int, *, choices: Iterable[tuple[str, str]] = (), **facts: Any
) -> Question:
    """A question with its choices, French and English; words are for the secretariat alone."""
    visibility = Visibility.STAFF if facts["kind"] == "long_text" else Visibility.PUBLIC
    question = Question.objects.create(
        survey=survey, position=position, results_visibility=visibility, **facts
    )
    for place, (french, english) in enumerate(choices, start=1):
        texts: dict[str, Any] = {"text_fr": french, "text_en": english}
        Choice.objects.create(question=question, position=place, **texts)
    return question


def _ticked(response: Response, question: Question, place: int) -> Iterator[Answer]:
    """Each tool by about half of the respondents, whoever they are."""
    for number, choice in enumerate(question.offered(), start=1):
        if (place // 2) % (number + 1):
            yield Answer(response=response, question=question, choice=choice)


def _ranked(response: Response, question: Question, chance: Random) -> Iterator[Answer]:
    """The first topics tend to come first; some respondents rank only a few."""
    offered = question.offered()
    order = sorted(offered, key=lambda choice: choice.position + chance.gauss(0, 1.6))
    for rank, choice in enumerate(order[: chance.randint(2, len(order))], start=1):
        yield Answer(response=response, question=question, choice=choice, rank=rank)
