"""Stopping is all of it or nothing: twice at once, killed in the middle, among 2 000 meetings."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from kpcsc.demonstration.load import load_reference
from kpcsc.demonstration.scale import load_invented
from kpcsc.foundation.ledger import read_ledger
from organisations.listing.actions import stop_naming
from organisations.listing.ledger import LedgerCheck
from organisations.models import Listing, Organisation
from tests.databases import at_once, elsewhere
from tests.factories import make_staff
from tests.organisations.listing.test_actions import make_agreed, state

pytestmark = pytest.mark.django_db(transaction=True)
MOST_STATEMENTS = 30
# Stops the naming of an organisation, and dies at its statement of this number.
KILLED = """
import os, sys
import django
django.setup()
from django.db import connection
from organisations.listing.actions import stop_naming
from organisations.models import Listing, Organisation, User
left = [int(sys.argv[1])]
def count(execute, sql, *arguments):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), 9)
    return execute(sql, *arguments)
organisation, staff = Organisation.objects.get(), User.objects.get()
with connection.execute_wrapper(count):
    stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=staff)
"""


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.LEDGER = str(tmp_path / "ledger")
    monkeypatch.setenv("LEDGER", settings.LEDGER)


def test_two_who_stop_it_at_once_stop_it_once(shared_database: None) -> None:
    zela, staff = make_agreed(), make_staff()

    def stop() -> None:
        stop_naming(organisation=zela, shown_to=Listing.UNLISTED, by=staff)

    at_once(*[stop] * 4)
    assert state(zela) == ("unlisted", "unlisted", True)
    assert zela.history.filter(history_change_reason="naming stopped").count() == 1
    assert len(read_ledger().lines) == 1


@pytest.mark.slow
def test_killed_at_any_statement_it_is_stopped_or_not_and_the_ledger_tells(
    shared_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    zela = make_agreed()
    make_staff()
    connections.close_all()
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "kpcsc.settings")
    before, after = ("public", "public", False), ("unlisted", "unlisted", True)
    for number in range(1, MOST_STATEMENTS):
        ended = subprocess.run(
            [sys.executable, "-c", KILLED, str(number)], check=False, capture_output=True
        )
        found = state(zela)
        check = LedgerCheck()
        assert found in {before, after}, number
        if found == after:
            assert check.differences == []
            break
        # Written before the commit that never came, or not written yet.
        assert bool(check.differences) is bool(read_ledger().lines), number
        assert ended.returncode == -9, ended.stderr.decode()
    assert found == after
    assert number > 5
    print(f"{connection.vendor}: killed at {number - 1} statements, whole each time.")


@pytest.mark.slow
def test_among_2_000_meetings_it_takes_a_moment(shared_database: None) -> None:
    load_reference()
    load_invented(2000)
    zela = Organisation.objects.get(slug="zela")
    client = Client()
    client.force_login(make_staff())
    page = f"/admin/organisations/organisation/{zela.pk}/stop-naming/"

    def ask(method: str, **options: Any) -> float:
        began = time.perf_counter()
        assert getattr(client, method)(page, **options).status_code in {200, 302}
        return time.perf_counter() - began

    ask("get")
    places, stopped = ask("get"), ask("post", data={"stop": "1", "shown_to": "unlisted"})
    assert elsewhere(lambda: state(zela)) == ("unlisted", "unlisted", True)
    print(
        f"{connection.vendor}: {places:.2f} s for the places among 2 001 meetings, "
        f"{stopped:.2f} s to stop it."
    )
