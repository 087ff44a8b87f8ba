"""Whether a sentence says that a meeting was held, or only that it will be."""

import pytest

from meetings.report_parser.normalisation import folded
from meetings.report_parser.vocabulary import FUTURE, NEXT, held_places, tells_held


@pytest.mark.parametrize(
    "text",
    [
        "La réunion s’est enfin tenue à Accra.",
        "L’atelier a eu lieu en mai.",
        "The workshop was held in Accra.",
        "Members met in Accra.",
        "O encontro decorreu em Luanda.",
        "A reunião teve lugar em maio.",
    ],
)
def test_what_was_held(text: str) -> None:
    plain = folded(text.replace("’", "'"))
    assert tells_held(plain)
    assert held_places(plain)


@pytest.mark.parametrize(
    "text",
    [
        "La réunion sera tenue à Accra.",
        "The workshop will be held in Accra.",
        "It is to be organised in May.",
        "O encontro vai ser organizado em Luanda.",
        "Le diamant est une pierre.",
    ],
)
def test_what_was_not_held(text: str) -> None:
    assert not tells_held(folded(text))


@pytest.mark.parametrize(
    "text",
    [
        "La prochaine réunion",
        "Les échanges se poursuivent le 16 mai",
        "the next annual workshop",
        "o próximo encontro",
        "We meet again",
    ],
)
def test_the_next_meeting(text: str) -> None:
    assert NEXT.search(folded(text))


@pytest.mark.parametrize("text", ["a été tenue", "was held", "foi realizado"])
def test_what_is_past_is_not_to_come(text: str) -> None:
    assert not FUTURE.search(folded(text))
    assert not NEXT.search(folded(text))
