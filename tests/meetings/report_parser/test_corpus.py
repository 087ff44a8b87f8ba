"""The reports of tests/data/reports: what is sure is right, and enough is offered."""

from functools import cache
from pathlib import Path

import pytest

from tests.benchmarks.score_reports import OFFERED, SURE, Score, parsed, reports_in, score

REPORTS = Path(__file__).parents[2] / "data/reports"
LEAST_RECALL = {
    "dates": 0.8,
    "title": 0.8,
    "counts": 0.8,
    "countries": 0.7,
    "organisations": 0.7,
    "sections": 0.9,
    "place": 0.9,
    "campaign": 0.9,
    "language": 1.0,
    # Those that stand in lists; others stand in sentences, and are not taken.
    "objectives": 0.5,
}


@cache
def scores() -> dict[str, dict[str, Score]]:
    return score(REPORTS)


def test_there_are_enough_reports_in_each_language() -> None:
    languages = [expected["language"] for _, expected in reports_in(REPORTS)]
    assert len(languages) >= 24
    assert set(languages) == {"fr", "en", "pt"}


@pytest.mark.parametrize("kind", LEAST_RECALL)
def test_what_is_sure_is_right_and_enough_is_offered(kind: str) -> None:
    sure, offered = scores()[SURE][kind], scores()[OFFERED][kind]
    assert sure.precision >= 0.98, sure.errors
    assert sure.found > 0
    assert offered.recall >= LEAST_RECALL[kind], offered.errors


@pytest.mark.parametrize("name", ["fr-reference", "en-reference"])
def test_of_the_reference_report_every_fact_is_offered_and_no_other(name: str) -> None:
    path = REPORTS / f"{name}.txt"
    [expected] = [expected for one, expected in reports_in(REPORTS) if one == path]
    report = parsed(path)
    found = {
        "countries": [fact.value for fact in report.countries],
        "organisations": [fact.value.name for fact in report.organisations],
        "objectives": [fact.value for fact in report.objectives],
        "sections": [section.heading.value for section in report.sections],
    }
    assert found == {kind: expected[kind] for kind in found}
    assert report.title
    assert report.campaign
    assert report.start
    assert report.end
    single = (
        report.title.value,
        report.start.value.iso,
        report.end.value.iso,
        report.campaign.value,
        report.place,
        report.online,
    )
    assert single == tuple(
        expected[key] for key in ("title", "date_start", "date_end", "campaign", "place", "online")
    )
