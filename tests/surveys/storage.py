"""What a database keeps of its rows besides their columns, as somebody finds it who has a copy.

SQLite numbers the rows of a table as they come (rowid). PostgreSQL keeps of each row where it lies
(ctid), which transaction wrote it at which of its commands (xmin, cmin), and which one last locked
it (xmax), as a row that points at it through a foreign key does.
"""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import connect
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections, models
from django.db.models import Func

WRITTEN = {"sqlite": ["rowid"], "postgresql": ["xmin::text::bigint", "cmin::text::bigint", "ctid"]}
# Those of the portal and, for long texts, their TOAST tables; not PostgreSQL's own.
TABLES = """
    SELECT oid::regclass::text FROM pg_class
    WHERE relkind IN ('r', 't') AND relnamespace::regnamespace::text IN ('public', 'pg_toast')
    AND oid >= 16384
"""
FILES = """
    SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class
    WHERE relkind IN ('r', 't', 'i') AND oid >= 16384
"""
SEQUENCES = {
    "sqlite": "SELECT name, seq FROM sqlite_sequence",
    "postgresql": "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'",
}
SAMPLES = """
    SELECT (coalesce(most_common_vals::text, '{}'))::text[]
        || (coalesce(histogram_bounds::text, '{}'))::text[]
    FROM pg_stats WHERE tablename LIKE 'surveys%'
"""
MAY_READ_FILES = "SELECT has_function_privilege('pg_read_binary_file(text)', 'execute')"


@contextmanager
def on_disk(folder: Path) -> Iterator[None]:
    """Has the test database in a file, as it is in use: SQLite's tests live in memory."""
    memory = connections["default"]
    if memory.vendor != "sqlite":
        yield
        return
    own = memory.copy()
    own.settings_dict["NAME"] = str(folder / "portal.sqlite3")
    memory.ensure_connection()
    with closing(connect(own.settings_dict["NAME"])) as copy:
        memory.connection.backup(copy)
    connections["default"] = own
    try:
        yield
    finally:
        own.close()
        connections["default"] = memory


def as_written(model: type[models.Model]) -> list[Any]:
    """The keys of a table's rows in the order in which they were written."""
    written = [
        Func(function=name, template="%(function)s", output_field=models.TextField())
        for name in WRITTEN[connection.vendor]
    ]
    return list(model._default_manager.order_by(*written).values_list("pk", flat=True))


def rows() -> dict[str, set[str]]:
    """The rows of every table of the portal."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (names)
            found[table] = {repr(row) for row in cursor}
    return found


def transactions() -> dict[str, set[int]]:
    """The transactions of which the rows of each table say that they wrote or locked them."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT xmin::text, xmax::text FROM {table}")  # noqa: S608 (names)
            found[table] = {int(number) for row in cursor for number in row}
    return found


def next_transaction() -> int:
    """The number of a transaction that begins now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT txid_current()")
        return cursor.fetchone()[0]


def files() -> bytes:
    """All that the database's files hold: tables, indexes and, of SQLite, what is yet to go there.

    Skips the test on a server whose files the suite may not read.
    """
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        return b"".join(file.read_bytes() for file in Path(name).parent.glob("portal.sqlite3*"))
    with connection.cursor() as cursor:
        cursor.execute(MAY_READ_FILES)
        if cursor.fetchone() != (True,):
            pytest.skip("reading a server's files needs its superuser")
        cursor.execute("CHECKPOINT")
        cursor.execute(FILES)
        return b"".join(content for (content,) in cursor if content)


def as_stored(value: UUID | str) -> bytes:
    """A value as it lies in the files."""
    if isinstance(value, str):
        return value.encode()
    return value.hex.encode() if connection.vendor == "sqlite" else value.bytes


def sequences() -> dict[str, int]:
    """How far the keys of each table have been counted."""
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES[connection.vendor])
        return {re.sub("_(history_)?id_seq$", "", name): last for name, last in cursor}


def samples() -> list[str]:
    """The values of the tables of surveys that PostgreSQL keeps to plan its queries by."""
    with connection.cursor() as cursor:
        cursor.execute(SAMPLES)
        return [value for (values,) in cursor for value in values]
