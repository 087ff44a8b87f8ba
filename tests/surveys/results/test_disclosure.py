"""What is published of a survey, exactly; and that it lets nobody single out a few respondents."""

import pytest
from django.utils import translation

from surveys.results.disclosure import (
    NO_ANSWER,
    CategoryMerging,
    Counts,
    CrossCounts,
    CrossTable,
    Reason,
    Rules,
    Table,
    Variable,
    Withheld,
    cross_tables,
    neighbours_merged,
    refusal,
    whole_group_table,
)
from tests.surveys.results.attacker import COUNTRY, KIND
from tests.surveys.results.counted import (
    AGREES,
    ATTENDS,
    BY_COUNTRY,
    BY_KIND,
    FOLLOW_UP,
    REGIONS,
    RULES,
    SCALE,
    TOPICS,
    TOPICS_BY_KIND,
    crossed,
)


def test_a_table_of_the_whole_group_from_ten_on() -> None:
    ten = Counts(AGREES, {"yes": 1, "no": 7, "no idea": 0}, respondents=10)
    table = whole_group_table(ten, RULES)
    assert table == Table(AGREES, {"yes": 1, "no": 7, "no idea": 0, NO_ANSWER: 2}, 10)
    nine = Counts(AGREES, {"yes": 1, "no": 7}, respondents=9)
    assert whole_group_table(nine, RULES) == Withheld(Reason.TOO_FEW_RESPONDENTS, RULES)


def test_of_several_choices_nobody_learns_how_many_chose_nothing() -> None:
    topics = Counts(TOPICS, {"land": 9, "water": 8}, respondents=12)
    assert whole_group_table(topics, RULES) == Table(TOPICS, {"land": 9, "water": 8}, 12)


def test_thresholds_of_a_survey() -> None:
    strict = Rules(least_respondents=31, least_in_cell=6)
    counts = crossed(AGREES, KIND, BY_KIND)
    assert cross_tables([counts], Rules(least_respondents=33)) == [
        Withheld(Reason.TOO_FEW_RESPONDENTS, Rules(least_respondents=33))
    ]
    assert cross_tables([counts], strict) == [Withheld(Reason.SMALL_CELLS, strict)]
    assert isinstance(whole_group_table(counts.row, strict), Table)


@pytest.mark.parametrize("thresholds", [(4, 5), (10, 4), (0, 5), (10, -1)])
def test_no_threshold_is_below_five(thresholds: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="below 5"):
        Rules(*thresholds)


def test_a_cross_table() -> None:
    (table,) = cross_tables([crossed(AGREES, KIND, BY_KIND)], RULES)
    assert table == CrossTable(
        Table(AGREES, {"yes": 14, "no": 18}, 32),
        Table(KIND, {"NGO": 17, "union": 15}, 32),
        {("yes", "NGO"): 5, ("yes", "union"): 9, ("no", "NGO"): 12, ("no", "union"): 6},
    )


def test_a_cross_table_of_several_choices() -> None:
    (table,) = cross_tables([TOPICS_BY_KIND], RULES)
    assert table == CrossTable(
        Table(TOPICS, {"land": 17, "water": 12}, 30),
        Table(KIND, {"NGO": 14, "union": 16}, 30),
        {("land", "NGO"): 8, ("land", "union"): 9, ("water", "NGO"): 5, ("water", "union"): 7},
    )


def test_those_who_left_the_question_out_are_a_cell() -> None:
    both = {**BY_KIND, NO_ANSWER: {"NGO": 5, "union": 5}}
    (table,) = cross_tables([crossed(AGREES, KIND, both)], RULES)
    assert isinstance(table, CrossTable)
    assert table.row.cells == {"yes": 14, "no": 18, NO_ANSWER: 10}
    assert table.cells[NO_ANSWER, "union"] == 5


@pytest.mark.parametrize(
    "counts",
    [
        crossed(AGREES, KIND, {"yes": {"NGO": 4, "union": 9}, "no": {"NGO": 9, "union": 9}}),
        # An empty cell, and an answer that nobody gave.
        crossed(AGREES, KIND, {"yes": {"NGO": 0, "union": 9}, "no": {"NGO": 9, "union": 9}}),
        crossed(AGREES, KIND, {**BY_KIND, "no idea": {"NGO": 0, "union": 0}}),
        # Left out by few: the question, or the other one.
        crossed(AGREES, KIND, {**BY_KIND, NO_ANSWER: {"NGO": 4, "union": 5}}),
        crossed(AGREES, ATTENDS, {"yes": {"a": 9, "b": 9, NO_ANSWER: 9},
                                  "no": {"a": 9, "b": 9, NO_ANSWER: 1}}),
        # All but four chose it.
        CrossCounts(
            Counts(TOPICS, {"land": 17}, 30),
            Counts(KIND, {"NGO": 14, "union": 16}, 30),
            {("land", "NGO"): 10, ("land", "union"): 7},
        ),
    ],
)  # fmt: skip
def test_a_small_cell_withholds_the_table(counts: CrossCounts) -> None:
    assert cross_tables([counts], RULES) == [Withheld(Reason.SMALL_CELLS, RULES)]


@pytest.mark.parametrize(
    ("row", "column", "cells"),
    [
        # Those who left the question out are missing from the cells, or from the whole group.
        (Counts(AGREES, {"yes": 9, "no": 9}, 20), Counts(KIND, {"NGO": 20}, 20),
         {("yes", "NGO"): 9, ("no", "NGO"): 9}),
        (Counts(AGREES, {"yes": 9, "no": 9}, 18), Counts(KIND, {"NGO": 18}, 18),
         {("yes", "NGO"): 9, ("no", "NGO"): 9, (NO_ANSWER, "NGO"): 2}),
        (Counts(AGREES, {"yes": 9, "no": 9}, 18), Counts(KIND, {"NGO": 19}, 19),
         {("yes", "NGO"): 9, ("no", "NGO"): 9}),
        (Counts(TOPICS, {"land": 9}, 18), Counts(KIND, {"NGO": 8, "union": 10}, 18),
         {("land", "NGO"): 9, ("land", "union"): 0}),
        (Counts(AGREES, {"yes": 9}, 9), Counts(KIND, {"NGO": 9, "union": 0}, 9),
         {("yes", "NGO"): 10, ("yes", "union"): -1}),
    ],
)  # fmt: skip
def test_cells_add_up_to_the_whole_group(
    row: Counts, column: Counts, cells: dict[tuple[str, str], int]
) -> None:
    with pytest.raises(ValueError, match="whole group"):
        CrossCounts(row, column, cells)


@pytest.mark.parametrize(
    ("variable", "categories"),
    [
        (AGREES, {"yes": 6, "no": 5}),
        (AGREES, {"yes": -1, "no": 5}),
        (AGREES, {"yes": 5, NO_ANSWER: 5}),
        (TOPICS, {"land": 11}),
    ],
)
def test_counts_fit_the_respondents(variable: Variable, categories: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        Counts(variable, categories, respondents=10)


def test_regions_are_offered_for_countries() -> None:
    counts = crossed(AGREES, COUNTRY, BY_COUNTRY)
    (withheld,) = cross_tables([counts], RULES, [CategoryMerging(KIND, {"NGO": "any"}), REGIONS])
    assert withheld == Withheld(Reason.SMALL_CELLS, RULES, offers=((REGIONS,),))
    (table,) = cross_tables([counts.coarser(REGIONS)], RULES)
    assert table == CrossTable(
        Table(AGREES, {"yes": 22, "no": 27}, 49),
        Table(
            COUNTRY,
            {"central": 24, "west": 25},
            49,
            merged={"central": ("CD", "CF"), "west": ("LR", "SL")},
        ),
        {("yes", "central"): 10, ("yes", "west"): 12, ("no", "central"): 14, ("no", "west"): 13},
    )


def test_one_region_alone_is_not_offered() -> None:
    counts = crossed(AGREES, COUNTRY, BY_COUNTRY)
    anywhere = CategoryMerging(COUNTRY, dict.fromkeys(["CD", "CF", "LR", "SL"], "Africa"))
    assert cross_tables([counts], RULES, [anywhere]) == [Withheld(Reason.SMALL_CELLS, RULES)]


def test_those_who_left_it_out_can_be_merged_with_others() -> None:
    counts = crossed(AGREES, KIND, {**BY_KIND, NO_ANSWER: {"NGO": 1, "union": 0}})
    merging = CategoryMerging(AGREES, {"no": "no or no answer", NO_ANSWER: "no or no answer"})
    (table,) = cross_tables([counts.coarser(merging)], RULES)
    assert isinstance(table, CrossTable)
    assert table.row == Table(
        AGREES,
        {"yes": 14, "no or no answer": 19},
        33,
        merged={"no or no answer": ("no", NO_ANSWER)},
    )


BY_SCALE = {
    "1": {"NGO": 2, "union": 1},
    "2": {"NGO": 9, "union": 6},
    "3": {"NGO": 3, "union": 9},
    "4": {"NGO": 8, "union": 5},
}


def test_small_neighbours_of_a_scale_are_merged_by_the_totals_alone() -> None:
    levels = list(neighbours_merged(crossed(SCALE, KIND, BY_SCALE)))
    assert [level.row.categories for level in levels] == [
        {"1": 3, "2": 15, "3": 12, "4": 13},
        {"1+2": 18, "3": 12, "4": 13},
        {"1+2": 18, "3+4": 25},
    ]
    assert levels[-1].row.merged == {"1+2": ("1", "2"), "3+4": ("3", "4")}
    assert [level.smallest_cell for level in levels] == [1, 3, 7]


def test_merged_neighbours_are_offered() -> None:
    counts = crossed(SCALE, KIND, BY_SCALE)
    offer = (CategoryMerging(SCALE, {"1": "1+2", "2": "1+2", "3": "3+4", "4": "3+4"}),)
    assert cross_tables([counts], RULES) == [Withheld(Reason.SMALL_CELLS, RULES, (offer,))]
    assert counts.coarser(*offer) == list(neighbours_merged(counts))[-1]


def test_regions_and_neighbours_are_offered_together() -> None:
    numbers = {
        "low": {"CD": 3, "CF": 3, "LR": 3, "SL": 3},
        "middle": {"CD": 1, "CF": 1, "LR": 1, "SL": 1},
        "high": {"CD": 3, "CF": 3, "LR": 3, "SL": 3},
    }
    (withheld,) = cross_tables([crossed(SCALE, COUNTRY, numbers)], RULES, [REGIONS])
    scale = CategoryMerging(SCALE, {"low": "low+middle", "middle": "low+middle"})
    assert withheld == Withheld(Reason.SMALL_CELLS, RULES, ((scale, REGIONS),))


def test_choices_that_overlap_are_not_merged() -> None:
    with pytest.raises(ValueError, match="overlap"):
        TOPICS_BY_KIND.coarser(CategoryMerging(TOPICS, {"land": "nature", "water": "nature"}))


@pytest.mark.parametrize(
    ("row", "column", "before", "reason"),
    [
        (AGREES, KIND, {}, None),
        (AGREES, ATTENDS, {}, None),
        (TOPICS, AGREES, {}, None),
        (AGREES, KIND, {"attends": "kind"}, None),
        (AGREES, ATTENDS, {"attends": "kind", "scale": "agrees"}, None),
        (AGREES, KIND, {"agrees": "country"}, Reason.ALREADY_CROSSED),
        (AGREES, ATTENDS, {"attends": "agrees"}, Reason.ALREADY_CROSSED),
        (AGREES, ATTENDS, {"attends": "scale", "scale": "agrees"}, Reason.ALREADY_LINKED),
        (AGREES, AGREES, {}, Reason.CANNOT_CROSS),
        (COUNTRY, KIND, {}, Reason.CANNOT_CROSS),
        (AGREES, TOPICS, {}, Reason.CANNOT_CROSS),
        (FOLLOW_UP, KIND, {}, Reason.CANNOT_CROSS),
        (AGREES, FOLLOW_UP, {}, Reason.CANNOT_CROSS),
    ],
)
def test_which_crossings_a_survey_may_have(
    row: Variable, column: Variable, before: dict[str, str], reason: Reason | None
) -> None:
    assert refusal(row, column, before) is reason


def test_a_question_is_crossed_again_only_where_the_first_table_was_withheld() -> None:
    by_kind = crossed(AGREES, KIND, BY_KIND)
    by_country = crossed(AGREES, COUNTRY, BY_COUNTRY)
    first, second = cross_tables([by_kind, by_country], RULES)
    assert isinstance(first, CrossTable)
    assert second == Withheld(Reason.ALREADY_CROSSED, RULES)
    first, second = cross_tables([by_country, by_kind], RULES)
    assert first == Withheld(Reason.SMALL_CELLS, RULES)
    assert isinstance(second, CrossTable)


@pytest.mark.parametrize(
    ("withheld", "sentence"),
    [
        (
            Withheld(Reason.TOO_FEW_RESPONDENTS, RULES),
            "Results are shown only if 10 people have answered.",
        ),
        (
            Withheld(Reason.TOO_FEW_RESPONDENTS, Rules(12, counts_organisations=True)),
            "Results are shown only if 12 organisations have answered.",
        ),
        (
            Withheld(Reason.SMALL_CELLS, Rules(least_in_cell=7)),
            "A cell of this table would stand for fewer than 7 people.",
        ),
        (
            Withheld(Reason.SMALL_CELLS, Rules(counts_organisations=True)),
            "A cell of this table would stand for fewer than 5 organisations.",
        ),
        (
            Withheld(Reason.ALREADY_CROSSED, RULES),
            "The results of this question are already broken down once.",
        ),
        (
            Withheld(Reason.ALREADY_LINKED, RULES),
            "Other tables of this survey already link these two questions.",
        ),
        (
            Withheld(Reason.CANNOT_CROSS, RULES),
            "Results are broken down by country, region or kind of organisation, or by another "
            "question with one answer, and only where everybody is asked.",
        ),
    ],
)
def test_why_a_table_is_withheld(withheld: Withheld, sentence: str) -> None:
    with translation.override("en"):
        assert withheld.sentence == sentence
