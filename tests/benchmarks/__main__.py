"""`make bench`: prints what pages weigh and how fast they are served, against the budgets.

A slow figure is printed, never failed on: the machine may be busy. Exit status 1 says that
something could not be measured.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile

from tests.benchmarks.processes import ROOT, own_database, python
from tests.benchmarks.report import MeasurementError, at_most, heading, line
from tests.benchmarks.sizes import one_of_each_kind, print_sizes, public_pages
from tests.benchmarks.throughput import print_search, print_throughput

MOST_QUERIES = 12
MOST_MILLISECONDS = 100
MOST_BYTES_OF_DESK = 250_000
MOST_SECONDS_OF_RESULTS = 1
MOST_SECONDS_OF_REPORT = 1
ENVIRONMENT = {
    "DEMO": "true",
    "DEBUG": "false",
    "ALLOWED_HOSTS": "127.0.0.1",
    "PYTHONUNBUFFERED": "1",
}


def stop_once(number: int, _frame: object) -> None:
    """Ends the program in order; further signals must not interrupt the tidying up."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


def measure(database: str) -> bool:
    """Prints the tables of one database, that of DATABASE_URL; says whether all were measured."""
    with own_database(os.environ["DATABASE_URL"]) as url:
        os.environ["DATABASE_URL"] = url
        python("manage.py", "migrate", "-v0")
        python("manage.py", "demo")
        pages = public_pages()  # of the demonstration records alone
        if database == "SQLite":  # they are the same on both
            print_sizes(pages)
            print_reports()
        python("manage.py", "demo", "--scale", "2000", "--organisations", "1000")
        print_queries(database, one_of_each_kind(pages))
        print_desk(database)
        complete = print_throughput(database)
        print_results(database)
        python("manage.py", "demo", "--scale", "20000")
        return print_search(database) and complete


def print_queries(database: str, paths: list[str]) -> None:
    """The queries of one page of each kind."""
    heading(f"{database}, 2 000 meetings: queries")
    for row in python("-m", "tests.benchmarks.queries", *paths).splitlines():
        number, path = row.split(" ", 1)
        at_most(path, int(number), MOST_QUERIES, number)


def print_desk(database: str) -> None:
    """The lists and edit pages of the desk: queries, server time, bytes."""
    heading(f"{database}, 2 000 meetings and 1 000 organisations: the desk")
    for row in python("-m", "tests.benchmarks.admin").splitlines():
        queries, milliseconds, size, path = row.split(" ", 3)
        if path.startswith("save "):  # compared with what it was before, not with a budget
            line(path, f"{milliseconds} ms")
            continue
        line(path, f"{queries} queries")
        time = float(milliseconds)
        at_most("  server time", time, MOST_MILLISECONDS, f"{time:.0f} ms", " ms")
        at_most("  HTML", int(size), MOST_BYTES_OF_DESK, f"{int(size) / 1000:.0f} kB")


def print_results(database: str) -> None:
    """The results of a large survey; the budget is for PostgreSQL alone."""
    heading(f"{database}, a survey of 20 000 responses to 10 questions: results (median of 5)")
    for row in python("-m", "tests.benchmarks.surveys").splitlines():
        queries, seconds, path = row.split(" ", 2)
        line(path, f"{queries} queries")
        figure = f"{seconds} s"
        if database == "PostgreSQL":
            at_most("  in process", float(seconds), MOST_SECONDS_OF_RESULTS, figure, " s")
        else:
            line("  in process", figure)


def print_reports() -> None:
    """The slowest of long reports, and one in the middle."""
    heading("Reports of 100 kB, parsed")
    rows = python("-m", "tests.benchmarks.reports").splitlines()
    for row in (rows[0], rows[len(rows) // 2]):
        seconds, name = row.split(" ", 1)
        at_most(name, float(seconds), MOST_SECONDS_OF_REPORT, f"{seconds} s", " s")


def run(*command: str, **environment: str) -> int:
    """Runs a command of ours to its end and gives its status; it ends with us."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=ROOT, env=os.environ | ENVIRONMENT | environment
    )
    try:
        return process.wait()
    finally:
        process.terminate()
        process.wait()


def main(arguments: list[str]) -> int:
    """Without arguments, measures both databases; with one's name, that of DATABASE_URL."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop_once)
    try:
        if arguments:
            return 0 if measure(arguments[0]) else 1
        if not shutil.which("wrk"):
            raise MeasurementError(
                "The load is made by wrk: install it (Debian, Ubuntu: apt install wrk)."
            )
        print(f"Load of the machine beforehand: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        os.environ |= ENVIRONMENT
        python("-m", "babel.messages.frontend", "-q", "compile", "-D", "django", "-d", "locale")
        python("manage.py", "collectstatic", "--no-input", "-v0")
    except MeasurementError as error:
        print(error, file=sys.stderr)
        return 1
    here = "tests.benchmarks"
    with tempfile.TemporaryDirectory() as folder:
        sqlite = run(here, "SQLite", DATABASE_URL=f"sqlite:///{folder}/benchmark.sqlite3")
    postgres = run("tests.postgres", sys.executable, "-m", here, "PostgreSQL")
    return 1 if sqlite or postgres else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
