"""From what was typed to the databases' own expressions."""

import pytest

from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF, Viewer
from kpcsc.search.query import fts5_expression, readable_columns, search_words, tsquery_expression


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Diamants", ["diamants"]),
        ("  Où  est l’eau ? ", ["ou", "est", "eau"]),
        ("Côte d'Ivoire", ["cote", "ivoire"]),
        ("communautés-mines", ["communautes", "mines"]),
        ("snake_case", ["snake", "case"]),
        ("cœur", ["coeur"]),
        ("2021", ["2021"]),
        ("a b", ["a", "b"]),
        ("a ab", ["ab"]),
        ('"title" AND NEAR(x*, 2) | !<-> \\:', ["title", "and", "near"]),
        ("المناجم 鉱山", ["المناجم", "鉱山"]),
        ("", []),
        (" '\"*:()^-|&!\0💎", []),
    ],
)
def test_words(query: str, found: list[str]) -> None:
    assert search_words(query) == found


def test_a_sentence_is_searched_by_its_first_twelve_words() -> None:
    assert search_words(" ".join(f"mot{number}" for number in range(50))) == [
        f"mot{number}" for number in range(12)
    ]


@pytest.mark.parametrize(
    ("viewer", "columns"),
    [
        (PUBLIC, ["title", "public"]),
        (MEMBER, ["title", "public", "members"]),
        (STAFF, ["title", "public", "members", "staff"]),
    ],
)
def test_a_viewer_searches_what_a_viewer_may_read(viewer: Viewer, columns: list[str]) -> None:
    assert readable_columns(viewer) == columns


def test_expressions_ask_for_all_words_in_these_columns() -> None:
    columns = ["title", "public", "members"]
    assert fts5_expression(["or", "near"], columns) == '{title public members} : ("or" "near")'
    assert tsquery_expression(["or", "near"], columns) == "or:ABC & near:ABC"
    assert fts5_expression(["or"], ["title"]) == '{title} : ("or")'
    assert tsquery_expression(["or"], ["title"]) == "or:A"
