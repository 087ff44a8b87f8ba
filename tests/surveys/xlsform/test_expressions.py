"""Conditions joined by "and" and "or", as clauses of which each has to be met."""

import pytest

from surveys.xlsform.expressions import comparisons


def clauses(text: str) -> list[str] | None:
    """Each clause as its questions and choices, "q=a|p=x"."""
    found = comparisons(text)
    if found is None:
        return None
    return [
        "|".join(f"{one.condition.question}={one.condition.choice}" for one in clause)
        for clause in found
    ]


A, B, C, D = "${q} = 'a'", "selected(${q}, 'b')", "${p} = 'c'", '${p}="d"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (A, ["q=a"]),
        (f"({A})", ["q=a"]),
        (f"{A} or {B}", ["q=a|q=b"]),
        (f"{A} and {C}", ["q=a", "p=c"]),
        (f"({A} or {B}) and {C}", ["q=a|q=b", "p=c"]),
        (f"{C} and ({A} or {B})", ["p=c", "q=a|q=b"]),
        # "and" binds more than "or".
        (f"{A} or {B} and {C}", ["q=a|q=b", "q=a|p=c"]),
        (f"{A} and {B} or {C}", ["q=a|p=c", "q=b|p=c"]),
        (f"(({A}) or (({B} or {D})))", ["q=a|q=b|p=d"]),
        (f"{A}  or\n{B}", ["q=a|q=b"]),
    ],
)
def test_what_is_joined_is_read(text: str, expected: list[str]) -> None:
    assert clauses(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "()",
        f"({A}",
        f"{A})",
        f"{A} or",
        f"and {A}",
        f"{A} {B}",
        f"{A} or not({B})",
        f"{A} or ${{p}} != 'c'",
        f"{A} nor {B}",
        f"{A} and ${{n}} > 3",
        "(" * 5000 + A + ")" * 5000,
        " or ".join([A] * 5000),
        " or ".join([f"({A} and {C})"] * 40),
    ],
)
def test_what_is_more_than_that_is_not_read_in_part(text: str) -> None:
    assert clauses(text) is None
