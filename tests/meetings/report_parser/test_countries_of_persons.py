"""The countries beside the names of persons, in sentences and in lists."""

import pytest

from meetings.report_parser.countries import countries_in
from meetings.report_parser.countries_of_persons import of_listed_persons, of_persons
from meetings.report_parser.layout import Layout
from tests.meetings.report_parser.samples import reading_of


def told(text: str) -> list[str]:
    """The codes that a sentence of those who came gives beside persons."""
    reading = reading_of(text)
    [sentence] = reading.sentences
    mentions = countries_in(reading, sentence)
    return [country.code for country in of_persons(reading, sentence, mentions, attended=True)]


def listed(text: str) -> list[str]:
    reading = reading_of(f"Report of the workshop\n\n{text}")
    return [country.code for country in of_listed_persons(reading, Layout(reading))]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Awa Diop (Sénégal) et Jean Kouassi (Togo) ont pris la parole", ["SN", "TG"]),
        ("Mme Zongo (Burkina Faso) était présente", ["BF"]),
        ("Jane Banda (Zambia) presented her work", ["ZM"]),
        ("Jane Banda from Zambia presented her work", ["ZM"]),
        ("Mme Sy, du Sénégal, a présenté les suites", ["SN"]),
        ("Awa Sy, Registrar General of Ghana, explained the law", ["GH"]),
        ("Awa Sy of the Ministry of Mines and Energy of Ghana spoke", ["GH"]),
        ("Jo Banda, national coordinator of Zambia EITI, shared the results", ["ZM"]),
        ("Ana Silva, directora do Instituto de Minas de Angola, destacou a lei", ["AO"]),
        ("Présents : Mali, Tchad", ["ML", "TD"]),
        ("Oradores: Ana da Costa (Angola), José Lima (Brasil)", ["AO", "BR"]),
    ],
)
def test_countries_beside_persons(text: str, codes: list[str]) -> None:
    assert told(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "The workshops were held in Cape Town (South Africa) and Dar Salaam (Tanzania)",
        "Le Centre Minier (Mali) a présenté un rapport",
        "The film Blood Stones (Sierra Leone) was presented",
        "Jane Banda (ZELA) and Awa Diop (PCQVP) spoke",
        "Awa Diop du Sénégal",
        "Awa Sy, author of a study of Ghana, explained it",
        "Awa Sy, Ambassador to Ghana, explained it",
        "Awa Sy, the lawyer who knows the laws of Ghana, explained them",
    ],
)
def test_countries_of_places_and_things(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Étaient présents :\n- Awa SY (Mali)\n- Paul Zongo (Tchad)", ["ML", "TD"]),
        ("Participants\nJane Doe, ZELA, Zimbabwe\nJohn Phiri, NRC, Zambia", ["ZW", "ZM"]),
        ("Participants\n- Ana Lim - Government of the Philippines", ["PH"]),
        ("Participants\nKenya: Jane Doe, John Roe\nUganda: Awa Sy", ["KE", "UG"]),
        ("Presentes\n- Ana Costa - Angola\n- José Lima", ["AO"]),
        (
            "Présents :\n\nAfrique\n- Awa Sy (Mali)\n\nGrèce\n- Yolanda Zia",
            ["ML", "GR"],
        ),
        ("Présents :\n- Awa Sy (Mali)\n\nAbsents :\n- Paul Zongo (Tchad)", ["ML"]),
        ("Participants\n- Awa Sy\n\nThe meeting was held in Accra, Ghana", []),
        ("Agenda\n- The mines (Zimbabwe)", []),
    ],
)
def test_countries_of_lists(text: str, codes: list[str]) -> None:
    assert listed(text) == codes
