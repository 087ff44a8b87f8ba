"""A SQLite file that is replaced, as at a restore, while processes have it open."""

from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

# The inode of the file that each connection opened.
_opened: WeakKeyDictionary[BaseDatabaseWrapper, int] = WeakKeyDictionary()


def connect_database_signals() -> None:
    """Makes each connection note which file it opens; called once, when the portal starts."""
    connection_created.connect(_note_file)


def close_replaced_database() -> None:
    """Closes a connection whose file was replaced, so that the next query opens the new file."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection in _opened and _opened[connection] != _inode(connection):
        connection.close()


def _note_file(*, connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    inode = _inode(connection)
    if inode is not None:
        _opened[connection] = inode


def _inode(connection: BaseDatabaseWrapper) -> int | None:
    """The inode of the database's file, None where it has none."""
    if connection.vendor != "sqlite":
        return None
    try:
        return Path(connection.settings_dict["NAME"]).stat().st_ino
    except OSError:
        return None
