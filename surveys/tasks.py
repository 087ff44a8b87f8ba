"""What the clock does about surveys: it closes those that are over, and sends their reminders."""

from datetime import datetime

from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from surveys.actions.closing import close_survey
from surveys.actions.inviting import send_due_reminder
from surveys.models import Survey


@task
def keep_time() -> None:
    """Does what is due, and comes back at the next moment at which something will be."""
    now = timezone.now()
    try:
        for survey in Survey.objects.filter(closed_at=None, closes_at__lte=now):
            close_survey(survey=survey, by=None)
        for survey in Survey.objects.open_at(now).filter(remind_at__lte=now):
            send_due_reminder(survey=survey)
    finally:
        schedule()


def schedule() -> None:
    """Has the clock come back when the next survey closes or wants a reminder, unless it will."""
    now = timezone.now()
    waiting = Survey.objects.filter(closed_at=None, closes_at__gt=now)
    moments = [moment for row in waiting.values_list("closes_at", "remind_at") for moment in row]
    coming: list[datetime] = [moment for moment in moments if moment and moment > now]
    if not coming:
        return
    planned = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY,
        task_path=keep_time.module_path,
        run_after__lte=min(coming),
    )
    if not planned.exists():
        keep_time.using(run_after=min(coming)).enqueue()
