"""Which countries people came from, among all that a text names."""

import pytest

from meetings.report_parser.layout import Layout
from meetings.report_parser.represented import represented_in
from tests.meetings.report_parser.samples import reading_of


def graded(text: str) -> tuple[list[tuple[str, bool]], list[str]]:
    """The codes of those represented, whether each is sure, and the names that are of two."""
    reading = reading_of(text)
    countries, unsure = represented_in(reading, Layout(reading), reading.sentences)
    codes = [(mention.code, is_sure) for mention, is_sure in countries]
    return codes, [reading.of(mention) for mention in unsure]


def found(text: str) -> tuple[list[str], list[str]]:
    codes, unsure = graded(text)
    return [code for code, _is_sure in codes], unsure


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "24 participants venus du Ghana, du Togo et du Bénin ont pris part à la réunion.",
            ["GH", "TG", "BJ"],
        ),
        ("Les pays représentés étaient : le Ghana et le Togo.", ["GH", "TG"]),
        ("Participants from Ghana, Togo and Benin attended.", ["GH", "TG", "BJ"]),
        ("Ghana and Togo were represented.", ["GH", "TG"]),
        ("Participam no encontro representantes de Angola e do Brasil.", ["AO", "BR"]),
        ("Estiveram representados Angola, Moçambique e Portugal.", ["AO", "MZ", "PT"]),
        ("Participantes de Angola e de Moçambique tomaram parte.", ["AO", "MZ"]),
        ("Kenya, Uganda and Malawi took part in the workshop.", ["KE", "UG", "MW"]),
        ("Le Mali et le Togo ont participé à la rencontre.", ["ML", "TG"]),
        ("Ils sont venus du Gabon et du Tchad.", ["GA", "TD"]),
        ("Le Ghana et le Togo sont représentés à cette rencontre.", ["GH", "TG"]),
        ("Over 90 people from across Malawi attended.", ["MW"]),
        ("Activists from ten districts of Sierra Leone attended.", ["SL"]),
        ("Ghana and Togo were among the countries represented.", ["GH", "TG"]),
        ("Participaram vinte organizações da sociedade civil de Angola.", ["AO"]),
        ("Vingt journalistes du Togo ont été formés.", ["TG"]),
        ("Un atelier qui réunit des ONG du Mali et du Togo.", ["ML", "TG"]),
        (
            "Pays représentés\nGhana\nTogo\n\nKenya est un pays producteur de diamants.",
            ["GH", "TG"],
        ),
    ],
)
def test_where_people_came_from(text: str, codes: list[str]) -> None:
    assert found(text) == (codes, [])


@pytest.mark.parametrize(
    "text",
    [
        "The meeting was held in Ghana.",
        "Countries represented in the Kimberley Process: Angola, Botswana, Canada.",
        "Participants discussed diamonds from Angola and Zimbabwe.",
        "Sierra Leone could not attend.",
        "La prochaine réunion rassemblera des participants du Kenya et du Mali.",
        "A reunião decorreu em Angola.",
        "Ghana and Mali are represented in the board of the initiative.",
        "They spoke about the participants of the Zambia Mining Week.",
        "Kenya, Uganda and Malawi took part in the Kimberley Process.",
        "Participants agreed that investors from China must obey the law.",
        "It was attended by people who had worked in Kenya and Uganda.",
        "The participants heard of miners in different regions of Angola.",
        "Participants heard about research from Ghana and Togo.",
        "Participants learned from countries such as Ghana and Togo.",
        "Les participants ont appelé les États, c'est-à-dire le Mali et le Niger, à agir.",
        "Les membres ont participé à la campagne d'Angola.",
        "We came to know the laws of Ghana and Togo.",
        "Besides the laws of Ghana, the members discussed taxes.",
        "Os participantes falaram das comunidades de várias províncias de Angola.",
    ],
)
def test_countries_that_are_only_named(text: str) -> None:
    assert found(text) == ([], [])


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Les pays représentés étaient : le Ghana et le Togo.", [("GH", True), ("TG", True)]),
        ("Pays représentés\nGhana\nTogo\n\nLe reste.", [("GH", True), ("TG", True)]),
        ("Participants from Ghana and Togo attended.", [("GH", True), ("TG", True)]),
        ("Twenty people from Ghana and Togo were arrested.", [("GH", False), ("TG", False)]),
        ("Over 90 people from across Malawi attended.", [("MW", False)]),
    ],
)
def test_a_list_is_sure_and_a_country_alone_is_not(
    text: str, codes: list[tuple[str, bool]]
) -> None:
    assert graded(text) == (codes, [])


def test_a_congo_alone_is_unsure() -> None:
    assert found("Participants from Congo and Mali attended.") == (["ML"], ["Congo"])
    assert found("Participants from the DRC and Congo attended.") == (["CD", "CG"], [])


def test_each_country_once_where_it_is_first_said() -> None:
    text = "Participants from Ghana and Mali attended. The delegates from Mali and Ghana spoke."
    assert found(text) == (["GH", "ML"], [])
