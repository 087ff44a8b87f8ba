"""The countries that lists give: counted in the sentence before, beside names, below headings."""

import pytest

from meetings.report_parser.countries import countries_in
from meetings.report_parser.countries_listed import below_headings, beside_names, counted_before
from meetings.report_parser.layout import Layout
from tests.meetings.report_parser.samples import reading_of


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "L'atelier a réuni cinq pays. Il s'agit du Mali, du Togo et du Tchad.",
            ["ML", "TG", "TD"],
        ),
        ("It brought together two countries. These are Kenya and Uganda.", ["KE", "UG"]),
        ("O encontro junta dois países\nTrata-se de Angola e Brasil.", ["AO", "BR"]),
        ("L'initiative compte 50 pays. Il s'agit notamment du Mali et du Togo.", []),
        ("Two countries were not represented. These are Kenya and Uganda.", []),
        ("The workshop brought members together. They are in Kenya and Uganda.", []),
        ("Two countries attended. They are far from Kenya.", []),
    ],
)
def test_countries_that_the_sentence_before_counts(text: str, codes: list[str]) -> None:
    reading = reading_of(text)
    assert [country.code for country in counted_before(reading, reading.sentences)] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Les organisations présentes (ABC (Mali), DEF et GHI (Togo)) ont parlé", ["ML", "TG"]),
        ("Étaient là les membres, dont ABC, DEF au Mali ; GHI en Guinée", ["ML", "GN"]),
        ("Attended by the members: ABC in Ghana; DEF in the Gambia.", ["GH", "GM"]),
        ("Participaram as redes, como ABC (Angola) e DEF (Brasil)", ["AO", "BR"]),
        ("Les organisations présentes (ABC (Mali), DEF et GHI) ont parlé", []),  # one is no list
        ("Members discussed cases, including Marange (Zimbabwe) and Kono (Sierra Leone)", []),
        ("Participants met twice, namely in Goma (Congo) and in Bo (Sierra Leone)", []),
        ("Les membres ont visité ABC au Mali ; DEF au Togo", []),
    ],
)
def test_countries_beside_names(text: str, codes: list[str]) -> None:
    reading = reading_of(text)
    [sentence] = reading.sentences
    mentions = countries_in(reading, sentence)
    assert [country.code for country in beside_names(reading, sentence, mentions)] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Pays représentés\nGhana\nTogo\n\nLe Kenya produit des diamants.", ["GH", "TG"]),
        ("Participating countries:\nKenya, Uganda\nAgenda", ["KE", "UG"]),
        ("Pays non représentés\nGhana\nTogo", []),
        ("Pays producteurs\nGhana\nTogo", []),
    ],
)
def test_countries_below_headings(text: str, codes: list[str]) -> None:
    reading = reading_of(text)
    assert [country.code for country in below_headings(reading, Layout(reading))] == codes
