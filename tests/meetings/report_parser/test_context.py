"""The campaign and the survey that a meeting was part of."""

import pytest

from meetings.report_parser.context import campaign_of, survey_of
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
        ("La campagne Publiez Ce Que Vous Payez a commencé.", "Publiez Ce Que Vous Payez"),
        ("A campanha Terra para Todos começou.", "Terra para Todos"),
        ("Elle parla de « transparence », sans campagne.", None),
        ("La campagne électorale. Il a dit « non merci ».", None),
        ("La campagne Nationale a commencé.", None),  # one capital is no name
        ("", None),
    ],
)
def test_a_campaign_is_named_in_quotes_or_in_capitals(text: str, name: str | None) -> None:
    reading = reading_of(text)
    found = campaign_of(reading)
    assert (reading.of(found) if found else None) == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Un sondage avait été envoyé aux membres avant la réunion.", "sondage"),
        ("Une enquête en ligne a précédé la réunion ; 12 membres ont répondu.", "enquête en ligne"),
        ("A questionnaire was sent to participants in advance.", "questionnaire"),
        ("Um inquérito foi enviado às organizações antes do encontro.", "inquérito"),
        ("In the post-workshop survey, 80% declared that they knew more.", "survey"),
        ("Une enquête géologique a été menée.", None),
        ("The household survey was presented to participants.", None),
        ("The poll was about football.", None),
    ],
)
def test_a_survey_among_those_who_met_is_told_from_other_surveys(
    text: str, words: str | None
) -> None:
    reading = reading_of(text)
    found = survey_of(reading)
    assert (reading.of(found) if found else None) == words
