"""Every rule, figure and finding of the parser has words for people."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from meetings.report_import.evidence import named_facts
from meetings.report_import.labels import RULES, finding_sentence, qualified
from meetings.report_import.reading import read_report
from meetings.report_parser import (
    DeclaredCount,
    FindingKind,
    ParsedReport,
    Qualifier,
    ReportFinding,
    Span,
    parse,
)
from organisations.recognition import Directory
from tests.benchmarks.score_reports import reports_in
from tests.organisations.known_organisations import KNOWN, PLACES

REPORTS = Path(__file__).parents[2] / "data/reports"


def parsed(path: Path) -> ParsedReport:
    with path.open("rb") as file:
        document = read_report(file, name=path.name, size=path.stat().st_size)
    return parse(document, known_organisations=Directory(KNOWN, PLACES), today=date(2026, 1, 1))


def test_each_rule_is_called_something() -> None:
    reports = [parsed(path) for path, _expected in reports_in(REPORTS)]
    used = {fact.rule for report in reports for fact in named_facts(report).values()}
    assert used <= set(RULES)
    assert len(used) > 12


@pytest.mark.parametrize("kind", FindingKind)
def test_each_finding_is_a_sentence(kind: FindingKind) -> None:
    finding = ReportFinding(kind, Span(0, 5), said="Congo", declared=15, found=14)
    with translation.override("en"):
        sentence = finding_sentence(finding)
    assert sentence.endswith(".")
    assert "%" not in sentence


def test_an_exact_figure_needs_no_words() -> None:
    with translation.override("en"):
        said = {one: qualified(DeclaredCount(24, one)) for one in Qualifier}
    assert said == {
        Qualifier.EXACT: "",
        Qualifier.OVER: "the report says “more than”",
        Qualifier.NEARLY: "the report says “nearly” or “about”",
    }
