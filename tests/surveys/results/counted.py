"""Counts for tests: of questions and crossings, given line by line."""

from collections import Counter
from collections.abc import Mapping

from surveys.results.disclosure import (
    NO_ANSWER,
    CategoryMerging,
    Counts,
    CrossCounts,
    Rules,
    Variable,
)
from tests.surveys.results.attacker import COUNTRY, KIND

RULES = Rules()
AGREES = Variable("agrees")
ATTENDS = Variable("attends")
SCALE = Variable("scale", is_ordered=True)
TOPICS = Variable("topics", is_multiple=True)
FOLLOW_UP = Variable("follow-up", is_conditional=True)
REGIONS = CategoryMerging(COUNTRY, {"CD": "central", "CF": "central", "LR": "west", "SL": "west"})
# The same of made-up surveys, and other regions that overlap with these.
BORDERS = CategoryMerging(COUNTRY, {"a": "ab", "b": "ab", "c": "cd", "d": "cd"})
OTHER_BORDERS = CategoryMerging(COUNTRY, {"b": "bcd", "c": "bcd", "d": "bcd"})


def crossed(
    row: Variable, column: Variable, numbers: Mapping[str, Mapping[str, int]]
) -> CrossCounts:
    """The counts of a cross-table given line by line, with the margins that follow from it."""
    cells = {(name, other): n for name, line in numbers.items() for other, n in line.items()}

    def margin(variable: Variable, side: int) -> Counts:
        sums: Counter[str] = Counter()
        for pair, number in cells.items():
            sums[pair[side]] += number
        del sums[NO_ANSWER]
        return Counts(variable, dict(sums), sum(cells.values()))

    return CrossCounts(margin(row, 0), margin(column, 1), cells)


BY_COUNTRY = {
    "yes": {"CD": 6, "CF": 4, "LR": 7, "SL": 5},
    "no": {"CD": 5, "CF": 9, "LR": 5, "SL": 8},
}
BY_KIND = {"yes": {"NGO": 5, "union": 9}, "no": {"NGO": 12, "union": 6}}
TOPICS_BY_KIND = CrossCounts(
    Counts(TOPICS, {"land": 17, "water": 12}, 30),
    Counts(KIND, {"NGO": 14, "union": 16}, 30),
    {("land", "NGO"): 8, ("land", "union"): 9, ("water", "NGO"): 5, ("water", "union"): 7},
)
