"""Reading XLSX files, whoever made them: within bounds, and with one error for all faults."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.utils.translation import gettext as _

ARCHIVE = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
MEGABYTE = 1024**2
MOST_BYTES_UNPACKED = 100 * MEGABYTE  # a small XLSX file can unpack to gigabytes
MOST_ROWS = 100_000  # empty ones too: a row may say that it is the thousand-millionth


class UnreadableSheetError(Exception):
    """The file is no sheet that can be imported; the message tells a person why."""


def unpacks_to_too_much(file: IO[bytes], most_bytes: int = MOST_BYTES_UNPACKED) -> bool:
    """Whether an archive is a small file that unpacks to a large one. Raises BadZipFile."""
    with zipfile.ZipFile(file) as archive:
        return sum(entry.file_size for entry in archive.infolist()) > most_bytes


@contextmanager
def open_xlsx(
    file: IO[bytes],
    *,
    damaged: str,
    most_bytes: int = MOST_BYTES_UNPACKED,
    with_formulas: bool = False,
) -> Iterator[Any]:
    """The workbook in a file, to be read while it is open; `damaged` says that it cannot be.

    A cell has the value that its formula came to, or the formula itself. Raises
    UnreadableSheetError, also for what reading the rows in the block raises.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 (5 MB, for imports alone)

    try:
        if unpacks_to_too_much(file, most_bytes):
            raise UnreadableSheetError(
                _("This file unpacks to more than %(number)d MB, which is too much.")
                % {"number": most_bytes // MEGABYTE}
            )
        book = load_workbook(file, read_only=True, data_only=not with_formulas)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # not every programme writes them right
        yield book
    except UnreadableSheetError:
        raise
    except Exception as error:  # a damaged file raises whatever comes up
        raise UnreadableSheetError(damaged) from error


def rows_of(sheet: Any, **options: Any) -> Iterator[Any]:
    """The rows of a sheet that is open, with openpyxl's options; raises UnreadableSheetError."""
    for number, row in enumerate(sheet.iter_rows(**options), start=1):
        if number > MOST_ROWS:
            raise UnreadableSheetError(
                _("This sheet has more than %(number)d rows, empty ones among them: delete those.")
                % {"number": MOST_ROWS}
            )
        yield row
