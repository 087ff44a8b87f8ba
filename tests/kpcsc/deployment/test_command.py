"""The command `portal`: what the system's Python runs, without the portal's libraries."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kpcsc.deployment import __main__ as command

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


def test_unknown_words_are_refused_where_nothing_passes_them_on() -> None:
    assert "unrecognized arguments: now" in portal("confirm", "now").stderr
    options, rest = command.parser().parse_known_args(["log", "AG7C9P"])
    assert (options.is_passed_on, rest) == (True, ["AG7C9P"])
