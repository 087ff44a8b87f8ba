"""Requests a second and latency, under the load that wrk makes."""

import re
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.processes import Server, gunicorn, output_of, python, status
from tests.benchmarks.report import MeasurementError, at_most, heading, line

WARM_UP_SECONDS = 2
SECONDS = 6
ROUNDS = 7  # of a second each, in turn with the bare view: the machine may do other things as well
LEAST_RATIO = 0.025
LEAST_RATIO_KEPT = 0.5
MOST_MILLISECONDS = 40
MOST_MEMORY = 200
MOST_MEMORY_WITH_PAGES = 220
PAGES_READ = 560  # four times each, so that either worker keeps some 500
MOST_STARTUP_SECONDS = 3.5
MEETING = "/fr/meetings/2021-06-strategy-meeting/"
MADE_ANEW = "Cookie: sessionid=none"  # for the bearer of a session that is none
WORDS = {"common": "diamants", "rare": "kimberlite", "no-hit": "xylophone"}
LIST_MEETINGS = (
    "from meetings.models import Meeting\n"
    "for one in Meeting.objects.filter(visibility='public', status='published')[:{}]:"
    " print(f'/fr/meetings/{{one.slug}}/')"
)
UNITS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}


@dataclass(frozen=True)
class MeasuredPage:
    """A page, the header that asks for it in this way, and the least that is hoped for."""

    path: str
    header: str = ""
    least: float = 0  # of what the bare view reaches


PAGES = {
    "meeting page, kept": MeasuredPage(MEETING, least=LEAST_RATIO_KEPT),
    "list of meetings, kept": MeasuredPage("/fr/meetings/", least=LEAST_RATIO_KEPT),
    "meeting page, made anew": MeasuredPage(MEETING, MADE_ANEW, LEAST_RATIO),
    "list of meetings, made anew": MeasuredPage("/fr/meetings/", MADE_ANEW, LEAST_RATIO),
    "home, made anew": MeasuredPage("/fr/", MADE_ANEW),
    "search": MeasuredPage("/fr/search/?q=diamants"),
}


@dataclass
class Load:
    """What wrk saw."""

    rate: float  # requests a second
    median: float  # milliseconds
    ninetieth: float


def wrk(server: Server, path: str, header: str = "", *, seconds: int = SECONDS) -> Load:
    """Asks for a page from 8 connections, compressed, as browsers do."""
    url = f"http://127.0.0.1:{server.port}{path}"
    command = ["wrk", "-t2", "-c8", "--latency", "--timeout", "30s", "-H", "Accept-Encoding: gzip"]
    output = output_of(*command, *(["-H", header] if header else []), f"-d{seconds}s", url)
    rate = re.search(r"Requests/sec: +([\d.]+)", output)
    latency = re.findall(r"^ +(?:50|90)% +([\d.]+)(us|ms|s|m) *$", output, re.MULTILINE)
    refused = re.search(r"Non-2xx.*|Socket errors.*", output)
    if refused or rate is None or len(latency) != 2 or not float(rate[1]):
        raise MeasurementError(refused[0] if refused else f"no answer in {seconds} s")
    half, most = (float(number) * UNITS[unit] for number, unit in latency)
    return Load(float(rate[1]), half, most)


def print_throughput(database: str) -> bool:
    """Pages against the bare view, memory and start; says whether all could be measured."""
    heading(f"{database}, 2 000 meetings: requests a second (wrk, 8 connections, 2 workers)")
    complete = True
    with gunicorn("kpcsc.wsgi", MEETING) as (server, seconds):
        with gunicorn("tests.benchmarks.bare") as (yardstick, _seconds):
            for name, asked in PAGES.items():
                try:
                    print_ratio(name, asked, server, yardstick)
                except MeasurementError as error:
                    line(name, f"not measured: {error}")
                    complete = False
        print_memory("PSS of gunicorn's two workers", server, MOST_MEMORY)
        for _ in range(4):
            for page in meeting_pages(PAGES_READ):
                status(server.port, page)
        print_memory("  with 500 pages kept", server, MOST_MEMORY_WITH_PAGES)
    at_most("start to first answer", seconds, MOST_STARTUP_SECONDS, f"{seconds:.1f} s", " s")
    return complete


def print_ratio(name: str, asked: MeasuredPage, server: Server, yardstick: Server) -> None:
    """Prints how often a page is given for each time that the bare view is (median)."""
    wrk(server, asked.path, asked.header, seconds=WARM_UP_SECONDS)
    rounds = []
    for _ in range(ROUNDS):
        bare = wrk(yardstick, "/", seconds=1).rate
        rounds.append((bare, wrk(server, asked.path, asked.header, seconds=1).rate))
    bare, rate = (median(rates) for rates in zip(*rounds, strict=True))
    ratio = median(rate / bare for bare, rate in rounds)
    figure = f"{rate:.0f} of {bare:.0f} bare = {ratio:.3f}"
    if asked.least:
        line(name, figure, f">= {asked.least:g}", kept=ratio >= asked.least)
    else:
        line(name, figure)


def print_memory(name: str, server: Server, most: int) -> None:
    """Prints what the workers take."""
    megabytes = server.memory() / 1_000_000
    at_most(name, megabytes, most, f"{megabytes:.0f} MB", " MB")


def meeting_pages(number: int) -> list[str]:
    """The addresses of as many meetings."""
    rows = python("manage.py", "shell", "-v0", "-c", LIST_MEETINGS.format(number))
    return rows.split()


def print_search(database: str) -> bool:
    """Search latency; says whether all could be measured."""
    heading(f"{database}, 20 000 meetings: search (wrk, 8 connections, 2 workers)")
    complete = True
    with gunicorn("kpcsc.wsgi", MEETING) as (server, _seconds):
        for kind, word in WORDS.items():
            try:
                wrk(server, f"/fr/search/?q={word}", seconds=WARM_UP_SECONDS)
                load = wrk(server, f"/fr/search/?q={word}")
            except MeasurementError as error:
                line(f"{kind} word", f"not measured: {error}")
                complete = False
                continue
            figure = f"p50 {load.median:.0f} ms, p90 {load.ninetieth:.0f} ms"
            at_most(f"{kind} word ({word})", load.median, MOST_MILLISECONDS, figure, " ms")
    return complete
