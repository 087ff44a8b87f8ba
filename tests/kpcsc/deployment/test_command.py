"""The command `portal`: what the system's Python runs, without the portal's libraries."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kpcsc.deployment import __main__ as command
from kpcsc.deployment.machine import DeploymentError
from kpcsc.deployment.move import ask_for_address

ROOT = Path(__file__).resolve().parents[3]


def portal(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-S", "-m", "kpcsc.deployment", *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_needs_the_standard_library_alone() -> None:
    done = portal("--help")
    assert done.returncode == 0, done.stderr
    for name in ("backup", "restore", "upgrade", "doctor", "move-database", "log", "confirm"):
        assert re.search(rf"^    {name} ", done.stdout, re.MULTILINE), name


@pytest.mark.parametrize("name", ["restore", "upgrade", "move-database"])
def test_what_it_needs_to_know_is_asked_for(name: str) -> None:
    done = portal(name)
    assert done.returncode == 2
    assert "the following arguments are required" in done.stderr


def test_what_can_be_added_is_shown() -> None:
    assert "usage: portal log [-h] [CODE]\n" in portal("log", "--help").stdout
    assert "usage: portal backup [-h]\n" in portal("backup", "--help").stdout


def test_a_folder_without_the_portals_code_is_no_upgrade() -> None:
    with pytest.raises(DeploymentError, match=r"/nowhere: there is no portal's code in it\."):
        command.run_upgrade(command.parser().parse_args(["upgrade", "/nowhere"]))


def test_nobody_removes_the_portal_by_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _prompt: "")
    with pytest.raises(DeploymentError, match=r"Nothing was removed\."):
        command.run_uninstall(command.parser().parse_args(["uninstall"]))


def test_no_address_with_a_password_is_typed_where_every_user_sees_it() -> None:
    done = portal("move-database", "postgres://portal:secret@db.example.org/portal")
    assert done.returncode == 2
    assert "invalid choice" in done.stderr


@pytest.mark.parametrize(
    ("typed", "is_address"),
    [
        ("postgres://portal:secret@db.example.org/portal", True),
        ("postgresql://portal:secret@db.example.org:5433/portal?sslmode=require", True),
        ("db.example.org", False),
        ("postgres://portal:se cret@db.example.org/portal", False),
        ("", False),
    ],
)
def test_address_of_another_database_is_one_of_postgresql(
    typed: str, is_address: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _prompt: f"{typed}\n")
    if is_address:
        assert ask_for_address() == typed
    else:
        with pytest.raises(DeploymentError, match="no address of a PostgreSQL database"):
            ask_for_address()


def test_unknown_words_are_refused_where_nothing_passes_them_on() -> None:
    assert "unrecognized arguments: now" in portal("confirm", "now").stderr
    options, rest = command.parser().parse_known_args(["log", "AG7C9P"])
    assert (options.is_passed_on, rest) == (True, ["AG7C9P"])
    options, rest = command.parser().parse_known_args(["manage", "check_ledger", "--rewrite"])
    assert (options.is_passed_on, rest) == (True, ["check_ledger", "--rewrite"])
