"""The programs that a measurement needs, each gone when it is over."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from environ import Env

from tests.benchmarks.report import MeasurementError
from tests.postgres import stop

ROOT = Path(__file__).resolve().parents[2]
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "kpcsc/gunicorn_conf.py"]
STARTUP_SECONDS = 20
COMMAND_SECONDS = 180


def output_of(*command: str) -> str:
    """Runs a command in the project and gives what it printed; raises MeasurementError else."""
    try:
        return subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=COMMAND_SECONDS, check=True
        ).stdout
    except subprocess.CalledProcessError as error:
        raise MeasurementError(f"{error}\n{error.stderr}".strip()) from error
    except subprocess.TimeoutExpired as error:
        raise MeasurementError(str(error)) from error


def python(*arguments: str) -> str:
    """The output of Python with these arguments."""
    return output_of(sys.executable, *arguments)


@contextmanager
def own_database(url: str) -> Iterator[str]:
    """Gives the URL of a new database: TEST_POSTGRES_URL may name a server with data of its own."""
    if url.startswith("sqlite:"):
        yield url
        return
    there = Env.db_url_config(url)
    name = f"benchmark_{os.getpid()}"
    parts = urlsplit(url)
    with psycopg.connect(
        host=there["HOST"],
        port=there["PORT"] or None,
        user=there["USER"],
        password=there["PASSWORD"] or None,
        dbname=there["NAME"],
        autocommit=True,
    ) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield parts._replace(path=f"{parts.path.rpartition('/')[0]}/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


class Server:
    """A gunicorn that has given its first answer."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.pid = process.pid
        self.port = port

    def workers(self) -> list[int]:
        """The process numbers of gunicorn's children."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def memory(self) -> int:
        """The workers' memory in bytes: each one's own, and its share of what they share (PSS)."""
        try:
            texts = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.workers()]
        except OSError as error:
            raise MeasurementError(f"memory needs Linux's {error.filename}") from error
        found = re.findall(r"^Pss: +(\d+) kB", "".join(texts), re.MULTILINE)
        return sum(int(kilobytes) * 1024 for kilobytes in found)


@contextmanager
def gunicorn(
    application: str, path: str = "/", *, workers: int = 2
) -> Iterator[tuple[Server, float]]:
    """Serves an application as production does; gives the seconds to its first 200 as well."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start = time.monotonic()
    environment = os.environ | {"BIND": f"127.0.0.1:{port}", "WORKERS": str(workers)}
    process = subprocess.Popen([*GUNICORN, application], cwd=ROOT, env=environment)
    try:
        while status(port, path) != 200:
            if process.poll() is not None or time.monotonic() > start + STARTUP_SECONDS:
                raise MeasurementError(f"gunicorn {application} gave no page at {path}")
            time.sleep(0.01)
        yield Server(process, port), time.monotonic() - start
    finally:
        stop(process, (signal.SIGTERM, signal.SIGKILL))


def status(port: int, path: str) -> int:
    """The status of an answer, 0 if there is none."""
    connection = HTTPConnection("127.0.0.1", port, timeout=STARTUP_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()
