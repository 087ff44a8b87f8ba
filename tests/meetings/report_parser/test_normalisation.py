"""One spelling for all texts, in which every letter keeps its place in the source."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.report_parser.normalisation import folded, normalised

LETTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from("e\u0301\u00adﬁ\ufeff \n\r’–")


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("l’État « d‘abord »", "l'État \" d'abord \""),
        ("2019–2021 — fin", "2019-2021 - fin"),
        ("E\u0301tat", "État"),  # the accent apart
        ("dé\u00adlé\u200bgués\ufeff", "délégués"),  # hyphens and joiners that nobody sees
        ("oﬃce", "office"),  # a ligature
        ("a\u00a0b\tc", "a b c"),
        ("a\rb\u2028c", "a\nb\nc"),
    ],
)
def test_spelling(text: str, spelt: str) -> None:
    assert normalised(text)[0] == spelt


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("ab", [0, 1, 2]),
        ("oﬃce", [0, 1, 1, 1, 2, 3, 4]),
        ("E\u0301tat", [0, 2, 3, 4, 5]),
        ("a\u00adb", [0, 2, 3]),
        ("", [0]),
    ],
)
def test_places_in_the_source(text: str, places: list[int]) -> None:
    assert normalised(text)[1] == places


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("a" + " " * 200 + "b", "a b"),
        ("a" + "\n" * 200 + "b", "a\n\nb"),
        ("a" + " " * 99 + "\n" + " " * 99 + "b", "a\nb"),
        ("a" + " " * 20 + "b", "a" + " " * 20 + "b"),
    ],
)
def test_endless_white_space(text: str, short: str) -> None:
    spelt, places = normalised(text)
    assert spelt == short
    assert places[-2:] == [len(text) - 1, len(text)]


def test_folding_keeps_the_length() -> None:
    assert folded("ÉTAT, Straße, İzmir, Σας") == "etat, straße, izmir, σας"


@settings(deadline=None)
@given(st.text(LETTERS))
def test_every_letter_has_its_place(text: str) -> None:
    spelt, places = normalised(text)
    assert len(places) == len(spelt) + 1
    assert places == sorted(places)
    assert places[-1] == len(text)
    assert len(folded(spelt)) == len(spelt)
    assert "\r" not in spelt
