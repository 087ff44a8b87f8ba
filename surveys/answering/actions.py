"""Storing what somebody answered: once, whole, and with no more about them than promised."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from organisations.models import User
from surveys.answering.return_code import hash_of
from surveys.kinds import Given
from surveys.models import (
    Answer,
    AnsweredMark,
    Confidentiality,
    Invitation,
    RecordedFrom,
    Response,
    Survey,
)


class ClosedError(Exception):
    """The survey takes no answers now."""


class AnsweredAlreadyError(Exception):
    """This link has been used; the answer is changed with its code alone."""


class StaleAnswerError(Exception):
    """The answer was changed from another page since this one was opened."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


@transaction.atomic
def hand_in(
    *,
    survey: Survey,
    invitation: Invitation | None,
    answers: Mapping[int, Sequence[Given]],
    unfinished: Mapping[str, list[str]] | None = None,
    code: str = "",
    version: int = 0,
    is_complete: bool = True,
    recorded_from: RecordedFrom | None = None,
    by: User | None = None,
) -> Response:
    """Stores the answers by question, or saves them for later where they are not complete.

    What is `unfinished`, by control, is no answer yet: it is kept until the answer is handed in.
    A named answer is found by its invitation, any other by `code`. `version` is that of the answer
    which the respondent saw; the same answers sent twice are stored once. `by` is staff who writes
    an answer down. Raises ClosedError, AnsweredAlreadyError and StaleAnswerError, storing nothing.
    """
    # Locked, so that closing comes before or after the whole of an answer.
    survey = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    if not survey.is_open():
        raise ClosedError
    response = stored_response(survey, invitation, code)
    rows = [
        Answer(
            response=response,
            question_id=question,
            choice_id=one.choice,
            country_id=one.country,
            rank=one.rank,
            number=one.number,
            text=one.text,
            may_be_quoted=one.may_be_quoted,
        )
        for question, found in answers.items()
        for one in found
    ]
    sent = {question: list(found) for question, found in answers.items()}
    kept = {} if is_complete else dict(unfinished or {})
    if response is None:
        response = _new_response(survey, invitation, code)
    elif is_complete and not response.is_complete and _was_used(survey, invitation):
        raise AnsweredAlreadyError  # by another answer, while this one was saved for later
    elif response.version != version and _said(response) != (sent, kept):
        raise StaleAnswerError(response.version)
    response.version += 1
    response.is_complete = response.is_complete or is_complete
    response.unfinished = kept
    if survey.confidentiality == Confidentiality.NAMED and is_complete:
        response.submitted_at = timezone.now()
    if not survey.is_anonymous:
        response.recorded_from, response.recorded_by = recorded_from or "", by
    response.save()
    response.answers.all().delete()
    for row in rows:
        row.response = response
    Answer.objects.bulk_create(rows)
    if response.is_complete and invitation is not None:
        AnsweredMark.objects.get_or_create(invitation=invitation)
    return response


def stored_response(survey: Survey, invitation: Invitation | None, code: str) -> Response | None:
    """The answer given earlier: by the invitation in a named survey, by the code in any other."""
    if survey.confidentiality == Confidentiality.NAMED:
        return survey.responses.filter(invitation=invitation).first() if invitation else None
    hashed = hash_of(code)
    return survey.responses.filter(code_hash=hashed).first() if hashed else None


def answers_by_question(response: Response) -> dict[int, list[Given]]:
    """What a stored response says, by question."""
    found: dict[int, list[Given]] = {}
    for answer in response.answers.order_by(F("rank").asc(nulls_first=True), "pk"):
        found.setdefault(answer.question_id, []).append(answer.given)
    return found


def _said(response: Response) -> tuple[dict[int, list[Given]], dict[str, list[str]]]:
    """All that is stored of what somebody typed."""
    return answers_by_question(response), response.unfinished


def _new_response(survey: Survey, invitation: Invitation | None, code: str) -> Response:
    """A response with what the survey's promise leaves of whose it is."""
    response = Response(survey=survey, confidentiality=survey.confidentiality)
    if survey.confidentiality == Confidentiality.NAMED:
        response.invitation = invitation
    elif _was_used(survey, invitation):
        raise AnsweredAlreadyError
    else:
        response.code_hash = hash_of(code)
    organisation = (
        invitation.represented_organisation if invitation and not survey.is_anonymous else None
    )
    if organisation:
        response.organisation = organisation
        response.country, response.kind = organisation.country, organisation.kind
    return response


def _was_used(survey: Survey, invitation: Invitation | None) -> bool:
    """Whether a link that leads to no answer of its own has given its one answer."""
    is_named = survey.confidentiality == Confidentiality.NAMED
    marks = AnsweredMark.objects.filter(invitation=invitation)
    return invitation is not None and not is_named and marks.exists()
