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

import pytest
from django.db import connection, connections


def at_once[Result](*calls: Callable[[], Result]) -> list[Result]:
    """Does each in a thread of its own, with its own connection, all beginning together."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Result]) -> Result:
        try:
            barrier.wait(timeout=20)
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        return [future.result() for future in [threads.submit(run, call) for call in calls]]


def elsewhere[Result](call: Callable[[], Result]) -> Result:
    """What another connection than this thread's finds."""
    return at_once(call)[0]


def execute(sql: str) -> None:
    """Runs statements that give nothing."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def copy_to_file(file: Path) -> None:
    """Writes SQLite's test database, which lives in memory, to a file that others can open."""
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
        # As the portal's file is from its first connection on: of several that turn a file into
        # this mode at once, all but one are refused.
        copy.execute("PRAGMA journal_mode=WAL")


# Rows, and not a database made from a template, which takes several times as long.
TAKE = """DO $$ DECLARE one text; BEGIN
    CREATE SCHEMA taken;
    CREATE TABLE taken.sequences AS SELECT sequencename, last_value FROM pg_sequences;
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TABLE taken.%1$I AS TABLE public.%1$I', one);
    END LOOP;
END $$"""
RESTORE = """DO $$ DECLARE one text; BEGIN
    SET LOCAL session_replication_role = replica;  -- neither triggers nor foreign keys
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM public.%I', one);
        EXECUTE format('INSERT INTO public.%1$I OVERRIDING SYSTEM VALUE TABLE taken.%1$I', one);
    END LOOP;
    PERFORM setval(sequencename::regclass, coalesce(last_value, 1), last_value IS NOT NULL)
        FROM taken.sequences;
END $$"""


class Snapshot:
    """The state of the test database at one moment, to which `restore` brings it back."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.monkeypatch = folder, monkeypatch
        self.settings: dict[str, Any] = connection.settings_dict
        self.restored = count(1)

    @contextmanager
    def taken(self) -> Iterator["Snapshot"]:
        """Takes the snapshot, and forgets it at the end; SQLite's is a file, as it is in use."""
        if connection.vendor == "sqlite":
            with self._in_a_file():
                yield self
            return
        execute(TAKE)
        try:
            yield self
        finally:
            execute("DROP SCHEMA taken CASCADE")

    def restore(self) -> None:
        """Sets the database back, for every connection."""
        if connection.vendor == "sqlite":
            connections.close_all()
            file = self.folder / f"restored-{next(self.restored)}.sqlite3"
            shutil.copy(self.folder / "taken.sqlite3", file)
            self.monkeypatch.setitem(self.settings, "NAME", str(file))
            return
        execute(RESTORE)

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
