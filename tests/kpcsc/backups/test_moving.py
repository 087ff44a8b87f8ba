"""Moving to another database: every row arrives, and whatever does not is told."""

import pytest
from django.db import connection

from tests.kpcsc.backups.server import CONTENT, Server

pytestmark = pytest.mark.django_db  # of the server that the databases of portals are made in

# The last record was deleted, and history still speaks of it: nobody else gets its key.
DELETE = """
from meetings.models import Meeting
print(Meeting.objects.create(title_fr="Une", slug="une", starts_on="2026-01-01").pk)
Meeting.objects.filter(slug="une").delete()
"""
CREATE = """
from meetings.models import Meeting
print(Meeting.objects.create(title_fr="Autre", slug="autre", starts_on="2026-01-01").pk)
"""
SEARCH = """
from django.test import Client
page = Client(headers={"host": "localhost"}).get("/fr/search/?q=diamants")
print("2021-06-strategy-meeting" in page.text)
"""


def moved(server: Server, url: str) -> str:
    """What the command said; the portal has the other database from then on."""
    server.environment["NEW_DATABASE_URL"] = url
    said = server.manage("move_database")
    assert (server.folder / "closed").exists()
    server.environment["DATABASE_URL"] = url
    server.manage("open_portal")
    return said


def test_every_row_moves_there_and_back(server: Server) -> None:
    key = int(server.python(DELETE))
    before, home = server.python(CONTENT), server.environment["DATABASE_URL"]
    other = f"sqlite:///{server.folder / 'other.sqlite3'}"
    said = moved(server, other)
    assert said.splitlines()[-2].startswith("Both databases hold the same: ")
    assert server.python(CONTENT) == before
    assert server.python(SEARCH) == "True\n"
    if connection.vendor == "postgresql":
        again = server.make_database(None)
        assert again != home
        moved(server, again)
        assert server.python(CONTENT) == before
        assert server.python(SEARCH) == "True\n"
    assert int(server.python(CREATE)) > key
    assert "agree." in server.manage("check_ledger")
    server.manage("check", "--database", "default")


@pytest.mark.alike
def test_the_other_database_has_to_be_named(server: Server) -> None:
    assert server.refused("move_database") == "CommandError: Name the other database."
    assert not (server.folder / "closed").exists()


def test_a_database_that_is_used_is_refused_and_the_portal_goes_on(server: Server) -> None:
    said = server.refused("move_database", server.environment["DATABASE_URL"])
    assert said == (
        "CommandError: There is something in the other database: name an empty one. "
        "The portal keeps its database."
    )
    assert not (server.folder / "closed").exists()


@pytest.mark.alike
@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgres://nobody@127.0.0.1:1/none", "No database answers at this address."),
        ("sqlite:////nowhere/portal.sqlite3", "No database answers at this address."),
        ("mysql://portal@localhost/portal", "The address begins with sqlite:/// or postgres://."),
    ],
)
def test_an_address_where_no_database_answers_is_told(server: Server, url: str, said: str) -> None:
    printed = server.refused("move_database", url)
    assert printed == f"CommandError: {said} The portal keeps its database."
    assert not (server.folder / "closed").exists()
