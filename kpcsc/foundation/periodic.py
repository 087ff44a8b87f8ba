"""Tasks that come back: what runs by the clock, and how each of them went of late.

`settings.PERIODIC_TASKS` is the table of them. The worker plans the next run of each, whatever
became of the last; a task that knows of something due earlier plans that by itself.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.db.models import F, Q
from django.tasks import Task, TaskResultStatus, task
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult, get_date_max

PAUSE_AFTER_AN_ERROR = timedelta(seconds=30)  # twice as long after each further one
LONGEST_PAUSE = timedelta(hours=1)
LATEST = "latest"  # the row of the latest moment of any run: a clock that goes back leaves it
MOST_DOUBLINGS = 7  # which makes it longer than the longest


class PeriodicRun(models.Model):
    """When a periodic task last did its work, and what became of its runs since."""

    path = models.CharField(max_length=200, primary_key=True)
    succeeded_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)  # one after the other
    error = models.CharField(max_length=200, blank=True)  # the kind of the last; not its words

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path


def note_run(path: str, *, error: str) -> None:
    """Keeps what became of a run: `error` is the kind of error that ended it, empty for none."""
    PeriodicRun.objects.get_or_create(path=path)
    run = PeriodicRun.objects.filter(path=path)
    if error:
        run.update(failures=F("failures") + 1, error=error)
    else:
        now = timezone.now()
        run.update(failures=0, error="", succeeded_at=now)
        PeriodicRun.objects.get_or_create(path=LATEST, defaults={"succeeded_at": now})
        PeriodicRun.objects.filter(path=LATEST, succeeded_at__lt=now).update(succeeded_at=now)


def schedule_task(task: Task[Any, Any], moment: datetime | None) -> None:
    """Has a task run at a moment, unless a run is planned that comes by then; None plans none."""
    if moment is None:
        return
    at_once = Q(run_after=get_date_max())
    planned = DBTaskResult.objects.filter(
        at_once | Q(run_after__lte=moment),
        status=TaskResultStatus.READY,
        task_path=task.module_path,
    )
    if not planned.exists():
        # At once is said as the library says it: a moment would come before every other task.
        task.using(run_after=moment if moment > timezone.now() else None).enqueue()


def start_periodic_tasks() -> None:
    """Has each of them run at once: what a killed worker left undone, nobody else brings back."""
    for path in settings.PERIODIC_TASKS:
        import_string(path).enqueue()


def plan_periodic_tasks() -> None:
    """Has each that nothing plans any more run again: after its time, or after a pause where it
    failed. What is planned for later than that was planned by a clock that was ahead."""
    at_once, now = get_date_max(), timezone.now()
    waiting = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path__in=settings.PERIODIC_TASKS
    )
    planned = {
        path
        for path, moment in waiting.values_list("task_path", "run_after")
        if moment == at_once or moment <= now + settings.PERIODIC_TASKS[path]
    }
    if unplanned := settings.PERIODIC_TASKS.keys() - planned:
        _plan(unplanned)


def _plan(paths: Iterable[str]) -> None:
    runs = PeriodicRun.objects.filter(failures__gt=0)
    failures = dict(runs.values_list("path", "failures"))
    for path in sorted(paths):
        pause = settings.PERIODIC_TASKS[path]
        if path in failures:
            pause = min(pause, pause_after(failures[path]))
        schedule_task(import_string(path), timezone.now() + pause)


def pause_after(failures: int) -> timedelta:
    """How long to wait once a task failed so many times, one after the other."""
    doublings = min(failures - 1, MOST_DOUBLINGS)
    return min(PAUSE_AFTER_AN_ERROR * 2**doublings, LONGEST_PAUSE)


@task
def beat() -> None:
    """Does nothing: that it ran says that the worker runs."""


@task
def forget_finished_tasks() -> None:
    """Deletes the rows of tasks that ended more than a day ago."""
    call_command("prune_db_task_results", min_age_days=1, verbosity=0)
