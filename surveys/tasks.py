"""Periodic tasks of surveys: closing those that are over, sending their reminders, and forgetting
who was invited."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.tasks import task
from django.utils import timezone

from kpcsc.foundation.periodic import schedule_task
from organisations.invitations.actions import forget_people
from surveys.closing import close_survey
from surveys.invitations.actions import send_due_reminder
from surveys.models import Invitation, Survey
from surveys.models.survey import SurveyQuerySet

logger = logging.getLogger(__name__)

PAUSE = timedelta(minutes=1)


@task
def close_due_surveys() -> None:
    """Does what is due, and comes back at the next moment at which something will be."""
    now = timezone.now()
    due: list[tuple[Callable[[Survey], object], SurveyQuerySet]] = [
        (lambda one: close_survey(survey=one, by=None), Survey.objects.over_at(now)),
        (
            lambda one: send_due_reminder(survey=one),
            Survey.objects.open_at(now).filter(remind_at__lte=now),
        ),
    ]
    for do, surveys in due:
        for survey in surveys:
            try:
                do(survey)
            except Exception:
                logger.exception("The clock could not do what is due about survey %s.", survey.pk)
    schedule_next_run()


@task
def forget_invited_to_surveys() -> None:
    """Takes people out of invitations to surveys that were closed long ago."""
    closed = timezone.now() - settings.RETENTION["invitations"]
    forget_people(Invitation.objects.filter(survey__closed_at__lt=closed), subject="survey")


def schedule_next_run() -> None:
    """Has the clock come back when the next survey closes or wants a reminder, unless it will."""
    now = timezone.now()
    waiting = Survey.objects.filter(closed_at=None, closes_at__gt=now)
    moments = [moment for row in waiting.values_list("closes_at", "remind_at") for moment in row]
    coming: list[datetime] = [moment for moment in moments if moment and moment > now]
    if Survey.objects.over_at(now).exists():  # it could not be closed
        coming.append(now + PAUSE)
    schedule_task(close_due_surveys, min(coming, default=None))
