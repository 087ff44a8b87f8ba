"""Copies of PDF files that hold their pages, and nothing of who made them and how.

What is kept is named, not what is left out: the words by which ISO 32000-2 draws a page, and links
to the web. So author, dates, XMP, comments, forms, attached files, scripts, hidden layers, earlier
revisions and whatever a program put beside them have no way into the copy.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from meetings.documents.kinds import RefusedFileError
from meetings.documents.picture_copy import without_metadata

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader
    from pypdf.generic import DictionaryObject

OF_A_PAGE = (  # table 31
    *("/Type", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents"),
    *("/Group",),
)
# An inline image (ISO 32000-2, 8.9.7) as a camera writes it.
PHOTOGRAPH_WITHIN = re.compile(rb"\bBI\b[^>]{0,400}?/(DCT|DCTDecode)\b.{0,400}?\bID\b", re.DOTALL)
RESOURCES = {"/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font"}  # table 34
WORDS = RESOURCES | set(
    # Any object and stream (tables 5 to 13), without /F, which leads to another file
    "/Type /Subtype /Name /Length /Filter /DecodeParms /Predictor /Colors /BitsPerComponent "
    "/Columns /EarlyChange /K /EndOfLine /EncodedByteAlign /Rows /EndOfBlock /BlackIs1 "
    "/DamagedRowsBeforeError /ColorTransform /JBIG2Globals "
    # The page, drawings and pictures in it (tables 31, 34, 87, 93, 145)
    "/MediaBox /CropBox /Rotate /UserUnit /Resources /Contents /ProcSet /Group /S /CS /I "
    "/FormType /BBox /Matrix /Width /Height /Intent /ImageMask /Mask /Decode /Interpolate "
    "/SMask /SMaskInData /Matte "
    # Colours, functions, patterns and shadings (tables 38 to 41, 62 to 83)
    "/WhitePoint /BlackPoint /Gamma /Range /FunctionType /Domain /Size /BitsPerSample /Order "
    "/Encode /C0 /C1 /N /Functions /Bounds /PatternType /PaintType /TilingType /XStep /YStep "
    "/ShadingType /Background /AntiAlias /Coords /Extend /Function /BitsPerCoordinate "
    "/BitsPerFlag /VerticesPerRow "
    # How lines and surfaces are drawn (tables 57, 142)
    "/LW /LC /LJ /ML /D /RI /OP /op /OPM /FL /SM /SA /BM /CA /ca /AIS /TK /G /BC /TR "
    # Fonts (tables 109 to 124)
    "/BaseFont /FirstChar /LastChar /Widths /FontDescriptor /Encoding /ToUnicode /FontBBox "
    "/FontMatrix /CharProcs /DescendantFonts /CIDSystemInfo /Registry /Ordering /Supplement /DW "
    "/W /DW2 /W2 /CIDToGIDMap /BaseEncoding /Differences /CMapName /WMode /UseCMap /FontName "
    "/FontFamily /FontStretch /FontWeight /Flags /ItalicAngle /Ascent /Descent /Leading "
    "/CapHeight /XHeight /StemV /StemH /AvgWidth /MaxWidth /MissingWidth /FontFile /FontFile2 "
    "/FontFile3 /CharSet /CIDSet /Length1 /Length2 /Length3".split()
)
SCREEN_COLOURS = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
LINKS = ("https://", "http://", "mailto:")


def cleaned_pdf(content: bytes) -> bytes:
    """The pages of a PDF file, written anew. Raises RefusedFileError, worded for a person."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 (27 MB, for documents alone)

    copy = BytesIO()
    try:
        reader = PdfReader(BytesIO(content))
        _refuse_uncopyable_pdf(reader)
        writer = PdfWriter()
        for page in reader.pages:
            links = list(_links(page))
            added = writer.add_page(_bare(page))
            for link in links:
                writer.add_annotation(added, link)
        writer.metadata = None
        writer.write(copy)
    except RefusedFileError:
        raise
    except Exception as error:  # a damaged file raises whatever comes up
        raise RefusedFileError(
            _(
                "This PDF is damaged, or made in a way that cannot be cleaned of its author’s "
                "name: print it to a new PDF, and choose that."
            )
        ) from error
    return copy.getvalue()


def _refuse_uncopyable_pdf(reader: "PdfReader") -> None:
    if reader.is_encrypted:
        raise RefusedFileError(
            _("This PDF has a password or forbids copies: save it without, and choose it again.")
        )
    if not len(reader.pages):
        raise RefusedFileError(_("This PDF has no page."))
    layers = _at(reader.root_object, "/OCProperties", "/D") or {}
    if _at(layers, "/OFF") or _at(layers, "/BaseState") not in {None, "/ON"}:
        raise RefusedFileError(
            _("This PDF has hidden layers: print it to a new PDF, and choose that.")
        )


def _bare(page: "PageObject") -> "PageObject":
    """The page with what draws it alone."""
    from pypdf import PageObject  # noqa: PLC0415 (likewise)
    from pypdf.generic import NameObject  # noqa: PLC0415 (likewise)

    bare = PageObject()
    for key in OF_A_PAGE:
        if key in page:
            bare[NameObject(key)] = page.raw_get(key)
    for part, has_own_names in _reached_from(bare):
        for key in list(part):
            if not has_own_names and key not in WORDS:
                del part[key]
        if _at(part, "/Subtype") == "/Image":
            _clean_photograph(part)
        elif _at(part, "/Subtype") == "/Form":
            _refuse_photographs_within(part.get_data())  # type: ignore[attr-defined]  # a stream
    # A stream is a dictionary, and false where it has no key.
    if (contents := page.get_contents()) is not None:
        _refuse_photographs_within(contents.get_data())
    return bare


def _reached_from(start: Any) -> Iterator[tuple["DictionaryObject", bool]]:
    """Each dictionary that an object leads to, once, and whether its keys are names that the file
    gives to its fonts, pictures and the like.

    What is taken out of one is not followed. Colours by a profile, which may name the screen of
    whoever made it, become plain ones.
    """
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject  # noqa: PLC0415 (likewise)

    waiting: list[tuple[Any, str, str]] = [(start, "", "")]
    met = set()
    while waiting:
        reference, key, key_above = waiting.pop()
        one = reference.get_object()
        if id(one) in met:
            continue
        met.add(id(one))
        if isinstance(one, DictionaryObject):
            in_resources = key_above == "/Resources" and key in RESOURCES
            yield one, in_resources or key == "/CharProcs"
            waiting += [(one.raw_get(name), name, key) for name in one]
        elif isinstance(one, ArrayObject):
            if _at(one, 0) == "/ICCBased":
                one[:] = [NameObject(SCREEN_COLOURS[_at(one, 1, "/N")])]
            waiting += [(item, key, key_above) for item in one]


def _refuse_photographs_within(drawing: bytes) -> None:
    """Raises ValueError for a photograph amid the words that draw, where nothing cleans it."""
    if PHOTOGRAPH_WITHIN.search(drawing):
        raise ValueError("an inline image in DCT may hold place and day")


def _clean_photograph(picture: Any) -> None:
    """Cleans a photograph, which stands in a PDF as the camera wrote it: with the place and day."""
    from pypdf.generic import NameObject  # noqa: PLC0415 (likewise)

    filters = _at(picture, "/Filter")
    coding = _at(filters, -1) if isinstance(filters, list) else filters
    if coding == "/JPXDecode":
        raise ValueError("JPEG 2000 may hold anything")
    if coding == "/DCTDecode":
        picture._data = without_metadata(picture.get_data())
        picture[NameObject("/Filter")] = NameObject("/DCTDecode")
        parameters = _at(picture, "/DecodeParms")
        if isinstance(parameters, list):  # one for each filter
            picture[NameObject("/DecodeParms")] = parameters[-1]


def _links(page: "PageObject") -> Iterator["DictionaryObject"]:
    """The links of a page that lead to the web, without anything but where they are and lead."""
    from pypdf.annotations import Link  # noqa: PLC0415 (likewise)

    for reference in _at(page, "/Annots") or []:
        annotation = reference.get_object()
        address = str(_at(annotation, "/A", "/URI"))
        if _at(annotation, "/Subtype") == "/Link" and address.startswith(LINKS):
            left, bottom, right, top = map(float, annotation["/Rect"])
            yield Link(rect=(left, bottom, right, top), url=address)


def _at(one: Any, *path: Any) -> Any:
    """What stands at a path of keys, references followed; None where there is nothing."""
    for key in path:
        try:
            one = one[key].get_object()
        except (KeyError, IndexError, TypeError):
            return None
    return one
