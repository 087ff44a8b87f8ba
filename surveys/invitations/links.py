"""What the personal link of an invitation opens, and the public link of a survey."""

from typing import NamedTuple

from django.urls import reverse

from kpcsc.foundation.links import SignedKeys
from surveys.models import Invitation, Survey

_keys = SignedKeys("surveys.links")


class Target(NamedTuple):
    """What a link opens: a survey, and for whom; None where it is open to all."""

    survey: Survey
    invitation: Invitation | None


def token_of(record: Survey | Invitation) -> str:
    """The part of the address that stands for an invitation, or for an open survey."""
    kind = "s" if isinstance(record, Survey) else "i"
    return _keys.token(kind, record.key)


def link_path(record: Survey | Invitation) -> str:
    """The path of the page where it is answered, in the language that is active."""
    return reverse("survey_answer", args=[token_of(record)])


def target_of(token: str) -> Target | None:
    """What the token opens now; None if nothing: unknown, withdrawn, before or after the time."""
    target = _target_in_force(token)
    return target if target and target.survey.is_open() else None


def over_target_of(token: str) -> Target | None:
    """What the token opened until the survey was over; None if it is not, or it opens nothing."""
    target = _target_in_force(token)
    return target if target and target.survey.is_over else None


def early_target_of(token: str) -> Target | None:
    """What the token will open once the survey opens; None if that is past, or never."""
    target = _target_in_force(token)
    return target if target and target.survey.is_to_come else None


def _target_in_force(token: str) -> Target | None:
    signed = _keys.read(token)
    if signed is None:
        return None
    kind, key = signed
    if kind == "s":
        survey = Survey.objects.filter(key=key, is_open_to_all=True).first()
        return Target(survey, None) if survey else None
    invitations = Invitation.objects.in_force().with_mark()
    invitation = invitations.select_related(
        "survey", "person__organisation", "organisation"
    ).filter(key=key)
    found = invitation.first()
    is_gone = found is not None and found.person is not None and not found.person.is_active
    return None if found is None or is_gone else Target(found.survey, found)
