"""Files of sheets: what is written comes back, and what spreadsheets make of it is read."""

import csv
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from io import BytesIO, StringIO

import pytest
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from kpcsc.foundation.sheets import sheet_file
from kpcsc.foundation.sheets.sheet_file import (
    CONTENT_TYPES,
    CellValue,
    SheetData,
    SheetRow,
    read_sheet,
    same_text,
    text_of,
    write_sheet,
)
from kpcsc.foundation.sheets.xlsx import UnreadableSheetError

KINDS = sorted(CONTENT_TYPES)
DANGEROUS = ["=1+1", "+33 1", "-", "@sum", "'=1+1", "''-", "\t=", "\n=", "=", "'", "'a", "''"]
values = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=40),
    st.sampled_from(DANGEROUS),
    st.integers(-(2**31), 2**31),
    st.dates(),
    st.datetimes(datetime(1901, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),
    st.times().map(lambda hour: hour.replace(microsecond=0)),
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["fr", "en"])
@settings(deadline=None)  # the first file loads a library
@given(cells=st.lists(values, min_size=1, max_size=4))
@example(cells=DANGEROUS)
@example(cells=["\n"])
def test_what_is_written_comes_back(kind: str, language: str, cells: list[CellValue]) -> None:
    headings = ["key", *(f"column_{position}" for position in range(len(cells)))]
    with translation.override(language):
        content = write_sheet(kind, headings, [["a", *cells], ["b"]])
    sheet = read_sheet(content)
    texts = ["a", *map(text_of, cells)]
    assert sheet.headings == headings
    assert list(sheet.rows[0].cells.values()) == texts
    assert [row.number for row in sheet.rows] == [2, 3]


@pytest.mark.parametrize("text", DANGEROUS[:-3])
def test_no_cell_of_a_file_is_a_formula(text: str) -> None:
    escaped = f"'{text}"
    written = write_sheet("csv", ["slug"], [[text]]).decode("utf-8-sig")
    assert list(csv.reader(StringIO(written, newline="")))[1] == [escaped]
    cell = load_workbook(BytesIO(write_sheet("xlsx", ["slug"], [[text]]))).worksheets[0]["A2"]
    assert (cell.data_type, cell.value) == ("s", escaped)


def test_an_xlsx_file_holds_dates_and_numbers_as_such() -> None:
    row: list[CellValue] = [date(2021, 6, 2), datetime(2021, 6, 2, 14, 30), time(14, 30), 24]
    content = write_sheet("xlsx", ["day", "moment", "hour", "number"], [row])
    cells = load_workbook(BytesIO(content)).worksheets[0][2]
    assert [cell.value for cell in cells] == [datetime(2021, 6, 2), *row[1:]]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (24, "24"),
        (24.0, "24"),
        (0.5, "0.5"),
        (date(2021, 6, 2), "2021-06-02"),
        (datetime(2021, 6, 2), "2021-06-02"),
        (datetime(2021, 6, 2, 14, 30), "2021-06-02 14:30:00"),
        (time(14, 30), "14:30:00"),
        ("two\r\nlines\rthree", "two\nlines\nthree"),
        ("a\x0bb\x00", "ab"),
    ],
)
def test_a_value_is_one_text_in_every_file(value: CellValue, text: str) -> None:
    assert text_of(value) == text


def test_a_text_that_no_cell_can_hold_is_known_by_what_a_cell_held() -> None:
    longest = "x" * 40_000
    read = read_sheet(write_sheet("xlsx", ["text"], [[longest]])).rows[0].cells["text"]
    assert len(read) == 32_767
    assert same_text(read, longest)
    assert not same_text(read[:-1] + "y", longest)
    assert not same_text("x", "xx")


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("cp1252", ";"), ("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t")],
)
def test_csv_is_read_as_spreadsheets_write_it(encoding: str, delimiter: str) -> None:
    lines = [["slug", " name_fr ", ""], ["cote", "L’été à Côte d’Ivoire"], ["", ""], ["b", ""]]
    content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    assert read_sheet(content) == SheetData(
        ["slug", "name_fr"],
        [
            SheetRow(2, {"slug": "cote", "name_fr": "L’été à Côte d’Ivoire"}),
            SheetRow(4, {"slug": "b", "name_fr": ""}),
        ],
    )


def test_a_formula_that_somebody_wrote_counts_as_what_it_gave() -> None:
    workbook = Workbook()
    workbook.worksheets[0].append(["slug", "name_fr"])
    workbook.worksheets[0].append(["a", "=1+1"])
    file = BytesIO()
    workbook.save(file)
    # This file was never opened in a spreadsheet, so nothing was reckoned yet.
    assert read_sheet(file.getvalue()).rows[0].cells == {"slug": "a", "name_fr": ""}


def archive(**files: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0 and so on", "This file is of an old kind, or has a password"),
        (b"\x89PNG\r\n\x1a\n\0\0", "This file is not a sheet"),
        (archive(document=b"<w/>"), "This file is damaged, or is not a sheet"),
        (write_sheet("xlsx", ["slug"], [["a"]])[:-40], "This file is damaged"),
        (archive(bomb=b"0" * 101 * 1024**2), "This file unpacks to more than 100 MB"),
        (b"\x81\x8d\xff", "The letters of this file cannot be read"),
        (b"\xff\xfea", "The letters of this file cannot be read"),
        (b"slug\n" + b"x" * 140_000, "The rows of this file cannot be told apart"),
        (b"", "The first row of this sheet is empty"),
        (b"\nslug", "The first row of this sheet is empty"),
        (b"slug,,name", "Column 2 of this sheet has no heading"),
        (b"slug,name,slug", "The heading “slug” stands there twice"),
        (b"slug\na,b", "Row 2 has more cells than there are headings"),
        (b"slug\n" + b"a\n" * 5_001, "This sheet has more than 5000 rows"),
    ],
)
def test_an_odd_file_is_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    with translation.override("en"), pytest.raises(UnreadableSheetError, match=sentence):
        read_sheet(content)


@settings(deadline=None)
@given(content=st.one_of(st.binary(), st.binary().map(lambda tail: b"PK\x03\x04" + tail)))
def test_no_file_is_too_odd(content: bytes) -> None:
    with suppress(UnreadableSheetError):
        assert read_sheet(content).headings


def test_the_sizes_are_what_the_pages_say() -> None:
    assert (sheet_file.MOST_ROWS, sheet_file.LONGEST_CELL) == (5_000, 32_767)
