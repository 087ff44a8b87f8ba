"""Which countries people came from, among all that a text names."""

import pytest

from meetings.report_parser.facts import NamedOrganisation
from meetings.report_parser.layout import Layout
from meetings.report_parser.names import NameMention
from meetings.report_parser.represented import represented_in
from tests.meetings.report_parser.samples import reading_of


def found(text: str) -> tuple[list[str], list[str]]:
    """The codes of those represented, and the names that are unsure."""
    reading = reading_of(text)
    countries, unsure = represented_in(reading, Layout(reading), reading.sentences, [])
    return [mention.code for mention in countries], [reading.of(mention) for mention in unsure]


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
        ("Ghana, Togo, deux pays africains étaient représentés.", ["GH", "TG"]),
        ("Estiveram representados Angola, Moçambique e Portugal.", ["AO", "MZ", "PT"]),
        ("Participantes de Angola e de Moçambique tomaram parte.", ["AO", "MZ"]),
        ("Kenya, Uganda and Malawi took part in the workshop.", ["KE", "UG", "MW"]),
        ("Le Mali et le Togo ont participé à la rencontre.", ["ML", "TG"]),
        ("Ils sont venus du Gabon et du Tchad.", ["GA", "TD"]),
        ("Le délégué du Togo a présenté son travail.", ["TG"]),
        ("Le Ghana et le Togo sont représentés à cette rencontre.", ["GH", "TG"]),
        ("Des ONG du Mali et du Tchad se réunissent à Bamako.", ["ML", "TD"]),
        ("Les participants sont venus de toutes les provinces de la Zambie.", ["ZM"]),
        ("Over 90 people from across Malawi attended.", ["MW"]),
        ("Activists from ten districts of Sierra Leone attended.", ["SL"]),
        ("Os participantes vieram de várias províncias de Moçambique.", ["MZ"]),
        ("Membros de redes, respectivamente, de Angola e do Brasil reuniram-se.", ["AO", "BR"]),
        (
            "We came to this meeting from Ghana - from its coast -, Togo and Benin.",
            ["GH", "TG", "BJ"],
        ),
        ("Nous sommes venus à cette rencontre du Mali et du Tchad.", ["ML", "TD"]),
        ("Women from across West Africa, including Ghana and Togo, spoke.", ["GH", "TG"]),
        ("Ghana and Togo were among the countries represented.", ["GH", "TG"]),
        ("Viemos do Peru e da Bolívia.", ["PE", "BO"]),
        ("People came from six African nations, among them Ghana and Togo.", ["GH", "TG"]),
        ("Vieram de oito países, entre os quais Angola e Brasil, os delegados.", ["AO", "BR"]),
        ("Il a réuni des femmes de pays du Sahel, c'est-à-dire du Mali et du Tchad.", ["ML", "TD"]),
        ("The countries represented were Ghana, in addition to Togo.", ["GH", "TG"]),
        ("Outre des collectifs du Mali, des femmes y ont participé.", ["ML"]),
        ("Participaram vinte organizações da sociedade civil de Angola.", ["AO"]),
        ("Vingt journalistes du Togo ont été formés.", ["TG"]),
        ("Reports were presented by Kenya and Uganda.", ["KE", "UG"]),
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
        "Twenty people from Ghana and Togo were arrested.",
        "Les membres ont participé à la campagne d'Angola.",
        "We came to know the laws of Ghana and Togo.",
        "Besides the laws of Ghana, the members discussed taxes.",
        "Os participantes falaram das comunidades de várias províncias de Angola.",
    ],
)
def test_countries_that_are_only_named(text: str) -> None:
    assert found(text) == ([], [])


def test_a_congo_alone_is_unsure() -> None:
    assert found("Participants from Congo and Mali attended.") == (["ML"], ["Congo"])
    assert found("Participants from the DRC and Congo attended.") == (["CD", "CG"], [])


def test_each_country_once_where_it_is_first_said() -> None:
    text = "Participants from Ghana and Mali attended. The delegates from Mali and Ghana spoke."
    assert found(text) == (["GH", "ML"], [])


@pytest.mark.parametrize(
    ("before", "codes"),
    [("Participants from Ghana and Mali attended. ", ["GH", "ML", "TG"]), ("", [])],
)
def test_names_of_organisations_tell_of_meetings_of_several_countries(
    before: str, codes: list[str]
) -> None:
    reading = reading_of(f"{before}Also there was Transparency Togo")
    start = reading.text.index("Transparency")
    name = NameMention(start, len(reading.text), NamedOrganisation("Transparency Togo"))
    countries, _ = represented_in(reading, Layout(reading), reading.sentences, [name])
    assert [mention.code for mention in countries] == codes


@pytest.mark.parametrize(
    ("named", "codes"),
    [(["Togo", "Mali", "Benin"], ["TG", "ML", "BJ"]), (["Togo", "Mali"], [])],
)
def test_names_of_three_countries_tell_that_a_meeting_was_of_several(
    named: list[str], codes: list[str]
) -> None:
    names = [f"Transparency {country}" for country in named]
    reading = reading_of("There were " + " and ".join(names))
    mentions = [
        NameMention(start, start + len(name), NamedOrganisation(name))
        for name in names
        for start in [reading.text.index(name)]
    ]
    countries, _unsure = represented_in(reading, Layout(reading), reading.sentences, mentions)
    assert [mention.code for mention in countries] == codes
