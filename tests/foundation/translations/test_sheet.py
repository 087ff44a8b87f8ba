"""Sheets for a translator: text only, and exactly back."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from kpcsc.foundation.sheets.xlsx import MOST_BYTES_UNPACKED, UnreadableSheetError
from kpcsc.foundation.translations.sheet import (
    TranslationRow,
    as_cell,
    read_translations,
    write_translations,
)

KEY = "meetings.section.17.body_en"
HEADINGS = ["Key", "Record", "Field", "French", "English", "New", "Remarks"]


def sheet(*rows: TranslationRow) -> BytesIO:
    return BytesIO(write_translations(rows, headings=HEADINGS, explanation=["Read me"]))


texts = st.one_of(
    st.sampled_from(
        ["=1+1", "+41", "-é", "@now", "\ttab", "'quoted", " spaced ", "a\nb", "_x0041_"]
    ),
    st.text(max_size=80),
)


@settings(derandomize=True, database=None, max_examples=100)
@given(texts, texts, texts)
def test_a_text_comes_back_exactly(source: str, current: str, translation: str) -> None:
    row = TranslationRow(2, KEY, as_cell(source), as_cell(current), as_cell(translation).strip())
    assert read_translations(sheet(row)) == [row]


@pytest.mark.parametrize("text", ["=1+1", "+41", "-1", "@now", '=HYPERLINK("http://x.org")'])
def test_no_cell_is_a_formula_nor_becomes_one(text: str) -> None:
    row = TranslationRow(2, KEY, text, text, text, record=text, field=text, note=text)
    book = load_workbook(sheet(row))
    for cell in book.worksheets[1][2]:
        assert (cell.data_type, cell.number_format, cell.quotePrefix) == ("s", "@", True)


def test_only_translation_and_remarks_are_open_to_writing() -> None:
    cells = load_workbook(sheet(TranslationRow(2, KEY, "Un", ""))).worksheets[1]
    assert cells.protection.sheet
    assert [cell.protection.locked for cell in cells[2]] == [True] * 5 + [False] * 2


def test_control_characters_are_left_out() -> None:
    assert as_cell("a\x00b\x0bc\r\nd\re\tf") == "abc\nd\ne\tf"


def test_what_a_translator_s_program_may_do_to_cells() -> None:
    """Numbers are read as text; a formula, a date or an error is said to be none."""
    book = Workbook()
    texts = book.active
    assert texts is not None
    texts.append(["Key", "", "", "", "", "", ""])
    texts.append([KEY, "", "", "Un", None, 2021])
    texts.append([KEY, "", "", "Un", None, "=A1"])
    texts.append(["Total", "", "", "", "", "x"])
    file = BytesIO()
    book.save(file)
    with translation.override("en"):
        number, formula = read_translations(file)
    assert number == TranslationRow(2, KEY, "Un", "", "2021")
    assert formula.problem.startswith("This cell holds a formula, a date or an error.")
    assert replace(formula, problem="") == TranslationRow(3, KEY, "Un", "", "=A1")


def packed(**parts: bytes) -> BytesIO:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file


def sheet_without_texts() -> BytesIO:
    file = BytesIO()
    Workbook().save(file)
    return file


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (BytesIO(b""), "not a sheet in XLSX format"),
        (BytesIO(b"Key;Text\n"), "not a sheet in XLSX format"),
        (packed(x=b"x"), "not a sheet in XLSX format"),
        (packed(**{"[Content_Types].xml": b"<x"}), "not a sheet in XLSX format"),
        (packed(x=b"0" * (MOST_BYTES_UNPACKED + 1)), "unpacks to more than 100 MB"),
        (sheet_without_texts(), "No text of the portal"),
    ],
)
def test_what_is_no_sheet_is_refused_in_plain_words(file: BytesIO, why: str) -> None:
    with translation.override("en"), pytest.raises(UnreadableSheetError, match=why):
        read_translations(file)
