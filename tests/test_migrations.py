"""The database that migrations make is the one that the tests run on, which models make."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection, connections

from meetings.models import Meeting
from organisations.models import Country
from tests.databases import execute

OWN = ("organisations_", "meetings_", "surveys_", "kpcsc_", "foundation_", "cache")
# The names of constraints that the database or Django made up: a number, the digest of columns.
MADE_UP = re.compile(r"^__unnamed|_[0-9a-f]{8}(?:_|$)")

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]


@contextmanager
def migrated(folder: Path) -> Iterator[Any]:
    """A connection to a new database, after `manage.py migrate`."""
    name = str(folder / "migrated.sqlite3")
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        there, name = connection.settings_dict, f"{connection.settings_dict['NAME']}_migrated"
        url = f"postgres://{there['USER']}@:{there['PORT']}/{there['HOST']}/{name}"
        execute(f"CREATE DATABASE {name}")
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"],
        env=os.environ | {"DEBUG": "true", "DATABASE_URL": url},
        cwd=settings.BASE_DIR,
        check=True,
    )
    other = connections["default"].copy()
    other.settings_dict["NAME"] = name
    try:
        yield other
    finally:
        other.close()
        if connection.vendor == "postgresql":
            execute(f"DROP DATABASE {name}")


def schema(of: Any) -> dict[str, tuple[Any, ...]]:
    """The columns and constraints of each of the portal's tables, and SQLite's triggers."""
    found: dict[str, tuple[Any, ...]] = {}
    with of.cursor() as cursor:
        for table in of.introspection.table_names(cursor):
            if table.startswith(OWN):
                columns = of.introspection.get_table_description(cursor, table)
                constraints = of.introspection.get_constraints(cursor, table)
                found[table] = (
                    {one.name: (one.type_code, one.internal_size, one.null_ok) for one in columns},
                    sorted(map(repr, constraints.values())),
                    {name for name in constraints if not MADE_UP.search(name)},
                )
        if of.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
            found["triggers"] = tuple(cursor.fetchall())
    return found


def test_migrations_make_what_the_models_say(tmp_path: Path) -> None:
    with migrated(tmp_path) as other:
        assert schema(other) == schema(connection)
        for model in (Country, Group, Meeting):  # what migrations write, and what they do not
            with other.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")  # noqa: S608
                assert cursor.fetchone() == (model._base_manager.count(),)
