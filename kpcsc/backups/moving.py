"""Moving everything to another database, from SQLite to PostgreSQL or back."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import batched
from pathlib import Path

from django.core.management.color import no_style
from django.core.management.sql import sql_flush
from django.db import Error, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, Model
from django.db.utils import ConnectionHandler

from kpcsc.backups.actions import Tell
from kpcsc.backups.content import TableContent, database_content, differences, stored_models
from kpcsc.backups.errors import BackupError
from kpcsc.backups.other_database import manage_other_database
from kpcsc.foundation.database_settings import SQLITE, database_settings
from kpcsc.site_revision.triggers import make_triggers, remove_triggers

TARGET = "target"  # the alias of the other database's connection
ROWS_AT_ONCE = 200
KINDS = ("sqlite:///", "postgres://", "postgresql://")
# The last key that a database gave to a row of a table: reading it, and setting it.
LAST_KEY = {
    "sqlite": "SELECT seq FROM sqlite_sequence WHERE name = %(table)s",
    "postgresql": "SELECT pg_sequence_last_value(pg_get_serial_sequence(%(table)s, %(column)s))",
}
SET_LAST_KEY = {
    "sqlite": "INSERT OR REPLACE INTO sqlite_sequence (rowid, name, seq) VALUES ("
    "(SELECT rowid FROM sqlite_sequence WHERE name = %(table)s), %(table)s, %(key)s)",
    "postgresql": "SELECT setval(pg_get_serial_sequence(%(table)s, %(column)s), %(key)s)",
}


def move_database(url: str, *, tell: Tell) -> dict[str, TableContent]:
    """Copies every row to an empty database and compares both; gives what they hold.

    Nobody may write meanwhile. The portal's own database is not touched. Raises BackupError; the
    other database then has to be emptied before another attempt.
    """
    with connected_to_url(url) as target:
        refuse_used_database(target)
        tell("Making the tables.")
        manage_other_database(url, "migrate", "--verbosity", "0")
        content = copy_rows(target, tell)
        tell("Writing the search index.")
        manage_other_database(url, "index")
    return content


@contextmanager
def connected_to_url(url: str) -> Iterator[BaseDatabaseWrapper]:
    """Gives a connection, TARGET, to a database. Raises BackupError where none answers."""
    if not url.startswith(KINDS):
        raise BackupError("The address begins with sqlite:/// or postgres://.")
    try:
        there = database_settings(url)
        if there["ENGINE"] == SQLITE:
            Path(there["NAME"]).touch(mode=0o600)
        connections[TARGET] = ConnectionHandler({"default": there, TARGET: there})[TARGET]
        connections[TARGET].ensure_connection()
    except (Error, OSError, ValueError) as error:
        raise BackupError("No database answers at this address.") from error
    try:
        yield connections[TARGET]
    finally:
        connections[TARGET].close()
        del connections[TARGET]


def refuse_used_database(target: BaseDatabaseWrapper) -> None:
    """Raises BackupError where a database has tables already."""
    if target.introspection.table_names():
        raise BackupError("There is something in the other database: name an empty one.")


def copy_rows(target: BaseDatabaseWrapper, tell: Tell) -> dict[str, TableContent]:
    """Copies all rows in one transaction, and compares. Raises BackupError."""
    remove_triggers(TARGET)
    with transaction.atomic(using=TARGET):
        # A migration makes rows of its own.
        target.ops.execute_sql_flush(sql_flush(no_style(), target, allow_cascade=True))
        tell("Copying the rows.")
        for model in stored_models():
            _copy_table(model)
        _copy_last_keys(target)
        tell("Comparing both.")
        content = database_content("default")
        if different := differences(content, database_content(TARGET)):
            raise BackupError(f"The databases differ: {', '.join(different)}.")
        make_triggers(TARGET)  # with the rows: without triggers, a page kept in memory never ends
    return content


def _copy_table(model: type[Model]) -> None:
    rows = model._base_manager.order_by().iterator(chunk_size=ROWS_AT_ONCE)
    fields = model._meta.local_concrete_fields
    # A private method of Django's: bulk_create would set moments such as "recorded at" to now.
    insert = model._base_manager._insert  # type: ignore[attr-defined]
    try:
        for some in batched(rows, ROWS_AT_ONCE):
            insert(some, fields=fields, using=TARGET, raw=True)
    except Error as error:
        said = str(error).partition("\n")[0]
        raise BackupError(f"The other database refuses {model._meta.label}: {said}") from error


def _copy_last_keys(target: BaseDatabaseWrapper) -> None:
    """Makes the other database number on from where this one stopped: the key of a deleted row is
    not used again, because history refers to it."""
    with connection.cursor() as reading, target.cursor() as writing:
        for model in stored_models():
            if not isinstance(field := model._meta.pk, AutoField):
                continue
            of = {"table": model._meta.db_table, "column": field.column}
            reading.execute(LAST_KEY[connection.vendor], of)
            if (row := reading.fetchone()) and row[0]:
                writing.execute(SET_LAST_KEY[target.vendor], of | {"key": row[0]})
