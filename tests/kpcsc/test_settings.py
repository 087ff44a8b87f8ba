"""The portal starts only where its environment is whole, and open to its own hosts alone."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

OWN = re.compile(r"(?:kpcsc|organisations|meetings|surveys)(?:\.\w+){2,}")
ROOT = Path(__file__).resolve().parents[2]
WHOLE = {
    "SECRET_KEY": "kimberlite-" * 6,
    "ALLOWED_HOSTS": "portal.example.org",
    "DATABASE_URL": "sqlite://:memory:",
    "DEBUG": "false",
    "DEMO": "false",
}


def check(**changes: str) -> subprocess.CompletedProcess[str]:
    """`manage.py check` in an environment that is whole but for these changes."""
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        env=os.environ | WHOLE | changes,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY: set it to a long random text"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS: name the hosts that this portal answers for"),
        ({"ALLOWED_HOSTS": "a.example,*"}, "ALLOWED_HOSTS: name each host"),
        ({"DEMO": "true"}, "DEMO and DEBUG are for this machine alone"),
        ({"ACCEL_REDIRECT": "/protected/"}, "MEDIA_ROOT: name a folder that the web server"),
    ],
)
def test_it_refuses_to_start_half_configured_and_says_why(
    changes: dict[str, str], sentence: str
) -> None:
    result = check(**changes)
    assert result.returncode != 0
    assert sentence in result.stderr


def test_it_starts_where_everything_is_said() -> None:
    """Else the refusals above would say nothing."""
    result = check()
    assert (result.returncode, result.stderr) == (0, "")


WRITES = """
import django, os
from pathlib import Path
os.umask(0o022)
django.setup()
from django.db import connection
connection.cursor().execute("CREATE TABLE a (b)")
file = Path(connection.settings_dict["NAME"])
for path in [file.parent, *sorted(file.parent.iterdir())]:
    print(path.name, oct(path.stat().st_mode & 0o777))
"""


@pytest.mark.parametrize("is_there", [False, True])
def test_nobody_else_on_the_machine_reads_the_database(tmp_path: Path, is_there: bool) -> None:
    """Nor what SQLite writes beside it; also where it was open before."""
    file = tmp_path / "portal" / "db.sqlite3"
    if is_there:
        file.parent.mkdir(0o700)
        file.touch(0o644)
    environment = WHOLE | {"DATABASE_URL": f"sqlite:///{file}"}
    result = subprocess.run(
        [sys.executable, "-c", WRITES],
        env=os.environ | environment | {"DJANGO_SETTINGS_MODULE": "kpcsc.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.splitlines() == [
        "portal 0o700",
        "db.sqlite3 0o600",
        "db.sqlite3-shm 0o600",
        "db.sqlite3-wal 0o600",
    ]


def own_paths(value: Any) -> Iterator[str]:
    """The paths of the portal's own code in a setting."""
    if isinstance(value, str):
        yield from [value] if OWN.fullmatch(value) else []
    elif isinstance(value, dict):
        for part in value.values():
            yield from own_paths(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from own_paths(part)


def test_settings_name_code_that_there_is() -> None:
    """Some are only looked up when a page wants them."""
    named = {
        path
        for name in dir(settings)
        if name.isupper()
        for path in own_paths(getattr(settings, name))
    }
    assert len(named) > 20
    for path in named:
        try:
            import_module(path)
        except ModuleNotFoundError:
            import_string(path)


@pytest.mark.parametrize(("days", "seconds"), [(None, 86_400), ("365", 31_536_000)])
def test_browsers_are_held_to_tls_for_a_day_until_more_is_asked_for(
    days: str | None, seconds: int
) -> None:
    said = (
        "import kpcsc.settings as s; "
        "print(s.SECURE_HSTS_SECONDS, hasattr(s, 'SECURE_HSTS_PRELOAD'))"
    )
    result = subprocess.run(
        [sys.executable, "-c", said],
        env=os.environ | WHOLE | ({"HSTS_DAYS": days} if days else {}),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == f"{seconds} False\n"
