"""Whatever is written, however and when: no reader gets the state before, once it was written."""

import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from threading import Event, Thread
from typing import Any, NamedTuple

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from kpcsc.demonstration.load import load_reference
from kpcsc.takedown.addresses import portal_addresses
from meetings.models import Meeting
from organisations.listing.actions import stop_naming
from organisations.models import Listing, Organisation
from tests.benchmarks.processes import gunicorn
from tests.databases import RESTORE, TAKE, at_once, execute
from tests.factories import make_meeting, make_staff
from tests.kpcsc.kept_pages.changes import changes
from tests.sampling import IS_THOROUGH

MEETING = "/fr/meetings/2021-06-strategy-meeting/"
PAGES = (
    *(MEETING, "/fr/", "/en/meetings/", "/en/organisations/"),
    *("/fr/campaigns/we-need-to-talk-about-diamonds/", "/fr/countries/zw/"),
    "/fr/surveys/2021-06-strategy-meeting/",
)
READERS = 8
CHANGES = int(os.environ.get("CHANGES", "30" if IS_THOROUGH else "15"))
KILLS = int(os.environ.get("KILLS", "4" if IS_THOROUGH else "2"))

pytestmark = pytest.mark.django_db(transaction=True)


class Answer(NamedTuple):
    """What a reader got, and when it was asked for and had come."""

    path: str
    asked_at: float
    came_at: float
    digest: str


def page(port: int, path: str, *, is_made_anew: bool = False) -> tuple[int, bytes]:
    """The status and body of a page; the bearer of a session that is none gets it made anew."""
    asked = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        asked.request("GET", path, headers={"Cookie": "sessionid=none"} if is_made_anew else {})
        answer = asked.getresponse()
        return answer.status, answer.read()
    finally:
        asked.close()


def digest_of(port: int, path: str, **options: bool) -> str:
    """A short word for what a page says, but for the server's own address."""
    status, body = page(port, path, **options)
    text = body.replace(f":{port}/".encode(), b"/")
    text = text.replace(f"%3A{port}%2F".encode(), b"%2F")  # within a text to send
    return f"{status} {hashlib.sha256(text).hexdigest()[:12]}"


@pytest.fixture
def ports(shared_database: None) -> Iterator[list[int]]:
    """Two servers on the demonstration's records, of one process each: who is asked is known."""
    load_reference()
    connections.close_all()
    with ExitStack() as stack:
        servers = [gunicorn("kpcsc.wsgi", "/fr/", workers=1) for _ in range(2)]
        yield [stack.enter_context(server)[0].port for server in servers]


@contextmanager
def readers(ports: list[int], paths: tuple[str, ...]) -> Iterator[list[Answer]]:
    """Eight who read these pages all the while; gives what they got."""
    got: list[Answer] = []
    is_over = Event()

    def read() -> None:
        while not is_over.is_set():
            path, port, asked_at = random.choice(paths), random.choice(ports), time.monotonic()
            digest = digest_of(port, path)
            got.append(Answer(path, asked_at, time.monotonic(), digest))

    threads = [Thread(target=read) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield got
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


class History:
    """What each page said after each write, made anew; asked for while nobody writes."""

    def __init__(self, ports: list[int]) -> None:
        self.ports = ports
        self.began: list[float] = []  # when each write began, and when it had returned
        self.returned: list[float] = []
        self.states: defaultdict[str, list[str]] = defaultdict(list)

    def write(self, change: Callable[[], None]) -> bool:
        """Makes a change, and sees that both servers tell of it; whether any page did."""
        self.began.append(time.monotonic())
        change()
        self.returned.append(time.monotonic())
        is_shown = False
        for path in PAGES:
            truth = digest_of(random.choice(self.ports), path, is_made_anew=True)
            assert [digest_of(port, path) for port in self.ports] == [truth, truth], path
            is_shown |= self.states[path][-1:] != [truth]
            self.states[path].append(truth)
        return is_shown

    def has(self, answer: Answer) -> bool:
        """Whether a reader got a state that no write had ended by when it was asked for.

        A page that was being made when a write was committed may tell of both states: it is one
        that never was.
        """
        first = bisect_right(self.returned, answer.asked_at) - 1
        last = bisect_right(self.began, answer.came_at)
        states = self.states[answer.path]
        is_of_both = last > first + 1 and answer.digest not in states
        return first < 0 or is_of_both or answer.digest in states[first:last]


@pytest.mark.slow
def test_after_a_write_has_returned_nobody_gets_the_state_before(ports: list[int]) -> None:
    """Changes of every kind, by SQL and by actions, with eight who read at both servers."""
    history, shown = History(ports), Counter[str]()
    history.write(lambda: None)
    with readers(ports, PAGES) as got:
        for name, change in islice(changes(make_staff()), CHANGES):
            shown[name] += history.write(change)
    late = [answer for answer in got if not history.has(answer)]
    assert late == []
    assert len(got) > 2 * CHANGES
    assert shown.total() > CHANGES / 8
    print(
        f"{connection.vendor}: {CHANGES} changes of {len(shown)} kinds, {shown.total()} of them"
        f" shown by {len(PAGES)} pages; {len(got)} answers meanwhile, none of an older state."
    )


# Writes to what the pages show, again and again, until it is killed.
WRITER = """
import django
django.setup()
from django.db import transaction
from meetings.models import Meeting, Participation
from organisations.models import Organisation
number = 0
while True:
    number += 1
    print(number, flush=True)
    with transaction.atomic():
        Meeting.objects.update(title_fr=f"Titre {number}", title_en=f"Title {number}")
        Participation.objects.update(named=["as_listed", "unnamed"][number % 2])
        Organisation.objects.update(listing=["public", "unlisted"][number % 2])
"""


@pytest.mark.slow
def test_a_writer_that_is_killed_leaves_no_page_older_than_what_it_wrote(
    ports: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "kpcsc.settings")
    seen = set()
    with readers(ports, PAGES):
        for _ in range(KILLS):
            writer = subprocess.Popen([sys.executable, "-c", WRITER], stdout=subprocess.PIPE)
            assert writer.stdout
            writer.stdout.readline()
            time.sleep(random.random() / 3)
            writer.send_signal(signal.SIGKILL)
            writer.wait()
            writer.stdout.close()
            wait_for_rollback()
            for path in PAGES:
                truth = digest_of(ports[0], path, is_made_anew=True)
                assert [digest_of(port, path) for port in ports] == [truth, truth]
                seen.add(truth)
    print(f"{connection.vendor}: killed {KILLS} times, {len(seen)} states of the pages seen.")


def wait_for_rollback() -> None:
    """Waits until the database has noticed that a writer is gone: until then, nobody knows."""
    with transaction.atomic():
        list(Meeting.objects.select_for_update())


@pytest.mark.slow
def test_a_database_that_is_restored_from_a_copy_is_what_readers_get(
    ports: list[int], tmp_path: Path
) -> None:
    """Its token comes back with it: that of the pages which were kept before the copy was made."""
    meeting = Meeting.objects.get(slug="2021-06-strategy-meeting")
    history = History(ports)
    history.write(lambda: None)
    with copied_database(tmp_path / "copy.sqlite3") as restore, readers(ports, PAGES):
        for number in range(3):
            assert history.write(partial(rename, meeting, f"Après la copie {number}"))
            assert history.write(restore)
            assert [states[-1] for states in history.states.values()] == [
                states[0] for states in history.states.values()
            ]
        assert history.write(partial(rename, meeting, "Après la dernière"))


def rename(meeting: Meeting, title: str) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(title_fr=title, title_en=title)


@contextmanager
def copied_database(file: Path) -> Iterator[Callable[[], None]]:
    """Copies the database, and gives what puts the copy in its place, under those who read it."""
    if connection.vendor == "postgresql":
        execute(TAKE)
        yield lambda: execute(RESTORE)
        execute("DROP SCHEMA taken CASCADE")
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
        yield lambda: copy.backup(connection.connection)


@contextmanager
def writing_at(statement: str, write: Callable[[], Any]) -> Iterator[None]:
    """Has another connection write and commit just before this one asks such a statement."""
    is_written = False

    def interrupt(execute: Any, sql: str, *arguments: Any) -> Any:
        nonlocal is_written
        if statement in sql and not is_written:
            is_written = True
            at_once(write)
        return execute(sql, *arguments)

    with connection.execute_wrapper(interrupt):
        yield
    assert is_written


@pytest.mark.parametrize(
    "statement", ['FROM "meetings_meeting"', 'FROM "meetings_section"', "surveys_survey"]
)
def test_a_page_that_was_made_while_somebody_wrote_is_not_kept(
    shared_database: None, statement: str
) -> None:
    """The write is committed after the token was read, and before the page's first query or after
    its last."""
    meeting = make_meeting(title_fr="Avant", introduction_fr="Avant")
    client = Client()
    address = meeting.get_absolute_url()
    client.get("/fr/meetings/")

    def write() -> None:
        Meeting.objects.filter(pk=meeting.pk).update(title_fr="Après", introduction_fr="Après")

    with writing_at(statement, write):
        client.get(address)
    for _ in range(2):
        html = client.get(address).content.decode()
        assert ("Après" in html, "Avant" in html) == (True, False)


def test_a_page_made_before_the_commit_is_not_given_after_it(shared_database: None) -> None:
    """What another has written and not committed is in no page, and no more is its token."""
    meeting = make_meeting(title_fr="Avant")
    client = Client()
    address = meeting.get_absolute_url()
    is_written, is_read = Event(), Event()

    def write() -> None:
        with transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(title_fr="Après")
            is_written.set()
            assert is_read.wait(20)

    def read() -> None:
        assert is_written.wait(20)
        assert all("Avant" in client.get(address).content.decode() for _ in range(3))
        is_read.set()

    at_once(write, read)
    assert "Après" in client.get(address).content.decode()


@pytest.mark.slow
def test_a_scheduled_page_comes_within_its_second_and_no_worker_runs(ports: list[int]) -> None:
    soon = timezone.now() + timedelta(seconds=3)
    meeting = make_meeting(slug="soon", publish_at=soon)
    address, seen = meeting.get_absolute_url(), []
    with readers(ports, ("/fr/meetings/", "/fr/", address)):
        while timezone.now() < soon + timedelta(seconds=2):
            asked_at = timezone.now()
            is_listed = [address in page(port, "/fr/meetings/")[1].decode() for port in ports]
            there = [page(port, address)[0] == 200 for port in ports]
            seen.append((asked_at, timezone.now(), [*is_listed, *there]))
    early = [came_at for _asked, came_at, shown in seen if any(shown) and came_at < soon]
    late = [asked_at for asked_at, _came, shown in seen if not all(shown) and asked_at > soon]
    assert (early, late) == ([], [])
    print(f"{connection.vendor}: {len(seen)} looks, none early, none late.")


@pytest.mark.slow
def test_once_naming_is_stopped_no_page_names_it(ports: list[int]) -> None:
    """From the moment at which the action has returned, under load, in every page there is."""
    organisation, staff = Organisation.objects.get(slug="zela"), make_staff()
    named = [organisation.acronym, organisation.name_fr, organisation.name_en]
    texts = [name.encode() for name in named if name]
    paths = (MEETING, "/fr/", "/fr/organisations/", "/en/organisations/zela/")
    found: list[tuple[float, bool]] = []
    is_over = Event()

    def read() -> None:
        while not is_over.is_set():
            asked_at = time.monotonic()
            body = page(random.choice(ports), random.choice(paths))[1]
            found.append((asked_at, any(text in body for text in texts)))

    threads = [Thread(target=read) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=staff)
    returned = time.monotonic()
    naming = [
        (port, path)
        for path in portal_addresses()
        for port in ports
        if any(text in page(port, path)[1] for text in texts)
    ]
    is_over.set()
    for thread in threads:
        thread.join()
    assert naming == []
    assert any(is_named for asked_at, is_named in found if asked_at < returned)
    assert not any(is_named for asked_at, is_named in found if asked_at > returned)
    number = sum(asked_at > returned for asked_at, _is_named in found)
    print(f"{connection.vendor}: {number} answers after the stop, and every page, name it nowhere.")
