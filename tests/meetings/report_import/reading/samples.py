"""Small reports in the formats that they are read from, and what is read in them."""

from collections.abc import Sequence
from io import BytesIO

from django.utils import translation
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from meetings.report_import.reading import read_report
from meetings.report_parser.source import SourceDocument
from tests.factories.files import odt, office, written

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
OPEN_DOCUMENT = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)
OF_WEB = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def docx(body: str, others: dict[str, str] | None = None, links: Sequence[str] = ()) -> bytes:
    """A DOCX file with this body, whose links are r1, r2 and so on."""
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONS}/hyperlink" Target="{link}" '
        f'TargetMode="External"/>'
        for number, link in enumerate(links, 1)
    )
    entries = {
        "word/document.xml": f'<w:document {WORD} xmlns:r="{RELATIONS}"><w:body>{body}</w:body>'
        f"</w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}relationships">'
        f"{relations}</Relationships>",
    } | (others or {})
    return office("docx", {name: content.encode() for name, content in entries.items()})


def word_paragraph(text: str, properties: str = "", *, bold: bool = False) -> str:
    """A paragraph of Word with these properties."""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{look}<w:t>{text}</w:t></w:r></w:p>"


def word_styles(names: dict[str, str]) -> dict[str, str]:
    """The part that says what the styles of paragraphs are called."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in names.items()
    )
    return {"word/styles.xml": f"<w:styles {WORD}>{styles}</w:styles>"}


def open_document(body: str, styles: str = "", others: dict[str, bytes] | None = None) -> bytes:
    """An ODT file with this text and these automatic styles."""
    content = (
        f"<office:document-content {OPEN_DOCUMENT} {OF_WEB}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return odt({"content.xml": content.encode()} | (others or {}))


def pdf_of(*pages: Sequence[str], drawing: str = "") -> bytes:
    """A PDF with these lines on its pages; and where something is drawn, with a page of that."""
    writer = PdfWriter()
    font = {"Type": "Font", "Subtype": "Type1", "BaseFont": "Helvetica"}
    font["Encoding"] = "WinAnsiEncoding"
    entries = {NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in font.items()}
    added = writer._add_object(DictionaryObject(entries))
    for lines in pages:
        page = writer.add_blank_page(600, 800)
        content = DecodedStreamObject()
        shown = [b"(%b) Tj T*" % _escaped(line) for line in lines]
        content.set_data(b"BT /F1 10 Tf 14 TL 50 750 Td\n%b\nET" % b"\n".join(shown))
        page[NameObject("/Contents")] = writer._add_object(content)
        fonts = DictionaryObject({NameObject("/F1"): added})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    if drawing:
        content = DecodedStreamObject()
        content.set_data(drawing.encode())
        writer.add_blank_page(600, 800)[NameObject("/Contents")] = writer._add_object(content)
    return written(writer)


def locked(content: bytes, password: str) -> bytes:
    """The same PDF, which opens with this password."""
    writer = PdfWriter(clone_from=BytesIO(content))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    return written(writer)


def _escaped(line: str) -> bytes:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")


SENTENCE = (
    "Les participants de la réunion ont rappelé que le Processus de Kimberley protège peu les "
    "communautés, et que la définition des diamants de conflit reste à élargir. "
)
PAGE = f"""<!DOCTYPE html>
<html lang="fr"><head><title>Réunion du 3 mai | Coalition</title>
<meta property="og:title" content="Réunion du 3 mai"><base href="https://kpcsc.example/news/">
<script>track("everyone")</script></head><body>
<div class="cookie-banner"><p>We use cookies to improve your experience.</p></div>
<header><a href="/">Coalition</a><nav><ul><li><a href="/">Accueil</a></li></ul></nav></header>
<main><article><header><p class="date">3 mai 2024</p><h1>Compte rendu</h1></header>
<h2>Présents</h2>
<ul><li>Jean Dupont, CENADEP</li><li>Awa Sarr, <a href="https://ipis.be/a">IPIS</a></li></ul>
<p><strong>Ouverture</strong></p>
<p>{SENTENCE}Écrire à <a href="mailto:office@example.org">la <b>coordination</b></a>,
  ou <a href="more.html">lire la suite</a>.<br>Fin à midi.</p>
<table><tr><th>Nom</th><th>Pays</th></tr><tr><td>Awa Sarr</td><td>Sénégal</td></tr></table>
<p>{SENTENCE}</p></article></main>
<aside><p>À lire aussi : les diamants</p></aside>
<footer><p>Mentions légales</p></footer></body></html>"""


def read(content: bytes, name: str) -> SourceDocument:
    with translation.override("en"):
        return read_report(BytesIO(content), name=name, size=len(content))


def blocks(document: SourceDocument) -> list[tuple[str, str]]:
    """What stands in each block, which are all the lines of the text."""
    found = [(str(block.kind), block.span.of(document.text)) for block in document.blocks]
    assert document.text == "\n".join(text for _, text in found)
    return found


def damaged_within(content: bytes, part: bytes) -> bytes:
    """The same archive, in which what is packed in a part makes no sense."""
    start = content.index(part) + len(part)
    return content[:start] + b"\xff" * 20 + content[start + 20 :]


def page(body: str, head: str = "") -> SourceDocument:
    return read(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")


def piece(source: str) -> SourceDocument:
    return read(source.encode(), "a.html")


def assert_is_sound(document: SourceDocument) -> None:
    """Blocks lie in the text, in order, apart, without blanks around them."""
    end = 0
    for block in document.blocks:
        assert end <= block.span.start < block.span.end <= len(document.text)
        words = block.span.of(document.text)
        assert words == words.strip()
        assert "\n" not in words
        end = block.span.end
