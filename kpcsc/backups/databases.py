"""A database as a file, and a scratch database from such a file; on SQLite and on PostgreSQL."""

import os
import shutil
import sqlite3
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.db import OperationalError, connection, connections, transaction

from kpcsc.backups.content import TableContent, database_content
from kpcsc.backups.copy_names import PREPARED, moment_suffix
from kpcsc.backups.errors import BackupError

MOST_ATTEMPTS = 5  # to rename a database to which others connect
TLS = ("sslmode", "sslrootcert", "sslcert", "sslkey")  # of libpq, in its URLs as in its environment
SCRATCH = "scratch"  # the alias of the scratch database's connection
SECONDS_FOR_WRITERS = 30  # longer than any request writes
BESIDE_SQLITE = ("-wal", "-shm")  # endings of the files of what is not yet in the database's own


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


@dataclass(frozen=True)
class Restored(ABC):
    """A restored database beside the portal's: its name, which is a path where it is a file."""

    name: str

    @property
    @abstractmethod
    def url(self) -> str:
        """How another process of ours finds it, as DATABASE_URL has it."""

    @abstractmethod
    def put_in_place(self, aside: str) -> str:
        """Exchanges it for the portal's, whose new name it gives, with `aside` at its end."""

    @abstractmethod
    def discard(self) -> None:
        """Deletes it."""

    def connected(self) -> AbstractContextManager[str]:
        """Gives the alias of a connection to it."""
        return connected_to(self.name)


def restored_database(dump: Path) -> Restored:
    """Makes a database from a dump, beside the portal's. Raises BackupError."""
    return _RESTORE[connection.vendor](dump)


def beside_database(name: str) -> Restored:
    """The database of a name beside the portal's, restored or put aside."""
    return _BESIDE[connection.vendor](name)


def database_names_beside() -> list[str]:
    """The names of databases that begin with that of the portal's."""
    return _NAMES_BESIDE[connection.vendor]()


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
    try:
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, whole in itself
    except sqlite3.Error as error:
        raise BackupError(f"The database could not be copied: {error}.") from error
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


@dataclass(frozen=True)
class _RestoredSQLite(Restored):
    @property
    def url(self) -> str:
        return f"sqlite:///{self.name}"

    def put_in_place(self, aside: str) -> str:
        """Exchanges what the file holds, and not the file: whoever has it open, and writes next,
        writes to the restored database. A process that is killed meanwhile has changed nothing."""
        present = str(connection.settings_dict["NAME"])
        former = f"{present}.{aside}"
        Path(former).touch(mode=0o600, exist_ok=False)
        try:
            _copy_sqlite(present, former)
            _copy_sqlite(self.name, present)
        except OperationalError:
            _RestoredSQLite(former).discard()
            raise
        connection.close()
        self.discard()
        return former

    def discard(self) -> None:
        for ending in ("", *BESIDE_SQLITE):
            Path(self.name + ending).unlink(missing_ok=True)


def _restore_sqlite(dump: Path) -> Restored:
    present = Path(connection.settings_dict["NAME"])
    name = f"{present.name}.{PREPARED}.{moment_suffix()}"
    restored = _RestoredSQLite(str(present.with_name(name)))
    Path(restored.name).touch(mode=0o600)
    shutil.copyfile(dump, restored.name)
    return restored


def _sqlite_names_beside() -> list[str]:
    present = Path(connection.settings_dict["NAME"])
    found = present.parent.glob(f"{present.name}.*")
    return [str(file) for file in found if not file.name.endswith(BESIDE_SQLITE)]


def _copy_sqlite(source: str, target: str) -> None:
    """Has one database hold what another does, all at once. Raises OperationalError."""
    try:
        with (
            closing(sqlite3.connect(f"{Path(source).as_uri()}?mode=rw", uri=True)) as read,
            closing(sqlite3.connect(target, timeout=SECONDS_FOR_WRITERS)) as written,
        ):
            read.backup(written)
    except sqlite3.Error as error:
        raise OperationalError(str(error)) from error


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


@dataclass(frozen=True)
class _RestoredPostgreSQL(Restored):
    @property
    def url(self) -> str:
        to = {key: quote(str(value), safe="") for key, value in connection.settings_dict.items()}
        login = to["USER"] + (f":{to['PASSWORD']}" if to["PASSWORD"] else "")
        # A host that is a path names the folder of the server's socket.
        is_socket = connection.settings_dict["HOST"].startswith("/")
        place = f":{to['PORT']}/{to['HOST']}" if is_socket else f"{to['HOST']}:{to['PORT']}"
        query = urlencode(tls_options(connection.settings_dict))
        return f"postgres://{login}@{place}/{self.name}" + (f"?{query}" if query else "")

    def put_in_place(self, aside: str) -> str:
        present = connection.settings_dict["NAME"]
        former = f"{present}_{aside}"
        _rename({present: former, self.name: present})
        return former

    def discard(self) -> None:
        _drop(self.name)


def _restore_postgresql(dump: Path) -> Restored:
    name = f"{connection.settings_dict['NAME']}_{PREPARED}_{moment_suffix()}"
    with _server() as cursor:
        cursor.execute(f"CREATE DATABASE {_quoted(name)} TEMPLATE template0")
    try:
        _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={name}", str(dump))
    except BackupError:
        _drop(name)
        raise
    return _RestoredPostgreSQL(name)


@contextmanager
def _scratch_postgresql(dump: Path) -> Iterator[str]:
    restored = _restore_postgresql(dump)
    try:
        yield restored.name
    finally:
        restored.discard()


def _postgresql_names_beside() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, current_database() || '_')"
        )
        return [name for (name,) in cursor.fetchall()]


def _server() -> AbstractContextManager[Any]:
    """A cursor at the server, in a database that always exists: no database is renamed from within.

    Django's own, by which it makes and drops the databases of tests.
    """
    return connection._nodb_cursor()


def _rename(names: Mapping[str, str]) -> None:
    """Renames databases, all of them or none; whoever is connected to one is disconnected. Raises
    OperationalError."""
    quoted = ((_quoted(old), _quoted(new)) for old, new in names.items())
    # Sent as one, they are one transaction.
    statements = "; ".join(f"ALTER DATABASE {old} RENAME TO {new}" for old, new in quoted)
    with _server() as cursor:
        for attempt in range(MOST_ATTEMPTS):
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = ANY(%s) AND pid <> pg_backend_pid()",
                [list(names)],
            )
            try:
                cursor.execute(statements)
                return
            except OperationalError:  # somebody connected meanwhile
                if attempt == MOST_ATTEMPTS - 1:
                    raise


def _drop(name: str) -> None:
    with _server() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


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


def tls_options(database: Mapping[str, Any]) -> dict[str, str]:
    """What the settings of a database say of TLS: a copy is not sent over a worse connection."""
    options = database.get("OPTIONS", {})
    return {name: str(options[name]) for name in TLS if name in options}


def _environment(database: Mapping[str, Any]) -> dict[str, str]:
    """What PostgreSQL's programs read of where the server is; the password shows in no process."""
    named = {
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
    } | {f"PG{name.upper()}": value for name, value in tls_options(database).items()}
    return {name: str(value) for name, value in named.items() if value}


_DUMPS = {"sqlite": _dump_sqlite, "postgresql": _dump_postgresql}
_SCRATCHES = {"sqlite": _scratch_sqlite, "postgresql": _scratch_postgresql}
_RESTORE = {"sqlite": _restore_sqlite, "postgresql": _restore_postgresql}
_BESIDE: dict[str, type[Restored]] = {
    "sqlite": _RestoredSQLite,
    "postgresql": _RestoredPostgreSQL,
}
_NAMES_BESIDE = {"sqlite": _sqlite_names_beside, "postgresql": _postgresql_names_beside}
