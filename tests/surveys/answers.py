"""Many answers at once, for what needs more respondents than a story can tell of."""

from surveys.answering.actions import hand_in
from surveys.answering.return_code import new_code
from surveys.kinds import Given
from surveys.models import Survey
from tests.factories import make_invitation


def answer_by_many(survey: Survey, number: int) -> None:
    """So many new people each choose the first choice, and rank the choices in their order."""
    questions = survey.questions.prefetch_related("choices")
    answers = {}
    for question in questions:
        offered = question.offered()
        if question.kind == "single":
            answers[question.pk] = [Given(choice=offered[0].pk)]
        elif question.kind == "ranking":
            ranked = [offered[1], offered[0], *offered[2:]]
            answers[question.pk] = [
                Given(choice=choice.pk, rank=rank) for rank, choice in enumerate(ranked, start=1)
            ]
    for _ in range(number):
        invitation = make_invitation(survey)
        hand_in(survey=survey, invitation=invitation, answers=answers, code=new_code())
