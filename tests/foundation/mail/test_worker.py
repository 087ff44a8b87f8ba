"""The worker is killed in mid-run and started again: no letter is lost, none comes twice."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from kpcsc.foundation.mail.outbox import queue_letter
from organisations.models import User
from tests.factories import make_organisation
from tests.foundation.mail.sample_letters import greeting
from tests.foundation.mail.smtp_server import SMTPServer, running_server

ROOT = Path(__file__).resolve().parents[3]
MOST_AGE = 60  # seconds
LETTERS = 100
SET_CLAIM_BACK = "UPDATE foundation_delivery SET claimed_at = '2026-01-01' WHERE status = 'sending'"


class Database:
    """The test database, as other processes reach it: SQLite's lies in memory, so they get a copy.

    Written to by hand, for the models of this process are those of the one in memory.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / "portal.sqlite3"
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.file)) as copy:
                connection.connection.backup(copy)
            self.url = f"sqlite:///{self.file}"
        else:
            to = connection.settings_dict
            host = quote(to["HOST"], safe="/")
            self.url = f"postgres://{to['USER']}@:{to['PORT']}/{host}/{to['NAME']}"

    def execute(self, sql: str) -> list[tuple]:
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.file, timeout=20)) as own, own:
                return own.execute(sql).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def statuses(self) -> Counter[str]:
        return Counter(row[0] for row in self.execute("SELECT status FROM foundation_delivery"))


@pytest.fixture
def server() -> Iterator[SMTPServer]:
    with running_server() as found:
        yield found


@pytest.fixture
def start(tmp_path: Path, server: SMTPServer) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    """Starts `manage.py worker` as production does, at a database, with the server for its mail."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(database: str) -> subprocess.Popen[bytes]:
        environment = os.environ | {
            "DEBUG": "false",
            "DEMO": "false",
            "SECRET_KEY": "kimberlite-" * 6,
            "ALLOWED_HOSTS": "portal.example.org",
            "DATABASE_URL": database,
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "DEFAULT_FROM_EMAIL": "portal@example.org",
        }
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(worker)
        return worker

    yield begin
    for worker in started:
        worker.kill()
        worker.wait()


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + MOST_AGE
    while not is_so():
        assert time.monotonic() < deadline, "It took too long."
        time.sleep(0.02)


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_mid_run_loses_no_letter_and_doubles_none(
    server: SMTPServer,
    start: Callable[[str], subprocess.Popen[bytes]],
    tmp_path: Path,
) -> None:
    about = make_organisation()
    people = User.objects.bulk_create(
        User(email=f"person{i}@example.org", name=f"Person {i}") for i in range(LETTERS)
    )
    queue_letter(greeting, about=about, people=people)
    database = Database(tmp_path)
    server.pause = 0.02

    worker = start(database.url)
    wait_until(lambda: len(server.received) >= LETTERS // 3)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    before = database.statuses()
    assert before["queued"] > 0, "It had finished before it was killed."
    assert before["sending"] <= 1

    database.execute(SET_CLAIM_BACK)  # as it is found by a worker started five minutes later
    start(database.url)
    wait_until(lambda: not {"queued", "sending"} & database.statuses().keys())

    after = database.statuses()
    print(f"Killed with {dict(before)}; in the end {dict(after)}.")
    arrived = Counter(server.recipients)
    assert after["unknown"] <= 1
    assert after["sent"] + after["unknown"] == LETTERS
    assert {*arrived.values()} == {1}
    assert LETTERS - after["unknown"] <= len(arrived) <= LETTERS


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_a_worker_asked_to_end_leaves_nothing_unknown(
    server: SMTPServer,
    start: Callable[[str], subprocess.Popen[bytes]],
    tmp_path: Path,
) -> None:
    about = make_organisation()
    people = User.objects.bulk_create(
        User(email=f"person{i}@example.org", name=f"Person {i}") for i in range(LETTERS)
    )
    queue_letter(greeting, about=about, people=people)
    database = Database(tmp_path)
    server.pause = 0.02

    worker = start(database.url)
    wait_until(lambda: len(server.received) >= 5)
    worker.terminate()
    assert worker.wait(MOST_AGE) == 0
    after = database.statuses()
    assert after.keys() <= {"sent", "queued"}
    assert after["sent"] == len(server.received)
    tasks = database.execute("SELECT task_path FROM django_tasks_database_dbtaskresult")
    assert {path for (path,) in tasks} == set(settings.PERIODIC_TASKS)
