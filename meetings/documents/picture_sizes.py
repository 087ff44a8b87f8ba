"""A picture in the sizes and formats that readers load, the smallest that their browser knows."""

from base64 import b64encode
from dataclasses import dataclass
from io import BytesIO
from typing import Any

WIDEST = 1600  # points: twice the column of text, for fine screens
TALLEST = 3200
WIDTHS = (480, 960, WIDEST)
QUALITY = {
    "avif": {"quality": 55, "speed": 7},
    "webp": {"quality": 72, "method": 4},
    "jpeg": {"quality": 78, "progressive": True, "optimize": True},
}
PREVIEW = (20, 40)


@dataclass(frozen=True)
class ScaledPicture:
    """A picture as it is kept: no larger than any reader needs it."""

    jpeg: bytes
    width: int
    height: int
    preview: str  # the same in some twenty points, as an address (RFC 2397)


def scaled(content: bytes) -> ScaledPicture:
    """The picture at most WIDEST points wide and TALLEST high; what was transparent is white."""
    picture = _opened(content)
    picture.thumbnail((WIDEST, TALLEST))
    small = picture.copy()
    small.thumbnail(PREVIEW)
    tiny = _written(small, "WEBP", quality=40, method=6)
    preview = f"data:image/webp;base64,{b64encode(tiny).decode()}"
    jpeg = _written(picture, "JPEG", quality=90, progressive=True, optimize=True)
    return ScaledPicture(jpeg, picture.width, picture.height, preview)


def variant(content: bytes, width: int, form: str) -> bytes:
    """A kept picture at another width, in one of the formats of QUALITY."""
    return _written(_resized(_opened(content), width), form.upper(), **QUALITY[form])


def widths_of(width: int) -> list[int]:
    """The widths in which a picture is offered: those of WIDTHS below its own, and that."""
    return [*(one for one in WIDTHS if one < width), width]


def _opened(content: bytes) -> Any:
    from PIL import Image  # noqa: PLC0415 (10 MB, for pictures alone)

    picture = Image.open(BytesIO(content))
    if picture.mode in {"RGB", "L"}:
        return picture
    layers = picture.convert("RGBA")
    ground = Image.new("RGBA", layers.size, "white")
    ground.alpha_composite(layers)
    return ground.convert("RGB")


def _resized(picture: Any, width: int) -> Any:
    height = max(1, round(picture.height * width / picture.width))
    return picture if width == picture.width else picture.resize((width, height))


def _written(picture: Any, form: str, **options: Any) -> bytes:
    file = BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()
