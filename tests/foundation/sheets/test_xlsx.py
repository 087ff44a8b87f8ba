"""XLSX files of whoever: read within bounds."""

import re
import zipfile
from io import BytesIO

import pytest
from django.utils import translation

from kpcsc.foundation.sheets.sheet_file import write_sheet
from kpcsc.foundation.sheets.xlsx import UnreadableSheetError, open_xlsx, rows_of


def with_far_row(content: bytes, number: int) -> BytesIO:
    """The same file, whose second row says that it is this one."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/"):
                part = re.sub(rb'<row r="2"', b'<row r="%d"' % number, part)
                part = part.replace(b'r="A2"', b'r="A%d"' % number)
            new.writestr(name, part)
    return file


def read(file: BytesIO) -> list[list[object]]:
    with open_xlsx(file, damaged="Damaged.") as book:
        return [[*row] for row in rows_of(book.worksheets[0], values_only=True)]


def test_empty_rows_between_others_are_rows() -> None:
    file = with_far_row(write_sheet("xlsx", ["slug"], [["a"]]), 4)
    assert read(file) == [["slug"], [], [], ["a"]]


@pytest.mark.parametrize("number", [100_001, 10**9, 10**11])
def test_a_row_far_below_the_others_is_refused_at_once(number: int) -> None:
    file = with_far_row(write_sheet("xlsx", ["slug"], [["a"]]), number)
    with (
        translation.override("en"),
        pytest.raises(UnreadableSheetError, match="This sheet has more than 100000 rows"),
    ):
        read(file)
