"""While the portal is closed nobody reads or writes, and nobody loses what they typed."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kpcsc.foundation.closed import Closure, close_portal, closure, open_portal
from kpcsc.foundation.periodic import note_run
from kpcsc.health.models import LOOK
from tests.factories import make_member, make_staff, make_user

CLOSED = "The portal is closed for a moment"


@pytest.fixture(autouse=True)
def file(settings: Any, tmp_path: Path) -> Path:
    settings.CLOSED_FILE = str(tmp_path / "closed")
    return tmp_path / "closed"


def test_a_closed_portal_asks_the_database_nothing(client: Client) -> None:
    """Without the fixture `db`, any query fails this test."""
    close_portal(Closure.MAINTENANCE)
    for path in ("/en/", "/en/meetings/", "/admin/", "/en/sign-in/", "/sitemap.xml", "/nowhere"):
        page = client.get(path)
        assert (page.status_code, page["Retry-After"]) == (503, "60")
        assert page["Cache-Control"] == "no-store"
    assert "Le portail est fermé" in client.get("/fr/meetings/").text
    assert "script-src" in client.get("/en/")["Content-Security-Policy"]


def test_whoever_sent_something_is_told_that_the_browser_has_it(client: Client) -> None:
    close_portal(Closure.MAINTENANCE)
    read, sent = client.get("/en/contact/").text, client.post("/en/contact/", {"a": "b"}).text
    assert "your browser still has it" in sent
    assert "your browser still has it" not in read
    assert CLOSED in read


def test_it_opens_from_the_next_request_on(client: Client, db: None) -> None:
    close_portal(Closure.MAINTENANCE)
    assert client.get("/en/about/").status_code == 503
    open_portal()
    open_portal()
    assert client.get("/en/about/").status_code == 200


def test_whoever_watches_is_told_that_it_is_closed(client: Client, db: None) -> None:
    note_run(LOOK, error="")
    assert client.get("/healthz").text == "ok\n"
    close_portal(Closure.MAINTENANCE)
    assert client.get("/healthz").text == "not ok\n"


@pytest.mark.parametrize("said", ["", "unknown", "maintenance\n"])
def test_whatever_the_file_says_closed_is_closed(file: Path, said: str) -> None:
    file.write_text(said)
    assert closure() == Closure.MAINTENANCE


def test_without_its_ledger_it_is_open_to_administrators_alone(db: None) -> None:
    close_portal(Closure.UNCONFIRMED)
    people = {
        make_staff(): (200, 503),
        make_user(is_staff=True): (503, 503),
        make_member(): (503, 503),
        None: (302, 503),
    }
    for person, expected in people.items():
        client = Client()
        if person:
            client.force_login(person)
        assert (client.get("/admin/").status_code, client.get("/en/").status_code) == expected
    assert Client().get("/en/sign-in/").status_code == 200
