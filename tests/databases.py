"""Databases as they are in use: on disk, reached by several connections, set back in a moment."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from threading import Barrier
from typing import Any

import psycopg
import pytest
from django.db import connection, connections


def at_once[Result](*deeds: Callable[[], Result]) -> list[Result]:
    """Does each in a thread of its own, with its own connection, all beginning together."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], Result]) -> Result:
        try:
            barrier.wait(timeout=20)
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return [future.result() for future in [threads.submit(run, deed) for deed in deeds]]


def elsewhere[Result](deed: Callable[[], Result]) -> Result:
    """What another connection than this thread's finds."""
    return at_once(deed)[0]


def copy_to_file(file: Path) -> None:
    """Writes SQLite's test database, which lives in memory, to a file that others can open."""
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
        # As the portal's file is from its first connection on: of several that turn a file into
        # this mode at once, all but one are refused.
        copy.execute("PRAGMA journal_mode=WAL")


class Snapshot:
    """The state of the test database at one moment, to which `restore` brings it back."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.monkeypatch = folder, monkeypatch
        self.settings: dict[str, Any] = connection.settings_dict
        self.name = self.settings["NAME"]
        self.restored = count(1)

    @contextmanager
    def taken(self) -> Iterator["Snapshot"]:
        """Takes the snapshot, and forgets it at the end; SQLite's is a file, as it is in use."""
        if connection.vendor == "sqlite":
            with self._in_a_file():
                yield self
            return
        connections.close_all()
        self.execute(f"CREATE DATABASE {self.name}_taken TEMPLATE {self.name}")
        try:
            yield self
        finally:
            connections.close_all()
            self.execute(f"DROP DATABASE {self.name}_taken")

    def restore(self) -> None:
        """Sets the database back, for every connection that opens from now on."""
        connections.close_all()
        if connection.vendor == "sqlite":
            file = self.folder / f"restored-{next(self.restored)}.sqlite3"
            shutil.copy(self.folder / "taken.sqlite3", file)
            self.monkeypatch.setitem(self.settings, "NAME", str(file))
            return
        self.execute(f"DROP DATABASE {self.name} WITH (FORCE)")
        self.execute(f"CREATE DATABASE {self.name} TEMPLATE {self.name}_taken")

    @contextmanager
    def _in_a_file(self) -> Iterator[None]:
        copy_to_file(self.folder / "taken.sqlite3")
        memory = connections["default"]
        connections["default"] = type(memory)(self.settings, "default")
        try:
            with self.monkeypatch.context() as self.monkeypatch:
                self.restore()
                yield
                connections.close_all()
        finally:
            connections["default"] = memory

    def execute(self, sql: str) -> None:
        """Runs a statement that no transaction may hold, from outside the test database."""
        address = {name: self.settings[name.upper()] for name in ("host", "port", "user")}
        with psycopg.connect(dbname="postgres", autocommit=True, **address) as outside:
            outside.execute(sql)
