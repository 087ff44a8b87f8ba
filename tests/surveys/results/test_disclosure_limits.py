"""How many choices a question allows or demands must not tell which were made together."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from surveys.results.disclosure import (
    Counts,
    Reason,
    Rules,
    Table,
    Variable,
    Withheld,
    whole_group_table,
)
from tests.sampling import examples

RULES = Rules()
TOPICS = Variable("topics", is_multiple=True)

type Chosen = frozenset[int]


def table_of(counts: list[int], respondents: int, least: int, most: int | None) -> Table | Withheld:
    categories = {str(number): count for number, count in enumerate(counts)}
    return whole_group_table(Counts(TOPICS, categories, respondents), RULES, least=least, most=most)


@pytest.mark.parametrize(
    ("counts", "least", "most"),
    [
        ([7, 6], 1, None),  # 13 of 10: three chose both
        ([7, 7, 6], 0, 2),  # 20 choices of 10: everybody made two
        ([8, 7, 5], 2, None),
        ([10, 9, 2], 2, None),  # the first by everybody: one chose both others
        ([8, 7, 6], 2, None),  # two of three: whoever leaves one out made the two others
    ],
)
def test_limits_that_tell_withhold_the_table(
    counts: list[int], least: int, most: int | None
) -> None:
    assert table_of(counts, 10, least, most) == Withheld(Reason.LIMITS_TELL, RULES)


@pytest.mark.parametrize(
    ("counts", "least", "most"),
    [
        ([7, 6], 0, None),
        ([7, 6], 0, 2),
        ([7, 7, 5], 0, 2),
        ([8, 7, 6, 4], 2, None),
        ([4, 3, 3], 1, 1),  # one each: no pairs
        ([10, 10, 10], 3, 3),  # all of them: every pair is everybody
        ([5, 4, 6], 1, None),
    ],
)
def test_limits_that_leave_it_open_do_not(counts: list[int], least: int, most: int | None) -> None:
    assert isinstance(table_of(counts, 10, least, most), Table)


@st.composite
def answers(draw: st.DrawFn) -> tuple[list[Chosen], int, int, int]:
    """What respondents chose, of how many choices, at least and at most how many each."""
    number = draw(st.integers(2, 5))
    least = draw(st.integers(0, number))
    most = draw(st.integers(max(least, 1), number))
    one = st.frozensets(st.integers(0, number - 1), min_size=least, max_size=most)
    return draw(st.lists(one, min_size=10, max_size=24)), number, least, most


def determined(
    counts: list[int], respondents: int, least: int, most: int
) -> dict[tuple[int, int], int]:
    """The pairs of choices whose number of respondents follows from the counts and the limits.

    The unknowns are how many respondents made each set of choices; integer programming finds the
    fewest and the most that could have made both.
    """
    number = len(counts)
    sets = [
        frozenset(chosen)
        for size in range(least, most + 1)
        for chosen in combinations(range(number), size)
    ]
    rows = [[1] * len(sets), *([choice in one for one in sets] for choice in range(number))]
    known = LinearConstraint(
        np.array(rows, dtype=float), [respondents, *counts], [respondents, *counts]
    )
    found = {}
    for pair in combinations(range(number), 2):
        both = np.array([set(pair) <= one for one in sets], dtype=float)
        ends = [
            milp(sign * both, constraints=known, integrality=np.ones(len(sets)), bounds=Bounds(0))
            for sign in (1, -1)
        ]
        fewest, greatest = round(ends[0].fun), round(-ends[1].fun)
        if fewest == greatest:
            found[pair] = fewest
    return found


@settings(max_examples=examples(150), derandomize=True, database=None)
@given(answers())
def test_no_few_who_made_two_choices_can_be_determined(
    given_answers: tuple[list[Chosen], int, int, int],
) -> None:
    chosen, number, least, most = given_answers
    counts = [sum(choice in one for one in chosen) for choice in range(number)]
    if isinstance(table_of(counts, len(chosen), least, most), Withheld):
        return
    for pair, both in determined(counts, len(chosen), least, most).items():
        # A choice that everybody made, or nobody, sets nobody apart: the pair is the other choice.
        shared = any(counts[choice] in (0, len(chosen)) for choice in pair)
        assert shared or both not in range(1, 5), (pair, counts, least, most)
