"""What is published of a survey, exactly; and that it lets nobody single out a few respondents."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import takewhile

import pytest
from django.utils import translation
from hypothesis import given, settings

from surveys.disclosure import (
    NO_ANSWER,
    Counts,
    CrossCounts,
    CrossTable,
    Merging,
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
from tests.surveys.attacker import (
    COUNTRY,
    KIND,
    Attack,
    Attacker,
    MadeUpSurvey,
    made_up_surveys,
)

RULES = Rules()
AGREES = Variable("agrees")
ATTENDS = Variable("attends")
SCALE = Variable("scale", is_ordered=True)
TOPICS = Variable("topics", is_multiple=True)
FOLLOW_UP = Variable("follow-up", is_conditional=True)
REGIONS = Merging(COUNTRY, {"CD": "central", "CF": "central", "LR": "west", "SL": "west"})
# The same of made-up surveys, and other regions that overlap with these.
BORDERS = Merging(COUNTRY, {"a": "ab", "b": "ab", "c": "cd", "d": "cd"})
OTHER_BORDERS = Merging(COUNTRY, {"b": "bcd", "c": "bcd", "d": "bcd"})


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


def test_a_table_of_the_whole_group_from_ten_on() -> None:
    ten = Counts(AGREES, {"yes": 1, "no": 7, "no idea": 0}, respondents=10)
    table = whole_group_table(ten, RULES)
    assert table == Table(AGREES, {"yes": 1, "no": 7, "no idea": 0, NO_ANSWER: 2}, 10)
    assert table.shares == {"yes": 0.1, "no": 0.7, "no idea": 0.0, NO_ANSWER: 0.2}
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
    assert isinstance(table, CrossTable)
    assert table.shares == {
        ("yes", "NGO"): 5 / 17, ("yes", "union"): 9 / 15,
        ("no", "NGO"): 12 / 17, ("no", "union"): 6 / 15,
    }  # fmt: skip


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
    (withheld,) = cross_tables([counts], RULES, [Merging(KIND, {"NGO": "any"}), REGIONS])
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
    anywhere = Merging(COUNTRY, dict.fromkeys(["CD", "CF", "LR", "SL"], "Africa"))
    assert cross_tables([counts], RULES, [anywhere]) == [Withheld(Reason.SMALL_CELLS, RULES)]


def test_those_who_left_it_out_can_be_merged_with_others() -> None:
    counts = crossed(AGREES, KIND, {**BY_KIND, NO_ANSWER: {"NGO": 1, "union": 0}})
    merging = Merging(AGREES, {"no": "no or no answer", NO_ANSWER: "no or no answer"})
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
    offer = (Merging(SCALE, {"1": "1+2", "2": "1+2", "3": "3+4", "4": "3+4"}),)
    assert cross_tables([counts], RULES) == [Withheld(Reason.SMALL_CELLS, RULES, (offer,))]
    assert counts.coarser(*offer) == list(neighbours_merged(counts))[-1]


def test_regions_and_neighbours_are_offered_together() -> None:
    numbers = {
        "low": {"CD": 3, "CF": 3, "LR": 3, "SL": 3},
        "middle": {"CD": 1, "CF": 1, "LR": 1, "SL": 1},
        "high": {"CD": 3, "CF": 3, "LR": 3, "SL": 3},
    }
    (withheld,) = cross_tables([crossed(SCALE, COUNTRY, numbers)], RULES, [REGIONS])
    scale = Merging(SCALE, {"low": "low+middle", "middle": "low+middle"})
    assert withheld == Withheld(Reason.SMALL_CELLS, RULES, ((scale, REGIONS),))


def test_choices_that_overlap_are_not_merged() -> None:
    with pytest.raises(ValueError, match="overlap"):
        TOPICS_BY_KIND.coarser(Merging(TOPICS, {"land": "nature", "water": "nature"}))


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


def unguarded(counts: CrossCounts) -> CrossTable:
    """The cross-table as it would be without rules for cells."""
    row, column = whole_group_table(counts.row, RULES), whole_group_table(counts.column, RULES)
    assert isinstance(row, Table)
    assert isinstance(column, Table)
    return CrossTable(row, column, counts.cells)


def attacker_of(table: CrossTable) -> Attacker:
    """Who has read the tables of the whole group alone."""
    return Attacker([table.row, table.column])


def test_the_attacker_finds_nothing_in_what_the_rules_let_through() -> None:
    (table,) = cross_tables([crossed(AGREES, KIND, BY_KIND)], RULES)
    assert isinstance(table, CrossTable)
    attacker = attacker_of(table)
    attacker.reads(table)
    assert attacker.attack() == Attack(groups=16, determined={})


def test_the_attacker_finds_a_small_cell() -> None:
    numbers = {"yes": {"NGO": 2, "union": 12}, "no": {"NGO": 9, "union": 7}}
    table = unguarded(crossed(AGREES, KIND, numbers))
    attacker = attacker_of(table)
    assert attacker.attack().determined == {}
    attacker.reads(table)
    assert attacker.attack().determined == {
        ("agrees=yes", "kind=NGO"): 2,
        ("agrees=yes", "not kind=union"): 2,
        ("not agrees=no", "kind=NGO"): 2,
        ("not agrees=no", "not kind=union"): 2,
    }


def test_the_attacker_finds_who_left_a_question_out_of_the_margins() -> None:
    table = unguarded(crossed(AGREES, KIND, {**BY_KIND, NO_ANSWER: {"NGO": 4, "union": 2}}))
    answered = {pair: number for pair, number in table.cells.items() if NO_ANSWER not in pair}
    attacker = attacker_of(table)
    attacker.reads(CrossTable(table.row, table.column, answered))
    determined = attacker.attack().determined
    assert determined["agrees=no answer", "kind=NGO"] == 4
    assert determined["agrees=no answer", "kind=union"] == 2


def test_the_attacker_finds_those_who_did_not_choose() -> None:
    margins = Counts(TOPICS, {"land": 17}, 30), Counts(KIND, {"NGO": 14, "union": 16}, 30)
    table = unguarded(CrossCounts(*margins, {("land", "NGO"): 12, ("land", "union"): 5}))
    attacker = attacker_of(table)
    attacker.reads(table)
    assert attacker.attack().determined == {
        ("not topics=land", "kind=NGO"): 2,
        ("not topics=land", "not kind=union"): 2,
    }


def test_the_attacker_finds_who_made_both_choices_from_how_many_made_none() -> None:
    table = unguarded(TOPICS_BY_KIND).row
    attacker = Attacker([table])
    assert attacker.attack().determined == {}
    land, water = attacker.holders(table, "land"), attacker.holders(table, "water")
    attacker.learns((1 - land) * (1 - water), 4)
    assert attacker.attack().determined == {
        ("topics=land", "topics=water"): 3,
        ("not topics=land", "not topics=water"): 4,
    }


def test_the_attacker_subtracts_two_crossings_of_one_question() -> None:
    numbers = {"yes": {"CD": 8, "CF": 2, "SL": 8}, "no": {"CD": 9, "CF": 7, "SL": 6}}
    counts = crossed(AGREES, COUNTRY, numbers)
    first = counts.coarser(Merging(COUNTRY, {"CD": "inland", "CF": "inland"}))
    second = counts.coarser(Merging(COUNTRY, {"CF": "dry", "SL": "dry"}))
    tables = cross_tables([first, second], RULES)
    assert tables[1] == Withheld(Reason.ALREADY_CROSSED, RULES)
    attacker = attacker_of(unguarded(counts))
    attacker.reads(unguarded(first))
    assert attacker.attack().determined == {}
    attacker.reads(unguarded(second))
    assert attacker.attack().determined["agrees=yes", "country=CF"] == 2


def test_the_attacker_finds_the_large_numbers_in_means() -> None:
    table = unguarded(
        crossed(SCALE, KIND, {"0": {"NGO": 9, "union": 9}, "9": {"NGO": 0, "union": 3}})
    )
    attacker = attacker_of(table)
    assert attacker.attack().determined == {}
    union, large = attacker.holders(table.column, "union"), attacker.holders(table.row, "9")
    attacker.learns(9 * large * union, 27)
    assert attacker.attack().determined["scale=9", "kind=union"] == 3


def test_the_attacker_knows_that_a_table_withheld_has_a_small_cell() -> None:
    table = unguarded(crossed(AGREES, KIND, BY_KIND))
    attacker = attacker_of(table)
    attacker.misses(table.row, table.column)
    assert attacker.attack() == Attack(groups=16, determined={})
    attacker.reads(table)
    with pytest.raises(ValueError, match="contradicts itself"):
        attacker.attack()


def small_levels(counts: CrossCounts) -> Iterator[CrossCounts]:
    """All that was found to have small cells, before coarser categories were offered or not."""
    starts = [counts, *([counts.coarser(BORDERS)] if counts.column.variable == COUNTRY else [])]
    for start in starts:
        yield from takewhile(lambda level: level.smallest_cell < 5, neighbours_merged(start))


def attack(survey: MadeUpSurvey) -> dict[str, int]:
    """Publishes all that the rules allow, lets the attacker read it, and counts what was tried."""
    tables = []
    for counts in map(survey.counts, survey.categories):
        table = whole_group_table(counts, RULES)
        assert isinstance(table, Table) is (counts.respondents >= 10)
        tables += [table] if isinstance(table, Table) else []
    if not tables:
        return {"surveys of too few": 1}
    attacker = Attacker(tables, survey.condition)
    if KIND in survey.categories:
        attacker.reads(unguarded(survey.crossed(COUNTRY, KIND)))  # known without the survey
    planned = [survey.crossed(*pair) for pair in survey.crossings]
    by_country = [counts for counts in planned if counts.column.variable == COUNTRY]
    planned += [counts.coarser(OTHER_BORDERS) for counts in by_country]
    settled = list(planned)
    for number, result in enumerate(cross_tables(planned, RULES, [BORDERS])):
        if isinstance(result, Withheld) and result.reason is Reason.SMALL_CELLS:
            for level in small_levels(planned[number]):
                missed = unguarded(level)
                attacker.misses(missed.row, missed.column)
            if result.offers:
                settled[number] = planned[number].coarser(*result.offers[-1])
    published = [one for one in cross_tables(settled, RULES) if isinstance(one, CrossTable)]
    for crossing in published:
        attacker.reads(crossing)
    found = attacker.attack()
    assert found.determined == {}
    coarser = sum(bool(one.row.merged or one.column.merged) for one in published)
    return {
        "surveys": 1,
        "groups": found.groups,
        "cross-tables": len(published),
        "coarser cross-tables": coarser,
    }


@pytest.mark.parametrize("number", [400, pytest.param(2000, marks=pytest.mark.slow)])
def test_no_few_respondents_can_be_determined(number: int) -> None:
    tried: Counter[str] = Counter()

    @settings(derandomize=True, database=None, max_examples=number)
    @given(made_up_surveys())
    def attack_each(survey: MadeUpSurvey) -> None:
        tried.update(attack(survey))

    attack_each()
    print("Attacked:", ", ".join(f"{count} {name}" for name, count in tried.items()))
    assert tried["surveys"] >= number * 3 // 4
    assert tried["groups"] >= 50 * number
    assert tried["cross-tables"] >= number // 4
    assert tried["coarser cross-tables"] >= number // 20
