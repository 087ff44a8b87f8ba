"""A survey before the reference meeting, with answers that a program invents and that say so.

What was really asked and answered in 2021 was never published. So the survey is anonymous: nothing
here can be taken for the answer of one of the organisations.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction

from meetings.models import Meeting, Visibility
from surveys.models import Answer, Choice, Confidentiality, Crossing, Question, Response, Survey

RESPONDENTS = 40
SEED = 2021
DAYS = {"opens_at": 10, "closes_at": 28, "closed_at": 28, "results_published_at": 31}  # of May 2021
SURVEY = {
    "slug": "2021-06-strategy-meeting",
    "title_fr": "Ce qui doit être à l’ordre du jour",
    "title_en": "What belongs on the agenda",
    "introduction_fr": "Dix minutes pour dire ce qui compte le plus là où vous travaillez. "
    "L’ordre du jour de la réunion en sera tiré.",
    "introduction_en": "Ten minutes to say what matters most where you work. The agenda of the "
    "meeting will be made from it.",
}
NEAR_MINES = {
    "text_fr": "Travaillez-vous surtout auprès de communautés riveraines de mines ?",
    "text_en": "Do you work mostly with communities beside mines?",
    "kind": "single",
    "required": True,
    "section_fr": "Votre travail",
    "section_en": "Your work",
}
TOOLS = {
    "text_fr": "Quels outils utilisez-vous déjà ?",
    "text_en": "Which tools do you use already?",
    "kind": "multiple",
    "help_text_fr": "Cochez tout ce qui convient.",
    "help_text_en": "Tick all that apply.",
}
YEARS = {
    "text_fr": "Depuis combien d’années suivez-vous la question des diamants ?",
    "text_en": "For how many years have you followed the question of diamonds?",
    "kind": "number",
    "unit_fr": "années",
    "unit_en": "years",
    "least": 0,
    "most": 60,
}
TOPICS = {
    "text_fr": "Classez les sujets selon ce qu’ils changeraient pour les communautés.",
    "text_en": "Rank the topics by what they would change for communities.",
    "kind": "ranking",
    "section_fr": "L’ordre du jour",
    "section_en": "The agenda",
    "drafts_agenda": True,
}
SCHEME = {
    "text_fr": "Le système de certification protège-t-il les communautés que vous connaissez ?",
    "text_en": "Does the certification scheme protect the communities that you know?",
    "kind": "scale",
    "least": 1,
    "most": 5,
    "low_label_fr": "pas du tout",
    "low_label_en": "not at all",
    "high_label_fr": "tout à fait",
    "high_label_en": "fully",
}
WORDS = {
    "text_fr": "Que ne faut-il pas oublier ?",
    "text_en": "What must not be forgotten?",
    "kind": "long_text",
}
YES_OR_NO = [("Oui", "Yes"), ("Non", "No")]
KINDS_OF_TOOLS = [
    ("Enquêtes de terrain", "Field research"),
    ("Dialogue avec les entreprises", "Talks with companies"),
    ("Recours en justice", "Legal action"),
]
AGENDA_TOPICS = [
    ("Impôts et recettes minières", "Taxes and mining revenue"),
    ("Faire face aux sociétés minières", "Standing up to mining companies"),
    ("La façon dont les diamants sont vendus", "How diamonds are sold"),
    ("Des débouchés au profit des communautés", "Markets that benefit communities"),
    ("Recours en cas de violences", "Recourse against violence"),
]


@transaction.atomic
def load_survey(meeting: Meeting) -> Survey:
    """The survey with its invented answers, closed, its results published."""
    moments = {name: datetime(2021, 5, day, 12, tzinfo=UTC) for name, day in DAYS.items()}
    survey = Survey.objects.create(
        meeting=meeting,
        confidentiality=Confidentiality.ANONYMOUS,
        is_demonstration=True,
        **SURVEY,
        **moments,
    )
    near = _question(survey, 1, NEAR_MINES, YES_OR_NO)
    by_place = {"crossed_by": Crossing.QUESTION, "crossed_with": near}
    tools = _question(survey, 2, TOOLS | by_place, KINDS_OF_TOOLS)
    years = _question(survey, 3, YEARS)
    topics = _question(survey, 4, TOPICS, AGENDA_TOPICS)
    scheme = _question(survey, 5, SCHEME)
    _question(survey, 6, WORDS, visibility=Visibility.STAFF)
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
            Answer(response=response, question=years, number=Decimal(chance.randint(1, 25))),
            Answer(response=response, question=scheme, number=chance.choice((1, 1, 2, 2, 3, 4))),
            *_ticked(response, tools, place),
            *_ranked(response, topics, chance),
        ]
    )
    return survey


def _question(
    survey: Survey,
    position: int,
    facts: Mapping[str, object],
    choices: list[tuple[str, str]] | None = None,
    visibility: Visibility = Visibility.PUBLIC,
) -> Question:
    question = Question.objects.create(
        survey=survey, position=position, results_visibility=visibility, **facts
    )
    for place, (french, english) in enumerate(choices or [], start=1):
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
