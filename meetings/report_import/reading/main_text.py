"""Finding the main text of a page among all that stands around it."""

import logging
from itertools import islice

from meetings.report_import.reading.trees import Element

MOST_ELEMENTS = 10_000  # of which the search takes two seconds


def main_text(tree: Element) -> Element | None:
    """The tree of a page's main text, in trafilatura's words; None where none is found.

    Fetches nothing, and leaves the page's own tree as it is.
    """
    if next(islice(tree.iter(), MOST_ELEMENTS, None), None) is not None:
        return None
    import trafilatura  # noqa: PLC0415 (20 MB, for reports alone)

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it tells of every odd page
    try:
        found = trafilatura.bare_extraction(
            tree,
            include_comments=False,
            include_formatting=True,
            include_tables=True,
            favor_recall=True,
        )
    except Exception:  # noqa: BLE001 (an odd page raises whatever comes up, and is read otherwise)
        return None
    return getattr(found, "body", None)
