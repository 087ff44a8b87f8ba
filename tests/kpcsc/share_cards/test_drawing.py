"""A card as a picture."""

from io import BytesIO

import pytest
from PIL import Image

from kpcsc.share_cards.card import Card
from kpcsc.share_cards.drawing import DEEP, FONTS, ImageFont, draw, fitted

FONT = ImageFont.truetype(FONTS / "NotoSerif-Regular.ttf", 30)


def picture(card: Card) -> Image.Image:
    """The card, drawn."""
    return Image.open(BytesIO(draw(card)))


@pytest.mark.parametrize(
    "card",
    [
        Card("Coalition", "Title"),
        Card("Coalition", ""),
        Card("Coalition " * 20, "Title " * 60, "Kicker " * 40, "Line " * 90, "1 200 " * 9, "x"),
        Card("Coalition", "Anticonstitutionnellement" * 9, "", "", "24", "people " * 50),
        Card("Coalition", "名前 🙂 ɛɔŋɓ עברית", "\u202e", "\x07 \u2029", "a\nb" * 60),
    ],
)
def test_any_words_make_a_picture_of_the_asked_size_with_free_edges(card: Card) -> None:
    drawn = picture(card)
    assert (drawn.format, drawn.size) == ("PNG", (1200, 630))
    left = drawn.convert("RGB").crop((0, 0, 64, 630)).getcolors()
    assert [color for _number, color in left or []] == [
        tuple(int(DEEP[at : at + 2], 16) for at in (1, 3, 5))
    ]
    assert len(draw(card)) < 60_000


def test_other_words_are_another_picture() -> None:
    assert draw(Card("Coalition", "Title")) != draw(Card("Coalition", "Other"))


@pytest.mark.parametrize(
    ("text", "lines", "rows"),
    [
        ("one two", 2, ["one two"]),
        ("one two three four five", 2, ["one two", "three…"]),
        ("one two\u00a0? three", 3, ["one two\u00a0?", "three"]),
        ("unpronounceable", 2, ["unpron…"]),
        ("one two", 0, []),
        ("", 2, []),
    ],
)
def test_lines_break_between_words_and_end_where_there_is_no_room(
    text: str, lines: int, rows: list[str]
) -> None:
    assert fitted(text, FONT, FONT.getlength("one two m"), lines=lines) == rows


def test_a_line_ends_with_a_whole_sentence_where_one_has_room() -> None:
    first = Card("Coalition", "Title", line="One. " + "Two " * 200)
    assert draw(first) == draw(Card("Coalition", "Title", line="One."))


def test_what_is_far_too_long_is_not_measured_to_its_end() -> None:
    for text in ("m" * 1_000_001, "\u00a0m" * 50_000):
        draw(Card(text, text, text, text, text, text))
