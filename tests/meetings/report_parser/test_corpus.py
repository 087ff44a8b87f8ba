"""The reports of tests/data/reports are read as a careful person reads them."""

from functools import cache
from pathlib import Path

import pytest

from tests.benchmarks.score_reports import KINDS, Score, reports_in, score

REPORTS = Path(__file__).parents[2] / "data/reports"


@cache
def scores() -> dict[str, Score]:
    return score(REPORTS)


def test_there_are_enough_reports_in_each_language() -> None:
    languages = [expected["language"] for _, expected in reports_in(REPORTS)]
    assert len(languages) >= 24
    assert set(languages) == {"fr", "en", "pt"}


@pytest.mark.parametrize("kind", KINDS)
def test_facts_are_right_and_complete(kind: str) -> None:
    measured = scores()[kind]
    assert measured.precision >= 0.98, measured.errors
    assert measured.recall >= 0.95, measured.errors
