"""The code of an answer: how it looks, what is kept of it, and how it may be typed."""

import hashlib
import re

import pytest

from surveys.answering.return_code import ALPHABET, hash_of, new_code

CODE = "K7QD-2MXR-9TBA-4HWC-8ZNE"


def test_a_code_is_five_groups_of_four_without_what_is_mistaken() -> None:
    assert not set("01IOL") & set(ALPHABET)
    assert len(set(ALPHABET)) == 30
    for _ in range(50):
        assert re.fullmatch(rf"[{ALPHABET}]{{4}}(-[{ALPHABET}]{{4}}){{4}}", new_code())


def test_no_two_codes_are_alike_and_all_letters_come() -> None:
    codes = [new_code() for _ in range(500)]
    assert len(set(codes)) == 500
    assert set("".join(codes)) == set(ALPHABET) | {"-"}


def test_a_hash_is_kept_and_the_code_is_not() -> None:
    kept = hash_of(CODE)
    assert kept == hashlib.sha256(b"K7QD2MXR9TBA4HWC8ZNE").hexdigest()
    assert kept != hash_of("L" + CODE[1:])
    assert kept != hash_of("M" + CODE[1:])


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        f"  {CODE}\n",
        "k7qd2 mxr9t\u00a0ba4hw\tc8zne",
    ],
)
def test_it_does_not_matter_how_it_is_typed(typed: str) -> None:
    assert hash_of(typed) == hash_of(CODE)


@pytest.mark.parametrize(
    "typed",
    ["", "-", CODE[:-1], CODE + "2", CODE.replace("7", "1"), CODE.replace("K", "É"), "²" * 20],
)
def test_what_cannot_be_a_code_has_no_hash(typed: str) -> None:
    assert hash_of(typed) is None
