"""What organisations differ in, and which names are new: rules without a database."""

import pytest

from organisations.merging.comparison import ColumnValue, ComparedColumn, compare, with_new_names


def test_a_value_that_several_share_is_one_choice_and_empty_is_empty() -> None:
    fields = compare(
        {
            "acronym": {7: "RAID", 8: "RAID", 9: ""},
            "name_en": {7: None, 8: "", 9: None},
            "country_id": {7: "GB", 8: "GB", 9: "GB"},
        }
    )
    assert fields == [
        ComparedColumn("acronym", (ColumnValue("RAID", (7, 8)), ColumnValue("", (9,)))),
        ComparedColumn("name_en", (ColumnValue(None, (7, 8, 9)),)),
        ComparedColumn("country_id", (ColumnValue("GB", (7, 8, 9)),)),
    ]
    assert [field.differs for field in fields] == [True, False, False]


@pytest.mark.parametrize(
    ("values", "kept", "proposed"),
    [
        ({1: "own", 2: "other"}, 1, "own"),
        ({1: "own", 2: "other"}, 2, "other"),
        ({1: "", 2: "other"}, 1, "other"),
        ({1: None, 2: "", 3: "third"}, 2, "third"),
        ({1: "", 2: None}, 2, ""),
        ({1: 0, 2: 5}, 1, 0),
    ],
)
def test_the_kept_ones_value_is_proposed_unless_it_is_empty(
    values: dict[int, object], kept: int, proposed: object
) -> None:
    (field,) = compare({"column": values})
    assert field.proposed(kept).value == proposed


@pytest.mark.parametrize(
    ("aliases", "names", "known", "merged"),
    [
        ([], [], [], []),
        (["Old name"], ["New name"], [], ["Old name", "New name"]),
        (["Old name"], ["OLD  NAME"], [], ["Old name"]),
        ([], ["société-x", "Societe X"], [], ["société-x"]),
        ([], ["ZELA", "zela"], ["Zela"], []),
        (["Zela"], [], ["ZELA"], []),
        ([" A ", "", "-"], ["B"], [], ["A", "B"]),
    ],
)
def test_names_are_added_once_whatever_their_case_accents_and_signs(
    aliases: list[str], names: list[str], known: list[str], merged: list[str]
) -> None:
    assert with_new_names(aliases, names, known) == merged
