"""Nothing is dropped in silence, whatever the rows say."""

import csv
from io import StringIO

from hypothesis import given, settings
from hypothesis import strategies as some

from kpcsc.foundation.sheets.sheet_file import text_of
from kpcsc.foundation.sheets.xlsx import UnreadableSheetError
from surveys.xlsform import read

TYPES = [
    *("text", "integer", "decimal", "range", "note", "geopoint", "calculate", "audit"),
    *("begin_group", "begin repeat", "end_group", "end repeat"),
    *("select_one l", "select_one l or_other", "select_multiple l", "rank l", "select_one m"),
]
EXPRESSIONS = some.sampled_from(
    ["${a} = 'x'", "selected(${b}, 'y')", ". > 1", "count-selected(.) <= 2", "start=1 end=3", "yes"]
)
CELLS = some.one_of(some.just(""), some.sampled_from("abc"), EXPRESSIONS, some.text(max_size=8))
UNCARRIED = ["default", "calculation", "constraint_message::English", "image"]
COLUMNS = [
    *("name", "label", "label::English (en)", "hint", "required", "relevant", "constraint"),
    *("parameters", "appearance", "read_only", "disabled", *UNCARRIED),
]
ROWS = some.lists(
    some.tuples(some.one_of(some.sampled_from(TYPES), CELLS), *[CELLS for _column in COLUMNS]),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)  # the first form loads a library
@given(rows=ROWS, lists=some.lists(some.tuples(CELLS, CELLS, CELLS), max_size=4))
def test_no_row_is_dropped_in_silence(
    rows: list[tuple[str, ...]], lists: list[tuple[str, ...]]
) -> None:
    file = StringIO(newline="")
    csv.writer(file).writerows(
        [
            *(["survey"], ["", "type", *COLUMNS], *(["", *row] for row in rows)),
            *(["choices"], ["", "list_name", "name", "label"], ["", "l", "x"], ["", "l", "y"]),
            *(["", *row] for row in lists),
        ]
    )
    texts = [[text_of(cell).strip() for cell in row] for row in rows]
    try:
        form = read(file.getvalue().encode(), name="a.csv", country_codes=["x", "y"])
    except UnreadableSheetError:
        assert not any(typed for typed, *_others in texts)
        return
    questions = {question.row: question for question in form.questions}
    told = {(told.row, told.column) for told in form.problems if told.sheet == "survey"}
    for number, (typed, *cells) in enumerate(texts, start=2):
        if number in questions:
            uncarried = {
                (number, column)
                for column, cell in zip(COLUMNS, cells, strict=True)
                if cell and column in UNCARRIED
            }
            assert uncarried <= told
        else:
            is_told = any(number == row for row, _column in told)
            is_group = typed.startswith(("begin", "end"))
            assert is_told or is_group or not any([typed, *cells])
    by_name = {question.name: question for question in form.questions}
    assert len(by_name) == len(form.questions)
    for question in form.questions:
        assert question.text
        for condition in question.shown_if:
            opening = by_name[condition.question]
            assert opening.row < question.row
            assert condition.choice in [choice.name for choice in opening.choices]
