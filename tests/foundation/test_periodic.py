"""What comes back by itself goes on coming, whatever went wrong in between."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.tasks import TaskResultStatus
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from kpcsc.foundation.periodic import (
    LATEST,
    PAUSE_AFTER_AN_ERROR,
    PeriodicRun,
    forget_finished_tasks,
    note_run,
    pause_after,
    plan_periodic_tasks,
    schedule_task,
    start_periodic_tasks,
)
from organisations.tasks import delete_expired_sessions
from tests.foundation.mail.conftest import Clock, clock

__all__ = ["clock"]  # a fixture

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def planned() -> list[str]:
    """The tasks that will run, in the order of their paths."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by("task_path")
    return list(waiting.values_list("task_path", flat=True))


@pytest.mark.parametrize("path", settings.PERIODIC_TASKS)
def test_each_has_its_next_run_planned_within_its_time(path: str, clock: Clock) -> None:
    import_string(path).call()
    plan_periodic_tasks()
    planned_for = DBTaskResult.objects.get(task_path=path).run_after
    assert clock.moment < planned_for <= clock.moment + settings.PERIODIC_TASKS[path]


def test_a_worker_begins_with_all_of_them() -> None:
    start_periodic_tasks()
    assert planned() == sorted(settings.PERIODIC_TASKS)


def test_those_that_failed_run_again_soon(clock: Clock) -> None:
    start_periodic_tasks()
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)  # as an exception leaves them
    for path in settings.PERIODIC_TASKS:
        note_run(path, error="builtins.KeyError")
    for _ in range(3):
        plan_periodic_tasks()
    assert planned() == sorted(settings.PERIODIC_TASKS)
    again = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    assert {task.run_after for task in again} == {clock.moment + PAUSE_AFTER_AN_ERROR}


@pytest.mark.parametrize(
    ("failures", "minutes"), [(1, 0.5), (2, 1), (3, 2), (7, 32), (8, 60), (10_000, 60)]
)
def test_the_pause_grows_with_each_failure(failures: int, minutes: float) -> None:
    assert pause_after(failures) == minutes * MINUTE


def test_of_each_it_is_known_when_it_last_did_its_work_and_how_often_it_failed_since(
    clock: Clock,
) -> None:
    note_run("a.task", error="")
    for kind in ("builtins.KeyError", "django.db.utils.DataError"):
        note_run("a.task", error=kind)
    run = PeriodicRun.objects.get(path="a.task")
    assert (run.succeeded_at, run.failures) == (clock.moment, 2)
    assert run.error == "django.db.utils.DataError"
    note_run("a.task", error="")
    run.refresh_from_db()
    assert (run.failures, run.error) == (0, "")


def test_latest_moment_stays_where_the_clock_goes_back(clock: Clock) -> None:
    before = clock.moment
    note_run("a.task", error="")
    clock.moment -= timedelta(hours=1)
    note_run("a.task", error="")
    moments = dict(PeriodicRun.objects.values_list("path", "succeeded_at"))
    assert moments == {"a.task": clock.moment, LATEST: before}
    clock.moment += timedelta(hours=2)
    note_run("a.task", error="")
    assert PeriodicRun.objects.get(path=LATEST).succeeded_at == clock.moment


def test_what_a_clock_planned_that_was_ahead_is_planned_anew(clock: Clock) -> None:
    clock.moment += timedelta(days=365)
    plan_periodic_tasks()
    clock.moment -= timedelta(days=365)
    plan_periodic_tasks()
    soon = DBTaskResult.objects.filter(run_after__lte=clock.moment + timedelta(weeks=1))
    assert set(soon.values_list("task_path", flat=True)) == settings.PERIODIC_TASKS.keys()
    number = DBTaskResult.objects.count()
    plan_periodic_tasks()
    assert DBTaskResult.objects.count() == number


def test_those_that_are_planned_stay_as_they_are(clock: Clock) -> None:
    for path in settings.PERIODIC_TASKS:
        import_string(path).call()
    plan_periodic_tasks()
    before = list(DBTaskResult.objects.values())
    plan_periodic_tasks()
    assert list(DBTaskResult.objects.values()) == before


def test_an_earlier_run_is_planned_beside_a_later_one_and_a_later_one_is_not(clock: Clock) -> None:
    for minutes in (5, 3, 4):
        schedule_task(delete_expired_sessions, clock.moment + minutes * MINUTE)
    moments = DBTaskResult.objects.order_by("run_after").values_list("run_after", flat=True)
    assert [*moments] == [clock.moment + 3 * MINUTE, clock.moment + 5 * MINUTE]


def test_tasks_that_ended_are_forgotten_after_a_day() -> None:
    for path, hours in {"old": 25, "young": 23}.items():
        DBTaskResult.objects.create(
            status=TaskResultStatus.SUCCESSFUL,
            finished_at=timezone.now() - timedelta(hours=hours),
            task_path=path,
            args_kwargs={},
            backend_name="default",
        )
    forget_finished_tasks.call()
    assert [one.task_path for one in DBTaskResult.objects.all()] == ["young"]


def test_runs_that_waited_under_an_earlier_name_are_found_under_the_new_one() -> None:
    migration = import_module("kpcsc.migrations.0004_task_paths")
    for path in migration.NAMES.values():
        import_string(path).enqueue()
    migration.rename(apps, {new: old for old, new in migration.NAMES.items()})
    assert planned() == sorted(migration.NAMES)
    migration.rename(apps, migration.NAMES)
    assert planned() == sorted(migration.NAMES.values())
