"""Files of every kind, what stands beside the table in them, and those that are refused."""

import csv
import random
import zipfile
from collections.abc import Callable
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl import Workbook, load_workbook

from kpcsc.foundation.sheets.xlsx import UnreadableSheetError
from surveys.xlsform import FormChoice, FormQuestion, Questionnaire, read
from surveys.xlsform.workbook import MOST_BYTES
from tests.surveys.xlsform.samples import SAMPLES, read_xlsx, saved, told


def sheets() -> dict[str, list[list[object]]]:
    """What likes.xls holds too; no library at hand writes that format."""
    return {
        "Survey": [
            ["type", "name", "label"],
            ["select_one likes", "a", "How much?"],
            [],
            ["note", "b", "Thank you."],
        ],
        "Choices": [
            ["list_name", "name", "label"],
            ["likes", 1, "Bien\u00a0!"],
            ["likes", 2.5, True],
        ],
    }


def as_xlsx() -> bytes:
    workbook = Workbook(write_only=True)
    for title, rows in sheets().items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return saved(workbook)


def as_xls() -> bytes:
    return (SAMPLES / "likes.xls").read_bytes()


def as_csv() -> bytes:
    file = StringIO(newline="")
    for title, rows in sheets().items():
        texts = [["TRUE" if cell is True else str(cell) for cell in row] for row in rows]
        csv.writer(file).writerows([[title], *(["", *row] for row in texts), []])
    return file.getvalue().encode("utf-8-sig")


def as_markdown() -> bytes:
    lines = []
    for title, rows in sheets().items():
        heads, *others = (
            " | ".join("TRUE" if cell is True else str(cell) for cell in row) for row in rows
        )
        lines += [
            f"| {title} |",
            f"| | {heads} |",
            "|--|:--|--|",
            *(f"| | {row} |" for row in others),
        ]
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("content", "name"),
    [(as_xlsx, "a.xlsx"), (as_xls, "a.xls"), (as_csv, "a.csv"), (as_markdown, "a.md")],
)
def test_a_form_is_the_same_in_every_kind_of_file(content: Callable[[], bytes], name: str) -> None:
    form = read(content(), name=name)
    assert form.title == {"fr": "a"}
    assert form.questions == (
        FormQuestion(
            name="a",
            kind="single",
            text={"fr": "How much?"},
            choices=(
                FormChoice("1", {"fr": "Bien\u00a0!"}),
                FormChoice("2.5", {"fr": "TRUE"}),
            ),
            row=2,
        ),
    )
    assert told(form) == [
        "survey 4 [type] A note is no question. For the introduction of the survey: “Thank you.”."
    ]


def zipped(content: bytes, changed: dict[str, tuple[bytes, bytes]], more: bytes = b"") -> bytes:
    """The workbook with bytes of its parts replaced, and one part more."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in old.namelist():
            before, after = changed.get(name, (b"", b""))
            new.writestr(name, old.read(name).replace(before, after))
        if more:
            new.writestr("more.xml", more)
    return file.getvalue()


def test_what_stands_beside_and_far_below_the_table_is_read_or_told() -> None:
    workbook = load_workbook(BytesIO(as_xlsx()))
    workbook["Survey"]["Z2"] = "a remark"
    workbook["Survey"]["A900"] = "text"
    workbook.create_sheet("Remarks")
    # Some programmes write that a sheet is one cell, whatever it holds.
    content = zipped(saved(workbook), {"xl/worksheets/sheet1.xml": (b'ref="A1:Z900"', b'ref="A1"')})
    form = read(content, name="a.xlsx")
    assert [question.name for question in form.questions] == ["a", "row_900"]
    assert told(form)[0] == "survey 1 [] Nothing is taken from cells under no heading."
    assert told(form)[-1] == "Remarks 1 [] Nothing is taken from this sheet."


def test_a_bar_stands_in_a_cell_of_markdown_where_it_is_escaped() -> None:
    form = read(b"| survey |\n||type|name|label|\n||text|a|A \\| B|", name="a.md")
    assert form.questions[0].text == {"fr": "A | B"}


def test_what_stands_before_and_between_the_sheets_of_a_csv_file_is_told() -> None:
    lines = [",a remark", "survey", ",type,name,label", "", ",text,a,A", "SURVEY", ",type", ",note"]
    form = read("\n".join(lines).encode(), name="a.csv")
    assert [(question.name, question.row) for question in form.questions] == [("a", 3)]
    assert told(form) == [
        " 1 [] Nothing is taken from this sheet.",
        "SURVEY 1 [] Nothing is taken from this sheet.",
    ]


def test_the_only_sheet_is_the_survey() -> None:
    form = read_xlsx("| Feuil1 |\n| | type | name | label |\n| | text | a | A |")
    assert ([question.name for question in form.questions], form.problems) == (["a"], ())


DAMAGED = "This file is damaged, or is no XLSForm: choose one in XLSX, XLS, CSV or Markdown."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b" " * (MOST_BYTES + 1), "This file is larger than 2 MB."),
        (
            zipped(as_xlsx(), {}, b" " * 20 * 1024**2),
            "This file unpacks to more than 20 MB, which is too much.",
        ),
        (as_xlsx()[:-100], DAMAGED),
        (as_xls()[:3000], DAMAGED),
        (b"PK\x03\x04", DAMAGED),
        (b"\xff\xfe", DAMAGED),
        (b"", "This workbook has no sheet called “survey”."),
        (b"a\nb\n", "This workbook has no sheet called “survey”."),
        (
            b"survey\n,name,label\n,a,A\nchoices\n",
            "The sheet “survey” has no question: its column “type” is missing or empty.",
        ),
        (b"survey\n,type,name,name\nchoices\n", "The heading “name” stands there twice."),
        (
            b"survey\n,type,name\n" + b",note,a\n" * 2001,
            "The sheet “survey” has more than 2000 rows.",
        ),
        (
            b"survey\n,type,name\n,text,a\nchoices\n,list_name,name\n" + b",l,a\n" * 2001,
            "The sheet “choices” has more than 2000 rows.",
        ),
        (
            b"survey\n,type,name\n" + b",text,a\n" * 501,
            "This form has more than 500 questions.",
        ),
    ],
)
def test_a_file_that_is_no_form_or_too_large_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableSheetError) as refused:
        read(content, name="a.csv")
    assert str(refused.value) == sentence


@settings(deadline=None)
@given(seed=some.integers(), content=some.sampled_from([as_xlsx, as_xls, as_csv, as_markdown]))
def test_a_damaged_file_is_refused_or_read(seed: int, content: Callable[[], bytes]) -> None:
    damaged = bytearray(content())
    chance = random.Random(seed)
    for _time in range(chance.randint(1, 30)):
        damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
    try:
        form = read(bytes(damaged), name="a.md")
    except UnreadableSheetError:
        return
    assert isinstance(form, Questionnaire)


@given(content=some.binary(max_size=200), name=some.text(max_size=10))
def test_bytes_that_are_no_file_are_refused(content: bytes, name: str) -> None:
    with pytest.raises(UnreadableSheetError):
        read(content, name=name)
