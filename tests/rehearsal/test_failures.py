"""Processes are killed, disks are full, the clock is wrong: nothing acknowledged is lost."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.rehearsal.portal import PortalServer, Posts, ask

pytestmark = pytest.mark.rehearsal

KILLED = {
    "a web worker": "pkill -KILL --newest --full 'gunicorn.*kpcsc.wsgi'",
    "the web server": "systemctl kill --signal KILL portal-web.service",
    "the task worker": "systemctl kill --signal KILL portal-worker.service",
}
TIMES = 5
MEGABYTES = 150
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
FILL = f"""
systemctl stop portal-web portal-worker
cp --archive $1 $1.large
mount -t tmpfs -o size={MEGABYTES}M tmpfs $1
cp --archive $1.large/. $1
chmod 700 $1
chown portal:portal $1
systemctl start portal-web portal-worker
dd if=/dev/zero of=$1/full bs=4k status=none || true
"""
MAKE_ROOM = """
systemctl stop portal-web portal-worker
rm -f $1/full
rm -r $1.large
cp --archive $1 $1.large
umount $1
rm -r $1
mv $1.large $1
systemctl start portal-web portal-worker
"""
MAKE_DOCUMENT = """
from meetings.models import Document, Meeting
from tests.factories.files import make_document, pdf, upload
before = Document.objects.count()
try:
    make_document(meeting=Meeting.objects.first(), file=upload(pdf() + b"%" * 5_000_000))
except OSError as error:
    print("refused", error.strerror, Document.objects.count() - before)
"""


def refuse_lost_answers(server: PortalServer, posts: Posts) -> None:
    """Fails where somebody was told that an answer was saved, and it was not."""
    assert posts.sent
    assert set(posts.sent) - server.texts() == set()
    refused = sorted({status for _text, status in posts.refused})
    print(f"{len(posts.sent)} saved, {len(posts.refused)} refused {refused or ''}")


def wait_until_well(server: PortalServer, seconds: int = 90) -> None:
    """Returns once the doctor finds nothing; fails where it goes on finding something."""
    until = time.monotonic() + seconds
    while "All is well" not in (said := server.shell("portal doctor", check=False)):
        assert time.monotonic() < until, said
        time.sleep(5)


@pytest.mark.parametrize("killed", KILLED)
def test_killed_process_comes_back(server: PortalServer, killed: str) -> None:
    """Five times, while ten answers a second arrive."""
    server.shell("portal backup")
    posts = server.make_posts()
    with posts.arriving(10):
        for _ in range(TIMES):
            time.sleep(2)
            server.shell(KILLED[killed])
        time.sleep(5)
    refuse_lost_answers(server, posts)
    wait_until_well(server)


def test_killed_database_comes_back(server: PortalServer) -> None:
    """PostgreSQL's first process, in the middle of answers."""
    server.shell("portal move-database postgresql")
    posts = server.make_posts()
    with posts.arriving(10):
        for _ in range(TIMES):
            time.sleep(3)
            server.shell("pkill -KILL --oldest --full 'postgresql/[0-9]+/bin/postgres'")
            server.shell("systemctl restart 'postgresql@*' postgresql")
    refuse_lost_answers(server, posts)
    wait_until_well(server)
    server.shell("portal move-database sqlite")


FORGET_LATEST = """
from kpcsc.foundation.periodic import LATEST, PeriodicRun
PeriodicRun.objects.filter(path=LATEST).delete()
"""


@contextmanager
def full_disk(server: PortalServer, folder: str) -> Iterator[None]:
    """A folder on a disk of its own that is full; there is room afterwards."""
    server.run("bash", "-euc", FILL, "fill", folder)
    try:
        yield
    finally:
        server.run("bash", "-euc", MAKE_ROOM, "make-room", folder)


def test_full_disk_refuses_and_says_so(server: PortalServer) -> None:
    """Saving and uploading while there is no room for data."""
    posts = server.make_posts()
    with full_disk(server, "/var/lib/portal"):
        for number in range(20):
            posts.send(number)
        assert posts.refused, "The disk was not full."
        said = server.shell("portal doctor", check=False)
        assert "WRONG disk" in said or "WRONG database" in said
        printed = server.python(MAKE_DOCUMENT)
        assert "refused No space left on device 0" in printed
        server.shell("rm /var/lib/portal/full")
        for number in range(20, 40):
            posts.send(number)
        assert ask("/fr/")[0] == 200
    refuse_lost_answers(server, posts)
    assert [text for text, _status in posts.refused if text in server.texts()] == []
    wait_until_well(server)


def test_backup_on_a_full_disk_is_none(server: PortalServer) -> None:
    """It says so, and leaves nothing behind; those before stay."""
    server.shell("portal backup")
    before = server.shell("ls /var/backups/portal")
    with full_disk(server, "/var/backups/portal"):
        said = server.shell("portal backup; echo status $?")
        assert "There is no backup." in said
        assert said.endswith("status 1\n")
        assert "WRONG disk" in server.shell("portal doctor", check=False)
    assert server.shell("ls /var/backups/portal") == before
    wait_until_well(server)


@pytest.mark.parametrize("moved", ["+1h", "-1h"])
def test_clock_that_is_wrong_by_an_hour(server: PortalServer, moved: str) -> None:
    """Answers are saved all the same; the doctor says when it has gone back."""
    server.shell("apt-get install -y -qq --no-install-recommends libfaketime")
    setting = f'[Service]\\nEnvironment=LD_PRELOAD={FAKETIME} "FAKETIME={moved}"\\n'
    for unit in ("portal-web", "portal-worker"):
        server.shell(f"mkdir -p /run/systemd/system/{unit}.service.d")
        server.shell(f"printf '{setting}' > /run/systemd/system/{unit}.service.d/clock.conf")
    posts = server.make_posts()
    with posts.arriving(10):
        server.shell("systemctl daemon-reload && systemctl restart portal-web portal-worker")
        time.sleep(70)  # the worker beats once a minute
        clock = f"LD_PRELOAD={FAKETIME} FAKETIME={moved}"
        said = server.shell(
            f"cd /opt/portal/current && setpriv --reuid portal --regid portal --init-groups "
            f"env {clock} .venv/bin/python manage.py doctor",
            check=False,
        )
        server.shell("rm -r /run/systemd/system/portal-*.service.d && systemctl daemon-reload")
        server.shell("systemctl restart portal-web portal-worker")
    assert posts.refused == []
    refuse_lost_answers(server, posts)
    assert ("WRONG clock" in said) is (moved == "-1h"), said
    if moved == "+1h":  # it is told once the clock is right again
        assert "WRONG clock" in server.shell("portal doctor", check=False)
        server.python(FORGET_LATEST)
    wait_until_well(server)
