"""A portal of its own, in a folder and a database that a test may do with as it likes."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
CONTENT = """
from kpcsc.backups.content import database_content
for label, table in database_content("default").items():
    if label.split(".")[0] in {"meetings", "organisations", "surveys"}:
        print(label, table.rows, table.digest)
"""


class Server:
    """A portal of its own in a folder: its settings, and the commands run at it."""

    code = ROOT  # the release whose commands they are

    def __init__(
        self, folder: Path, secret_key: str, public_key: str, copied: "Server | None" = None
    ) -> None:
        self.folder, self.key = folder, folder / "secret.key"
        self.database = ""
        self.key.write_text(secret_key)
        self.environment = os.environ | {
            "DEBUG": "true",  # static files need not be collected
            "SECRET_KEY": settings.SECRET_KEY,  # whichever release's commands they are
            "DATABASE_URL": self.make_database(copied),
            "LEDGER": str(folder / "ledger"),
            "MEDIA_ROOT": str(folder / "documents"),
            "BACKUPS": str(folder / "backups"),
            "BACKUP_KEY": public_key,
        }

    def make_database(self, copied: "Server | None") -> str:
        """Makes a database like that of another, or an empty one; gives its URL."""
        if connection.vendor == "sqlite":  # the file was copied with the folder
            return f"sqlite:///{self.folder / 'db.sqlite3'}"
        self.database = f"server_{token_hex(4)}"
        template = copied.database if copied else "template0"
        self.execute(f"CREATE DATABASE {self.database} TEMPLATE {template}", "postgres")
        to = connection.settings_dict
        host = quote(to["HOST"], safe="/")
        return f"postgres://{to['USER']}@:{to['PORT']}/{host}/{self.database}"

    def execute(self, sql: str, database: str = "") -> None:
        """Runs a statement in the portal's database, or in another of its server."""
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.folder / "db.sqlite3")) as own, own:
                own.execute(sql)
            return
        to = connection.settings_dict
        where = {"host": to["HOST"], "port": to["PORT"], "user": to["USER"]}
        with psycopg.connect(dbname=database or self.database, autocommit=True, **where) as server:
            server.execute(sql)

    def manage(self, *arguments: str) -> str:
        """What a command printed; fails where it did."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, *arguments: str) -> str:
        """The line with which a command refused."""
        done = self.run(*arguments)
        assert done.returncode == 1
        return done.stderr.strip()

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env=self.environment,
            cwd=self.code,
            capture_output=True,
            text=True,
            check=False,
        )

    def python(self, code: str) -> str:
        """What a piece of code printed, in the portal."""
        return self.manage("shell", "--no-imports", "--command", code)

    def backup(self) -> str:
        """Makes a backup; gives its path."""
        self.manage("backup")
        return str(sorted((self.folder / "backups").glob("*.age"))[-1])

    def restore(self, backup: str) -> str:
        return self.manage("restore", backup, "--key", str(self.key), "--yes")
