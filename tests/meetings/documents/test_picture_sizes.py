"""A picture in the sizes and formats that readers load."""

from base64 import b64decode
from io import BytesIO

import pytest
from PIL import Image

from meetings.documents.picture_sizes import QUALITY, scaled, variant, widths_of
from tests.factories.files import picture


def opened(content: bytes) -> Image.Image:
    """The picture of a file."""
    return Image.open(BytesIO(content))


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((2400, 1500), (1600, 1000)),
        ((1600, 9), (1600, 9)),
        ((3, 2), (3, 2)),
        ((1, 9000), (1, 3200)),
    ],
)
def test_a_picture_is_kept_no_wider_than_needed(
    size: tuple[int, int], kept: tuple[int, int]
) -> None:
    result = scaled(picture("JPEG", size))
    assert (result.width, result.height) == kept == opened(result.jpeg).size
    assert opened(result.jpeg).format == "JPEG"


def test_the_preview_is_the_picture_in_some_twenty_points() -> None:
    result = scaled(picture("JPEG", (1600, 800)))
    kind, _comma, content = result.preview.partition(",")
    assert kind == "data:image/webp;base64"
    assert opened(b64decode(content)).size == (20, 10)
    assert len(result.preview) < 400


def test_what_is_transparent_is_white() -> None:
    file = BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(file, "PNG")
    assert opened(scaled(file.getvalue()).jpeg).getpixel((1, 1)) == (255, 255, 255)


@pytest.mark.parametrize("form", QUALITY)
def test_a_variant_has_the_width_and_format_asked_for(form: str) -> None:
    made = opened(variant(picture("JPEG", (1000, 500)), 480, form))
    assert (made.format, made.size) == (form.upper(), (480, 240))


@pytest.mark.parametrize(
    ("width", "widths"),
    [(1600, [480, 960, 1600]), (1000, [480, 960, 1000]), (480, [480]), (20, [20])],
)
def test_no_width_is_offered_that_is_more_than_there_is(width: int, widths: list[int]) -> None:
    assert widths_of(width) == widths
