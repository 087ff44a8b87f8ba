"""What a person typed in the search box, as words, and as the databases' own search expressions."""

import re
from functools import cache
from typing import NamedTuple

from kpcsc.foundation.sort_key import fold
from kpcsc.foundation.viewer import Viewer
from organisations.country_names import all_names, country_codes
from organisations.recognition.spelling import SMALL_WORDS

MOST_WORDS = 12


def search_words(query: str) -> list[str]:
    """The folded words to look for, at most MOST_WORDS; single letters only if nothing else."""
    found = re.findall(r"[^\W_]+", fold(query))
    return ([word for word in found if len(word) > 1] or found)[:MOST_WORDS]


class CountrySearch(NamedTuple):
    """Countries whose names hold some of the words, and the words that they do not hold."""

    codes: tuple[str, ...]
    others: list[str]


def country_searches(found: list[str]) -> list[CountrySearch]:
    """The ways to take words, as `search_words` gives them, as names of countries."""
    codes: dict[tuple[str, ...], list[str]] = {}
    for code, words in words_of_countries().items():
        if not words.isdisjoint(found):
            others = tuple(word for word in found if word not in words | SMALL_WORDS)
            codes.setdefault(others, []).append(code)
    return [CountrySearch(tuple(called), list(others)) for others, called in codes.items()]


@cache
def words_of_countries() -> dict[str, frozenset[str]]:
    """The words of each country's names in both languages, by its code."""
    return {
        code: frozenset(word for name in all_names(code) for word in search_words(name))
        - SMALL_WORDS
        for code in country_codes()
    }


def readable_columns(viewer: Viewer) -> list[str]:
    """The columns of the index that this viewer may search, as FTS5 names them."""
    columns = ["title", "public"]
    if viewer.is_member:
        columns.append("members")
    if viewer.is_staff:
        columns.append("staff")
    return columns


def fts5_expression(found: list[str], columns: list[str]) -> str:
    """All the words, in these columns (FTS5 column filter, sqlite.org/fts5.html section 3.5)."""
    quoted = " ".join(f'"{word}"' for word in found)
    return f"{{{' '.join(columns)}}} : ({quoted})"


def tsquery_expression(found: list[str], columns: list[str]) -> str:
    """The same for to_tsquery: the columns are the weights A to D of one tsvector."""
    weights = "ABCD"[: len(columns)]
    return " & ".join(f"{word}:{weights}" for word in found)


def search_expression(vendor: str, found: list[str], columns: list[str]) -> str:
    """The same for the database in use, "sqlite" or "postgresql"."""
    write = fts5_expression if vendor == "sqlite" else tsquery_expression
    return write(found, columns)
