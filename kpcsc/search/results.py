"""Finding records: those with the words in their title first, then the rest, newest first."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet

from kpcsc.foundation.translated_text import columns
from kpcsc.foundation.viewer import Viewer
from kpcsc.search.models import SearchEntry
from kpcsc.search.query import country_searches, readable_columns, search_expression, search_words

MOST_RESULTS = 200
SHOWN = {
    "meeting": [
        *("slug", "starts_on", "starts_at", "ends_on", "ends_at", "precision", "time_zone"),
        *columns("title"),
        *columns("introduction"),
    ],
    "campaign": ["slug", *columns("title"), *columns("tagline")],
    "organisation": ["slug", "country", *columns("name")],
}


def found_by(query: str, viewer: Viewer) -> list[int]:
    """The keys of the entries that a search finds; past MOST_RESULTS, more words help more."""
    found = search_words(query)
    if not found:
        return []
    vendor, columns_read = connection.vendor, readable_columns(viewer)
    keys = [*keys_holding(viewer, expression=search_expression(vendor, found, ["title"]))]
    for codes, others in country_searches(found):
        values = {"expression": search_expression(vendor, others, columns_read)} if others else {}
        keys += keys_representing(viewer, codes, **values)
    if len(keys) < MOST_RESULTS:
        keys += keys_holding(viewer, expression=search_expression(vendor, found, columns_read))
    return list(dict.fromkeys(keys))[:MOST_RESULTS]


def keys_holding(viewer: Viewer, *, expression: str) -> QuerySet[SearchEntry, int]:
    """The keys of the newest entries that a search expression finds."""
    found = SearchEntry.objects.visible_to(viewer).holding(expression).newest_first()
    return found.values_list("pk", flat=True)[:MOST_RESULTS]


def keys_representing(
    viewer: Viewer, codes: tuple[str, ...], *, expression: str = ""
) -> QuerySet[SearchEntry, int]:
    """The keys of the newest meetings at which one of these countries was represented."""
    visible = SearchEntry.objects.visible_to(viewer).representing(codes, expression, viewer)
    return visible.newest_first().values_list("pk", flat=True)[:MOST_RESULTS]


def entries(keys: Iterable[int]) -> list[SearchEntry]:
    """The entries with what the results show of their records, in the order of their keys."""
    keys = list(keys)
    found = SearchEntry.objects.select_related(*SHOWN).only(*shown_columns()).in_bulk(keys)
    return [found[key] for key in keys]


def shown_columns() -> list[str]:
    """The columns of SHOWN, by their paths from an entry."""
    return ["date"] + [f"{record}__{name}" for record, names in SHOWN.items() for name in names]
