"""A SQLite file that another takes the place of, as at a restore, while processes have it open."""

from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

# The number of the file that each connection opened.
_opened: WeakKeyDictionary[BaseDatabaseWrapper, int] = WeakKeyDictionary()


def connect_database_signals() -> None:
    """Has each connection note which file it opens; called once, when the portal starts."""
    connection_created.connect(_note_file)


def close_replaced_database() -> None:
    """Closes the connection to a file that is no longer the database, so that the next query opens
    the one that is."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection in _opened and _opened[connection] != _file_number(connection):
        connection.close()


def _note_file(*, connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    number = _file_number(connection)
    if number is not None:
        _opened[connection] = number


def _file_number(connection: BaseDatabaseWrapper) -> int | None:
    """The number of the file under the database's name, None where it has none."""
    if connection.vendor != "sqlite":
        return None
    try:
        return Path(connection.settings_dict["NAME"]).stat().st_ino
    except OSError:
        return None
