"""A card as a picture."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from kpcsc.share_cards.card import Card

WIDTH, HEIGHT = 1200, 630  # what networks ask for (https://ogp.me leaves it open)
MARGIN = 72
FONTS = Path(__file__).parent / "fonts"

# The colours of static/css/tokens.css, in sRGB.
DEEP, ON_DEEP, QUIET, LATERITE = "#072b37", "#f8f5f0", "#bcd5dc", "#f0b77d"
# The facets of templates/components/facets.html: corners, of 800 by 500, and how light each is.
FACETS = [
    (0.07, [(250, 0), (580, 0), (400, 190)]),
    (0.07, [(800, 250), (800, 500), (470, 500)]),
    (0.12, [(580, 0), (800, 0), (800, 90), (700, 230)]),
    (0.05, [(250, 0), (140, 240), (400, 190)]),
    (0.05, [(700, 230), (800, 90), (800, 250)]),
    (0.10, [(400, 190), (700, 230), (430, 500), (420, 500)]),
    (0.04, [(140, 240), (400, 190), (420, 500), (330, 500)]),
]
TITLE_SIZES = (80, 72, 64, 56, 50, 44)  # points; the first one in which the title fits
TITLE_LINES, LINES = 4, 3
FIGURE_SIZES = (104, 80, 60, 44)
SMALL = 30
CUT = "…"
MOST_CHARACTERS = 300  # more than ever fit; what is longer is not worth its measuring
SENTENCE_ENDS = re.compile(r"(?<=[.!?]) ")
BREAKS = re.compile(r"[ \t\r\n]+")  # not the blanks that hold words together
COLOURS = 64  # of so few tones and edges, the eye sees no difference, and the file is a third


@lru_cache(maxsize=256)  # some 30 kB each
def draw(card: Card) -> bytes:
    """The card as a PNG of WIDTH by HEIGHT points."""
    picture = _background().copy()
    pen = ImageDraw.Draw(picture)
    width = WIDTH - 2 * MARGIN
    top = MARGIN - 8
    if card.kicker:
        for row in fitted(card.kicker, _font("Regular", SMALL), width, lines=1):
            pen.text((MARGIN, top), row, LATERITE, _font("Regular", SMALL))
        top += SMALL + 26
    top = _draw_title(pen, card.title, top, width)
    bottom = HEIGHT - MARGIN - SMALL - 36
    if card.figure:
        width -= _draw_figure(pen, card, bottom, width // 2)
    space = (bottom - top) // (SMALL + 12)
    line = _whole_sentences(card.line, _font("Regular", SMALL), width, lines=min(LINES, space))
    for row in line:
        pen.text((MARGIN, top), row, QUIET, _font("Regular", SMALL))
        top += SMALL + 12
    pen.line((MARGIN, bottom + 18, WIDTH - MARGIN, bottom + 18), LATERITE, 3)
    for row in fitted(card.publisher, _font("Bold", SMALL), WIDTH - 2 * MARGIN, lines=1):
        pen.text((MARGIN, HEIGHT - MARGIN - SMALL), row, ON_DEEP, _font("Bold", SMALL))
    file = BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def fitted(text: str, font: ImageFont.FreeTypeFont, width: float, *, lines: int) -> list[str]:
    """The text in at most so many lines of a width in points; what is too long ends in CUT."""
    rows = list(_rows(text[:MOST_CHARACTERS], font, width))
    if len(rows) > lines > 0:
        rows[lines - 1] = _cut(rows[lines - 1], font, width)
    return [row if font.getlength(row) <= width else _cut(row, font, width) for row in rows[:lines]]


def _whole_sentences(
    text: str, font: ImageFont.FreeTypeFont, width: float, *, lines: int
) -> list[str]:
    """The text without the sentences that have no room; cut where the first has none either."""
    sentences = SENTENCE_ENDS.split(text[:MOST_CHARACTERS])
    for number in range(len(sentences), 0, -1):
        rows = list(_rows(" ".join(sentences[:number]), font, width))
        if len(rows) <= lines and (number < len(sentences) or len(text) <= MOST_CHARACTERS):
            return rows
    return fitted(text, font, width, lines=lines)


def _cut(row: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    words = row.split(" ")
    while len(words) > 1 and font.getlength(" ".join(words) + CUT) > width:
        words.pop()
    kept = " ".join(words)
    while font.getlength(kept + CUT) > width:  # a single word, wider than the line
        kept = kept[:-1]
    return kept.rstrip(" ,;:") + CUT


def _rows(text: str, font: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    row = ""
    for word in filter(None, BREAKS.split(text)):
        wider = f"{row} {word}".strip()
        if row and font.getlength(wider) > width:
            yield row
            wider = word
        row = wider
    if row:
        yield row


def _draw_title(pen: ImageDraw.ImageDraw, title: str, top: int, width: int) -> int:
    """Draws the title as large as it fits, and gives where the next line may begin."""
    for size in TITLE_SIZES:
        font = _font("Bold", size)
        rows = list(_rows(title[:MOST_CHARACTERS], font, width))
        is_in = all(font.getlength(row) <= width for row in rows)
        if is_in and len(rows) <= TITLE_LINES and len(rows) * size * 1.2 <= HEIGHT * 0.48:
            break
    for row in fitted(title, font, width, lines=TITLE_LINES):
        pen.text((MARGIN, top), row, ON_DEEP, font)
        top += round(size * 1.2)
    return top + 24


def _draw_figure(pen: ImageDraw.ImageDraw, card: Card, bottom: int, most: int) -> int:
    """Draws the figure at the right edge, and gives how many points it and its label take."""
    label_font = _font("Regular", SMALL)
    for size in FIGURE_SIZES:
        figure_font = _font("Bold", size)
        if figure_font.getlength(card.figure[:MOST_CHARACTERS]) <= most:
            break
    figure = "".join(fitted(card.figure, figure_font, most, lines=1))
    label = fitted(card.figure_label, label_font, most, lines=2)
    widths = [figure_font.getlength(figure), *map(label_font.getlength, label)]
    left = WIDTH - MARGIN - round(max(widths))
    top = bottom - len(label) * (SMALL + 8)
    pen.text((left, top), figure, ON_DEEP, figure_font, anchor="ld")
    for row in label:
        pen.text((left, top), row, QUIET, label_font)
        top += SMALL + 8
    return WIDTH - MARGIN - left + 48


@cache
def _background() -> Image.Image:
    """The ground with its facets."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), DEEP)
    scale = max(WIDTH / 800, HEIGHT / 500)
    shift = WIDTH - 800 * scale
    for lightness, corners in FACETS:
        mask = Image.new("L", picture.size)
        points = [(shift + x * scale, y * scale) for x, y in corners]
        ImageDraw.Draw(mask).polygon(points, fill=round(255 * lightness))
        picture.paste(ON_DEEP, mask=mask)
    return picture


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    file = FONTS / f"NotoSerif-{weight}.ttf"
    # The finer engine, raqm, fails on some texts, and is not in every build of Pillow.
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
