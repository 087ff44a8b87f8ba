"""Reading the file of a report."""

from collections.abc import Callable
from io import SEEK_END
from pathlib import PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from meetings.documents.kinds import (
    DOCX,
    MEGABYTE,
    ODT,
    OLD_KINDS,
    PDF,
    RefusedFileError,
    detect_kind,
    size_words,
)
from meetings.report_import.reading.encodings import decoded, no_text
from meetings.report_import.reading.lines import plain_document
from meetings.report_import.reading.open_document import read_odt
from meetings.report_import.reading.pages import has_tags, is_source, read_page
from meetings.report_import.reading.pdf import read_pdf
from meetings.report_import.reading.word import read_docx
from meetings.report_parser.source import SourceDocument

MOST_BYTES_OF_TEXT = 2 * MEGABYTE
TEXTS = {".txt": "TXT", ".text": "TXT", ".md": "TXT"}
PAGES = {".html": "HTML", ".htm": "HTML", ".xhtml": "HTML"}
READERS: dict[str, Callable[[IO[bytes]], SourceDocument]] = {
    DOCX.key: read_docx,
    ODT.key: read_odt,
    PDF.key: read_pdf,
}
RECOGNISED = {extension for kind in (DOCX, ODT, PDF) for extension in kind.extensions}
ENDINGS = (".docx", ".odt", ".pdf", *PAGES, *TEXTS)  # as a form offers them
# These begin with letters, and would pass for text.
BEGINNINGS_OF_OTHERS = (b"%PDF-", b"{\\rtf", b"PK\x03\x04")


def read_report(file: IO[bytes], *, name: str, size: int) -> SourceDocument:
    """The text of a report, and what its format says of the text's parts.

    `size` is what was sent, of which the file may hold the beginning alone. Raises
    RefusedFileError, worded for a person.
    """
    extension = PurePosixPath(name.lower()).suffix
    if extension not in ENDINGS:
        raise RefusedFileError(_what_to_choose(extension))
    held = file.seek(0, SEEK_END)
    file.seek(0)
    if not size or not held:
        raise RefusedFileError(_("This file is empty: choose the one that holds the report."))
    if extension in RECOGNISED:
        return READERS[detect_kind(file, name=name, size=max(size, held)).key](file)
    kind = (TEXTS | PAGES)[extension]
    if max(size, held) > MOST_BYTES_OF_TEXT or held < size:
        raise RefusedFileError(
            _("This file has %(size)s; a file of this kind (%(kind)s) may have %(most)s at most.")
            % {"size": size_words(size), "kind": kind, "most": size_words(MOST_BYTES_OF_TEXT)}
        )
    return _of_characters(file.read(MOST_BYTES_OF_TEXT), is_page=extension in PAGES)


def _of_characters(content: bytes, *, is_page: bool) -> SourceDocument:
    if content.startswith(BEGINNINGS_OF_OTHERS):
        raise no_text()
    text = decoded(content)
    # A page may be saved under the name of a text, and a text under that of a page.
    if is_source(text) or (is_page and has_tags(text)):
        return read_page(text)
    return plain_document(text)


def _what_to_choose(extension: str) -> str:
    if extension in OLD_KINDS:
        return _("This file is of an old kind: save it as DOCX, ODT or PDF, and choose that.")
    return _(
        "Reports are read from DOCX, ODT, PDF, HTML and text files: save yours as one of these, or "
        "copy its text and paste it."
    )
