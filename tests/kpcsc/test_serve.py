"""What runs beside the portal comes back by itself, and ends with it."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection

from meetings.models import Meeting
from tests.foundation.mail.test_worker import Database, wait_until
from tests.test_newcomer import free_port

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]
TASKS = "django_tasks_database_dbtaskresult"
PLANNED = f"SELECT DISTINCT task_path FROM {TASKS} WHERE status = 'READY'"  # noqa: S608
RUN = f"SELECT DISTINCT task_path FROM {TASKS} WHERE status = 'SUCCESSFUL'"  # noqa: S608
# What a process does when another ends does not depend on the database.
sqlite_only = pytest.mark.skipif(connection.vendor != "sqlite", reason="as on SQLite")
# A table that each of the periodic tasks asks.
ASKED = [
    "django_session",
    "foundation_deletedrecord",
    "foundation_delivery",
    "kpcsc_namingcheck",
    "meetings_digestweek",
    "meetings_documenttext",
    "meetings_invitation",
    "surveys_survey",
]
OTHERS = {  # which fail for no table
    "kpcsc.health.tasks.look_for_faults",
    "kpcsc.backups.tasks.write_missing_ledger_entries",
    "kpcsc.foundation.periodic.beat",
    "kpcsc.foundation.periodic.forget_finished_tasks",
    "kpcsc.foundation.waiting_files.delete_expired_waiting_files",
}


@pytest.fixture
def database(reference: Meeting, tmp_path: Path) -> Database:
    return Database(tmp_path)


@pytest.fixture
def portal(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Portal"]:
    """`manage.py serve`, once all periodic tasks have run.

    The folder of static files is shared by those that this worker of the suite starts, and with no
    other worker: two that collect into one folder at once get into each other's way.
    """
    found = Portal(database.url, str(tmp_path_factory.getbasetemp() / "static"))
    try:
        wait_until(lambda: paths(database, RUN) == set(settings.PERIODIC_TASKS))
        yield found
    finally:
        found.process.terminate()
        found.process.wait()


class Portal:
    """`manage.py serve` at a database, and the processes that it started."""

    def __init__(self, url: str, static: str) -> None:
        self.port = free_port()
        options: dict[str, Any] = {
            "env": os.environ
            | {"DEMO": "true", "DEBUG": "false", "DATABASE_URL": url, "STATIC_ROOT": static},
            "cwd": settings.BASE_DIR,
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.DEVNULL,
        }
        manage = [sys.executable, "manage.py"]
        # The test database is made from the models, and knows of no migration.
        subprocess.run([*manage, "migrate", "--fake"], check=True, **options)
        self.process = subprocess.Popen([*manage, "serve", "--port", str(self.port)], **options)

    def children(self) -> dict[int, str]:
        """The command of each process that it started, by its number."""
        return {
            int(status.parent.name): (status.parent / "cmdline").read_text().replace("\0", " ")
            for status in Path("/proc").glob("[0-9]*/status")
            if f"\nPPid:\t{self.process.pid}\n" in readable(status)
        }

    def worker(self) -> int:
        """The number of the process that runs tasks; 0 while there is none."""
        return next((pid for pid, line in self.children().items() if "worker" in line), 0)

    def answers(self) -> bool:
        with suppress(OSError), urlopen(f"http://127.0.0.1:{self.port}/fr/") as answer:
            return answer.status == 200
        return False


def readable(file: Path) -> str:
    """What a file of /proc holds; nothing once its process is gone."""
    with suppress(OSError):
        return file.read_text()
    return ""


def paths(database: Database, question: str) -> set[str]:
    """The tasks that a question finds."""
    with suppress(sqlite3.OperationalError):  # while another test's lock holds
        return {path for (path,) in database.execute(question)}
    return set()


def seconds_until(is_so: Callable[[], bool]) -> float:
    start = time.monotonic()
    wait_until(is_so)
    return time.monotonic() - start


def all_planned(database: Database) -> bool:
    return paths(database, PLANNED) == set(settings.PERIODIC_TASKS)


@sqlite_only
def test_a_worker_that_was_killed_is_started_again(database: Database, portal: Portal) -> None:
    killed = portal.worker()
    os.kill(killed, signal.SIGKILL)
    database.execute(f"DELETE FROM {TASKS}")  # noqa: S608 (a constant)
    seconds = seconds_until(lambda: all_planned(database))
    assert portal.worker() not in {0, killed}
    print(f"{connection.vendor}: back {seconds:.1f} s after it was killed.")
    assert portal.answers()


def test_a_worker_outlives_a_database_that_is_not_there(database: Database, portal: Portal) -> None:
    """SQLite's is locked for longer than anybody waits; PostgreSQL ends all its connections."""
    worker = portal.worker()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(database.file)) as other:
            other.execute("BEGIN EXCLUSIVE")
            time.sleep(30)
    else:
        database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    database.execute(f"DELETE FROM {TASKS}")  # noqa: S608 (a constant)
    seconds = seconds_until(lambda: all_planned(database))
    print(f"{connection.vendor}: every task planned {seconds:.1f} s after the database came back.")
    assert portal.worker() == worker
    assert portal.answers()


@sqlite_only
def test_every_task_comes_back_though_each_has_failed(database: Database, portal: Portal) -> None:
    wait_until(lambda: all_planned(database))
    for table in ASKED:
        database.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
    database.execute(
        f"UPDATE {TASKS} SET run_after = '2021-01-01' WHERE status = 'READY'"  # noqa: S608
    )
    failed = f"SELECT DISTINCT task_path FROM {TASKS} WHERE status = 'FAILED'"  # noqa: S608
    asking = settings.PERIODIC_TASKS.keys() - OTHERS
    wait_until(lambda: paths(database, failed) == asking)
    for table in ASKED:
        database.execute(f"ALTER TABLE {table}_away RENAME TO {table}")
    database.execute(f"DELETE FROM {TASKS} WHERE status = 'SUCCESSFUL'")  # noqa: S608
    seconds = seconds_until(lambda: paths(database, RUN) >= asking)
    print(f"{connection.vendor}: every task has run {seconds:.0f} s after its fault was mended.")
    wait_until(lambda: all_planned(database))


@sqlite_only
def test_nothing_is_left_of_a_portal_that_was_killed(portal: Portal) -> None:
    wait_until(portal.answers)
    children = portal.children()
    assert len(children) == 2
    portal.process.kill()
    portal.process.wait()
    wait_until(lambda: not any(Path(f"/proc/{child}").exists() for child in children))
    assert not portal.answers()
