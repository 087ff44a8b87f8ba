"""A copy of a PDF shows the same pages, and says nothing else."""

import re
import zlib
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link, Text
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from meetings.documents.kinds import RefusedFileError
from meetings.documents.pdf_copy import cleaned_pdf
from tests.factories.files import pdf, picture, written
from tests.sampling import examples

SECRET = "Awa Sarr"
PAGE = "Ordre du jour"


def name(text: str) -> NameObject:
    return NameObject(text)


def secret_stream(**entries: Any) -> StreamObject:
    """A stream that holds the secret."""
    stream = DecodedStreamObject()
    stream.set_data(f"<x>{SECRET}</x>".encode())
    stream.update({name(f"/{key}"): value for key, value in entries.items()})
    return stream


def secret_dictionary(**entries: Any) -> DictionaryObject:
    """A dictionary that holds the secret."""
    made = {name("/Whose"): TextStringObject(SECRET)}
    return DictionaryObject(made | {name(f"/{key}"): value for key, value in entries.items()})


def telling() -> bytes:
    """A PDF with the secret in each place that a program may put it, and once in a photograph."""
    notes = Image.Exif()
    notes[0x013B] = SECRET
    photograph = StreamObject()
    photograph.set_data(picture("JPEG", exif=notes))
    writer = PdfWriter()
    photograph.update(
        {
            name("/Type"): name("/XObject"),
            name("/Subtype"): name("/Image"),
            name("/Width"): NumberObject(3),
            name("/Height"): NumberObject(2),
            name("/ColorSpace"): name("/DeviceRGB"),
            name("/BitsPerComponent"): NumberObject(8),
            name("/Filter"): ArrayObject([name("/DCTDecode")]),
            name("/Metadata"): writer._add_object(secret_stream(Type=name("/Metadata"))),
            name("/PTEX.InfoDict"): writer._add_object(secret_dictionary()),
        }
    )
    drawing = DecodedStreamObject()
    drawing.set_data(b"/Photo Do")
    drawing.update(
        {
            name("/Type"): name("/XObject"),
            name("/Subtype"): name("/Form"),
            name("/BBox"): ArrayObject(map(NumberObject, (0, 0, 3, 2))),
            name("/Resources"): DictionaryObject(
                {
                    name("/XObject"): DictionaryObject(
                        {name("/Photo"): writer._add_object(photograph)}
                    )
                }
            ),
            name("/PieceInfo"): secret_dictionary(),
        }
    )
    pdf(SECRET, writer)
    page = writer.pages[0]
    page[name("/Resources")] = DictionaryObject(
        {
            name("/XObject"): DictionaryObject({name("/Drawing"): writer._add_object(drawing)}),
            name("/Properties"): DictionaryObject({name("/Layer"): secret_dictionary()}),
        }
    )
    for key in ("PieceInfo", "AA", "Thumb", "Unheard"):
        page[name(f"/{key}")] = writer._add_object(secret_dictionary())
    page[name("/Metadata")] = writer._add_object(secret_stream())
    for note in (
        Text(rect=(0, 0, 9, 9), text=SECRET),
        FreeText(text=SECRET, rect=(0, 0, 9, 9)),
        Link(rect=(0, 0, 9, 9), url=f"file:///home/{SECRET}/notes.pdf"),
    ):
        writer.add_annotation(page, note)
    link = writer.add_annotation(page, Link(rect=(1, 2, 3, 4), url="https://example.org/kp"))
    link[name("/T")] = TextStringObject(SECRET)
    writer.add_attachment("notes.txt", SECRET.encode())
    writer.add_outline_item(title=SECRET, page_number=0)
    writer.add_metadata({"/Author": SECRET, "/Title": SECRET, "/Company": SECRET})
    writer.xmp_metadata = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()
    root = writer.root_object
    root[name("/OpenAction")] = secret_dictionary(
        S=name("/JavaScript"), JS=TextStringObject(SECRET)
    )
    root[name("/AcroForm")] = secret_dictionary(Fields=ArrayObject())
    root[name("/StructTreeRoot")] = secret_dictionary()
    return revised(written(writer))


def revised(content: bytes) -> bytes:
    """The same file, changed as an editor saves it: with what it was before still in it."""
    writer = PdfWriter(BytesIO(content), incremental=True)
    newer = DecodedStreamObject()
    newer.set_data(f"BT ({PAGE}) Tj ET".encode())
    writer.pages[0][name("/Contents")] = writer._add_object(newer)
    return written(writer)


def everything_in(content: bytes) -> bytes:
    """The bytes of a file and those of its streams, unpacked; in Latin letters and in UTF-16."""
    found = [content]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        unpacker = zlib.decompressobj()
        try:
            found.append(unpacker.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join([*found, *(text.replace(b"\0", b"") for text in found)])


def test_nothing_of_its_makers_is_in_the_copy() -> None:
    content = telling()
    assert everything_in(content).count(SECRET.encode()) >= 20
    copy = cleaned_pdf(content)
    assert SECRET.encode() not in everything_in(copy)
    assert b"pypdf" not in copy
    for word in (b"/Metadata", b"/JavaScript", b"/EmbeddedFile", b"/AcroForm", b"/Info", b"/Prev"):
        assert word not in copy
    reader = PdfReader(BytesIO(copy))
    assert reader.metadata is None
    assert reader.xmp_metadata is None
    assert {*reader.root_object} == {"/Type", "/Pages"}


def test_the_pages_are_in_the_copy() -> None:
    [page] = PdfReader(BytesIO(cleaned_pdf(telling()))).pages
    assert page.get_contents().get_data() == f"BT ({PAGE}) Tj ET".encode()  # type: ignore[union-attr]
    assert page.mediabox == [0, 0, 200, 100]
    drawing = page["/Resources"]["/XObject"]["/Drawing"]  # type: ignore[index]
    photograph = drawing["/Resources"]["/XObject"]["/Photo"]
    image = Image.open(BytesIO(photograph.get_data()))
    assert image.tobytes() == Image.open(BytesIO(picture("JPEG"))).tobytes()


def test_links_to_the_web_are_kept() -> None:
    [page] = PdfReader(BytesIO(cleaned_pdf(telling()))).pages
    [link] = [one.get_object() for one in page["/Annots"]]
    assert link["/A"] == {"/S": "/URI", "/Type": "/Action", "/URI": "https://example.org/kp"}
    assert [*map(float, link["/Rect"])] == [1, 2, 3, 4]


def test_the_same_file_gives_the_same_copy() -> None:
    content = telling()
    assert cleaned_pdf(content) == cleaned_pdf(content)


def test_what_pages_share_and_inherit_is_kept_once() -> None:
    writer = PdfWriter()
    pdf(PAGE, writer)
    pdf("Suite", writer)
    tree = writer.pages[0]["/Parent"].get_object()
    font = writer._add_object(DictionaryObject({name("/Type"): name("/Font")}))
    tree[name("/Resources")] = DictionaryObject(  # type: ignore[index]
        {name("/Font"): DictionaryObject({name("/F1"): font})}
    )
    for page in writer.pages:
        del page["/Resources"]
    copy = cleaned_pdf(written(writer))
    pages = PdfReader(BytesIO(copy)).pages
    assert [page["/Resources"]["/Font"]["/F1"]["/Type"] for page in pages] == ["/Font"] * 2  # type: ignore[index]
    assert copy.count(b"/Type /Font") == 1


def locked() -> bytes:
    writer = PdfWriter()
    writer.encrypt("", "owner", algorithm="RC4-128")
    return pdf(PAGE, writer)


def layered() -> bytes:
    writer = PdfWriter()
    layer = writer._add_object(DictionaryObject({name("/Type"): name("/OCG")}))
    hidden = DictionaryObject({name("/OFF"): ArrayObject([layer])})
    writer.root_object[name("/OCProperties")] = DictionaryObject({name("/D"): hidden})
    return pdf(PAGE, writer)


def in_jpeg_2000() -> bytes:
    writer = PdfWriter()
    pdf(PAGE, writer)
    odd = secret_stream(Subtype=name("/Image"), Filter=name("/JPXDecode"))
    images = DictionaryObject({name("/Odd"): writer._add_object(odd)})
    writer.pages[0][name("/Resources")] = DictionaryObject({name("/XObject"): images})
    return written(writer)


def with_photograph_within() -> bytes:
    """A PDF whose drawing holds a photograph as the camera wrote it."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 100)
    drawing = DecodedStreamObject()
    drawing.set_data(b"q BI /W 1 /H 1 /BPC 8 /CS /RGB /F /DCT ID Exif place EI Q")
    page[name("/Contents")] = writer._add_object(drawing)
    return written(writer)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (locked(), "This PDF has a password or forbids copies"),
        (layered(), "This PDF has hidden layers"),
        (written(PdfWriter()), "This PDF has no page"),
        (in_jpeg_2000(), "made in a way that cannot be cleaned"),
        (with_photograph_within(), "made in a way that cannot be cleaned"),
        (b"%PDF-1.7", "This PDF is damaged"),
        (b"%PDF-1.7\n<html>", "This PDF is damaged"),
        (pdf()[:200], "This PDF is damaged"),
    ],
)
def test_what_no_copy_can_hold_is_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    with translation.override("en"), pytest.raises(RefusedFileError, match=sentence):
        cleaned_pdf(content)


@settings(max_examples=examples(50))
@given(place=st.integers(0, len(pdf()) - 1), byte=st.integers(0, 255))
def test_a_damaged_file_is_copied_or_refused(place: int, byte: int) -> None:
    content = bytearray(pdf())
    content[place] = byte
    with suppress(RefusedFileError):
        assert cleaned_pdf(bytes(content)).startswith(b"%PDF-")
