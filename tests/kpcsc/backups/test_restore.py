"""A restore brings back what was there, and nobody who has withdrawn since."""

import hashlib
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyrage
import pytest
from django.db import connection

from tests.kpcsc.backups.server import CONTENT, ROOT, Server
from tests.rehearsal.releases import add_column

pytestmark = pytest.mark.django_db  # of the server that the databases of portals are made in


# What an administrator does with an organisation of the demonstration, or a person.
WITHDRAW = """
from organisations.listing.actions import stop_naming
from organisations.models import Listing, Organisation, User
by = User.objects.get(email="a@example.org")
ipis = Organisation.objects.get(slug="ipis")
stop_naming(organisation=ipis, shown_to=Listing.UNLISTED, by=by)
"""
ERASE = """
from organisations.actions import erase_person
from organisations.models import User
by = User.objects.get(email="a@example.org")
erase_person(person=User.objects.get(email="grace@example.org"), by=by)
"""
# Each public page that has one of two words in it.
CRAWL = """
from django.test import Client
from kpcsc.takedown.addresses import portal_addresses
stranger = Client(headers={"host": "localhost"})
found = []
for path in portal_addresses():
    answer = stranger.get(path)
    if answer.status_code == 503:
        found.append("closed")
        continue
    page = b"".join(answer)
    if b"IPIS" in page or b"International Peace" in page:
        found.append(path)
print(*sorted(set(found)))
"""


def test_a_backup_brings_back_what_was_there(server: Server) -> None:
    before = server.python(CONTENT)
    backup = server.backup()
    server.python("from meetings.models import Meeting; Meeting.objects.update(title_fr='Autre')")
    assert server.python(CONTENT) != before
    said = server.restore(backup)
    assert "  meetings.Meeting: 1 in the backup, 1 now\n" in said
    assert said.endswith("The backup is in place, and the portal is open.\n")
    assert server.python(CONTENT) == before
    assert not (server.folder / "closed").exists()
    [former] = re.findall("The former database: (.+)\\.\n", said)
    assert server.database in former or Path(former).exists()


# A process of the portal that runs while another restores: what it showed before and after.
RUNNING = """
import subprocess, sys
from django.test import Client
from meetings.models import Meeting
def title():
    page = Client(headers={{"host": "localhost"}}).get("/fr/meetings/2021-06-strategy-meeting/")
    return "Autre titre" in page.text
Meeting.objects.update(title_fr="Autre titre")
print(title())
command = ["restore", {backup!r}, "--key", {key!r}, "--yes"]
subprocess.run([sys.executable, "manage.py", *command], check=True, capture_output=True)
print(title())
Meeting.objects.update(title_fr="Titre nouveau")
"""


def test_a_portal_that_runs_goes_over_to_what_was_restored(server: Server) -> None:
    code = RUNNING.format(backup=server.backup(), key=str(server.key))
    assert server.python(code).split() == ["True", "False"]
    # What it writes from then on is written there.
    title = "from meetings.models import Meeting; print(Meeting.objects.get().title_fr)"
    assert server.python(title) == "Titre nouveau\n"


def test_who_withdrew_since_the_backup_is_named_nowhere(server: Server) -> None:
    assert "/fr/organisations/" in server.python(CRAWL).split()
    backup = server.backup()
    server.python(WITHDRAW)
    server.python(ERASE)
    said = server.restore(backup)
    assert "Organisations restricted: 1. At meetings: 0. People erased: 1." in said
    assert server.python(CRAWL).split() == []
    assert "Grace" not in server.python(
        "from organisations.models import User; print(*User.objects.values_list('name'))"
    )
    assert "agree." in server.manage("check_ledger")


def test_who_withdraws_while_the_question_waits_is_named_nowhere(server: Server) -> None:
    backup = server.backup()
    with restore_that_asks(server, backup) as restoring:
        server.python(WITHDRAW)
        restoring.communicate(b"yes\nyes\n", timeout=60)
    assert restoring.returncode == 0
    assert server.python(CRAWL).split() == []


@contextmanager
def restore_that_asks(server: Server, backup: str) -> Iterator[subprocess.Popen[bytes]]:
    """A restore that waits for the answer whether to replace the portal's data."""
    with subprocess.Popen(
        [sys.executable, "manage.py", "restore", backup, "--key", str(server.key)],
        cwd=ROOT,
        env=server.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as restoring:
        assert restoring.stdout
        said = b""
        while not said.endswith(b"Replace the portal's data by this backup? Type yes: "):
            letter = restoring.stdout.read(1)
            assert letter, said
            said += letter
        yield restoring


@pytest.mark.alike
@pytest.mark.parametrize("answer", [b"no\n", b""], ids=["no", "nobody there"])
def test_without_a_yes_nothing_changes_and_nothing_is_left(server: Server, answer: bytes) -> None:
    backup = server.backup()
    server.python(WITHDRAW + ERASE)
    before, files = server.python(CONTENT), set(sums(server.folder))
    ledger = (server.folder / "ledger").read_bytes()
    with restore_that_asks(server, backup) as restoring:
        said, _ = restoring.communicate(answer, timeout=60)
    assert said.decode().endswith("Nothing was changed.\n")
    assert (server.python(CONTENT), set(sums(server.folder))) == (before, files)
    assert (server.folder / "ledger").read_bytes() == ledger


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a database that is a file")
def test_a_lost_connection_leaves_nothing(server: Server) -> None:
    backup = server.backup()
    files = set(sums(server.folder))
    with restore_that_asks(server, backup) as restoring:
        restoring.send_signal(signal.SIGHUP)
        said, error = restoring.communicate(timeout=60)
    assert said.decode().endswith("Nothing was changed.\n")
    assert error.decode() == "Ended by SIGHUP.\n"
    assert set(sums(server.folder)) == files


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a database that is a file")
def test_a_replacement_that_fails_leaves_everything_where_it_was(server: Server) -> None:
    backup = server.backup()
    before, files = server.python(CONTENT), set(sums(server.folder))
    with restore_that_asks(server, backup) as restoring:
        [prepared] = server.folder.glob("db.sqlite3.restored.*T????????????")
        prepared.unlink()
        _, error = restoring.communicate(b"yes\n", timeout=60)
    assert error.decode().endswith("Nothing was changed.\n")
    assert (server.python(CONTENT), set(sums(server.folder))) == (before, files)


@pytest.mark.alike
def test_an_older_ledger_does_not_name_again_whom_the_database_knew_to_have_withdrawn(
    server: Server,
) -> None:
    server.python("from kpcsc.foundation.ledger import record_in_ledger; record_in_ledger(a='b')")
    ledger = server.folder / "ledger"
    older = ledger.read_bytes()
    backup = server.backup()
    server.python(WITHDRAW + ERASE)
    ledger.write_bytes(older)
    said = server.restore(backup)
    assert "Organisations restricted: 1. At meetings: 0. People erased: 1." in said
    assert said.endswith("The backup is in place, and the portal is open.\n")
    assert server.python(CRAWL).split() == []
    assert "The database and the ledger agree." in server.manage("check_ledger")


@pytest.mark.alike
def test_a_restore_that_was_killed_opens_nothing(server: Server) -> None:
    backup = server.backup()
    server.python(WITHDRAW)
    (server.folder / "closed").write_text("restoring")
    assert server.refused("open_portal") == (
        "CommandError: A restore was broken off, and may name who has withdrawn: run it once more."
    )
    assert server.python(CRAWL).split() == ["closed"]
    assert server.restore(backup).endswith("The backup is in place, and the portal is open.\n")
    assert server.python(CRAWL).split() == []


@pytest.mark.alike
def test_organisations_unknown_to_the_backup_are_looked_through_by_hand(server: Server) -> None:
    """As a backup from before organisations had the identifiers of the ledger."""
    backup = server.backup()
    server.python(
        "from uuid import uuid4; from organisations.models import Organisation\n"
        "Organisation.objects.filter(slug='ipis').update(ledger_id=uuid4())"
    )
    server.python(WITHDRAW)
    said = server.restore(backup)
    assert "identifiers that the ledger does not know: 1. Only administrators" in said
    assert server.python(CRAWL).split() == ["closed"]
    assert server.refused("check_ledger", "--rewrite") == (
        "CommandError: Look through the list of organisations by hand."
    )
    confirmed = "from kpcsc.backups.confirmation import confirm_naming; confirm_naming()"
    server.python(confirmed)
    assert "The database and the ledger agree." in server.manage("check_ledger")


UNNAME_AND_CLOSE = """
from meetings.models import Participation
from organisations.models import User
for one in Participation.objects.filter(organisation__slug="ipis"):
    one.named = "unnamed"
    one.save()
grace = User.objects.get(email="grace@example.org")
grace.is_active = False
grace.save()
"""
SIGN_IN = """
from django.test import Client
from organisations.models import User
Client().force_login(User.objects.get(email="grace@example.org"))
"""
WHAT_IS_THERE = """
from django.contrib.sessions.models import Session
from meetings.models import Participation
from organisations.models import User
named = Participation.objects.filter(organisation__slug="ipis").exclude(named="unnamed").exists()
print(named, User.objects.get(email="grace@example.org").is_active, Session.objects.count())
"""


@pytest.mark.alike
def test_neither_a_naming_at_a_meeting_nor_an_account_nor_a_session_comes_back(
    server: Server,
) -> None:
    server.python(SIGN_IN)
    assert server.python(WHAT_IS_THERE) == "True True 1\n"
    backup = server.backup()
    server.python(UNNAME_AND_CLOSE)
    said = server.restore(backup)
    assert "At meetings: 1. People erased: 0. Rights withdrawn: 1." in said
    assert server.python(WHAT_IS_THERE) == "False False 0\n"


@pytest.mark.alike
def test_without_the_ledger_nobody_is_named(server: Server) -> None:
    backup = server.backup()
    server.python(WITHDRAW)
    (server.folder / "ledger").unlink()
    said = server.restore(backup)
    assert "The ledger is missing or damaged" in said
    assert server.python(CRAWL).split() == ["closed"]
    assert "confirms it on the first line of the desk" in server.refused("open_portal")
    assert not (server.folder / "ledger").exists()
    assert server.python(CRAWL).split() == ["closed"]


def sums(folder: Path) -> dict[str, str]:
    """Of each file of a portal; of what only reads it, SQLite makes some beside its own."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


@pytest.mark.alike
def test_what_cannot_be_restored_is_said_in_one_line_and_nothing_is_touched(
    server: Server,
) -> None:
    backup = Path(server.backup())
    altered, cut = backup.with_name("altered.age"), backup.with_name("cut.age")
    content = bytearray(backup.read_bytes())
    cut.write_bytes(content[: len(content) // 2])
    content[-100] ^= 1
    altered.write_bytes(content)
    other = server.folder / "other.key"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    before = sums(server.folder)
    own = str(server.key)
    for file, key, reason in (
        (str(cut), own, "This key does not open the backup, or it is damaged."),
        (str(altered), own, "This key does not open the backup, or it is damaged."),
        (str(backup), str(other), "This key does not open the backup, or it is damaged."),
        (str(backup), "/nowhere", "[Errno 2] No such file or directory: '/nowhere'"),
        ("/nowhere", own, "There is no file /nowhere."),
    ):
        said = server.refused("restore", file, "--key", key, "--yes")
        assert said == f"CommandError: {reason} Nothing was changed."
    assert sums(server.folder) == before


def test_a_backup_of_a_newer_release_waits_for_an_upgrade(server: Server) -> None:
    server.execute(
        "INSERT INTO django_migrations (app, name, applied) "
        "VALUES ('meetings', '9999_newer', '2030-01-01')"
    )
    said = server.refused("restore", server.backup(), "--key", str(server.key), "--yes")
    assert said == (
        "CommandError: The backup was made by a newer release: upgrade the portal first. "
        "Nothing was changed."
    )
    assert not (server.folder / "closed").exists()


def test_the_next_release_restores_a_backup_of_this_one(server: Server, tmp_path: Path) -> None:
    """The next has one more column, which the backup's database lacks until it is migrated."""
    before = server.python(CONTENT)
    backup = server.backup()
    server.code = copy_code(tmp_path / "next")
    add_column(server.code)
    server.manage("migrate", "--verbosity", "0")
    server.python("from meetings.models import Meeting; Meeting.objects.update(title_fr='Autre')")
    said = server.restore(backup)
    assert said.endswith("The backup is in place, and the portal is open.\n")
    after = server.python(CONTENT)
    changed = {line.split()[0] for line in set(before.splitlines()) ^ set(after.splitlines())}
    assert changed == {"meetings.Campaign", "meetings.HistoricalCampaign"}


def copy_code(target: Path) -> Path:
    """Copies what a release is made of; gives the folder."""
    for name in ("kpcsc", "meetings", "organisations", "surveys", "templates", "locale", "static"):
        shutil.copytree(ROOT / name, target / name)
    shutil.copy(ROOT / "manage.py", target)
    return target


@pytest.mark.alike
def test_messages_that_waited_then_are_not_sent_again(server: Server) -> None:
    server.python(
        "from kpcsc.foundation.mail.models import Delivery; from organisations.models import User\n"
        "Delivery.objects.create(letter='a', about_model='b', about_id='c',"
        " person=User.objects.get(email='grace@example.org'))"
    )
    backup = server.backup()
    said = server.restore(backup)
    assert "Messages that were waiting, now marked as unknown: 1." in said
    status = (
        "from kpcsc.foundation.mail.models import Delivery\nprint(Delivery.objects.get().status)"
    )
    assert server.python(status) == "unknown\n"
