"""Numbers in digits and in words of three languages, and how exactly they are meant."""

import pytest

from meetings.report_parser.facts import Qualifier
from meetings.report_parser.numbers import numbers_in, value_of
from tests.meetings.report_parser.samples import reading_of, whole


def found(text: str) -> list[tuple[int, Qualifier, str]]:
    reading = reading_of(text)
    return [
        (mention.value, mention.qualifier, reading.of(mention))
        for mention in numbers_in(reading, whole(reading))
    ]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("vingt quatre", 24),
        ("soixante dix sept", 77),
        ("quatre vingts", 80),
        ("quatre vingt onze", 91),
        ("cent vingt et un", 121),
        ("septante deux", 72),
        ("twenty one", 21),
        ("one hundred and five", 105),
        ("two thousand three hundred", 2300),
        ("cento e vinte e duas", 122),
        ("duzentos e trinta", 230),
        ("mil e quinhentos", 1500),
        ("deux centaines", 200),
        ("dix dix", None),  # two numbers, not one
        ("deux trois", None),
    ],
)
def test_words_of_one_number(words: str, value: int | None) -> None:
    assert value_of(words.split()) == value


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("24 participants", 24, "24"),
        ("1 200 personnes", 1200, "1 200"),
        ("12 mil pessoas", 12000, "12 mil"),
        ("3 thousand people", 3000, "3 thousand"),
        ("1.200 pessoas", 1200, "1.200"),
        ("1,200 people", 1200, "1,200"),
        ("Quatre-vingts personnes", 80, "Quatre-vingts"),
        ("vinte e cinco (25) participantes", 25, "vinte e cinco (25)"),
        ("deux (02) facilitateurs", 2, "deux (02)"),
    ],
)
def test_exact_numbers(text: str, value: int, written: str) -> None:
    assert found(text) == [(value, Qualifier.EXACT, written)]


@pytest.mark.parametrize(
    ("text", "value", "qualifier", "written"),
    [
        ("plus de 120 délégués", 120, Qualifier.OVER, "plus de 120"),
        ("au moins 15 pays", 15, Qualifier.OVER, "au moins 15"),
        ("more than 40 people", 40, Qualifier.OVER, "more than 40"),
        ("mais de 30 pessoas", 30, Qualifier.OVER, "mais de 30"),
        ("près de vingt ans", 20, Qualifier.NEARLY, "près de vingt"),
        ("up to 50 people", 50, Qualifier.NEARLY, "up to 50"),
        ("cerca de 30 pessoas", 30, Qualifier.NEARLY, "cerca de 30"),
        ("une trentaine de femmes", 30, Qualifier.NEARLY, "une trentaine"),
        ("a dozen groups", 12, Qualifier.NEARLY, "a dozen"),
        ("duas dezenas de pessoas", 20, Qualifier.NEARLY, "duas dezenas"),
    ],
)
def test_qualified_numbers(text: str, value: int, qualifier: Qualifier, written: str) -> None:
    assert found(text) == [(value, qualifier, written)]


@pytest.mark.parametrize(
    "text", ["12 %", "12,5", "3/4", "500 $", "2021-05", "12º", "un participant", "A12", "12h"]
)
def test_what_counts_nothing(text: str) -> None:
    assert found(text) == []


def test_several_numbers_in_order() -> None:
    assert [number[0] for number in found("24 femmes, treize hommes et 3 facilitateurs")] == [
        24,
        13,
        3,
    ]
