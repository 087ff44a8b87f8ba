"""Which of the three languages a text is in, if it is in one of them."""

import pytest

from meetings.report_parser.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Les délégués sont venus à la réunion avec leurs questions sur les mines.", "fr"),
        ("The delegates came to the meeting with their questions on mining.", "en"),
        ("Os delegados foram à reunião com as suas perguntas sobre as minas.", "pt"),
        ("RÉUNION DES ONG SUR LES DIAMANTS ET LES COMMUNAUTÉS DU PAYS", "fr"),
    ],
)
def test_the_three_languages(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ZELA, CNRG, RAID",
        "Le compte rendu",  # too short
        "Los delegados fueron a la reunión con sus preguntas sobre el oro y las minas.",
        "Die Delegierten und der Vorstand wurden mit dem Bus von der Küste gebracht.",
        "Les gens sont venus avec leurs amis. The people came for it with friends.",
    ],
)
def test_other_texts(text: str) -> None:
    assert language_of(text) is None
