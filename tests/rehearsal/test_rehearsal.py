"""From installation to upgrade, on a Debian server of its own with systemd, nginx and TLS.

`make rehearsal` has 2 000 meetings and 20 000 answers, CI a small portal. The server shares the
machine's network.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rehearsal.portal import PortalServer, Posts, public_pages
from tests.rehearsal.releases import BROKEN, add_column, break_release

IS_FULL = os.environ.get("REHEARSAL") == "full"
MEETINGS, RESPONSES = (2_000, 20_000) if IS_FULL else (20, 200)
LINKS = 1_000
A_SECOND = 10
FOLDER = Path("/var/tmp/portal-rehearsal")
NEEDED = ("debootstrap", "unshare", "nsenter")

pytestmark = [
    pytest.mark.rehearsal,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root"),
    pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason=f"needs {', '.join(NEEDED)}"),
]

MAKE_LINKS = """
from itertools import count
import tests.factories
from django.db import transaction
from surveys.invitations.links import link_path
from tests.factories import make_invitation, make_question, make_survey, make_user
tests.factories.numbers = count({first})
with transaction.atomic():
    survey = make_survey(confidentiality="anonymous")
    print("field", f"q{{make_question(survey, 'short_text').pk}}")
    for _ in range({number}):
        print("link", link_path(make_invitation(survey, person=make_user())))

"""
MAKE_RESPONSES = f"""
from tests.benchmarks import surveys
surveys.RESPONSES = {RESPONSES}
surveys.load()
"""
TEXTS = """
from surveys.models import Answer
print("\\n".join(f"text {text}" for text in Answer.objects.values_list("text", flat=True)))
"""
CONTENT = """
from kpcsc.backups.content import database_content
tables = sorted(database_content("default").items())
ours = {"meetings", "organisations", "surveys"}
print("\\n".join(f"table {name} {table}" for name, table in tables if name.split(".")[0] in ours))
"""
COLUMNS = """
from django.db import connection
cursor = connection.cursor()
print(connection.introspection.get_table_description(cursor, "meetings_campaign"))
"""
WITHDRAW = """
from organisations.listing.actions import stop_naming
from organisations.models import Listing, Organisation, User
by, ipis = User.objects.first(), Organisation.objects.get(slug="ipis")
stop_naming(organisation=ipis, shown_to=Listing.UNLISTED, by=by)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[PortalServer]:
    """A server with the portal, installed from this checkout, and the demonstration's records."""
    FOLDER.mkdir(exist_ok=True)
    server = PortalServer(FOLDER)
    server.make()
    server.boot()
    try:
        server.install()
        server.demonstrate(MEETINGS)
        server.python(MAKE_RESPONSES)
        yield server
    finally:
        server.power_off()


def lines(printed: str, kind: str) -> list[str]:
    """What follows the word in the lines that begin with it."""
    return [line[len(kind) + 1 :] for line in printed.splitlines() if line.startswith(f"{kind} ")]


def make_posts(server: PortalServer) -> Posts:
    """Many people with a link each to a survey of their own."""
    known = int(server.python("from organisations.models import User; print(User.objects.count())"))
    first = known * 10  # no number is used twice
    printed = server.python(MAKE_LINKS.format(first=first, number=LINKS))
    [field] = lines(printed, "field")
    return Posts(field, lines(printed, "link"), mark=f"After {first}")


def content(server: PortalServer) -> list[str]:
    """What the portal's tables hold, as counts and sums."""
    return lines(server.python(CONTENT), "table")


def refuse_lost_answers(server: PortalServer, posts: Posts) -> None:
    """Fails where one of those who sent an answer was told anything but that it was saved, or it
    was not."""
    assert posts.refused == []
    assert set(posts.sent) - set(lines(server.python(TEXTS), "text")) == set()
    print(f"{len(posts.sent)} answers, the slowest after {posts.slowest:.0f} s.")


@pytest.mark.parametrize("fault", BROKEN)
def test_broken_upgrade_goes_back(server: PortalServer, fault: str) -> None:
    """The former release and database are there, with each of ten answers a second meanwhile."""
    code = server.copy_code("broken")
    add_column(code)
    break_release(code, fault)
    release, columns = server.shell("readlink /opt/portal/current"), server.python(COLUMNS)
    posts = make_posts(server)
    with posts.arriving(A_SECOND):
        said = server.shell("portal upgrade broken; echo status $?")
    assert BROKEN[fault] in said
    assert said.endswith("status 1\n")
    assert server.shell("readlink /opt/portal/current") == release
    assert server.shell("ls /opt/portal/releases") == f"{Path(release).name}"
    assert server.python(COLUMNS) == columns
    refuse_lost_answers(server, posts)
    server.shell("portal confirm")


def test_upgrade_loses_nothing_that_arrives(server: PortalServer) -> None:
    """Ten answers a second are sent meanwhile: each is kept, none is refused."""
    add_column(server.copy_code("next"))
    posts = make_posts(server)
    with posts.arriving(A_SECOND):
        server.shell("portal upgrade next")
    assert "rehearsed" in server.python(COLUMNS)
    refuse_lost_answers(server, posts)
    server.shell("portal confirm")


def test_database_moves_both_ways(server: PortalServer) -> None:
    """To PostgreSQL and back, with the same rows and pages."""
    before, pages = content(server), public_pages()
    for target in ("postgresql", "sqlite"):
        server.shell(f"portal move-database {target}")
        assert content(server) == before
        assert public_pages() == pages
    server.shell("portal confirm")


def test_what_was_destroyed_is_restored(server: PortalServer, tmp_path: Path) -> None:
    """A server is lost. Another, from a backup and the ledger, has the same pages, byte for byte:
    also without the name of an organisation that withdrew after the backup."""
    server.shell("portal backup")
    server.python(WITHDRAW)
    pages = public_pages()
    [backup, *_older] = sorted(server.root.glob("var/backups/portal/*.age"), reverse=True)
    shutil.copy(backup, tmp_path / "backup.age")
    shutil.copy(server.root / "var/lib/portal/ledger", tmp_path)
    former_key = server.secret_key
    server.power_off()
    server.make()
    server.boot()
    server.install()
    for file in ("backup.age", "ledger"):
        shutil.copy(tmp_path / file, server.root / "root")
    (server.root / "root/key").write_text(former_key)
    server.shell("install --owner portal --group portal --mode 0600 ledger /var/lib/portal/ledger")
    print(server.shell("portal restore backup.age --key key --yes"))
    assert public_pages() == pages
    found = [path for path, page in pages.items() if re.search(rb"\bIPIS\b", page)]
    assert found == []
