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
                _("This file unpacks to more than %(number)d MB: split it into several.")
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
