"""Which organisation somebody works for, by the office that a text gives."""

import pytest

from meetings.report_parser.names import name_at
from meetings.report_parser.names.offices import employer
from organisations.recognition import Directory
from tests.meetings.report_parser.samples import reading_of, whole
from tests.organisations.known_organisations import KNOWN, PLACES

DIRECTORY = Directory(KNOWN, PLACES)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Executive Director of the Copper Forum", "Copper Forum"),
        ("Deputy Head of Water Policy at the Copper Forum", "Copper Forum"),
        ("Program Officer with the Delta Institute", "Delta Institute"),
        ("Kitwe-based Centre for Rivers", "Centre for Rivers"),
        ("secrétaire exécutif de la Ligue Verte", "Ligue Verte"),
        ("Coordenadora da Rede Terra", "Rede Terra"),
        ("Awa Diop de l'UVDT", "UVDT"),
        ("Awa Diop (Chargée de mission eau, Ville de Kindu)", "Ville de Kindu"),
        ("UVDT en République du Congo", "UVDT"),
        ("UVDT na Guiné-Bissau", "UVDT"),
        ("Département des eaux de l'UVDT", "UVDT"),
        ("Department of GIS", "Department of GIS"),
        ("Jean Mbo, de UVDT", "UVDT"),
        ("Ada de UVDT", "UVDT"),
        ("UVDT Coordinator for Southern Africa", "UVDT"),  # the office stands behind
        ("UVDT nacional", "UVDT"),
        ("Awa Diop (Part-time engineer, Copper Forum", "Copper Forum"),  # the bracket is open
        ("en représentation de la Ligue Verte", "Ligue Verte"),
        ("juriste à la Ligue Verte", "Ligue Verte"),
        ("directeur de la Ligue pour le Droit à la Terre", "Ligue pour le Droit à la Terre"),
    ],
)
def test_the_organisation_of_an_office(text: str, name: str) -> None:
    reading = reading_of(text)
    mention = name_at(reading, whole(reading), DIRECTORY)
    assert mention is not None
    assert mention.organisation.name == name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("juriste, CRAD", "CRAD"),
        ("Programme Manager", ""),  # an office alone
        ("Ligue Verte", "Ligue Verte"),  # no office
    ],
)
def test_what_stands_beside_a_person(text: str, found: str) -> None:
    reading = reading_of(text)
    assert reading.of(employer(reading, whole(reading))) == found
