"""The results of a survey of 20 000: `python -m tests.benchmarks.surveys` prints a line a page.

Loads the survey, then asks in this process: queries, seconds (median), path.
"""

import os
import random
from collections.abc import Iterator
from decimal import Decimal
from itertools import batched
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from surveys.models import Answer, Question, Response, Survey

RESPONSES = 20_000
REQUESTS = 5
BATCH = 2_000
# Kind, choices, and by what the results are broken down: a number is that of another question.
QUESTIONS: list[tuple[str, int, str | int]] = [
    ("single", 2, "nothing"),
    ("single", 5, 0),
    ("single", 4, "region"),
    ("single", 6, "nothing"),
    ("multiple", 5, "nothing"),
    ("scale", 0, "nothing"),
    ("ranking", 6, "nothing"),
    ("number", 0, "nothing"),
    ("country", 0, "nothing"),
    ("long_text", 0, "nothing"),
]


def load() -> "Survey":
    """A confidential survey, closed, its results published but for the texts."""
    from django.utils import timezone  # noqa: PLC0415 (they need the settings)

    from meetings.models import Meeting  # noqa: PLC0415
    from organisations.models import Organisation  # noqa: PLC0415
    from surveys.closing import pack_tables  # noqa: PLC0415
    from surveys.models import Answer, Response, Survey  # noqa: PLC0415

    now = timezone.now()
    survey = Survey.objects.create(
        meeting=Meeting.objects.get(slug="2021-06-strategy-meeting"),
        slug="invented-survey",
        closed_at=now,
        results_published_at=now,
        is_demonstration=True,
        title_fr="Enquête inventée",
        title_en="Invented survey",
    )
    made: list[Question] = []
    for kind, choices, by in QUESTIONS:
        made.append(question(survey, made, kind, choices, by))
    questions = list(survey.questions.prefetch_related("choices"))
    organisations = list(Organisation.objects.order_by("slug").values_list("pk", flat=True))
    chance = random.Random(survey.slug)
    for numbers in batched(range(RESPONSES), BATCH):
        responses = Response.objects.bulk_create(
            Response(
                survey=survey,
                confidentiality=survey.confidentiality,
                organisation_id=chance.choice(organisations),
                is_complete=True,
            )
            for _ in numbers
        )
        Answer.objects.bulk_create(
            (answer for one in responses for answer in answers(one, questions, chance)),
            batch_size=BATCH,
        )
    pack_tables()
    return survey


def question(
    survey: "Survey", before: "list[Question]", kind: str, choices: int, by: str | int
) -> "Question":
    """The next question of the survey."""
    from surveys.models import Choice, Question  # noqa: PLC0415

    place = len(before) + 1
    facts: dict[str, Any] = {"crossed_by": by}
    if isinstance(by, int):
        facts = {"crossed_by": "question", "crossed_with": before[by]}
    if kind == "scale":
        facts |= {"least": 1, "most": 5}
    made = Question.objects.create(
        survey=survey,
        position=place,
        kind=kind,
        results_visibility="staff" if kind == "long_text" else "public",
        text_fr=f"Question inventée n° {place}",
        text_en=f"Invented question no. {place}",
        **facts,
    )
    Choice.objects.bulk_create(
        Choice(
            question=made,
            position=number,
            text_fr=f"Réponse n° {number}",
            text_en=f"Answer no. {number}",
        )
        for number in range(1, choices + 1)
    )
    return made


def answers(
    response: "Response", questions: "list[Question]", chance: random.Random
) -> "Iterator[Answer]":
    """What somebody answers to each question; one in ten leaves it out."""
    from surveys.models import Answer  # noqa: PLC0415

    for one in questions:
        if chance.random() < 0.1:
            continue
        keys = [choice.pk for choice in one.offered()]
        found: list[dict[str, Any]] = []
        match one.kind:
            case "single":
                found = [{"choice_id": chance.choice(keys)}]
            case "multiple":
                ticked = chance.sample(keys, chance.randint(1, len(keys)))
                found = [{"choice_id": key} for key in ticked]
            case "ranking":
                order = chance.sample(keys, chance.randint(2, len(keys)))
                found = [{"choice_id": key, "rank": rank} for rank, key in enumerate(order, 1)]
            case "scale":
                found = [{"number": Decimal(chance.randint(1, 5))}]
            case "number":
                found = [{"number": Decimal(chance.randint(0, 60))}]
            case "country":
                found = [{"country_id": chance.choice(("BE", "CD", "CF", "SL", "ZA", "ZW"))}]
            case "long_text":
                found = [{"text": "Des mots inventés pour mesurer le portail."}]
        for fields in found:
            yield Answer(response_id=response.pk, question_id=one.pk, **fields)


def main() -> None:
    """Loads the survey, and measures its results as staff and as everybody see them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpcsc.settings")
    django.setup()

    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from organisations.models import User  # noqa: PLC0415
    from surveys.models import Survey  # noqa: PLC0415

    survey = Survey.objects.filter(slug="invented-survey").first() or load()
    staff, _created = User.objects.get_or_create(
        email="benchmark@example.org", defaults={"is_staff": True, "is_superuser": True}
    )
    of_staff, of_everybody = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
    of_staff.force_login(staff)
    for client, path in (
        (of_staff, reverse("admin:surveys_survey_results", args=[survey.pk])),
        (of_everybody, survey.get_absolute_url()),
    ):
        times = []
        for _ in range(1 + REQUESTS):
            start = perf_counter()
            response = client.get(path)
            times.append(perf_counter() - start)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        if response.status_code != 200:
            raise SystemExit(f"{path} answered {response.status_code}")
        print(len(queries), f"{median(times[1:]):.3f}", path)


if __name__ == "__main__":
    main()
