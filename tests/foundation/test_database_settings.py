"""How the portal talks to a database."""

import sqlite3
from pathlib import Path

from kpcsc.foundation.database_settings import SQLITE, database_settings


def test_sqlite_acknowledges_what_is_on_the_disk_and_overwrites_what_is_deleted(
    tmp_path: Path,
) -> None:
    settings = database_settings(f"sqlite:///{tmp_path / 'db.sqlite3'}")
    assert (settings["ENGINE"], settings["NAME"]) == (SQLITE, str(tmp_path / "db.sqlite3"))
    connection = sqlite3.connect(settings["NAME"])
    connection.executescript(settings["OPTIONS"]["init_command"])
    pragmas = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "secure_delete")
    }
    connection.close()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}


def test_postgresql_keeps_the_options_of_its_url() -> None:
    settings = database_settings("postgres://portal:a%40b@db:5433/portal?sslmode=require")
    assert settings["PASSWORD"] == "a@b"
    assert settings["OPTIONS"] == {
        "options": "-c jit=off",
        "server_side_binding": True,
        "prepare_threshold": 5,
        "sslmode": "require",
    }
