"""How well reports are read: python -m tests.benchmarks.score_reports FOLDER [--errors].

Beside each report of the folder (.txt, .html, .docx, .odt, .pdf) lies NAME.expected.json with what
a careful person takes from it. For each kind of fact it prints, first of the facts that are sure,
then of all that are offered,

- precision: of the facts found, the share that is right;
- recall: of the facts expected, the share that was found;
- exact: the share of reports where the kind is right as a whole.

A single value is right if it is the same; one where none is expected, or another one, is a false
fact. Organisations are the same where their names, folded, without articles and acronyms in
brackets, are at least 92 % alike; objectives where 60 % of their words are shared, titles 80 %.
What `unsure` names is not scored.
"""

import argparse
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import django

KINDS = ("dates", "counts", "countries", "organisations")  # that the budgets are about
SURE, OFFERED = GRADES = ("sure", "offered")
TODAY = date(2026, 11, 25)
ENDINGS = (".txt", ".html", ".docx", ".odt", ".pdf")
COUNTS = ("participants_count", "facilitators_count", "organisations_count", "countries_count")

_ARTICLES = frozenset("the le la les l a o as os un une".split())
_NUMBER = re.compile(r"^\W*(?:\d{1,2}[.) -]+)+")


@dataclass
class Score:
    """How many facts of a kind were found, expected, and both."""

    right: int = 0
    found: int = 0
    expected: int = 0
    reports: int = 0
    exact: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of the facts found that is right; 1 where none was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the facts expected that was found; 1 where none was expected."""
        return self.right / self.expected if self.expected else 1.0

    def add(self, name: str, expected: list[Any], found: list[Any], same: Callable) -> None:
        """Counts one report, whose expected and found facts are given."""
        missing = list(expected)
        false = []
        for fact in found:
            match = next((other for other in missing if same(other, fact)), None)
            if match is None:
                false.append(fact)
            else:
                missing.remove(match)
        self.right += len(expected) - len(missing)
        self.found += len(found)
        self.expected += len(expected)
        self.reports += 1
        self.exact += not missing and not false
        self.errors += [f"{name}: missing {fact!r}" for fact in missing]
        self.errors += [f"{name}: false {fact!r}" for fact in false]


def score(folder: Path) -> dict[str, dict[str, Score]]:
    """The scores of all reports of a folder, by grade and kind of fact."""
    scores: dict[str, defaultdict[str, Score]] = {grade: defaultdict(Score) for grade in GRADES}
    for path, expected in reports_in(folder):
        report = parsed(path)
        unsure = set(expected.get("unsure", ()))
        for grade, by_kind in scores.items():
            found = facts_of(report.sure if grade == SURE else report)
            for key, kind, same in MEASURED:
                if key not in unsure:
                    facts = as_list(expected[key]), as_list(found[key])
                    by_kind[kind].add(path.name, *facts, same)
    return {grade: dict(by_kind) for grade, by_kind in scores.items()}


def reports_in(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The reports of a folder with what is expected of them."""
    for path in sorted(folder.iterdir()):
        beside = path.with_name(f"{path.stem}.expected.json")
        if path.suffix in ENDINGS and beside.exists():
            yield path, json.loads(beside.read_text(encoding="utf-8"))


def parsed(path: Path) -> Any:
    """What the parser finds in a file."""
    from meetings.report_import.reading import read_report  # noqa: PLC0415 (needs Django)
    from meetings.report_parser import parse  # noqa: PLC0415 (likewise)
    from organisations.recognition import Directory  # noqa: PLC0415 (likewise)
    from tests.organisations.known_organisations import KNOWN, PLACES  # noqa: PLC0415 (likewise)

    with path.open("rb") as file:
        document = read_report(file, name=path.name, size=path.stat().st_size)
    return parse(document, known_organisations=Directory(KNOWN, PLACES), today=TODAY)


def facts_of(report: Any) -> dict[str, Any]:
    """The facts of a report in the form of the expected ones."""

    def value(fact: Any) -> Any:
        return None if fact is None else fact.value

    def iso(fact: Any) -> str | None:
        return None if fact is None else fact.value.iso

    return {
        "language": report.language,
        "title": value(report.title),
        "date_start": iso(report.start),
        "date_end": iso(report.end),
        "place": value(report.place),
        "online": value(report.online),
        **{key: fact.value.number if (fact := getattr(report, key)) else None for key in COUNTS},
        "countries": [fact.value for fact in report.countries],
        "organisations": [fact.value.name for fact in report.organisations],
        "objectives": [fact.value for fact in report.objectives],
        "campaign": value(report.campaign),
        "sections": [section.heading.value for section in report.sections],
    }


def as_list(value: Any) -> list[Any]:
    """A value as the facts that it is: none, one or many."""
    if isinstance(value, list):
        return value
    return [] if value is None or value is False else [value]


# --- when two are the same ---


def equal(expected: Any, found: Any) -> bool:
    """Whether both are the same, white space and quotes apart."""
    return words(str(expected)) == words(str(found))


def same_heading(expected: str, found: str) -> bool:
    """Whether both are the same, their numbers apart: "2.1 Agenda"."""
    return equal(_NUMBER.sub("", expected), _NUMBER.sub("", found))


def same_organisation(expected: str, found: str) -> bool:
    """Whether both names are of one organisation."""
    from rapidfuzz import fuzz  # noqa: PLC0415 (loaded with the parser)

    return fuzz.ratio(bare_name(expected), bare_name(found)) >= 92


def bare_name(name: str) -> str:
    """The name folded, without articles and the acronym in brackets."""
    return " ".join(
        word for word in words(re.sub(r"[(\[][^)\]]*[)\]]", " ", name)) if word not in _ARTICLES
    )


def overlapping(share: float) -> Callable[[str, str], bool]:
    """Whether two texts share so many of the words of the shorter one."""

    def same(expected: str, found: str) -> bool:
        one, other = set(words(expected)), set(words(found))
        return len(one & other) >= share * max(1, min(len(one), len(other)))

    return same


def words(text: str) -> list[str]:
    """The folded words of a text."""
    from kpcsc.foundation.sort_key import fold  # noqa: PLC0415 (needs Django)

    return re.findall(r"[^\W_]+", fold(text.replace("\u00ad", "")))


MEASURED: list[tuple[str, str, Callable]] = [
    ("date_start", "dates", equal),
    ("date_end", "dates", equal),
    *((key, "counts", equal) for key in COUNTS),
    ("countries", "countries", equal),
    ("organisations", "organisations", same_organisation),
    ("language", "language", equal),
    ("title", "title", overlapping(0.8)),
    ("place", "place", equal),
    ("online", "online", equal),
    ("objectives", "objectives", overlapping(0.6)),
    ("campaign", "campaign", equal),
    ("sections", "sections", same_heading),
]


def table(grade: str, scores: dict[str, Score]) -> Iterable[str]:
    """The scores of a grade as lines of text."""
    shares = f"{'precision':>10}{'recall':>10}{'exact':>10}"
    yield f"{grade:16}{shares}{'right':>8}{'found':>8}{'expected':>10}"
    for kind, score in scores.items():
        exact = score.exact / score.reports if score.reports else 1.0
        yield (
            f"{kind:16}{score.precision:>10.3f}{score.recall:>10.3f}{exact:>10.3f}"
            f"{score.right:>8}{score.found:>8}{score.expected:>10}"
        )


def main() -> int:
    """Prints the scores of a folder, and with --errors each fact that is missing or false."""
    parser = argparse.ArgumentParser(description="How well the reports of a folder are read.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", action="store_true", help="print what is missing or false")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpcsc.settings")
    os.environ.setdefault("DEBUG", "true")  # this machine alone: there is no secret to give
    django.setup()
    scores = score(arguments.folder)
    if not scores[SURE]:
        print(f"There is no report with expected facts in {arguments.folder}.", file=sys.stderr)
        return 1
    print("\n\n".join("\n".join(table(grade, scores[grade])) for grade in GRADES))
    if arguments.errors:
        for grade in GRADES:
            for kind, found in scores[grade].items():
                print(f"\n{kind}, {grade}", *found.errors, sep="\n  ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
