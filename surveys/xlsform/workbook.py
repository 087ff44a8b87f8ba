"""The sheets of a workbook as rows of texts, within bounds, by pyxform's conventions.

pyxform's own readers pass over what stands under no heading, after sixty empty rows, or beyond the
size that a sheet says it has. Here nothing is passed over, so only how pyxform writes a cell that
is no text is taken from it.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from itertools import zip_longest

from django.utils.translation import gettext as _

from kpcsc.foundation.sheets.sheet_file import text_of
from kpcsc.foundation.sheets.xlsx import (
    ARCHIVE,
    MEGABYTE,
    OLD_EXCEL,
    UnreadableSheetError,
    open_xlsx,
    rows_of,
)

MOST_BYTES = 2 * MEGABYTE
MOST_BYTES_UNPACKED = 20 * MEGABYTE  # a small XLSX file can unpack to gigabytes
MOST_ROWS = 2_000  # of each sheet
SHEETS = ("survey", "choices", "settings")

# The cells of each row, from the heading on.
type Rows = Iterable[list[str]]


@dataclass(frozen=True)
class Sheet:
    """The texts of a sheet by the number of their row and by heading.

    The headings are row 1. Texts that stand under no heading are under "".
    """

    name: str
    rows: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Workbook:
    """The sheets that make a form, an empty one for each that is missing, and other names."""

    survey: Sheet
    choices: Sheet
    settings: Sheet
    others: tuple[str, ...]


def read_workbook(content: bytes, name: str) -> Workbook:
    """The sheets of a file; its name tells Markdown from CSV. Raises UnreadableSheetError."""
    if len(content) > MOST_BYTES:
        raise UnreadableSheetError(
            _("This file is larger than %(number)d MB.") % {"number": MOST_BYTES // MEGABYTE}
        )
    sheets: dict[str, Sheet] = {}
    others = []
    try:
        found = list(_sheets(content, name))
        for title, rows in found:
            # A sheet that is the only one is the survey, whatever it is called.
            sheet = "survey" if len(found) == 1 else title.lower()
            if sheet in SHEETS and sheet not in sheets:
                sheets[sheet] = _sheet(sheet, rows)
            else:
                others.append(title)
    except UnreadableSheetError:
        raise
    except Exception as error:  # a damaged file raises whatever comes up
        raise UnreadableSheetError(_damaged()) from error
    if "survey" not in sheets:
        raise UnreadableSheetError(_("This workbook has no sheet called “survey”."))
    survey, choices, settings = (sheets.get(sheet, Sheet(sheet)) for sheet in SHEETS)
    return Workbook(survey, choices, settings, tuple(others))


def _damaged() -> str:
    return _("This file is damaged, or is no XLSForm: choose one in XLSX, XLS, CSV or Markdown.")


def _sheets(content: bytes, name: str) -> Iterable[tuple[str, Rows]]:
    if content.startswith(ARCHIVE):
        return _xlsx_sheets(content)
    if content.startswith(OLD_EXCEL):
        return _xls_sheets(content)
    text = content.decode("utf-8-sig")
    is_markdown = name.lower().endswith(".md")
    return _stacked_sheets(
        _markdown_rows(text) if is_markdown else csv.reader(StringIO(text, newline=""))
    )


def _xlsx_sheets(content: bytes) -> Iterator[tuple[str, Rows]]:
    from pyxform.xls2json_backends import xlsx_value_to_str  # noqa: PLC0415 (39 MB, for imports)

    def text(value: object) -> str:
        if value is None:
            return ""
        return value if isinstance(value, str) else xlsx_value_to_str(value)

    with open_xlsx(BytesIO(content), damaged=_damaged(), most_bytes=MOST_BYTES_UNPACKED) as book:
        for sheet in book.worksheets:
            # Read later, where any error becomes the same sentence.
            rows = rows_of(sheet, values_only=True)
            yield sheet.title, ([text(value) for value in row] for row in rows)


def _xls_sheets(content: bytes) -> Iterator[tuple[str, Rows]]:
    from pyxform.xls2json_backends import xls_value_to_unicode  # noqa: PLC0415 (39 MB)
    from xlrd import open_workbook  # noqa: PLC0415 (likewise)
    from xlrd.sheet import Cell  # noqa: PLC0415 (likewise)

    book = open_workbook(file_contents=content, logfile=StringIO())  # else it prints

    def text(cell: Cell) -> str:
        if isinstance(cell.value, str):
            return cell.value
        return xls_value_to_unicode(cell.value, cell.ctype, book.datemode)

    for sheet in book.sheets():
        yield sheet.name, ([text(cell) for cell in row] for row in sheet.get_rows())


def _stacked_sheets(rows: Rows) -> list[tuple[str, Rows]]:
    """The sheets in a file that has them one below the other, named in its first column."""
    sheets: dict[str, list[list[str]]] = {}
    title = ""
    for first, *cells in (row or [""] for row in rows):
        title = first.strip() or title
        stacked = sheets.setdefault(title, [])
        if stacked or any(map(str.strip, cells)):  # the headings come first
            stacked.append(cells)
    return [(title, stacked) for title, stacked in sheets.items() if title or stacked]


def _markdown_rows(text: str) -> Rows:
    """The rows of a table, without the lines under its headings."""
    for line in map(str.strip, text.splitlines()):
        is_rule = "--" in line and not set(line) - set("|-: ")
        if line.startswith("|") and not is_rule:
            cells = re.split(r"(?<!\\)\|", line.removeprefix("|").removesuffix("|"))
            yield [cell.replace(r"\|", "|") for cell in cells]


def _sheet(name: str, rows: Rows) -> Sheet:
    """The sheet with its headings, and the rows that are not empty."""
    headings: list[str] = []
    found: dict[int, dict[str, str]] = {}
    for number, row in enumerate(rows, 1):
        texts = [cell and text_of(cell).strip() for cell in row]
        if number == 1:
            headings = texts
            twice = [heading for heading in filter(None, headings) if headings.count(heading) > 1]
            if twice:
                raise UnreadableSheetError(
                    _("The heading “%(heading)s” stands there twice.") % {"heading": twice[0]}
                )
        elif any(texts):
            cells = zip_longest(headings, texts, fillvalue="")
            found[number] = {heading: text for heading, text in cells if text}
        if len(found) > MOST_ROWS:
            raise UnreadableSheetError(
                _("The sheet “%(sheet)s” has more than %(number)d rows.")
                % {"sheet": name, "number": MOST_ROWS}
            )
    return Sheet(name, found)
