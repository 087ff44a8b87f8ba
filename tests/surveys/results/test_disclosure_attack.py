"""An attacker reads all that is published of a survey, and finds no few respondents."""

from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

import pytest
from hypothesis import given, seed, settings

from surveys.results.disclosure import (
    NO_ANSWER,
    CategoryMerging,
    Counts,
    CrossCounts,
    CrossTable,
    Reason,
    Table,
    Withheld,
    cross_tables,
    neighbours_merged,
    whole_group_table,
)
from tests.sampling import examples, sampled
from tests.surveys.results.attacker import (
    COUNTRY,
    KIND,
    Attack,
    Attacker,
    MadeUpSurvey,
    made_up_surveys,
)
from tests.surveys.results.counted import (
    AGREES,
    BORDERS,
    BY_KIND,
    OTHER_BORDERS,
    RULES,
    SCALE,
    TOPICS,
    TOPICS_BY_KIND,
    crossed,
)

SURVEYS = examples(250)  # made up in each of four parts, which the workers share


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
    first = counts.coarser(CategoryMerging(COUNTRY, {"CD": "inland", "CF": "inland"}))
    second = counts.coarser(CategoryMerging(COUNTRY, {"CF": "dry", "SL": "dry"}))
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
        is_small = counts.variable.is_conditional and counts.smallest_cell < 5
        assert isinstance(table, Table) is (counts.respondents >= 10 and not is_small)
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


@pytest.mark.parametrize("part", sampled(range(4), 1))
def test_no_few_respondents_can_be_determined(part: int) -> None:
    tried: Counter[str] = Counter()

    @seed(part)
    @settings(database=None, max_examples=SURVEYS)
    @given(made_up_surveys())
    def attack_each(survey: MadeUpSurvey) -> None:
        tried.update(attack(survey))

    attack_each()
    print("Attacked:", ", ".join(f"{count} {name}" for name, count in tried.items()))
    assert tried["surveys"] >= SURVEYS * 2 // 3
    assert tried["groups"] >= 50 * SURVEYS
    assert tried["cross-tables"] >= SURVEYS // 4
    assert tried["coarser cross-tables"] >= SURVEYS // 20
