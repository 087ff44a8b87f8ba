"""What the clipboard held beside the text of a report that was pasted."""

import re

from meetings.documents.kinds import RefusedFileError
from meetings.report_import.reading.pages import read_page

MOST_CHARACTERS = 2_000_000
FRAGMENT = re.compile(r"<!--StartFragment-->(.*)<!--EndFragment-->", re.DOTALL)
# As programs write the marks of lists into the plain text that they put beside HTML.
MARK_OF_ITEM = re.compile(r"^[ \t]*(?:\d{1,3}|[a-z]|[ivxlc]{1,6}|o(?=\t))[.)]?[ \t]+", re.I | re.M)
NO_LETTERS = re.compile(r"[\W_]+")


def pasted_piece(text: str, html: str) -> str:
    """The piece of a page that was pasted, where it says what the text says; otherwise nothing.

    It knows headings and lists, of which the text does not tell; but a person may have changed the
    text since.
    """
    found = FRAGMENT.search(html)
    piece = found[1] if found else html
    if not piece.strip() or len(piece) > MOST_CHARACTERS:
        return ""
    try:
        said = read_page(piece).text
    except RefusedFileError:
        return ""
    return piece if _letters(said) == _letters(text) else ""


def _letters(text: str) -> str:
    return NO_LETTERS.sub("", MARK_OF_ITEM.sub("", text)).casefold()
