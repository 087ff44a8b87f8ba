"""What changed between two texts, as people read it."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpcsc.foundation.text_difference import Piece, difference, excerpt, readable_text
from tests.sampling import examples

# Few words and signs, so that texts have much in common and repeat themselves.
texts = st.lists(st.sampled_from(["le ", "la", " ", "\n", "juin", "2021", ".", "d’un", "é"])).map(
    "".join
)


def shown(before: str, after: str) -> str:
    """The difference in one line: [-removed-] and {+added+}."""
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in difference(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ""),
        ("Goma", "Goma", "Goma"),
        ("", "Goma", "{+Goma+}"),
        ("Goma", "", "[-Goma-]"),
        ("Le 1 juin.", "Le 2 juin 2021.", "Le [-1-]{+2+} juin{+ 2021+}."),
        # An elided article is a word of its own.
        ("l’or et l’eau", "l’argent et l’eau", "l’[-or-]{+argent+} et l’eau"),
        # Two words in a row are one change.
        ("Il y a un très bon accord", "Il y a un peu neuf accord",
         "Il y a un [-très bon-]{+peu neuf+} accord"),
        # Passages with little in common are not interwoven.
        ("Nous irons à Goma.", "They will meet.", "[-Nous irons à Goma.-]{+They will meet.+}"),
        # Only the sentences and lines that changed are compared by words.
        ("Il vient. Il part.", "Il vient. Il reste.", "Il vient. Il [-part-]{+reste+}."),
        ("Un\nDeux\nTrois", "Un\nTrois", "Un\n[-Deux\n-]Trois"),
    ],
)  # fmt: skip
def test_difference(before: str, after: str, expected: str) -> None:
    assert shown(before, after) == expected


@settings(derandomize=True, database=None, max_examples=examples(300))
@given(st.one_of(texts, st.text()), st.one_of(texts, st.text()))
def test_the_pieces_make_up_both_texts(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
    assert all(piece.text for piece in pieces)
    kinds = [piece.kind for piece in pieces]
    assert all(one != next_one for one, next_one in pairwise(kinds))
    assert ("added", "removed") not in pairwise(kinds)


def test_a_long_text_changed_in_one_sentence_is_compared_by_words() -> None:
    before = "Il est temps de parler des diamants. " * 4000
    assert shown(before, before + "Enfin, il part.") == before + "{+Enfin, il part.+}"
    assert shown(before, before.replace("temps", "heure", 1))[:50] == (
        "Il est [-temps-]{+heure+} de parler des diamants. "
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>Un <em>bon</em>\naccord &amp; plus</p><p>Fin</p>", "Un bon accord & plus\nFin"),
        ("<h3>But</h3><ul><li><p>un</p></li><li>deux</li></ul>", "But\n• un\n• deux"),
        ('<p><a href="https://kpcsc.org/a">Lire</a>.</p>', "Lire (https://kpcsc.org/a)."),
        ("<p>un<br>deux</p>", "un\ndeux"),
        ("<table><tbody><tr><th><p>A</p></th><th>B</th></tr><tr><td>1</td><td><p>2</p><p>3</p></td>"
         "</tr></tbody></table><p>Fin</p>", "A | B\n1 | 2 3\nFin"),
    ],
)  # fmt: skip
def test_readable_text(html: str, text: str) -> None:
    assert readable_text(html) == text


def test_an_excerpt_keeps_each_change_and_the_words_around_it() -> None:
    words = " ".join(map(str, range(200)))
    assert excerpt(difference(words, words.replace(" 99 ", " cent ")), around=12) == [
        Piece(" … 96 97 98 ", "same"),
        Piece("99", "removed"),
        Piece("cent", "added"),
        Piece(" 100 101 … ", "same"),
    ]


def test_an_excerpt_of_no_change_is_the_text() -> None:
    assert excerpt(difference("un " * 100, "un " * 100)) == [Piece("un " * 100, "same")]
