"""Backups that are made while fifty people save hold whole records alone."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.kpcsc.backups.server import ROOT, Server

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TIMES = 20 if os.environ.get("REHEARSAL") == "full" else 2
WRITERS = 50
# Each saves an organisation, and the person who belongs to it, in one transaction.
WRITE = f"""
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import Lock, Thread
from time import sleep
from django.db import OperationalError, connection, transaction
from organisations.models import Organisation, User

numbers, lock = count(), Lock()

def write():
    while not Path("{{stop}}").exists():
        with lock:
            name = f"Pair {{{{next(numbers)}}}}"
        with suppress(OperationalError), transaction.atomic():  # "try again later", on SQLite
            organisation = Organisation.objects.create(name_fr=name, slug=name.replace(" ", "-"))
            User.objects.create_user(f"{{{{organisation.slug}}}}@example.org", name=name,
                organisation=organisation)
        sleep(1)
    connection.close()

threads = [Thread(target=write) for _ in range({WRITERS})]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
# What a backup holds, once it is decrypted and restored into a scratch database.
READ = """
from pathlib import Path
from kpcsc.backups.actions import working_folder
from kpcsc.backups.archive import DATABASE, decrypt_archive, unpack_archive
from kpcsc.backups.databases import scratch_database
from organisations.models import Organisation, User

with working_folder() as folder:
    decrypt_archive(Path("{backup}"), folder / "archive", Path("{key}").read_text())
    unpack_archive(folder / "archive", folder / "unpacked")
    with scratch_database(folder / "unpacked" / DATABASE) as alias:
        pairs = Organisation.objects.using(alias).filter(name_fr__startswith="Pair ")
        people = User.objects.using(alias).filter(name__startswith="Pair ")
        whole = sum(person.organisation.name_fr == person.name for person in people)
        print("pairs", pairs.count(), whole, people.count())
"""


@contextmanager
def written_to(server: Server) -> Iterator[None]:
    """Has fifty threads save until the block ends; fails where one of them failed."""
    stop = server.folder / "stop"
    code = WRITE.format(stop=stop)
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", code]
    with (server.folder / "writers.log").open("w+") as log:
        writers = subprocess.Popen(command, env=server.environment, cwd=ROOT, stderr=log)
        try:
            yield
        finally:
            stop.touch()
            writers.wait(timeout=120)
        log.seek(0)
        assert "Exception in thread" not in log.read()


def test_backup_holds_no_half_of_a_record(server: Server) -> None:
    found: list[list[int]] = []
    with written_to(server):
        for _ in range(TIMES):
            backup = server.backup()
            said = server.python(READ.format(backup=backup, key=server.key))
            found.append([int(number) for number in re.findall(r"\d+", said)])
    for organisations, whole, people in found:
        assert organisations == whole == people
    numbers = [organisations for organisations, _whole, _people in found]
    assert numbers[0] < numbers[-1]  # they did save meanwhile
    print(f"{TIMES} backups, with {numbers[0]} to {numbers[-1]} records.")
