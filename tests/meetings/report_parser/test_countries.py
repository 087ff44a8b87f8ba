"""Countries by all their names in three languages, and words that only look like one."""

import pytest

from meetings.report_parser.countries import CountryMention, countries_in, resolve_congo
from meetings.report_parser.reading import TextRange
from tests.meetings.report_parser.samples import reading_of, whole


def found(text: str) -> list[tuple[str, str]]:
    """The code of each country, and what is written there."""
    reading = reading_of(text)
    return [
        (mention.code, reading.of(mention)) for mention in countries_in(reading, whole(reading))
    ]


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("en Sierra Leone", [("SL", "Sierra Leone")]),
        ("en Côte d’Ivoire", [("CI", "Côte d'Ivoire")]),
        ("in the Ivory Coast", [("CI", "Ivory Coast")]),
        ("na Costa do Marfim", [("CI", "Costa do Marfim")]),
        ("em Moçambique e em Timor-Leste", [("MZ", "Moçambique"), ("TL", "Timor-Leste")]),
        ("la RDC et la RCA", [("CD", "RDC"), ("CF", "RCA")]),
        (
            "République démocratique du Congo",
            [("CD", "République démocratique du Congo")],
        ),
        ("The Gambia", [("GM", "The Gambia")]),
        ("the Gambia", [("GM", "Gambia")]),
        ("us and the US", [("US", "US")]),
    ],
)
def test_names(text: str, countries: list[tuple[str, str]]) -> None:
    assert found(text) == countries


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Guinée-Bissau, Guinée et Guinée équatoriale", ["GW", "GN", "GQ"]),
        ("Nigeria, Niger", ["NG", "NE"]),
        ("Togo, Guinée- Bissau, Congo -Brazzaville", ["TG", "GW", "CG"]),
        ("Dominican Republic", ["DO"]),
        ("South Sudan and Sudan", ["SS", "SD"]),
        ("Congo-Brazzaville", ["CG"]),
        ("Congo (RDC)", ["CD"]),
        ("Congo", [""]),  # which of the two is not said
        ("Papouasie-Nouvelle-Guinée", ["PG"]),
    ],
)
def test_the_longest_name_is_meant(text: str, codes: list[str]) -> None:
    assert [code for code, _ in found(text)] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("les trois Guinées", ["GN", "GW", "GQ"]),
        ("dos dois Congos", ["CD", "CG"]),
        ("the two Sudans", ["SD", "SS"]),
    ],
)
def test_countries_counted_together(text: str, codes: list[str]) -> None:
    assert [code for code, _ in found(text)] == codes


@pytest.mark.parametrize(
    "text",
    ["mali", "Ghanaians", "nigériens", "Green-Senegal", "Maliens", "it helped us", "Chade_1"],
)
def test_what_names_no_country(text: str) -> None:
    assert found(text) == []


def test_a_name_stands_within_the_stretch() -> None:
    reading = reading_of("Guinée-Bissau, Mali")
    assert [mention.code for mention in countries_in(reading, TextRange(0, 6))] == ["GN"]
    assert [mention.code for mention in countries_in(reading, TextRange(3, 19))] == ["ML"]


@pytest.mark.parametrize(
    ("codes", "apart"),
    [
        (["CD", ""], ["CD", "CG"]),  # a "Congo" beside the Democratic Republic is the other one
        (["", "ML"], ["", "ML"]),
        (["CD", "CG", ""], ["CD", "CG", ""]),
    ],
)
def test_two_congos(codes: list[str], apart: list[str]) -> None:
    mentions = [CountryMention(place, place + 1, code) for place, code in enumerate(codes)]
    assert [mention.code for mention in resolve_congo(mentions)] == apart


@pytest.mark.parametrize(
    "text", ["the Niger Delta", "the Gulf of Guinea", "le bassin du Congo", "Lake Malawi"]
)
def test_what_has_its_name_from_a_country_is_none(text: str) -> None:
    reading = reading_of(text)
    assert countries_in(reading, TextRange(0, len(text))) == []
