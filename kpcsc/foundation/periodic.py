"""Tasks that come back: each plans its next run, and the worker those that an error stopped."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.tasks import Task, TaskResultStatus
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult, get_date_max

DAY = timedelta(days=1)
PAUSE_AFTER_AN_ERROR = timedelta(seconds=30)


def schedule_task(task: Task[Any, Any], moment: datetime | None) -> None:
    """Has a task run at a moment, unless a run is planned that comes by then.

    None says that nothing is due: it then runs in a day.
    """
    now = timezone.now()
    moment = moment or now + DAY
    at_once = Q(run_after=get_date_max())
    planned = DBTaskResult.objects.filter(
        at_once | Q(run_after__lte=moment),
        status=TaskResultStatus.READY,
        task_path=task.module_path,
    )
    if not planned.exists():
        # At once is said as the library says it: a moment would come before every other task.
        task.using(run_after=moment if moment > now else None).enqueue()


def start_periodic_tasks() -> None:
    """Has each of them run at once: what a killed worker left undone, nobody else brings back."""
    for path in settings.PERIODIC_TASKS:
        import_string(path).enqueue()


def plan_stopped_tasks() -> None:
    """Has those that nothing plans any more, as after an error, run again in half a minute."""
    waiting = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path__in=settings.PERIODIC_TASKS
    )
    planned = set(waiting.values_list("task_path", flat=True))
    for path in settings.PERIODIC_TASKS:
        if path not in planned:
            schedule_task(import_string(path), timezone.now() + PAUSE_AFTER_AN_ERROR)
