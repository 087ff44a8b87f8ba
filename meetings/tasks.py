"""What the clock does about meetings: it forgets what those invited wrote of themselves, and once a
week reminds of follow-ups that are due."""

from datetime import UTC, datetime, time, timedelta

from django.db.models.functions import Coalesce
from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from meetings.follow_ups.actions import post_digest
from meetings.models import Invitation

KEPT = timedelta(days=90)  # after the meeting, as the privacy page promises
PAUSE = timedelta(days=1)
WEEK = timedelta(days=7)
HOUR = time(7)  # UTC, on Mondays


@task
def forget_remarks() -> None:
    """Takes who comes and all remarks out of invitations to meetings long over; comes back daily.

    The replies themselves stay: they name nobody.
    """
    last_days = Invitation.objects.annotate(
        last_day=Coalesce("meeting__ends_on", "meeting__starts_on")
    )
    over = last_days.filter(last_day__lt=timezone.localdate() - KEPT)
    over.exclude(coming="", remarks="").update(coming="", remarks="")
    planned = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=forget_remarks.module_path
    )
    if not planned.exists():
        forget_remarks.using(run_after=timezone.now() + PAUSE).enqueue()


@task
def keep_week() -> None:
    """Posts the week's reminders if their hour has come, and comes back when the next one will."""
    try:
        moment = _moment_of_this_week()
        if moment <= timezone.now():
            post_digest(monday=moment.date())
    finally:
        schedule()


def schedule() -> None:
    """Has the clock come back at the next reminders' hour, unless it will."""
    moment = _moment_of_this_week()
    if moment <= timezone.now():
        moment += WEEK
    planned = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=keep_week.module_path, run_after__lte=moment
    )
    if not planned.exists():
        keep_week.using(run_after=moment).enqueue()


def _moment_of_this_week() -> datetime:
    today = timezone.now().astimezone(UTC).date()
    return datetime.combine(today - timedelta(days=today.weekday()), HOUR, UTC)
