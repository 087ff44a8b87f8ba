"""What storing an answer keeps of it: one of each link, how it came, and where it came from."""

from typing import Any

import pytest

from organisations.models import Organisation
from surveys.answering.actions import AnsweredAlreadyError, hand_in
from surveys.answering.return_code import new_code
from surveys.kinds import Given
from surveys.models import AnsweredMark, Invitation, RecordedFrom, Response
from tests.factories import (
    make_invitation,
    make_organisation,
    make_question,
    make_staff,
    make_survey,
    make_user,
)

pytestmark = pytest.mark.django_db
NOT_NAMED = ("confidential", "anonymous")


def invited(confidentiality: str, **organisation: Any) -> Invitation:
    """An invitation to a survey that asks for a text."""
    survey = make_survey(confidentiality=confidentiality)
    make_question(survey, "short_text")
    person = make_user(organisation=make_organisation(**organisation))
    return make_invitation(survey, person=person)


def answered(invitation: Invitation, text: str, **facts: Any) -> Response:
    """The response after somebody answers with these words."""
    question = invitation.survey.questions.get()
    answers = {question.pk: [Given(text=text)]}
    return hand_in(survey=invitation.survey, invitation=invitation, answers=answers, **facts)


def stored() -> set[tuple[bool, str]]:
    """Of each response, whether it was handed in and what it says."""
    return set(Response.objects.values_list("is_complete", "answers__text"))


# --- One answer a link --------------------------------------------------------------------------


@pytest.mark.parametrize("confidentiality", NOT_NAMED)
def test_of_several_answers_saved_with_one_link_one_is_handed_in(confidentiality: str) -> None:
    invitation = invited(confidentiality)
    first, second = new_code(), new_code()
    for code, text in ((first, "Un début"), (second, "Un autre")):
        answered(invitation, text, code=code, is_complete=False)
    answered(invitation, "Premier", code=first, version=1)
    with pytest.raises(AnsweredAlreadyError):
        answered(invitation, "Second", code=second, version=1)
    assert stored() == {(True, "Premier"), (False, "Un autre")}
    answered(invitation, "Corrigé", code=first, version=2)
    assert stored() == {(True, "Corrigé"), (False, "Un autre")}
    assert AnsweredMark.objects.get().invitation == invitation


@pytest.mark.parametrize("confidentiality", NOT_NAMED)
@pytest.mark.parametrize("is_complete", [True, False])
def test_a_used_link_begins_no_other_answer(confidentiality: str, is_complete: bool) -> None:
    invitation = invited(confidentiality)
    answered(invitation, "Premier", code=new_code())
    with pytest.raises(AnsweredAlreadyError):
        answered(invitation, "Second", code=new_code(), is_complete=is_complete)
    assert stored() == {(True, "Premier")}


# --- How it came --------------------------------------------------------------------------------


def test_it_is_known_how_the_latest_version_came() -> None:
    invitation, staff = invited("named"), make_staff()
    ways: list[tuple[dict[str, Any], tuple[str, Any]]] = [
        ({"recorded_from": RecordedFrom.PHONE, "by": staff}, ("phone", staff)),
        ({"recorded_from": RecordedFrom.PAPER, "by": staff}, ("paper", staff)),
        ({}, ("", None)),
    ]
    for version, (facts, expected) in enumerate(ways):
        answered(invitation, f"Texte {version}", version=version, **facts)
        response = Response.objects.get()
        assert (response.recorded_from, response.recorded_by) == expected


# --- Where it came from -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("confidentiality", "expected"),
    [("named", ("CD", "union")), ("confidential", ("CD", "union")), ("anonymous", (None, ""))],
)
def test_country_and_kind_are_those_of_when_it_answered(
    confidentiality: str, expected: tuple[str | None, str]
) -> None:
    invitation, code = invited(confidentiality, country_id="CD", kind="union"), new_code()
    answered(invitation, "Avant", code=code)
    Organisation.objects.update(country="ZW", kind="ngo")
    fresh = Invitation.objects.get()
    response = answered(fresh, "Après", code=code, version=1)
    response.refresh_from_db()
    assert (response.country_id, response.kind) == expected
