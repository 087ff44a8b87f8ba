"""Where a name of a list ends and the next begins."""

import pytest

from meetings.report_parser.names import is_open_list, names_in
from organisations.recognition import Directory
from tests.meetings.report_parser.samples import reading_of, whole
from tests.organisations.known_organisations import KNOWN, PLACES

DIRECTORY = Directory(KNOWN, PLACES)

FOREST = ["Kitwe Forest Service", "Uzima"]
MISSING_COMMAS = ["Rede Terra (RT)", "Liga dos Rios (LR)", "Associação Luz"]
WITH_CLAUSE = ["Uzima", "Oil Trade Section", "Green River Commission"]
HORIZON = ["Kivulini", "Green Horizon", "Rights Network"]


def names(text: str, *, one: bool = False) -> list[str]:
    """The names in a list, each as it stands there."""
    reading = reading_of(text)
    return [reading.of(name) for name in names_in(reading, whole(reading), DIRECTORY, one=one)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kivulini, CRAD et Rede Terra", ["Kivulini", "CRAD", "Rede Terra"]),
        ("Kivulini, CRAD, and Green League", ["Kivulini", "CRAD", "Green League"]),
        ("Kivulini; CRAD; e Rede Terra", ["Kivulini", "CRAD", "Rede Terra"]),
        ("Kivulini\nCRAD\nRede Terra", ["Kivulini", "CRAD", "Rede Terra"]),
        (
            "Uzima, the Initiative on Water, Land and Labour (IWLL), CRAD",
            ["Uzima", "Initiative on Water, Land and Labour (IWLL)", "CRAD"],
        ),
        (
            "le Togo Réseau pour l'Eau, les Forêts et la Pêche (REFP), Uzima",
            ["Togo Réseau pour l'Eau, les Forêts et la Pêche (REFP)", "Uzima"],
        ),
        (
            "Kivulini ; Uzima, Rede Terra ; CRAD, la RENOI, et Ligue Verte",
            ["Kivulini", "Uzima", "Rede Terra", "CRAD", "RENOI", "Ligue Verte"],
        ),
        ("CRAD et RENOI", ["CRAD", "RENOI"]),
        ("CRAD, as well as RENOI", ["CRAD", "RENOI"]),
        ("CRAD, bem como a RENOI", ["CRAD", "RENOI"]),
        (
            "la Ligue des Mineurs, le Réseau Terre et la Maison Verte",
            ["Ligue des Mineurs", "Réseau Terre", "Maison Verte"],
        ),
    ],
)
def test_names_between_commas_and_conjunctions(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # what a name goes on with
        ("Centre pour la Paix et le Développement", ["Centre pour la Paix et le Développement"]),
        ("Instituto da Terra e Desenvolvimento", ["Instituto da Terra e Desenvolvimento"]),
        ("Association Justice, Paix et Climat", ["Association Justice, Paix et Climat"]),
        ("Réseau de Recherche et de Plaidoyer", ["Réseau de Recherche et de Plaidoyer"]),
        # what the directory knows, whatever stands in it
        ("Hacks and Hackers and RAID", ["Hacks and Hackers", "RAID"]),
        ("Forêts, Terres et Communautés et RAID", ["Forêts, Terres et Communautés", "RAID"]),
        ("Comité foncier et développement", ["Comité foncier et développement"]),
        ("Union économique et monétaire", ["Union économique et monétaire"]),
        (
            "Network of Farmers in Rural and Peri-urban Areas",
            ["Network of Farmers in Rural and Peri-urban Areas"],
        ),
        # what is in brackets
        ("Ligue Verte (Paix, Eau), CRAD", ["Ligue Verte (Paix, Eau)", "CRAD"]),
        # with an article before each, what has none begins no name
        (
            "la Ligue des Mineurs, le Réseau Terre, Eau et Vie, la Maison Verte",
            ["Ligue des Mineurs", "Réseau Terre, Eau et Vie", "Maison Verte"],
        ),
    ],
)
def test_commas_and_conjunctions_within_names(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Réseau Terre et Réseau Eau Vive", ["Réseau Terre", "Réseau Eau Vive"]),
        ("ZELA Human Rights Watch", ["ZELA", "Human Rights Watch"]),  # a comma is missing
        ("Rede Terra (RT) Liga dos Rios (LR) Associação Luz", MISSING_COMMAS),
        ("Save Our Rivers (SOR) Alliance, Uzima", ["Save Our Rivers (SOR) Alliance", "Uzima"]),
        ("Uzima, Oil Trade Section and Green River Commission, whose people spoke", WITH_CLAUSE),
        ("Conseil de Kindu et de communes voisines", ["Conseil de Kindu"]),
        ("Kitwe Forest Service, Uzima and many other organisations", FOREST),
        ("Kivulini, Green Horizon and the Rights Network", HORIZON),
        ("Mali, CRAD, Togo", ["CRAD"]),
        ("Ligue Verte; o CRAD", ["Ligue Verte", "CRAD"]),
        ("Ligue du RENOI et de la CRAD", ["Ligue du RENOI", "CRAD"]),
        ("Ligue Verte, CRAD ou RENOI", ["Ligue Verte", "CRAD", "RENOI"]),
    ],
)
def test_what_begins_another_name(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_the_country_that_heads_a_part_is_that_of_its_names() -> None:
    reading = reading_of("Mali : CRAD, Kivulini\nTogo - Ligue Verte")
    found = names_in(reading, whole(reading), DIRECTORY)
    assert [(name.organisation.name, name.organisation.country) for name in found] == [
        ("CRAD", "ML"),
        ("Kivulini", "ML"),
        ("Ligue Verte", "TG"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ONG : CRAD, Kivulini\nMédias : Radio Moto", ["CRAD", "Kivulini", "Radio Moto"]),
        ("several groups, including CRAD and Kivulini", ["CRAD", "Kivulini"]),
        ("várias redes, nomeadamente CRAD e Kivulini", ["CRAD", "Kivulini"]),
    ],
)
def test_a_label_is_no_name(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Eaux, Terres et Dignité", ["Eaux, Terres et Dignité"]),
        ("Jean Mbala, Réseau Terre", ["Réseau Terre"]),
        ("Mr. T. Lahai, Kono Youth League", ["Kono Youth League"]),
        ("Jean Mbala, Sodec, 0812 345 678", ["Sodec"]),
        ("Jean Mbala, Réseau Terre, RT, jean@example.org", ["Réseau Terre"]),
    ],
)
def test_a_line_for_one_name(text: str, found: list[str]) -> None:
    assert names(text, one=True) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CRAD : Ada MBOYO ; Jean KASA ; Eau Vive : Rose TSHALA", ["CRAD", "Eau Vive"]),
        ("Présidente : Ada MBOYO ; CRAD : Jean Kasa", ["CRAD"]),
        ("CRAD: Mr Phiri; Kivulini: Mrs Banda", ["CRAD", "Kivulini"]),
    ],
)
def test_before_persons_stands_their_organisation(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "is_open"),
    [("A, B, C", True), ("A, B et C", False), ("A and B, C", True), ("A", False)],
)
def test_a_list_without_a_last_conjunction_is_open(text: str, *, is_open: bool) -> None:
    assert is_open_list(text) is is_open


def test_a_long_list_is_read_in_no_time() -> None:
    """Every step looks at each name once, and a list ends somewhere."""
    assert len(names("CRAD, " * 20_000)) == 2_000
