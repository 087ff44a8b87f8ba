"""Finding records: those with the words in their title first, then the rest, newest first."""

from collections.abc import Iterable

from kpcsc.foundation.viewer import Viewer
from kpcsc.models import SearchEntry

MOST_RESULTS = 200


def found_by(query: str, viewer: Viewer) -> list[int]:
    """The keys of the entries that a search finds; past MOST_RESULTS, more words help more."""
    visible = SearchEntry.objects.visible_to(viewer).newest_first()
    titled = visible.titled(query).values_list("pk", flat=True)[:MOST_RESULTS]
    matching = visible.matching(query, viewer).values_list("pk", flat=True)[:MOST_RESULTS]
    return list(dict.fromkeys([*titled, *matching]))[:MOST_RESULTS]


def entries(keys: Iterable[int]) -> list[SearchEntry]:
    """The entries with their records, in the order of their keys."""
    keys = list(keys)
    related = SearchEntry.objects.select_related("meeting", "campaign", "organisation")
    found = related.in_bulk(keys)
    return [found[key] for key in keys]
