"""A database as a file, and a scratch database from such a file; on SQLite and on PostgreSQL."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections, transaction
from django.utils.crypto import get_random_string

from kpcsc.backups.content import TableContent, database_content
from kpcsc.backups.errors import BackupError

SCRATCH = "scratch"  # the alias of the scratch database's connection


def dump_database(target: Path) -> dict[str, TableContent]:
    """Writes what the database holds at one moment into a new file, while others write; gives its
    content. Raises BackupError."""
    return _DUMPS[connection.vendor](target)


@contextmanager
def scratch_database(dump: Path) -> Iterator[str]:
    """Gives the alias of a database that holds what the file does, and is gone afterwards.

    Raises BackupError where the file is damaged.
    """
    with _SCRATCHES[connection.vendor](dump) as name, connected_to(name) as alias:
        yield alias


@contextmanager
def connected_to(name: str) -> Iterator[str]:
    """Gives the alias of a connection to another database of the same server or kind."""
    other = connections["default"].copy(SCRATCH)
    other.settings_dict["NAME"] = name
    connections[SCRATCH] = other
    try:
        yield SCRATCH
    finally:
        other.close()
        del connections[SCRATCH]


# --- SQLite --------------------------------------------------------------------------------


def _dump_sqlite(target: Path) -> dict[str, TableContent]:
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, whole in itself
    with connected_to(str(target)) as alias:
        return database_content(alias)


@contextmanager
def _scratch_sqlite(dump: Path) -> Iterator[str]:
    try:
        with closing(sqlite3.connect(dump)) as copy:
            [(said,), *_more] = copy.execute("PRAGMA integrity_check").fetchall()
            broken = copy.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise BackupError("The database in the backup is damaged.") from error
    if said != "ok" or broken:
        raise BackupError("The database in the backup is damaged.")
    yield str(dump)


# --- PostgreSQL ----------------------------------------------------------------------------


def _dump_postgresql(target: Path) -> dict[str, TableContent]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            [snapshot] = cursor.fetchone()
        # Both read the same moment.
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}")
        return database_content("default")


@contextmanager
def _scratch_postgresql(dump: Path) -> Iterator[str]:
    name = f"portal_scratch_{get_random_string(8).lower()}"
    quoted = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0")
    try:
        _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={name}", str(dump))
        yield name
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")


def _run(program: str, *arguments: str) -> None:
    """Runs one of PostgreSQL's programs at the portal's server. Raises BackupError."""
    command = [program, "--no-password", *arguments]
    environment = os.environ | _environment(connection.settings_dict)
    try:
        subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603 (ours)
    except FileNotFoundError as error:
        raise BackupError(f"{program} is missing: install PostgreSQL's client programs.") from error
    except subprocess.CalledProcessError as error:
        last = error.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise BackupError(f"{program} failed: {last}") from error


def _environment(database: Mapping[str, Any]) -> dict[str, str]:
    """What PostgreSQL's programs read of where the server is; the password shows in no process."""
    named = {
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
    }
    return {name: str(value) for name, value in named.items() if value}


_DUMPS = {"sqlite": _dump_sqlite, "postgresql": _dump_postgresql}
_SCRATCHES = {"sqlite": _scratch_sqlite, "postgresql": _scratch_postgresql}
