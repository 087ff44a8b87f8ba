"""The campaign that a meeting was part of."""

import pytest

from meetings.report_parser.campaign import campaign_of
from tests.meetings.report_parser.samples import reading_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "La réunion ouvrait la campagne « Il est temps de parler des diamants ».",
            "Il est temps de parler des diamants",
        ),
        (
            "It launched the campaign on stones, “We need to talk about diamonds”.",
            "We need to talk about diamonds",
        ),
        ("The “Diamonds for whom?” campaign began.", "Diamonds for whom?"),
        ("Lançou-se a campanha «Minas sem Segredos».", "Minas sem Segredos"),
        ("Elle parla de « transparence », sans campagne.", None),
        ("La campagne électorale. Il a dit « non merci ».", None),
        ("", None),
    ],
)
def test_a_campaign_is_named_in_quotes(text: str, name: str | None) -> None:
    reading = reading_of(text)
    found = campaign_of(reading)
    assert (reading.of(found) if found else None) == name
