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
# Elements within which a word may be cut into pieces; between all others, words are apart.
WITHIN_A_WORD = {
    "t",
    "r",
    "rPr",
    "span",
    "a",
    "hyperlink",
    "ins",
    "del",
    "delText",
    "s",
    "phoneticPr",
}

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
            is_whole = is_whole and (has_letters(texts[-1]) or not _paints(page))
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
    """Every part of an office file: also comments, notes, deleted words, and who wrote it."""
    with zipfile.ZipFile(file) as archive:
        beside = archive.namelist()  # what pictures in it are called
    lines: list[str] = []
    for part in parts(file, lambda name: name.endswith((".xml", ".rels"))).values():
        root = tree(part)
        lines += _lines(root)
        beside += {value for element in root.iter() for value in element.attrib.values()}
    text = "\n".join(lines)
    return FileText("\n".join([text, *beside]), is_whole=has_letters(text))


def _lines(root: Any) -> Iterator[str]:
    """The texts of a part: those of elements within a word together, all others apart."""
    from lxml import etree  # type: ignore[import-untyped] # noqa: PLC0415 (for files alone)

    line: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if etree.QName(element).localname not in WITHIN_A_WORD:
            yield "".join(line)
            line = []
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
