"""Reading PDF, where it has a layer of text."""

import re
from time import monotonic
from typing import IO, TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from meetings.documents.kinds import RefusedFileError
from meetings.report_import.reading.lines import has_letters, plain_document
from meetings.report_import.reading.pdf_lines import text_of_pages
from meetings.report_import.reading.refusals import (
    damaged_file_error,
    refuse_if_too_long,
    too_intricate,
)
from meetings.report_parser.source import SourceDocument

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 300
MOST_SECONDS = 30
MOST_BYTES_UNPACKED = 20_000_000  # of one stream
MOST_WORDS_OF_A_DRAWING = 500_000  # of a page; one full of small print has 20,000
BOUNDS: dict[str, Any] = {
    "zlib_maximum_output_length": MOST_BYTES_UNPACKED,
    "lzw_maximum_output_length": MOST_BYTES_UNPACKED,
    "run_length_maximum_output_length": MOST_BYTES_UNPACKED,
    "stream_parsing_work_maximum_count": MOST_WORDS_OF_A_DRAWING,
}
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def read_pdf(file: IO[bytes]) -> SourceDocument:
    """The text of a PDF, in which lines that only the page's width broke are whole again.

    Raises RefusedFileError.
    """
    from pypdf import PdfReader, apply_configuration  # noqa: PLC0415 (27 MB, for PDF alone)

    try:
        with apply_configuration(**BOUNDS):
            reader = PdfReader(file)
            _refuse_what_is_closed_or_long(reader)
            text = text_of_pages(_texts(reader))
    except RefusedFileError:
        raise
    except Exception as error:  # a damaged file raises whatever comes up
        raise damaged_file_error() from error
    if not has_letters(text):
        raise RefusedFileError(
            _(
                "The pages of this PDF are pictures of a text, as a scanner makes them: choose a "
                "file with the text itself, or paste it."
            )
        )
    return plain_document(text)


def _refuse_what_is_closed_or_long(reader: "PdfReader") -> None:
    # One that only forbids printing and the like opens with an empty password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise RefusedFileError(
            _("This PDF opens with a password alone: save it without, and choose it again.")
        )
    pages = len(reader.pages)
    if not pages:
        raise RefusedFileError(_("This PDF has no page."))
    if pages > MOST_PAGES:
        raise RefusedFileError(
            _(
                "This PDF has %(pages)d pages, and %(most)d are read at most: choose one with the "
                "report alone."
            )
            % {"pages": pages, "most": MOST_PAGES}
        )


def _texts(reader: "PdfReader") -> list[str]:
    texts: list[str] = []
    length = 0
    latest = monotonic() + MOST_SECONDS
    for page in reader.pages:
        texts.append(cleaned(page.extract_text()))
        length += len(texts[-1])
        refuse_if_too_long(length)
        if monotonic() > latest:
            raise too_intricate()
    return texts


def cleaned(text: str) -> str:
    """The text as characters; a font may say that its letters are halves of some."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return CONTROLS.sub(" ", whole)
