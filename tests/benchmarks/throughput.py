"""Requests a second and latency, under the load that wrk makes."""

import re
from dataclasses import dataclass

from tests.benchmarks.processes import Server, gunicorn, output_of
from tests.benchmarks.report import MeasurementError, at_most, heading, line

WARM_UP_SECONDS = 2
SECONDS = 6
LEAST_RATIO = 0.10
MOST_MILLISECONDS = 40
MOST_MEMORY = 200
MOST_STARTUP_SECONDS = 3.5
MEETING = "/fr/meetings/2021-06-strategy-meeting/"
PAGES = {
    "meeting page": MEETING,
    "list of meetings": "/fr/meetings/",
    "home": "/fr/",
    "search": "/fr/search/?q=diamants",
}
WITH_BUDGET = ("meeting page", "list of meetings")
WORDS = {"common": "diamants", "rare": "kimberlite", "no-hit": "xylophone"}
UNITS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}


@dataclass
class Load:
    """What wrk saw."""

    rate: float  # requests a second
    median: float  # milliseconds
    ninetieth: float


def wrk(server: Server, path: str, *, seconds: int = SECONDS) -> Load:
    """Asks for a page from 8 connections, compressed, as browsers do."""
    url = f"http://127.0.0.1:{server.port}{path}"
    command = ["wrk", "-t2", "-c8", "--latency", "--timeout", "30s", "-H", "Accept-Encoding: gzip"]
    output_of(*command, f"-d{WARM_UP_SECONDS}s", url)
    output = output_of(*command, f"-d{seconds}s", url)
    rate = re.search(r"Requests/sec: +([\d.]+)", output)
    latency = re.findall(r"^ +(?:50|90)% +([\d.]+)(us|ms|s|m) *$", output, re.MULTILINE)
    refused = re.search(r"Non-2xx.*|Socket errors.*", output)
    if refused or rate is None or len(latency) != 2 or not float(rate[1]):
        raise MeasurementError(refused[0] if refused else f"no answer in {seconds} s")
    median, ninetieth = (float(number) * UNITS[unit] for number, unit in latency)
    return Load(float(rate[1]), median, ninetieth)


def print_throughput(database: str) -> bool:
    """Pages against the bare view, memory and start; says whether all could be measured."""
    heading(f"{database}, 2 000 meetings: requests a second (wrk, 8 connections, 2 workers)")
    complete = True
    with gunicorn("kpcsc.wsgi", MEETING) as (server, seconds):
        with gunicorn("tests.benchmarks.bare") as (yardstick, _seconds):
            for name, path in PAGES.items():
                try:
                    # Anew for each page: other programs may take more of the machine by now.
                    bare = wrk(yardstick, "/", seconds=2).rate
                    rate = wrk(server, path).rate
                except MeasurementError as error:
                    line(name, f"not measured: {error}")
                    complete = False
                    continue
                figure = f"{rate:.0f} of {bare:.0f} bare = {rate / bare:.3f}"
                if name in WITH_BUDGET:
                    line(name, figure, f">= {LEAST_RATIO:.2f}", kept=rate / bare >= LEAST_RATIO)
                else:
                    line(name, figure)
        megabytes = server.memory() / 1_000_000
        at_most(
            "PSS of gunicorn's two workers", megabytes, MOST_MEMORY, f"{megabytes:.0f} MB", " MB"
        )
    at_most("start to first answer", seconds, MOST_STARTUP_SECONDS, f"{seconds:.1f} s", " s")
    return complete


def print_search(database: str) -> bool:
    """Search latency; says whether all could be measured."""
    heading(f"{database}, 20 000 meetings: search (wrk, 8 connections, 2 workers)")
    complete = True
    with gunicorn("kpcsc.wsgi", MEETING) as (server, _seconds):
        for kind, word in WORDS.items():
            try:
                load = wrk(server, f"/fr/search/?q={word}")
            except MeasurementError as error:
                line(f"{kind} word", f"not measured: {error}")
                complete = False
                continue
            figure = f"p50 {load.median:.0f} ms, p90 {load.ninetieth:.0f} ms"
            at_most(f"{kind} word ({word})", load.median, MOST_MILLISECONDS, figure, " ms")
    return complete
