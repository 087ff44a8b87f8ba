"""What a person typed in the search box, as words, and as the databases' own search expressions."""

import re

from kpcsc.foundation.sort_key import fold
from kpcsc.foundation.viewer import Viewer

MOST_WORDS = 12


def search_words(query: str) -> list[str]:
    """The folded words to look for, at most MOST_WORDS; single letters only if nothing else."""
    found = re.findall(r"[^\W_]+", fold(query))
    return ([word for word in found if len(word) > 1] or found)[:MOST_WORDS]


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
