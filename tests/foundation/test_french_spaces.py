"""Blanks in French."""

import pytest

from kpcsc.foundation.french_spaces import with_french_spaces


@pytest.mark.parametrize(
    ("typed", "typeset"),
    [
        ("Qui paie ?", "Qui paie\u00a0?"),
        ("Assez ! Trois points : a ; b", "Assez\u00a0! Trois points\u00a0: a\u00a0; b"),
        ("« Parlons »", "«\u00a0Parlons\u00a0»"),
        ("70 % de 1 200 000 carats", "70\u00a0% de 1\u202f200\u202f000 carats"),
        ("Deux blancs  ?", "Deux blancs\u00a0?"),
        ("Sans blanc? Déjà\u00a0: bien", "Sans blanc? Déjà\u00a0: bien"),
        ("Le 2 juin 2021, 24 personnes", "Le 2 juin 2021, 24 personnes"),
        ("En 2021 500 mines ; 12 34 5678", "En 2021 500 mines\u00a0; 12 34 5678"),
        ("a < b : c > d", "a < b\u00a0: c > d"),
        ("", ""),
    ],
)
def test_a_text_is_typeset(typed: str, typeset: str) -> None:
    assert with_french_spaces(typed) == typeset
    assert with_french_spaces(typeset) == typeset


@pytest.mark.parametrize(
    ("typed", "typeset"),
    [
        ("<p>Qui paie ?</p>", "<p>Qui paie\u00a0?</p>"),
        ("<p>Assez <em>!</em></p>", "<p>Assez\u00a0<em>!</em></p>"),
        (
            '<a href="https://example.org/a" title="Qui > 1 000 : où ?">« Ici »</a>',
            '<a href="https://example.org/a" title="Qui > 1 000 : où ?">«\u00a0Ici\u00a0»</a>',
        ),
        ("<td>1 200</td><td>300</td>", "<td>1\u202f200</td><td>300</td>"),
        ("<p>a &lt; b &amp; c</p>", "<p>a &lt; b &amp; c</p>"),
    ],
)
def test_the_tags_of_html_are_left_alone(typed: str, typeset: str) -> None:
    assert with_french_spaces(typed, is_html=True) == typeset


def test_many_blanks_take_no_longer_than_other_letters() -> None:
    blanks = " " * 200_000
    assert with_french_spaces(f"a{blanks}b ?") == f"a{blanks}b\u00a0?"
    assert with_french_spaces(f"a{blanks}b ?", is_html=True) == f"a{blanks}b\u00a0?"
