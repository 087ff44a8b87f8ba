"""The words of a file, to be searched for names: more than a reader sees, and in no fine order."""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import IO, Any

from meetings.documents.kinds import DOCX, ODT, PDF, TXT, XLSX
from meetings.report_import.reading.archives import parts, tree
from meetings.report_import.reading.lines import has_letters
from meetings.report_import.reading.pdf import BOUNDS, cleaned
from meetings.report_import.reading.pdf_lines import text_of_pages

MOST_PAGES = 1000
MOST_SECONDS = 60
MOST_CHARACTERS = 5_000_000
# Elements of the three formats that are a line or a cell of their own; what stands in others
# belongs to the words around it.
LINES = set("p h tr tc si c is table-row table-cell list-item oddHeader oddFooter".split())
BLANKS = set("tab br cr line-break s soft-page-break".split())
# Parts that show nothing: what the format lists, fonts, and a picture of the first page.
NOT_SHOWN = re.compile(
    r"mimetype|.*/|(?:.*/)?(?:thumbnail\.\w+|layout-cache|printerSettings\d*\.bin)"
    r"|Configurations2/.*|.*\.(?:odttf|ttf|otf)",
    re.IGNORECASE,
)
# What a program writes of itself and its user there is nothing that the document says.
OF_THE_PROGRAM = ("docProps/", "[Content_Types]", "meta.xml")
IS_XML = re.compile(r".*\.(?:xml|rels|vml)", re.IGNORECASE)
# The operators by which a PDF paints pictures, surfaces and lines (ISO 32000-2, table 50).
PAINTING = re.compile(rb"(?<![/\w])(?:Do|BI|sh|[fBb]\*?|F|S|s)(?!\w)")


@dataclass(frozen=True)
class FileText:
    """What a file says, and whether that is all: nothing in pictures or past the bounds."""

    text: str
    is_whole: bool


def text_of_file(file: IO[bytes], kind: str) -> FileText:
    """The words of a document of this kind, as far as they can be read; never raises for a file."""
    read = READERS.get(kind)
    if read is None:
        return FileText("", is_whole=False)
    try:
        found = read(file)
    except Exception:  # noqa: BLE001 (a damaged file raises whatever comes up: it is unreadable)
        return FileText("", is_whole=False)
    is_whole = found.is_whole and has_letters(found.text) and len(found.text) <= MOST_CHARACTERS
    # PostgreSQL keeps no null character.
    return FileText(found.text[:MOST_CHARACTERS].replace("\0", " "), is_whole)


def _text_of_pdf(file: IO[bytes]) -> FileText:
    """The pages, their links, and whether each page has text, or nothing."""
    from pypdf import PdfReader, apply_configuration  # noqa: PLC0415 (27 MB, for PDF alone)

    texts: list[str] = []
    links: list[str] = []
    latest = monotonic() + MOST_SECONDS
    is_whole = True
    with apply_configuration(**BOUNDS):
        reader = PdfReader(file)
        for page in reader.pages[:MOST_PAGES]:
            texts.append(cleaned(page.extract_text()))
            links += _links(page)
            has_pictures = len(page.images) > 0
            is_drawn = not has_letters(texts[-1]) and _paints(page)
            is_whole = is_whole and not (has_pictures or is_drawn)
            if monotonic() > latest:
                is_whole = False
                break
        is_whole = is_whole and len(reader.pages) <= MOST_PAGES
    # Once as it stands, and once with words whole that the end of a line cut.
    return FileText("\n\n".join([*texts, text_of_pages(texts), *links]), is_whole)


def _paints(page: Any) -> bool:
    """Whether a page shows anything: pictures, or letters drawn as lines."""
    contents = page.get_contents()
    return contents is not None and bool(PAINTING.search(contents.get_data()))


def _links(page: Any) -> Iterator[str]:
    for annotation in page.annotations or []:
        if (action := annotation.get_object().get("/A")) and "/URI" in action.get_object():
            yield str(action.get_object()["/URI"])


def _text_of_archive(file: IO[bytes]) -> FileText:
    """Every part of an office file: also comments, notes, deleted words, and who wrote it.

    One with pictures, or files in it, is not read to its end.
    """
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
    beside = [*names]  # what pictures in it are called
    lines: list[str] = []
    for name, part in parts(file, lambda name: bool(IS_XML.fullmatch(name))).items():
        root = tree(part)
        beside += {value for element in root.iter() for value in element.attrib.values()}
        if name.startswith(OF_THE_PROGRAM):
            beside += [element.text for element in root.iter() if element.text]
        else:
            lines += _lines(root)
    is_whole = all(IS_XML.fullmatch(name) or NOT_SHOWN.fullmatch(name) for name in names)
    text = "\n".join(lines)
    return FileText("\n".join([text, *beside]), is_whole=is_whole and has_letters(text))


def _lines(root: Any) -> Iterator[str]:
    """The texts of a part, a line for each paragraph and cell."""
    from lxml import etree  # type: ignore[import-untyped] # noqa: PLC0415 (for files alone)

    line: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = etree.QName(element).localname
        if name in LINES and any(line):
            yield "".join(line)
            line = []
        if event == "start" and name in BLANKS:
            line.append(" ")
        line.append((element.text if event == "start" else element.tail) or "")
    yield "".join(line)


def _text_of_text(file: IO[bytes]) -> FileText:
    return FileText(file.read().decode(), is_whole=True)


READERS: dict[str, Callable[[IO[bytes]], FileText]] = {
    PDF.key: _text_of_pdf,
    DOCX.key: _text_of_archive,
    ODT.key: _text_of_archive,
    XLSX.key: _text_of_archive,
    TXT.key: _text_of_text,
}
