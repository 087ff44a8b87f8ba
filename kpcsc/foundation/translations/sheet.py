"""Sheets of texts for a translator who has no account: written, and read back exactly."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from django.utils.translation import gettext as _

from kpcsc.foundation.sheets.sheet_file import LONGEST_CELL
from kpcsc.foundation.sheets.xlsx import UnreadableSheetError, open_xlsx, rows_of
from kpcsc.foundation.translations.texts import WRITTEN_KEY

WIDTHS = (12, 32, 18, 60, 60, 60, 40)
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class TranslationRow:
    """A text in the sheet, as it was exported, and what the translator wrote."""

    number: int
    key: str
    source: str
    current: str
    translation: str = ""
    record: str = ""
    field: str = ""
    note: str = ""
    problem: str = ""  # why the translation cannot be read


def as_cell(text: str) -> str:
    """The text as a cell can hold it: ends of lines in one way, no control characters."""
    return UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def write_translations(
    rows: Sequence[TranslationRow], *, headings: Sequence[str], explanation: Sequence[str]
) -> bytes:
    """The sheets as a file: one to read first, one with the texts.

    No cell is a formula, whatever a text begins with, nor becomes one when it is edited. Only the
    translations and notes can be written in, so that nothing else changes by mistake.
    """
    from openpyxl import Workbook  # noqa: PLC0415 (takes a while: only when asked for)
    from openpyxl.styles import Alignment, Font, PatternFill, Protection  # noqa: PLC0415

    book: Any = Workbook()
    first, texts = book.active, book.create_sheet(_("Texts"))
    first.title = _("Read me first")
    first.column_dimensions["A"].width = 100
    top = Alignment(wrap_text=True, vertical="top")
    for number, sentence in enumerate(explanation, start=1):
        write_text(first.cell(number, 1), sentence).alignment = top
    for column, (heading, width) in enumerate(zip(headings, WIDTHS, strict=True), start=1):
        write_text(texts.cell(1, column), heading).font = Font(bold=True)
        texts.column_dimensions[chr(64 + column)].width = width
    open_to_writing, yellow = Protection(locked=False), PatternFill("solid", fgColor="FFF7D6")
    for line, row in enumerate(rows, start=2):
        cells = (row.key, row.record, row.field, row.source, row.current, row.translation, row.note)
        for column, text in enumerate(cells, start=1):
            cell = write_text(texts.cell(line, column), text)
            cell.alignment = top
            if column >= 6:
                cell.protection = open_to_writing
            if column == 6:
                cell.fill = yellow
    texts.freeze_panes = "D2"
    texts.protection.sheet = True  # without a password: against slips, not against people
    texts.protection.formatColumns = texts.protection.formatRows = False
    book.active = 1 if rows else 0
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def write_text(cell: Any, text: str) -> Any:
    """Puts a text into a cell as text: not a formula, now or when somebody edits it."""
    cell.number_format = "@"
    cell.quotePrefix = True
    cell.value = as_cell(text)[:LONGEST_CELL]
    cell.data_type = "s"
    return cell


def read_translations(file: IO[bytes]) -> list[TranslationRow]:
    """The rows of a sheet that came back. Raises UnreadableSheetError where it is none."""
    rows = list(_rows(file))
    if not rows:
        raise UnreadableSheetError(
            _(
                "No text of the portal was found in this file. The first column must hold the "
                "keys, as in the sheet that the portal gave."
            )
        )
    return rows


def _rows(file: IO[bytes]) -> Iterator[TranslationRow]:
    damaged = _("This is not a sheet in XLSX format. Save it as “Excel workbook (.xlsx)”.")
    with open_xlsx(file, damaged=damaged, with_formulas=True) as book:
        for sheet in book.worksheets:
            for number, cells in enumerate(rows_of(sheet, max_col=7), start=1):
                if cells and WRITTEN_KEY.fullmatch(_text(cells[0])):
                    yield _row(number, cells)


def _row(number: int, cells: Sequence[Any]) -> TranslationRow:
    key, record, field, source, current, translation, note = (
        *map(_text, cells),
        *[""] * (7 - len(cells)),
    )
    problem = ""
    if len(cells) > 5 and cells[5].data_type not in {"s", "inlineStr", "str", "n"}:
        problem = _("This cell holds a formula, a date or an error. Paste the translation as text.")
    return TranslationRow(
        number, key, source, current, translation.strip(), record, field, note, problem
    )


def _text(cell: Any) -> str:
    return "" if cell.value is None else as_cell(str(cell.value))
