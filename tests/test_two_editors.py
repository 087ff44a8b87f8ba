"""Two people save one record at the same moment: one wins, the other is told and loses nothing."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from kpcsc.foundation.versioned import StaleRecordError
from meetings.models import Meeting, Section
from tests.factories import make_meeting, make_staff
from tests.foundation.history.test_pages import ENGLISH, page_of
from tests.test_admin import form_data

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def committed(
    db: None,
    transactional_db: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[], None]]:
    """Gives what makes the records so far visible to other connections, as they are in real use.

    SQLite's tests live in memory, where two connections lock each other out at once. In use it is
    a file, at which a writer waits for its turn; so the others get a file.
    """

    def publish() -> None:
        if connection.vendor != "sqlite":
            return
        file = tmp_path / "portal.sqlite3"
        with sqlite3.connect(file) as copy:
            connection.connection.backup(copy)
            # As the portal's file is from its first connection on: of several that turn a file into
            # this mode at once, all but one are refused.
            copy.execute("PRAGMA journal_mode=WAL")
        copy.close()
        monkeypatch.setitem(connection.settings_dict, "NAME", str(file))

    yield publish
    monkeypatch.undo()


def at_once[Result](*deeds: Callable[[], Result]) -> list[Result]:
    """Does each in a thread of its own, with its own connection, all beginning together."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], Result]) -> Result:
        try:
            barrier.wait(timeout=20)
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return [future.result() for future in [threads.submit(run, deed) for deed in deeds]]


def elsewhere[Result](deed: Callable[[], Result]) -> Result:
    """What another connection than this thread's finds."""
    return at_once(deed)[0]


@pytest.fixture
def editors(transactional_db: None) -> list[Client]:
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(make_staff())
    return clients


def saving(client: Client, page: str, data: dict[str, Any]) -> Callable[[], Any]:
    return lambda: client.post(page, data, headers=ENGLISH)


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_forms_saved_at_once_one_wins_and_the_other_is_kept(
    attempt: int, editors: list[Client], committed: Callable[[], None]
) -> None:
    meeting = make_meeting(place_fr="Matadi")
    page = page_of(meeting, "change")
    opened = form_data(editors[0].get(page))
    committed()
    places = ["Kinshasa", "Goma"]
    responses = at_once(
        *(
            saving(client, page, opened | {"place_fr": place})
            for client, place in zip(editors, places, strict=True)
        )
    )
    assert sorted(response.status_code for response in responses) == [200, 302]
    told = next(response for response in responses if response.status_code == 200)
    loser = responses.index(told)
    winner = 1 - loser
    assert "Somebody else changed this record" in told.content.decode()
    assert told.context["adminform"].form["place_fr"].value() == places[loser]

    stored = elsewhere(lambda: Meeting.objects.values_list("place_fr", "version").get())
    assert stored == (places[winner], 2)
    again = elsewhere(saving(editors[loser], page, form_data(told)))
    assert again.status_code == 302
    stored = elsewhere(lambda: Meeting.objects.values_list("place_fr", "version").get())
    assert stored == (places[loser], 3)


def test_rows_added_at_once_are_both_kept(
    editors: list[Client], committed: Callable[[], None]
) -> None:
    meeting = make_meeting()
    page = page_of(meeting, "change")
    opened = form_data(editors[0].get(page))
    committed()
    sent = [
        opened
        | {
            "sections-TOTAL_FORMS": "1",
            "sections-0-meeting": str(meeting.pk),
            "sections-0-heading_fr": heading,
            "sections-0-visibility": "public",
        }
        for heading in ("Un", "Deux")
    ]
    pairs = list(zip(editors, sent, strict=True))
    responses = at_once(*(saving(client, page, data) for client, data in pairs))
    assert sorted(response.status_code for response in responses) == [200, 302]
    told = next(response for response in responses if response.status_code == 200)
    client = editors[responses.index(told)]
    assert elsewhere(saving(client, page, form_data(told))).status_code == 302
    headings = elsewhere(lambda: sorted(Section.objects.values_list("heading_fr", flat=True)))
    assert headings == ["Deux", "Un"]


def test_a_form_and_a_change_made_otherwise_do_not_overwrite_each_other(
    editors: list[Client], committed: Callable[[], None]
) -> None:
    meeting = make_meeting(place_fr="Matadi")
    page = page_of(meeting, "change")
    opened = form_data(editors[0].get(page))
    read = Meeting.objects.get()
    committed()

    def import_places() -> int:
        try:
            with transaction.atomic():
                read.advance()
                read.place_fr = "Kinshasa"
                read.save()
        except StaleRecordError:
            return 200
        return 302

    def save() -> int:
        return saving(editors[0], page, opened | {"place_fr": "Goma"})().status_code

    assert sorted(at_once(save, import_places)) == [200, 302]
    assert elsewhere(lambda: Meeting.objects.get().version) == 2
