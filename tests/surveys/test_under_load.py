"""Two hundred people answer at once, and workers are killed in the middle: no answer is lost.

The portal is served as in production, from the database that the suite runs on; where that is
SQLite, everything is done once more on a PostgreSQL.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median, quantiles
from threading import Barrier
from urllib.parse import urlencode

import pytest
from django.db import connection

from surveys.invitations.links import link_path
from tests.benchmarks.processes import ROOT, Server, gunicorn, python
from tests.factories import make_invitation, make_question, make_survey
from tests.foundation.mail.test_worker import MOST_AGE, Database, wait_until
from tests.surveys.test_views import hidden

pytestmark = pytest.mark.slow
with_commits = pytest.mark.django_db(transaction=True)

PEOPLE = 200
MOST_SECONDS = 2  # for 99 of 100 answers; printed, for the machine may have other things to do
KILLED_AFTER = (40, 80, 120)  # answers
ENVIRONMENT = {"DEMO": "true", "DEBUG": "false", "ALLOWED_HOSTS": "127.0.0.1"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Person:
    """Somebody with a link, what they fill in, and what became of sending it."""

    path: str
    text: str
    form: dict[str, str] = field(default_factory=dict)
    status: int = 0  # 0 without an answer
    seconds: float = 0

    def open(self, server: Server) -> None:
        """Gets the form, with what it sends of itself."""
        status, page = ask(server, self.path)
        assert status == 200
        self.form |= hidden(page)

    def send(self, server: Server) -> None:
        """Hands the form in, as it is."""
        start = time.perf_counter()
        self.status, _page = ask(server, self.path, self.form)
        self.seconds = time.perf_counter() - start


def ask(server: Server, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
    """The status and the page that a browser gets; 0 where the connection breaks."""
    browser = HTTPConnection("127.0.0.1", server.port, timeout=MOST_AGE)
    try:
        if form is None:
            browser.request("GET", path)
        else:
            browser.request("POST", path, urlencode(form), FORM)
        response = browser.getresponse()
        return response.status, response.read().decode()
    except (OSError, HTTPException):
        return 0, ""
    finally:
        browser.close()


def make_people(confidentiality: str) -> list[Person]:
    """Two hundred people who are invited to a survey; each has words of their own."""
    survey = make_survey(confidentiality=confidentiality)
    words = make_question(survey, "short_text")
    single = make_question(survey, "single", "Oui", "Non", required=True)
    ranking = make_question(survey, "ranking", "A", "B", "C")
    scale = make_question(survey, "scale")
    answers = {f"q{single.pk}": str(single.offered()[0].pk), f"q{scale.pk}": "4"}
    answers |= {f"q{ranking.pk}_{one.pk}": str(one.position + 1) for one in ranking.offered()}
    return [
        Person(link_path(make_invitation(survey)), text, {**answers, f"q{words.pk}": text})
        for text in (f"Les mots n° {number}" for number in range(PEOPLE))
    ]


@pytest.fixture(scope="module", autouse=True)
def static_files() -> None:
    """Collected once for all that is served."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        python("manage.py", "collectstatic", "--no-input", "-v0")


@contextmanager
def served(folder: Path) -> Iterator[tuple[Server, Database]]:
    """Serves the records so far; gives the database as well, to look into it."""
    database = Database(folder)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**ENVIRONMENT, "DATABASE_URL": database.url}.items():
            patch.setenv(name, value)
        with gunicorn("kpcsc.wsgi", "/fr/") as (server, _seconds):
            yield server, database


@contextmanager
def answering_at_once(server: Server, people: list[Person]) -> Iterator[None]:
    """Everybody opens the form, then all send it in the same moment; on leaving, all have."""
    barrier = Barrier(len(people) + 1, timeout=MOST_AGE)

    def answer(person: Person) -> None:
        person.open(server)
        barrier.wait()
        person.send(server)

    with ThreadPoolExecutor(len(people)) as threads:
        done = [threads.submit(answer, person) for person in people]
        barrier.wait()
        yield
        for one in done:
            one.result()


def texts_stored(database: Database) -> Counter[str]:
    """How often each text is stored, as part of a whole answer: a choice, three places, a four."""
    rows = database.execute(
        "SELECT a.text, r.is_complete, count(*) FROM surveys_answer a"
        " JOIN surveys_response r ON r.id = a.response_id"
        " JOIN surveys_answer others ON others.response_id = r.id"
        " GROUP BY a.id, a.text, r.is_complete HAVING a.text > ''"
    )
    assert all(is_complete and number == 6 for _text, is_complete, number in rows)
    return Counter(text for text, *_more in rows)


def assert_all_are_there(database: Database, people: list[Person]) -> None:
    """Each answer once, nothing besides, and a mark for each person."""
    assert texts_stored(database) == dict.fromkeys((person.text for person in people), 1)
    for table in ("surveys_response", "surveys_answeredmark"):
        [(number,)] = database.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 (names)
        assert number == len(people)


@with_commits
def test_of_200_at_once_none_is_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = make_people("anonymous")
    with served(tmp_path) as (server, database):
        with answering_at_once(server, people):
            pass
        assert {person.status for person in people} == {200}
        assert_all_are_there(database, people)
    times = [person.seconds for person in people]
    p99 = quantiles(times, n=100, method="inclusive")[98]
    with capsys.disabled():
        print(
            f"\n{connection.vendor}, {PEOPLE} at once: p50 {median(times):.2f} s, p99 {p99:.2f} s "
            f"(at most {MOST_SECONDS}), the last {max(times):.2f} s"
        )


@with_commits
@pytest.mark.parametrize("confidentiality", ["anonymous", "named"])
def test_killed_workers_lose_nothing_that_was_acknowledged(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    confidentiality: str,
) -> None:
    people = make_people(confidentiality)
    with served(tmp_path) as (server, database):
        with answering_at_once(server, people):
            for number in KILLED_AFTER:
                wait_until(lambda number=number: sum(one.status == 200 for one in people) >= number)
                os.kill(server.workers()[0], signal.SIGKILL)
        assert {person.status for person in people} == {200, 0}
        cut_off = [person for person in people if person.status == 0]
        stored = texts_stored(database)
        assert {stored[person.text] for person in people if person.status == 200} == {1}
        assert max(stored.values()) == 1
        in_time = sum(stored[person.text] for person in cut_off)
        for person in cut_off:
            person.send(server)
            assert person.status == 200
        assert_all_are_there(database, people)
    with capsys.disabled():
        print(
            f"\n{connection.vendor}, {confidentiality}, {len(KILLED_AFTER)} workers killed: "
            f"{len(cut_off)} without an answer, of which {in_time} were stored; all sent again"
        )


def test_the_same_on_postgresql(capsys: pytest.CaptureFixture[str]) -> None:
    """On PostgreSQL this asks no database, so it is left out there (see conftest)."""
    command = [sys.executable, "-m", "tests.postgres", sys.executable, "-m", "pytest"]
    with capsys.disabled():
        subprocess.run([*command, "-m", "slow", __file__], cwd=ROOT, timeout=300, check=True)
