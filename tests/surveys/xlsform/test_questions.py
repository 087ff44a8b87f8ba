"""What a row of the sheet “survey” becomes: kind, limits, words for the ends, condition."""

from decimal import Decimal

import pytest

from surveys.xlsform import Condition, FormQuestion
from tests.surveys.xlsform.samples import read_xlsx, told


def asked(cells: str, columns: str) -> tuple[FormQuestion, list[str]]:
    """The second question of a form, made of these cells, and what is told of it."""
    form = read_xlsx(
        f"""
        | survey  |
        |         | type              | label | name    | {columns} |
        |         | select_one yes_no | Q     | q       |
        |         | {cells}           |
        | choices |
        |         | list_name | name | label |
        |         | yes_no    | yes  | Yes   |
        |         | yes_no    | 2    | Two   |
        |         | na        | no   | No    |
        |         | na        | na   | None  |
        |         | codes     | NO   | Norge |
        |         | codes     | NA   |       |
        |         | les_pays  | cm   | Cameroun |
        |         | les_pays  | cd   | RDC   |
        |         | likes     | -1   | Bad   |
        |         | likes     | 0    | So so |
        |         | likes     | 1.0  | Good  |
        """,
        language="en",
    )
    return form.questions[1], [line for line in told(form) if line.startswith("survey 3")]


@pytest.mark.parametrize(
    ("typed", "limits"),
    [
        ("integer", (". >= 1 and . <= 5", 1, 5)),
        ("integer", (". > 0 and . < 10", 1, 9)),
        ("integer", (".>=0.5", 1, None)),
        ("integer", ("(. <= 3.5) and (. = 2)", 2, 2)),
        ("int", (". < 10", None, 9)),
        ("decimal", (". >= -1.5 and . <= 2.25", Decimal("-1.5"), Decimal("2.25"))),
        ("select_multiple yes_no", ("count-selected(.) <= 2", None, 2)),
        ("select_multiple yes_no", ("count-selected( . ) > 1 and count-selected(.) < 3", 2, 2)),
    ],
)
def test_limits_are_read_from_constraints(
    typed: str, limits: tuple[str, Decimal | None, Decimal | None]
) -> None:
    constraint, least, most = limits
    question, problems = asked(f"{typed} | A | a | {constraint}", "constraint")
    assert (question.least, question.most, problems) == (least, most, [])


@pytest.mark.parametrize(
    ("typed", "constraint"),
    [
        ("integer", ". >= 1 or . = -1"),
        ("integer", ". >= ${q}"),
        ("integer", ". >= 5 and . <= 1"),
        ("integer", ". != 3"),
        ("integer", "count-selected(.) <= 3"),
        ("decimal", ". <= 1.2345"),
        ("decimal", ". <= 99999999999"),
        ("decimal", ". <= --1"),
        ("select_multiple yes_no", ". <= 3"),
        ("select_multiple yes_no", "not(selected(., 'yes')) and count-selected(.) <= 3"),
        ("select_one yes_no", ". = 'yes'"),
        ("text", "string-length(.) <= 20"),
        ("range", ". <= 3"),
    ],
)
def test_a_constraint_that_cannot_be_carried_is_told(typed: str, constraint: str) -> None:
    question, problems = asked(f"{typed} | A | a | {constraint}", "constraint")
    told_of_it = f"survey 3 [constraint] The portal cannot check this of an answer: “{constraint}”."
    assert problems == [told_of_it]
    assert typed == "range" or (question.least, question.most) == (None, None)


@pytest.mark.parametrize(
    ("parameters", "kind", "numbers"),
    [
        ("", "scale", (1, 10, 1)),
        ("start=0, end=10; step=1", "scale", (0, 10, 1)),
        ("start = -5 end = 5", "scale", (-5, 5, 1)),
        ("start=0 end=11", "number", (0, 11, 1)),
        ("start=0 end=5.5", "number", (0, Decimal("5.5"), 1)),
        ("end=2 step=0.5", "number", (1, 2, Decimal("0.5"))),
        ("START=1 END=4 step=2", "number", (1, 4, 2)),
    ],
)
def test_a_range_is_a_scale_where_its_points_are_few_and_whole(
    parameters: str, kind: str, numbers: tuple[Decimal, Decimal, Decimal]
) -> None:
    question, problems = asked(f"range | A | a | {parameters}", "parameters")
    assert (question.kind, problems) == (kind, [])
    assert (question.least, question.most, question.step) == numbers


@pytest.mark.parametrize(
    "parameters", ["start=5 end=1", "start=1 end=x", "step=0", "step=-1", "start end=2"]
)
def test_a_range_without_readable_ends_is_any_number(parameters: str) -> None:
    question, problems = asked(f"range | A | a | {parameters}", "parameters")
    assert (question.kind, question.least, question.most) == ("number", None, None)
    assert problems == [
        f"survey 3 [parameters] The ends of this range cannot be carried: “{parameters}”."
    ]


@pytest.mark.parametrize(
    ("parameters", "ends", "problems"),
    [
        (
            "start=-1 end=1 tick_labelset=likes",
            ({"en": "Bad"}, {"en": "Good"}),
            ["Only the ends of a scale have words: “So so” is left out."],
        ),
        (
            "start=0 end=1 step=0.5 tick_labelset=likes",
            ({}, {}),
            [
                f"Only the ends of a scale have words: “{text}” is left out."
                for text in ("Bad", "So so", "Good")
            ],
        ),
        (
            "end=3 tick_labelset=none placeholder=2",
            ({}, {}),
            [
                "The parameter “tick_labelset=none” is not carried.",
                "The parameter “placeholder=2” is not carried.",
            ],
        ),
    ],
)
def test_the_ends_of_a_scale_take_their_words_from_a_list(
    parameters: str, ends: tuple[dict[str, str], dict[str, str]], problems: list[str]
) -> None:
    question, found = asked(f"range | A | a | {parameters}", "parameters")
    assert (question.low_label, question.high_label) == ends
    assert found == [f"survey 3 [parameters] {problem}" for problem in problems]


@pytest.mark.parametrize(
    "relevant",
    [
        "${q} = 'yes'",
        '${q}="yes"',
        "${q} = ‘yes’",
        "selected(${q}, 'yes')",
        "selected( ${ q },\u00a0'yes' )",
    ],
)
def test_a_choice_that_opens_a_question_is_carried(relevant: str) -> None:
    question, problems = asked(f"text | A | a | {relevant}", "relevant")
    assert (question.shown_if, problems) == ((Condition("q", "yes"),), [])


def test_a_choice_that_is_a_number_needs_no_quotes() -> None:
    question, problems = asked("text | A | a | ${q} = 2", "bind::relevant")
    assert (question.shown_if, problems) == ((Condition("q", "2"),), [])


@pytest.mark.parametrize(
    ("relevant", "conditions", "each"),
    [
        ("${q} = 'yes' or ${q} = '2'", "q=yes q=2", False),
        ("${p} = 'yes' or ${q} = '2'", "q=2 p=yes", False),
        ("${q} = 'yes' and ${p} = '2'", "q=yes p=2", True),
        ("(${q} = 'yes' or ${q} = '2') and ${p} = '2'", "q=yes q=2 p=2", True),
        # That of the last question says the first.
        ("${q} = 'yes' and ${r} = 'yes'", "r=yes", False),
        ("${r} = 'yes' or ${r} = '2'", "r=yes r=2", False),
        ("(${q} = 'yes' or ${p} = '2') and ${r} = '2'", "r=2", False),
    ],
)
def test_several_choices_that_open_a_question_are_carried(
    relevant: str, conditions: str, each: bool
) -> None:
    form = read_xlsx(WITH_THREE_BEFORE.format(relevant=relevant), language="en")
    last = form.questions[3]
    found = " ".join(f"{one.question}={one.choice}" for one in last.shown_if)
    assert (found, last.shown_if_each, told(form)) == (conditions, each, [])


@pytest.mark.parametrize(
    "relevant", ["(${q} = 'yes' or ${p} = 'yes') and ${p} = '2'", "${p} = 'yes' and ${p} = '2'"]
)
def test_of_conditions_that_do_not_go_together_the_last_is_carried(relevant: str) -> None:
    form = read_xlsx(WITH_THREE_BEFORE.format(relevant=relevant), language="en")
    assert form.questions[3].shown_if == (Condition("p", "2"),)
    assert told(form) == ["survey 5 [relevant] Of several conditions only that on “p” is carried."]


WITH_THREE_BEFORE = """
    | survey  |
    |         | type              | label | name | relevant     |
    |         | select_one yes_no | Q     | q    |              |
    |         | select_one yes_no | P     | p    |              |
    |         | select_one yes_no | R     | r    | ${{q}} = 'yes' |
    |         | text              | A     | a    | {relevant}   |
    | choices |
    |         | list_name | name | label |
    |         | yes_no    | yes  | Yes   |
    |         | yes_no    | 2    | Two   |
"""


@pytest.mark.parametrize(
    ("relevant", "sentence"),
    [
        ("${q} = 'yes' or ${q} = 'no'", "“q” has no choice “no”."),
        ("${q} = 'yes' or ${q} > 1", "“${q} = 'yes' or ${q} > 1”."),
        ("${q} != 'yes'", "“${q} != 'yes'”."),
        ("not(selected(${q}, 'yes'))", "“not(selected(${q}, 'yes'))”."),
        ("${q} > 1", "“${q} > 1”."),
        ("${q} = 'no'", "“q” has no choice “no”."),
        ("${z} = 'yes'", "no earlier question with choices is called “z”."),
        ("${a} = 'yes'", "no earlier question with choices is called “a”."),
    ],
)
def test_a_condition_that_cannot_be_carried_is_told(relevant: str, sentence: str) -> None:
    question, problems = asked(f"text | A | a | {relevant}", "relevance")
    assert question.shown_if == ()
    assert problems == [f"survey 3 [relevance] This condition is left out: {sentence}"]


@pytest.mark.parametrize(
    ("typed", "kind", "problems"),
    [
        ("select1 yes_no", "single", []),
        ("select all that apply from yes_no or specify other", "multiple", []),
        ("select_one na", "single", []),
        ("select_one codes", "country", ["not those of the list “codes” alone."]),
        ("select_one les_pays", "country", ["not those of the list “les_pays” alone."]),
        ("select_multiple codes", "multiple", []),
        ("rank codes or_other", "ranking", ["with single and multiple choice alone."]),
        ("string", "short_text", []),
    ],
)
def test_types_become_kinds(typed: str, kind: str, problems: list[str]) -> None:
    question, found = asked(f"{typed} | A | a", "")
    assert question.kind == kind
    assert question.allows_other == (typed.endswith("other") and kind == "multiple")
    assert [line.partition(" goes ")[2] or line.partition(", ")[2] for line in found] == problems


@pytest.mark.parametrize(
    ("cells", "columns", "kind", "problems"),
    [
        ("multiline", "appearance", "long_text", []),
        (
            "multiline w4",
            "appearance",
            "long_text",
            ["The appearance “multiline w4” is not carried."],
        ),
        ("numbers", "appearance", "short_text", ["The appearance “numbers” is not carried."]),
        ("rows=5", "parameters", "long_text", []),
        ("a=b", "parameters", "short_text", ["The parameter “a=b” is not carried."]),
    ],
)
def test_a_text_is_long_where_it_has_several_lines(
    cells: str, columns: str, kind: str, problems: list[str]
) -> None:
    question, found = asked(f"text | A | a | {cells}", columns)
    assert question.kind == kind
    assert found == [f"survey 3 [{columns}] {problem}" for problem in problems]
