"""Numbers as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.kinds.number_text import read_number


@pytest.mark.parametrize(
    ("typed", "sign", "number"),
    [
        ("1 200", ",", "1200"),
        ("1\N{NO-BREAK SPACE}200", ",", "1200"),
        ("1\N{NARROW NO-BREAK SPACE}200\N{NARROW NO-BREAK SPACE}000", ",", "1200000"),
        ("1.200,5", ",", "1200.5"),
        ("1.200,5", ".", "1200.5"),
        ("1,200.5", ",", "1200.5"),
        ("1,200", ".", "1200"),
        ("1,200", ",", "1.200"),
        ("1.200", ",", "1200"),
        ("1.200", ".", "1.200"),
        ("1.200.000", ".", "1200000"),
        ("1'200", ",", "1200"),
        ("1’200,50", ",", "1200.50"),
        ("3,5", ".", "3.5"),
        ("3.5", ",", "3.5"),
        ("0.250", ".", "0.250"),
        ("\N{MINUS SIGN}2", ",", "-2"),
        ("+2", ",", "2"),
        ("5,", ",", "5"),
        (" 0012 ", ",", "12"),
        ("1200000", ",", "1200000"),
    ],
)
def test_a_number_is_read_as_it_is_meant(typed: str, sign: str, number: str) -> None:
    assert read_number(typed, sign) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        *("1 2", "12 34", "1 20", "1,2,3", "1.2.3", "1,20.5", "1.200.5", "1 200.300 400"),
        *("", "-", ",5", "1-2", "1e5", "NaN", "Infinity", "zwölf", "3 %", "½", "١٢", "1,5 et demi"),
    ],
)
@pytest.mark.parametrize("sign", [",", "."])
def test_what_is_not_one_number_is_refused(typed: str, sign: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (as it is promised)
        read_number(typed, sign)


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(",."))
def test_what_a_page_writes_is_read_again(number: Decimal, sign: str) -> None:
    other = "." if sign == "," else ","
    plain = f"{number:f}".replace(".", sign)
    grouped = f"{number:,.2f}".replace(",", "x").replace(".", sign).replace("x", other)
    spaced = f"{number:,.2f}".replace(",", " ").replace(".", sign)
    assert {read_number(text, sign) for text in (plain, grouped, spaced)} == {number}
