"""A copy of a picture shows the same, and says nothing else."""

import struct
import zlib
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from meetings.documents.kinds import JPEG, PNG, RefusedFileError
from meetings.documents.picture_copy import MOST_PIXELS, cleaned_picture, without_metadata
from tests.factories.files import picture

SECRET = b"Awa Sarr"
ROTATED = 6  # the camera was held upright


def exif() -> Image.Exif:
    """What a camera notes: who, how it was held, where."""
    notes = Image.Exif()
    notes[0x013B] = SECRET.decode()
    notes[0x0112] = ROTATED
    place = notes.get_ifd(0x8825)
    place[1], place[2] = "S", (4.0, 19.0, 0.0)
    return notes


def profile() -> bytes:
    """A profile of colours that names its camera."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made + SECRET


def photograph(**options: Any) -> bytes:
    """A JPEG of 6 × 4 as a camera writes it, with something after its end."""
    content = picture("JPEG", (6, 4), exif=exif(), comment=SECRET, **options)
    return content + b"after the end: " + SECRET


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"icc_profile": profile()}])
def test_a_photograph_is_copied_upright_and_without_notes(options: dict[str, Any]) -> None:
    content = photograph(**options)
    assert SECRET in content
    copy = cleaned_picture(content, JPEG)
    assert SECRET not in copy
    image = opened(copy)
    assert (image.format, image.size) == ("JPEG", (4, 6))
    assert dict(image.getexif()) == {}
    assert image.info.keys() <= {
        *("jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"),
    }


def test_a_png_is_copied_without_its_texts() -> None:
    texts = PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    content = picture(pnginfo=texts, exif=exif()) + SECRET
    assert content.count(SECRET) == 4
    copy = cleaned_picture(content, PNG)
    assert SECRET not in copy
    assert opened(copy).info == {}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "RGB", "RGBA", "P", "I;16"])
def test_a_png_keeps_what_one_sees(mode: str) -> None:
    file = BytesIO()
    image = Image.new(mode, (3, 2), 1)
    image.save(file, "PNG", **({"transparency": 1} if mode == "P" else {}))
    copy = opened(cleaned_picture(file.getvalue(), PNG))
    assert copy.mode == ("RGBA" if mode == "P" else mode)
    assert copy.convert("RGBA").tobytes() == opened(file.getvalue()).convert("RGBA").tobytes()


def test_a_picture_for_print_becomes_one_for_screens() -> None:
    file = BytesIO()
    Image.new("CMYK", (3, 2)).save(file, "JPEG")
    copy = opened(cleaned_picture(file.getvalue(), JPEG))
    assert (copy.mode, copy.getpixel((0, 0))) == ("RGB", (255, 255, 255))


def test_a_damaged_profile_of_colours_is_left_out() -> None:
    copy = cleaned_picture(picture(icc_profile=SECRET), PNG)
    assert opened(copy).tobytes() == opened(picture()).tobytes()
    assert SECRET not in copy


def claiming(width: int, height: int) -> bytes:
    """A small PNG that says it is of this size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    content = picture()
    start, end = content.index(b"IHDR"), content.index(b"IDAT") - 4
    checksum = struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return content[:start] + b"IHDR" + header + checksum + content[end:]


@pytest.mark.parametrize("width", [MOST_PIXELS // 1000 + 1, 100_000, 1_000_000])
def test_a_picture_that_would_fill_the_memory_is_refused(width: int) -> None:
    with translation.override("en"), pytest.raises(RefusedFileError, match="50 million points"):
        cleaned_picture(claiming(width, 1000), PNG)


@pytest.mark.parametrize("content", [b"", picture("JPEG"), picture()[:45]])
def test_a_damaged_picture_is_refused(content: bytes) -> None:
    with translation.override("en"), pytest.raises(RefusedFileError, match="is damaged"):
        cleaned_picture(content, PNG)


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"icc_profile": profile()}])
def test_a_jpeg_is_rid_of_its_notes_without_being_coded_anew(options: dict[str, Any]) -> None:
    content = photograph(**options)
    bare = without_metadata(content)
    assert SECRET not in bare
    assert bare.endswith(b"\xff\xd9")
    assert opened(bare).tobytes() == opened(content).tobytes()


def test_a_jpeg_keeps_what_tells_its_colours() -> None:
    file = BytesIO()
    Image.new("CMYK", (3, 2), (10, 20, 30, 40)).save(file, "JPEG")
    assert opened(without_metadata(file.getvalue())).tobytes() == opened(file.getvalue()).tobytes()


@given(
    content=st.binary().map(lambda tail: b"\xff\xd8" + tail)
    | st.integers(1, 200).map(lambda cut: picture("JPEG")[:-cut])
)
def test_a_jpeg_that_ends_too_soon_is_an_error_and_no_endless_search(content: bytes) -> None:
    with suppress(ValueError, IndexError):
        assert without_metadata(content).endswith(b"\xff\xd9")
