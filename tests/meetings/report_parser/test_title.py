"""What the meeting was called."""

import pytest

from meetings.report_parser.layout import Layout
from meetings.report_parser.title import title_of
from tests.meetings.report_parser.samples import reading_of


def title(text: str) -> tuple[str, bool] | None:
    reading = reading_of(text)
    found = title_of(reading, Layout(reading))
    return (reading.of(found[0]), found[1]) if found else None


@pytest.mark.parametrize(
    ("text", "called"),
    [
        (
            "Réunion stratégique de la coalition\n\nElle s'est tenue à Libreville le 2 juin 2021.",
            ("Réunion stratégique de la coalition", True),
        ),
        (
            "La coalition a organisé un atelier régional sur la certification, à Libreville.",
            ("atelier régional sur la certification", False),
        ),
        (
            "ZELA hosted a regional workshop on mining revenues in which 24 people took part.",
            ("regional workshop on mining revenues in", False),
        ),
        (
            "A coalizão realizou uma oficina nacional de formação com o apoio da embaixada.",
            ("oficina nacional de formação", False),
        ),
    ],
)
def test_the_title_or_what_the_first_sentence_calls_it(text: str, called: tuple[str, bool]) -> None:
    assert title(text) == called


@pytest.mark.parametrize(
    "text",
    [
        "La coalition organisera un atelier régional sur la certification.",  # not held yet
        "La coalition a tenu un atelier.",  # a kind of event is no name
        "La coalition travaille à Libreville depuis dix ans déjà.",
        "",
    ],
)
def test_nothing_is_called_a_title_that_is_none(text: str) -> None:
    assert title(text) is None
