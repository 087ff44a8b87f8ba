"""Asking people to answer: invitations, their letters, reminders, and taking a link back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from kpcsc.foundation.history.log import log_action
from kpcsc.foundation.mail.models import Delivery, DeliveryStatus
from kpcsc.foundation.mail.outbox import queue_letters, run_outbox
from organisations.invitations.actions import invite_each, recipients
from organisations.models import Organisation, User
from surveys.invitations.letters import survey_invitation, survey_reminder
from surveys.models import Invitation, Survey, Unit
from surveys.models.invitation import SurveyInvitationQuerySet


@transaction.atomic
def invite(
    *,
    survey: Survey,
    people: Iterable[User] = (),
    organisations: Iterable[Organisation] = (),
    by: User,
) -> list[Invitation]:
    """Invites people, and organisations: as one, or each of their contacts, as the survey counts.

    A person of an organisation that answers as one is invited as the organisation. Otherwise as
    `invite_each` does. Nobody is invited to what is closed: its results say how many were.
    """
    survey = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    if survey.closed_at:
        return []
    people, organisations = list(people), list(organisations)
    if survey.unit == Unit.ORGANISATION:
        of_people = Organisation.objects.filter(people__in=people)
        people, organisations = [], [*organisations, *of_people]
    else:
        contacts = User.objects.filter(organisation__in=organisations, is_active=True)
        people, organisations = [*people, *contacts], []
    log_action(survey, gettext_noop("invitations to a survey"), by=by)
    return invite_each(Invitation, people=people, organisations=organisations, survey=survey)


@transaction.atomic
def send_invitations(*, survey: Survey, invitations: Iterable[Invitation], by: User) -> int:
    """Puts the letters of these invitations in the outbox; gives how many.

    They wait there until the survey opens; one without dates, or that is over, sends none.
    """
    if survey.closed_at or survey.opens_at is None:
        return 0
    log_action(survey, gettext_noop("invitation to a survey"), by=by)
    opens_at = survey.opens_at if survey.opens_at > timezone.now() else None
    return len(
        queue_letters(survey_invitation, recipients(_of(survey, invitations)), after=opens_at)
    )


@transaction.atomic
def reschedule_invitation_letters(*, survey: Survey) -> None:
    """Has letters that wait for the survey's opening wait for the date that it has now."""
    keys = map(str, survey.invitations.values_list("pk", flat=True))
    waiting = Delivery.objects.filter(
        letter=survey_invitation.name, about_id__in=keys, status=DeliveryStatus.QUEUED, attempts=0
    )
    if survey.opens_at and waiting.update(due_at=survey.opens_at):
        run_outbox.using(run_after=max(survey.opens_at, timezone.now())).enqueue()


@transaction.atomic
def remind(*, survey: Survey, by: User | None) -> int:
    """Puts a letter to everyone who has not answered in the outbox; gives how many.

    `by` is None for the reminder that the survey's own date sends.
    """
    if not survey.is_open():
        return 0
    if by is not None:
        log_action(survey, gettext_noop("reminder of a survey"), by=by)
    return len(queue_letters(survey_reminder, recipients(survey.invitations.unanswered())))


@transaction.atomic
def send_due_reminder(*, survey: Survey) -> int:
    """The reminder that the survey's own date sends, once."""
    survey = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    if survey.remind_at is None:
        return 0
    Survey.objects.filter(pk=survey.pk).update(remind_at=None)
    return remind(survey=survey, by=None)


@transaction.atomic
def withdraw(*, survey: Survey, invitations: Iterable[Invitation], by: User) -> int:
    """Takes these links back: they open nothing from now on, for good. Those of a closed survey
    open nothing, and stay: its results say how many were invited."""
    if survey.closed_at:
        return 0
    log_action(survey, gettext_noop("link withdrawn"), by=by)
    return _of(survey, invitations).update(is_revoked=True)


def _of(survey: Survey, invitations: Iterable[Invitation]) -> SurveyInvitationQuerySet:
    keys = [invitation.pk for invitation in invitations]
    return survey.invitations.in_force().filter(pk__in=keys)
