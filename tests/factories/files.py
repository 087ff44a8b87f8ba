"""Small files of the kinds that a document may be."""

import wave
import zipfile
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from meetings.models import Campaign, CampaignPicture, Document
from meetings.models.picture import People
from meetings.withholding.actions import read_document

OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    "docx": OFFICE + "wordprocessingml.document.main+xml",
    "xlsx": OFFICE + "spreadsheetml.sheet.main+xml",
}
ODT = b"application/vnd.oasis.opendocument.text"


def make_document(**fields: Any) -> Document:
    """A PDF for members, of one page, unless the test says otherwise; it was read for names."""
    fields = {"title_fr": "Ordre du jour", "file": upload(pdf())} | fields
    document = Document.objects.create(**fields)
    read_document(document)
    return document


def make_picture(campaign: Campaign, **fields: Any) -> CampaignPicture:
    """A picture of nobody beside the campaign's story, unless the test says otherwise."""
    size = fields.pop("size", (600, 400))
    usual = {"alternative_text_fr": "Une rivière", "people": People.NOBODY}
    fields = {"file": upload(picture("JPEG", size), "river.jpg")} | usual | fields
    return CampaignPicture.objects.create(campaign=campaign, **fields)


def upload(content: bytes, name: str = "agenda.pdf") -> ContentFile:
    """The content as a form hands it over, under this name."""
    return ContentFile(content, name=name)


def pdf(text: str = "Ordre du jour", writer: PdfWriter | None = None) -> bytes:
    """A PDF of one page with these words on it, at the end of what the writer holds already."""
    writer = writer or PdfWriter()
    page = writer.add_blank_page(200, 100)
    drawing = DecodedStreamObject()
    drawing.set_data(f"BT ({text}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(drawing)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    """What a writer writes."""
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (3, 2), **options: Any) -> bytes:
    """A picture all in one colour."""
    file = BytesIO()
    Image.new("RGB", size, (180, 80, 20)).save(file, kind, **options)
    return file.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    """A ZIP file."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in entries.items():
            zipped.writestr(name, content)
    return file.getvalue()


def office(kind: str, others: dict[str, bytes] | None = None) -> bytes:
    """A DOCX or XLSX file with these other entries."""
    types = f'<Types><Override ContentType="{MAIN_PARTS[kind]}"/></Types>'.encode()
    return archive({"[Content_Types].xml": types} | (others or {}))


def odt(others: dict[str, bytes] | None = None) -> bytes:
    """An ODT file with these other entries."""
    return archive({"mimetype": ODT, "content.xml": b"<x/>"} | (others or {}))


def wav() -> bytes:
    """A moment of silence."""
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 8)
    return file.getvalue()
