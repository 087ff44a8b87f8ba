"""What the clipboard held beside a text is read where both say the same."""

import pytest

from meetings.report_import.reading import pasted_piece
from tests.meetings.report_import.reading.samples import blocks, read

HTML = "<p>Présents :</p><ol><li><b>Awa Sarr</b></li><li>Jean</li></ol>"
TEXT = "Présents :\n\n  1. Awa Sarr\n  2. Jean\n"


@pytest.mark.parametrize(
    "html",
    [
        HTML,
        f"<meta charset='utf-8'>{HTML}",
        f"<html><head><style>p {{}}</style></head><body>\r\n<!--StartFragment-->{HTML}"
        "<!--EndFragment-->\r\n</body></html>",
    ],
)
def test_the_piece_of_a_page_is_read_by_its_lists(html: str) -> None:
    piece = pasted_piece(TEXT, html)
    assert blocks(read(piece.encode(), "a.html")) == [
        ("paragraph", "Présents :"),
        ("item", "Awa Sarr"),
        ("item", "Jean"),
    ]


@pytest.mark.parametrize("text", ["Présents :\n1. Awa Sarr\n2. Jeanne", "Awa Sarr", ""])
@pytest.mark.parametrize("html", [HTML, "", "<p> </p>", "<", "<p" + " a b" * 9999])
def test_a_text_that_was_changed_since_counts(text: str, html: str) -> None:
    assert pasted_piece(text, html) == ""


def test_a_piece_that_says_far_more_than_text_is_left() -> None:
    assert pasted_piece(TEXT, HTML + " " * 2_000_000) == ""
