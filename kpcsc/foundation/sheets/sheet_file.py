"""A sheet as a file, CSV or XLSX: headings, and rows of texts that know their number.

A text that a spreadsheet would take for a formula is escaped in the file, and is itself again when
the file is read. Whatever the file, its cells are read as texts: dates as ISO writes them, numbers
as digits.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO, StringIO
from itertools import count

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tablib import Dataset

from kpcsc.foundation.sheets.xlsx import (
    ARCHIVE,
    OLD_EXCEL,
    UnreadableSheetError,
    open_xlsx,
    rows_of,
)
from kpcsc.foundation.translated_text import page_language

type CellValue = str | int | float | bool | date | time | None

LONGEST_CELL = 32_767  # characters; what a cell of XLSX can hold
MOST_ROWS = 5_000
FIRST_YEAR = 1901  # XLSX knows no day before 1900, and that year's first days not well
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
# Excel takes what its language separates decimals with for part of a number, not for the end.
DELIMITERS = {"fr": ";", "en": ","}
TAKEN_FOR_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class SheetRow:
    """A row's texts by heading, and its number as a spreadsheet shows it."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class SheetData:
    """What a file holds: at least one heading, and the rows that are not empty."""

    headings: list[str]
    rows: list[SheetRow]

    @property
    def dataset(self) -> Dataset:
        """The same, as import-export takes it."""
        rows = [tuple(row.cells.values()) for row in self.rows]
        return Dataset(*rows, headers=self.headings)


def text_of(value: CellValue) -> str:
    """The text that a value is in either kind of file."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            midnight = value.time() == time()
            return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
        case date() | time():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return UNPRINTABLE.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n"))


def same_text(read: str, written: str) -> bool:
    """Whether a cell still says what was written, as far as a cell could hold it."""
    return read == written or (len(read) >= LONGEST_CELL - 1 and written.startswith(read))


def read_sheet(content: bytes) -> SheetData:
    """The sheet in a file of either kind, told by its content.

    Reads CSV as spreadsheets in French and in English write it. Raises UnreadableSheetError.
    """
    if content.startswith(OLD_EXCEL):
        raise UnreadableSheetError(
            _("This file is of an old kind, or has a password: save it as XLSX, without one.")
        )
    is_archive = content.startswith(ARCHIVE)
    return _with_headings(_xlsx_rows(content) if is_archive else _csv_rows(content))


def write_sheet(kind: str, headings: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> bytes:
    """The file of a sheet; `kind` is a key of CONTENT_TYPES."""
    return (_xlsx if kind == "xlsx" else _csv)(headings, rows)


def _escaped(text: str) -> str:
    return f"'{text}" if TAKEN_FOR_FORMULA.match(text) else text


def _unescaped(text: str) -> str:
    return text[1:] if text.startswith("'") and TAKEN_FOR_FORMULA.match(text) else text


def _csv(headings: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> bytes:
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=DELIMITERS[page_language()])
    writer.writerow(headings)
    writer.writerows([_escaped(text_of(value)) for value in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")  # without the mark, Excel guesses another encoding


def _xlsx(headings: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 (5 MB, for this page alone)
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.freeze_panes = "A2"
    for position, heading in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(position)].width = max(14, len(heading) + 2)
    cells = [WriteOnlyCell(sheet, heading) for heading in headings]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    for row in rows:
        sheet.append([_xlsx_value(value) for value in row])
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _xlsx_value(value: CellValue) -> CellValue:
    is_ancient = isinstance(value, date) and value.year < FIRST_YEAR
    if isinstance(value, str | bool) or is_ancient:
        return _escaped(text_of(value))[:LONGEST_CELL]
    return value


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    if "\0" in text:
        raise UnreadableSheetError(_("This file is not a sheet: choose one in XLSX or CSV."))
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            yield [_unescaped(text_of(cell)) for cell in row]
    except csv.Error as error:
        raise UnreadableSheetError(
            _("The rows of this file cannot be told apart: save it as XLSX, and try again.")
        ) from error


def _decoded(content: bytes) -> str:
    """The file's text: UTF-8 or UTF-16, else the encoding of Excel on Western Windows."""
    utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if utf_16 else ["utf-8-sig", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableSheetError(
        _("The letters of this file cannot be read: save it as XLSX or as CSV in UTF-8.")
    )


def _xlsx_rows(content: bytes) -> Iterator[list[str]]:
    damaged = _("This file is damaged, or is not a sheet: choose one in XLSX or CSV.")
    with open_xlsx(BytesIO(content), damaged=damaged) as book:
        for row in rows_of(book.worksheets[0], values_only=True):
            yield [
                _unescaped(text_of(cell)) if isinstance(cell, str) else text_of(cell)
                for cell in row
            ]


def _with_headings(rows: Iterator[list[str]]) -> SheetData:
    numbered = zip(count(1), rows, strict=False)
    headings = [cell.strip() for cell in next(numbered, (1, []))[1]]
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise UnreadableSheetError(_("The first row of this sheet is empty: headings go there."))
    for position, heading in enumerate(headings, 1):
        if not heading:
            raise UnreadableSheetError(
                _("Column %(number)d of this sheet has no heading.") % {"number": position}
            )
        if headings.index(heading) < position - 1:
            raise UnreadableSheetError(
                _("The heading “%(heading)s” stands there twice.") % {"heading": heading[:50]}
            )
    found = []
    for number, row in numbered:
        if any(cell.strip() for cell in row[len(headings) :]):
            raise UnreadableSheetError(
                _("Row %(number)d has more cells than there are headings.") % {"number": number}
            )
        if any(cell.strip() for cell in row):
            cells = row + [""] * (len(headings) - len(row))
            found.append(SheetRow(number, dict(zip(headings, cells, strict=False))))
        if len(found) > MOST_ROWS:
            raise UnreadableSheetError(
                ngettext(
                    "This sheet has more than %(number)d row: split it into several.",
                    "This sheet has more than %(number)d rows: split it into several.",
                    MOST_ROWS,
                )
                % {"number": MOST_ROWS}
            )
    return SheetData(headings, found)
