"""Copies of pictures that hold what one sees, and nothing of who took them, where and with what."""

from io import BytesIO
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from meetings.documents.kinds import JPEG, DocumentKind, RefusedFileError

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 50_000_000  # a good telephone takes 12 to 50 million; a bomb has billions
QUALITY = 90
WRITTEN_AS = {"jpeg": ("L", "RGB"), "png": ("1", "L", "LA", "RGB", "RGBA", "I;16")}

# Markers of JPEG (ITU-T T.81, table B.1).
START_OF_SCAN, END_OF_IMAGE, COMMENT = 0xDA, 0xD9, 0xFE
APPLICATION_SEGMENTS = range(0xE0, 0xF0)
NEEDED_TO_DRAW = {0xE0, 0xEE}  # JFIF, and Adobe's word on the colours
ALONE = {0x01, *range(0xD0, 0xD9)}  # markers without a segment
IN_A_SCAN = {0x00, *range(0xD0, 0xD8), 0xFF}  # what may follow FF within the coded picture


def cleaned_picture(content: bytes, kind: DocumentKind) -> bytes:
    """The picture drawn anew: upright, in the colours of screens, without anything beside it.

    Raises RefusedFileError where it cannot be drawn, or would fill the memory.
    """
    from PIL import Image  # noqa: PLC0415 (10 MB, for documents alone)

    copy = BytesIO()
    try:
        with Image.open(BytesIO(content), formats=[kind.name]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise RefusedFileError(_too_large())
            drawn = _drawn(picture, WRITTEN_AS[kind.key])
        options = {"quality": QUALITY, "progressive": True} if kind is JPEG else {}
        drawn.save(copy, kind.name, optimize=True, **options)
    except RefusedFileError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RefusedFileError(_too_large()) from error
    except Exception as error:  # a damaged picture raises whatever comes up
        raise RefusedFileError(
            _("This picture is damaged: save it anew, and choose it again.")
        ) from error
    return copy.getvalue()


def without_metadata(jpeg: bytes) -> bytes:
    """The same JPEG, without its comments, Exif, XMP and the like, nor what follows its end.

    Raises ValueError where it is damaged. The picture itself is not coded anew.
    """
    kept = [b"\xff\xd8"]
    place = 2
    while jpeg[place] == 0xFF:
        marker = jpeg[place + 1]
        if marker == END_OF_IMAGE:
            return b"".join([*kept, b"\xff\xd9"])
        end = place + 2
        if marker == 0xFF:  # padding
            end = place + 1
        elif marker not in ALONE:
            end += int.from_bytes(jpeg[end : end + 2])
        if marker == START_OF_SCAN:
            while jpeg[end] != 0xFF or jpeg[end + 1] in IN_A_SCAN:
                end += 1
        is_beside = marker == COMMENT or marker in APPLICATION_SEGMENTS
        if not is_beside or marker in NEEDED_TO_DRAW:
            kept.append(jpeg[place:end])
        place = end
    raise ValueError("no marker where one should be")


def _too_large() -> str:
    return _("This picture has more than %(number)d million points: make it smaller.") % {
        "number": MOST_PIXELS // 1_000_000
    }


def _drawn(picture: "Image.Image", modes: tuple[str, ...]) -> "Image.Image":
    from PIL import ImageOps  # noqa: PLC0415 (likewise)

    upright = ImageOps.exif_transpose(picture)
    if upright.mode == "P":
        upright = upright.convert("RGBA" if "transparency" in upright.info else "RGB")
    upright = _in_screen_colours(upright)
    if upright.mode not in modes:
        upright = upright.convert("RGB")
    upright.info.clear()  # else comments and profiles would be written again
    return upright


def _in_screen_colours(picture: "Image.Image") -> "Image.Image":
    """In sRGB, so that the camera's own profile, which says which camera, need not be kept."""
    from PIL import ImageCms  # noqa: PLC0415 (likewise)

    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK"}:
        return picture
    try:
        camera = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        screen = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(picture, camera, screen, outputMode=mode)
    except (ImageCms.PyCMSError, OSError):  # a damaged profile: the colours as they stand
        return picture
    return converted or picture
