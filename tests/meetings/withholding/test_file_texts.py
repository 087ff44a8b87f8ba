"""What is read of a file: all that may hold a name, and whether that was all."""

import zipfile
from io import BytesIO

import pytest

from meetings.withholding.file_texts import FileText, text_of_file
from tests.factories.files import archive, picture
from tests.meetings.report_import.reading.samples import pdf_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
T = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'


def read(content: bytes, kind: str) -> FileText:
    return text_of_file(BytesIO(content), kind)


def office(parts: dict[str, str]) -> bytes:
    """An office file with these parts."""
    return archive({name: content.encode() for name, content in parts.items()})


def test_the_words_of_a_pdf_are_read_with_those_that_a_line_cut() -> None:
    lines = ["Au nom de la Coalition, que l’on attend des États une réponse des commu-", "nautés"]
    found = read(pdf_of([*lines, "Fin."], ["Suite"]), "pdf")
    assert found.is_whole
    assert "commu-\nnautés" in found.text
    assert "communautés" in found.text


@pytest.mark.parametrize("drawing", ["/Im0 Do", "0 0 m 9 9 l S", "0 0 9 9 re f"])
def test_a_page_that_is_drawn_and_has_no_letters_makes_a_pdf_unreadable(drawing: str) -> None:
    found = read(pdf_of(["Bonjour"], drawing=drawing), "pdf")
    assert "Bonjour" in found.text
    assert not found.is_whole


def test_an_empty_page_has_nothing_to_read() -> None:
    assert read(pdf_of(["Bonjour"], []), "pdf").is_whole


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nothing", b"\0" * 100])
@pytest.mark.parametrize("kind", ["pdf", "docx", "odt", "xlsx"])
def test_what_no_parser_makes_sense_of_is_unreadable_and_raises_nothing(
    content: bytes, kind: str
) -> None:
    assert read(content, kind) == FileText("", is_whole=False)


@pytest.mark.parametrize("kind", ["png", "jpeg", "mp3", "ogg", "m4a", "wav"])
def test_pictures_and_recordings_are_unreadable(kind: str) -> None:
    assert read(picture(), kind) == FileText("", is_whole=False)


def test_of_a_docx_every_part_is_read() -> None:
    runs = "".join(f"<w:r><w:t>{piece}</w:t></w:r>" for piece in ("Ze", "la et ", "autres"))
    found = read(
        office(
            {
                "word/document.xml": f"<w:document {W}><w:p>{runs}</w:p><w:p/></w:document>",
                "word/footer1.xml": f"<w:ftr {W}><w:p><w:r><w:t>Au pied</w:t></w:r></w:p></w:ftr>",
                "word/comments.xml": f'<w:comments {W}><w:c w:author="Par elle"/></w:comments>',
                "docProps/core.xml": "<core><creator>Une autrice</creator><by>Autre</by></core>",
                "word/_rels/document.xml.rels": '<r><l Target="https://zela.example/"/></r>',
                "word/media/logo-zela.png": "…",
            }
        ),
        "docx",
    )
    assert not found.is_whole  # there is a picture in it
    lines = found.text.splitlines()
    for line in ("Zela et autres", "Au pied", "Par elle", "Une autrice", "Autre"):
        assert line in lines
    assert "https://zela.example/" in found.text
    assert "logo-zela.png" in found.text


@pytest.mark.parametrize(
    "between",
    [
        "</w:t></w:r><w:r><w:rPr><w:b/><w:lang w:val='fr'/></w:rPr><w:t>",
        "</w:t></w:r><w:proofErr w:type='x'/><w:bookmarkStart w:id='1'/><w:r><w:t>",
        "</w:t></w:r><w:r><w:lastRenderedPageBreak/><w:softHyphen/><w:t>",
    ],
)
def test_no_format_cuts_a_word(between: str) -> None:
    text = f"<w:document {W}><w:p><w:r><w:t>Ze{between}la</w:t></w:r></w:p></w:document>"
    found = read(office({"word/document.xml": text}), "docx")
    assert (found.text.splitlines()[0], found.is_whole) == ("Zela", True)


@pytest.mark.parametrize("part", ["word/media/1.png", "word/embeddings/1.xlsx", "word/a.htm"])
def test_what_stands_beside_the_text_is_not_read(part: str) -> None:
    text = f"<w:document {W}><w:p><w:r><w:t>Texte</w:t></w:r></w:p></w:document>"
    assert not read(office({"word/document.xml": text, part: "…"}), "docx").is_whole


def test_a_document_without_words_of_its_own_is_unreadable() -> None:
    parts = {"word/document.xml": "<w/>", "docProps/app.xml": "<a><b>Microsoft Word</b></a>"}
    assert not read(office(parts), "docx").is_whole


def test_of_an_odt_words_in_spans_are_whole() -> None:
    text = "<text:p>Zi<text:span>mba</text:span>bwe</text:p><text:h>Autre titre</text:h>"
    found = read(office({"content.xml": f"<office {T}>{text}</office>"}), "odt")
    assert found.is_whole
    assert {"Zimbabwe", "Autre titre"} <= {*found.text.splitlines()}


def test_of_a_sheet_every_cell_is_apart() -> None:
    cells = "<si><r><t>Ze</t></r><r><t>la</t></r></si><si><t>Autre</t></si>"
    found = read(office({"xl/sharedStrings.xml": f"<sst>{cells}</sst>"}), "xlsx")
    assert {"Zela", "Autre"} <= {*found.text.splitlines()}


def test_an_archive_without_words_is_unreadable() -> None:
    found = read(office({"word/document.xml": "<w/>", "word/media/1.png": "…"}), "docx")
    assert not found.is_whole


def test_a_part_that_unpacks_to_too_much_is_unreadable() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("word/document.xml", b"a" * 40_000_000)
    assert read(file.getvalue(), "docx") == FileText("", is_whole=False)


def test_a_text_file_is_its_text() -> None:
    assert read("Réunion de Zela".encode(), "txt") == FileText("Réunion de Zela", is_whole=True)
