"""From installation to upgrade, on a Debian server of its own with systemd, nginx and TLS.

`make rehearsal` has 2 000 meetings and 20 000 answers, CI a small portal. The server shares the
machine's network.
"""

import re
import shutil
from pathlib import Path

import pytest

from tests.rehearsal.portal import PortalServer, Posts, public_pages
from tests.rehearsal.releases import BROKEN, add_column, break_release

pytestmark = pytest.mark.rehearsal

A_SECOND = 10
COLUMNS = """
from django.db import connection
cursor = connection.cursor()
print(connection.introspection.get_table_description(cursor, "meetings_campaign"))
"""
ADMINISTRATOR = """
from organisations.models import User
user = User.objects.get(is_superuser=True)
print(user.email, user.is_staff, user.check_password("rose-des-sables"))
"""
WITHDRAW = """
from organisations.listing.actions import stop_naming
from organisations.models import Listing, Organisation, User
by = User.objects.create_superuser("b@example.org", "x", name="Binta")
stop_naming(organisation=Organisation.objects.get(slug="ipis"), shown_to=Listing.UNLISTED, by=by)
"""


def refuse_lost_answers(server: PortalServer, posts: Posts) -> None:
    """Fails where one of those who sent an answer was told anything but that it was saved, or it
    was not."""
    assert posts.refused == []
    assert set(posts.sent) - server.texts() == set()
    print(f"{len(posts.sent)} answers, the slowest after {posts.slowest:.0f} s.")


def test_first_administrator_is_made_at_the_terminal(server: PortalServer) -> None:
    """As RUNNING.md says, in a terminal that asks."""
    answers = ["awa@example.org", "Awa", "rose-des-sables", "rose-des-sables"]
    said = server.answer_prompts("portal administrator", answers)
    assert "Superuser created successfully." in said
    assert server.python(ADMINISTRATOR).split() == ["awa@example.org", "True", "True"]


def test_installation_can_be_run_again(server: PortalServer) -> None:
    """It asks nothing, and changes neither settings nor release."""
    before = server.shell("sha256sum /etc/portal/portal.env; readlink /opt/portal/current")
    said = server.shell("sh portal/kpcsc/deployment/install.sh")
    assert "is installed" in said
    assert server.shell("sha256sum /etc/portal/portal.env; readlink /opt/portal/current") == before


@pytest.mark.parametrize("fault", BROKEN)
def test_broken_upgrade_goes_back(server: PortalServer, fault: str) -> None:
    """The former release and database are there, with each of ten answers a second meanwhile."""
    code = server.copy_code("broken")
    add_column(code)
    break_release(code, fault)
    release, columns = server.shell("readlink /opt/portal/current"), server.python(COLUMNS)
    posts = server.make_posts()
    with posts.arriving(A_SECOND):
        said = server.shell("portal upgrade broken; echo status $?")
    assert BROKEN[fault] in said
    assert said.endswith("status 1\n")
    assert server.shell("readlink /opt/portal/current") == release
    assert server.shell("ls /opt/portal/releases") == f"{Path(release).name}"
    assert server.python(COLUMNS) == columns
    refuse_lost_answers(server, posts)
    server.shell("portal confirm")


@pytest.mark.main_path
def test_upgrade_loses_nothing_that_arrives(server: PortalServer) -> None:
    """Ten answers a second are sent meanwhile: each is kept, none is refused."""
    add_column(server.copy_code("next"))
    posts = server.make_posts()
    with posts.arriving(A_SECOND):
        server.shell("portal upgrade next")
    assert "rehearsed" in server.python(COLUMNS)
    refuse_lost_answers(server, posts)
    server.shell("portal confirm")


def test_database_moves_both_ways(server: PortalServer) -> None:
    """To PostgreSQL and back, with the same rows and pages."""
    before, pages = server.content(), public_pages()
    for target in ("postgresql", "sqlite"):
        server.shell(f"portal move-database {target}")
        assert server.content() == before
        assert public_pages() == pages


def test_what_was_destroyed_is_restored(server: PortalServer, tmp_path: Path) -> None:
    """A server is lost. Another, from a backup and the ledger, has the same pages, byte for byte:
    also without the name of an organisation that withdrew after the backup."""
    server.shell("portal backup")
    server.python(WITHDRAW)
    pages = public_pages()
    [backup, *_older] = sorted(server.root.glob("var/backups/portal/*.age"), reverse=True)
    shutil.copy(backup, tmp_path / "backup.age")
    shutil.copy(server.root / "var/lib/portal/ledger", tmp_path)
    former_key, is_upgraded = server.secret_key, "rehearsed" in server.python(COLUMNS)
    server.power_off()
    server.make()
    server.boot()
    server.install()
    if is_upgraded:  # a release restores no backup of a newer one
        add_column(server.copy_code("next"))
        server.shell("portal upgrade next && portal confirm")
    for file in ("backup.age", "ledger"):
        shutil.copy(tmp_path / file, server.root / "root")
    (server.root / "root/key").write_text(former_key)
    server.shell("install --owner portal --group portal --mode 0600 ledger /var/lib/portal/ledger")
    print(server.shell("portal restore backup.age --key key --yes"))
    assert public_pages() == pages
    found = [path for path, page in pages.items() if re.search(rb"\bIPIS\b", page)]
    assert found == []
