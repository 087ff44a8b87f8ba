"""How long long reports take: `python -m tests.benchmarks.reports` prints a line a report.

Each text of tests/data/reports, repeated to 100 kB and parsed in this process: seconds, name.
"""

import os
from pathlib import Path
from time import perf_counter

import django

REPORTS = Path(__file__).parents[1] / "data/reports"
CHARACTERS = 100_000


def main() -> None:
    """Prints the seconds of each report, the slowest first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpcsc.settings")
    django.setup()
    from meetings.report_import.reading import read_report  # noqa: PLC0415 (needs Django)
    from meetings.report_parser import parse  # noqa: PLC0415 (likewise)
    from organisations.recognition import Directory  # noqa: PLC0415 (likewise)
    from tests.benchmarks.score_reports import TODAY, reports_in  # noqa: PLC0415 (likewise)
    from tests.organisations.known_organisations import (  # noqa: PLC0415 (likewise)
        KNOWN,
        PLACES,
    )

    directory = Directory(KNOWN, PLACES)
    taken: list[tuple[float, str]] = []
    for path, _expected in reports_in(REPORTS):
        with path.open("rb") as file:
            text = read_report(file, name=path.name, size=path.stat().st_size).text + "\n\n"
        long = (text * (CHARACTERS // len(text) + 1))[:CHARACTERS]
        begun = perf_counter()
        parse(long, known_organisations=directory, today=TODAY)
        taken.append((perf_counter() - begun, path.name))
    for seconds, name in sorted(taken, reverse=True):
        print(f"{seconds:.2f} {name}")


if __name__ == "__main__":
    main()
