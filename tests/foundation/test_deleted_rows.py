"""Rows that somebody else removed come after those that are still there, as new ones."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from kpcsc.foundation.deleted_rows import readd_deleted_rows


def sent(*keys: str, initial: int, **others: Any) -> dict[str, list[str]]:
    """Rows as a browser sends them, each with a text that names it."""
    data = {"rows-INITIAL_FORMS": [str(initial)], "rows-TOTAL_FORMS": [str(len(keys))]}
    for position, key in enumerate(keys):
        data |= {f"rows-{position}-id": [key], f"rows-{position}-text": [f"row {position}"]}
    return data | others


def texts(data: dict[str, list[str]]) -> list[tuple[list[str] | None, list[str]]]:
    """Each row's key and text, in order."""
    total = int(data["rows-TOTAL_FORMS"][0])
    return [(data.get(f"rows-{row}-id"), data[f"rows-{row}-text"]) for row in range(total)]


def test_a_lost_row_becomes_the_first_new_one() -> None:
    data = sent("1", "2", "3", "", initial=3, title=["A"]) | {"rows-1-DELETE": ["on"]}
    kept = readd_deleted_rows(data, "rows", "id", {"1", "3"})
    assert texts(kept) == [
        (["1"], ["row 0"]),
        (["3"], ["row 2"]),
        (None, ["row 1"]),
        ([""], ["row 3"]),
    ]
    assert kept["rows-INITIAL_FORMS"] == ["2"]
    assert kept["title"] == ["A"]
    assert "rows-2-DELETE" not in kept


def test_where_nothing_is_lost_nothing_moves() -> None:
    data = sent("1", "", initial=1)
    assert readd_deleted_rows(data, "rows", "id", {"1", "9"}) == data
    assert readd_deleted_rows(data, "other", "id", set()) == data


def test_the_blank_row_of_the_page_stays() -> None:
    data = sent("1", initial=1) | {"rows-__prefix__-text": [""]}
    assert readd_deleted_rows(data, "rows", "id", set())["rows-__prefix__-text"] == [""]


@given(some.dictionaries(some.text(max_size=12), some.lists(some.text(), max_size=2)), some.text())
def test_bad_input_is_left_to_the_form(junk: dict[str, list[str]], count: str) -> None:
    data = junk | {"rows-INITIAL_FORMS": [count], "rows-TOTAL_FORMS": ["1"]}
    kept = readd_deleted_rows(data, "rows", "id", {"1"})
    assert junk.items() <= kept.items()
