"""The letters that ask people to answer a survey."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.mail.letters import Letter, letter_from, letter_kind, portal_url
from kpcsc.foundation.translated_text import translated
from organisations.models import User
from surveys.invitations.links import link_path
from surveys.models import AnsweredMark, Invitation
from surveys.promises import who_can_tell
from surveys.wording import day_in, moment_in


@letter_kind(_("invitation to a survey"))
def survey_invitation(invitation: Invitation, person: User) -> Letter | None:
    """The invitation with its personal link; None once it is withdrawn, answered or too late."""
    return _letter("surveys/mail/invitation.txt", invitation, person)


@letter_kind(_("reminder of a survey"))
def survey_reminder(invitation: Invitation, person: User) -> Letter | None:
    """The reminder, with the deadline in the reader's own time."""
    return _letter("surveys/mail/reminder.txt", invitation, person)


def _letter(template: str, invitation: Invitation, person: User) -> Letter | None:
    survey = invitation.survey
    is_answered = AnsweredMark.objects.filter(invitation=invitation).exists()
    if invitation.is_revoked or is_answered or survey.closed_at:
        return None
    if survey.opens_at is None or survey.closes_at is None or survey.closes_at <= timezone.now():
        return None
    context: dict[str, Any] = {
        "person": person,
        "title": translated(survey, "title").text,
        "meeting": translated(survey.meeting, "title").text,
        "introduction": translated(survey, "introduction").text,
        "organisation": invitation.organisation
        and translated(invitation.organisation, "name").text,
        "deadline": moment_in(survey.closes_at, person.time_zone),
        "day": day_in(survey.closes_at, person.time_zone),
        "who_can_tell": " ".join(who_can_tell(survey, invitation)),
        "link": portal_url(link_path(invitation)),
    }
    return letter_from(template, context)
