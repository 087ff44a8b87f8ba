"""What a newcomer meets: a clean clone, and the README's first command."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parent.parent
MEETING = "meetings/2021-06-strategy-meeting/"
COUNTRIES = {
    "fr": "Afrique du Sud, Belgique, Botswana, Cameroun, Canada, Côte d’Ivoire, États-Unis, "
    "Guinée, Lesotho, Liberia, RCA, RDC, Sierra Leone, Tanzanie, Zimbabwe",
    "en": "Belgium, Botswana, Cameroon, Canada, CAR, Côte d’Ivoire, DRC, Guinea, Lesotho, Liberia, "
    "Sierra Leone, South Africa, Tanzania, United States, Zimbabwe",
}

pytestmark = pytest.mark.thorough


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_run(clone: Path, port: int) -> subprocess.Popen[str]:
    """`make run` as a person at a terminal starts it: none of this suite's environment."""
    kept = ("PATH", "HOME", "LANG", "PIP_")
    environment = {name: value for name, value in os.environ.items() if name.startswith(kept)}
    return subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=clone,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@contextmanager
def running(clone: Path, port: int, seconds: float) -> Iterator[float]:
    """The portal, answering; gives how many seconds it took until it did."""
    started = time.monotonic()
    process = make_run(clone, port)
    try:
        while time.monotonic() - started < seconds:
            try:
                urlopen(f"http://127.0.0.1:{port}/fr/").close()
                break
            except URLError:
                assert process.poll() is None, process.stdout.read() if process.stdout else ""
                time.sleep(0.05)
        else:
            pytest.fail(f"no answer within {seconds} s")
        yield time.monotonic() - started
    finally:
        os.killpg(process.pid, signal.SIGINT)
        (clone / "output").write_text(process.communicate(timeout=20)[0])


def page(port: int, path: str) -> str:
    with urlopen(f"http://127.0.0.1:{port}/{path}") as answer:
        return answer.read().decode()


def dump(clone: Path) -> str:
    """Every row of the portal's records."""
    command = [".venv/bin/python", "manage.py", "dumpdata", "organisations", "meetings", "kpcsc"]
    environment = os.environ | {"DEMO": "true"}
    environment.pop("DATABASE_URL", None)
    result = subprocess.run(
        command, cwd=clone, env=environment, capture_output=True, text=True, check=True
    )
    return re.sub(r'"last_login": "[^"]*"', "", result.stdout)


def test_a_clean_clone_runs_with_one_command(tmp_path: Path) -> None:
    clone = tmp_path / "portal"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    port = free_port()

    with running(clone, port, seconds=240) as first:
        for language, countries in COUNTRIES.items():
            html = page(port, f"{language}/{MEETING}")
            listed = re.search(r'<ul class="country-list">(.*?)</ul>', html, re.DOTALL)
            assert listed
            assert ", ".join(re.findall(r">([^<]+)</a>", listed[1])) == countries
            groups = r'<dl class="organisation-groups">(.*?)</dl>'
            organisations = re.search(groups, html, re.DOTALL)
            assert organisations
            assert organisations[1].count("<dd>") == 25
            assert re.findall(r"<dd>(\d+)</dd>", html) == ["24", "3", "15", "25"]
            objectives = re.search(r'<ol class="objectives">(.*?)</ol>', html, re.DOTALL)
            assert objectives
            assert objectives[1].count("<li>") == 3
        taken = make_run(clone, port)
        line = taken.communicate(timeout=60)[0]
        assert f"Port {port} is taken" in line
        assert "Traceback" not in line
        assert taken.returncode != 0
    output = (clone / "output").read_text()
    assert f"http://localhost:{port}" in output
    password = re.search(r"secretariat@example\.org · (\S{12,})", output)
    assert password
    before = dump(clone)

    with running(clone, port, seconds=20) as second:
        assert second < 5
    assert dump(clone) == before
    assert password[1] not in (clone / "output").read_text()
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
    )
    assert status.stdout.replace("?? output\n", "") == ""
    print(f"\nfirst answer after {first:.1f} s from a clean clone, {second:.1f} s the second time")


def test_without_a_python_that_fits_one_line_says_what_to_install(tmp_path: Path) -> None:
    """A PATH with the shell's own tools, and a python3 that is too old."""
    clone = tmp_path / "portal"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "make"):
        found = subprocess.run(["which", name], capture_output=True, text=True, check=True)
        (tools / name).symlink_to(found.stdout.strip())
    (tools / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tools / "python3").chmod(0o755)
    makefile = (clone / "Makefile").read_text().replace(" /usr/bin/python3;", ";")
    (clone / "Makefile").write_text(makefile)
    result = subprocess.run(
        ["make", "run"],
        cwd=clone,
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert "Python 3.12 or newer is needed" in result.stderr
