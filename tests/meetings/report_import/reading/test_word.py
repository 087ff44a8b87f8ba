"""A DOCX is read by its styles."""

from tests.meetings.report_import.reading.samples import (
    WORD,
    blocks,
    docx,
    read,
    word_paragraph,
    word_styles,
)


def test_a_docx_is_read_by_its_styles() -> None:
    bullet = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    numbering = (
        f'<w:numbering {WORD}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1">'
        '<w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = (
        word_paragraph("Rapport annuel", '<w:pStyle w:val="Titre"/>')
        + word_paragraph("Table", '<w:pStyle w:val="TM1"/>')
        + word_paragraph("Présents", '<w:pStyle w:val="Titre1"/>')
        + word_paragraph("Awa Sarr", bullet)
        + word_paragraph("Jean Dupont", bullet)
        + word_paragraph("Ouverture", bold=True)
        + '<w:p><w:r><w:t xml:space="preserve">La séance </w:t></w:r><w:del><w:r><w:delText>ne '
        "</w:delText></w:r></w:del><w:ins><w:r><w:t>commence.</w:t></w:r></w:ins>"
        '<w:hyperlink r:id="r1"><w:r><w:t> Lire</w:t></w:r><w:r><w:rPr><w:b/></w:rPr>'
        "<w:t> ici</w:t></w:r></w:hyperlink></w:p>"
        "<w:tbl><w:tr><w:tc>"
        + word_paragraph("Mali")
        + "</w:tc><w:tc>"
        + word_paragraph("oui")
        + "</w:tc></w:tr></w:tbl>"
    )
    styles = word_styles({"Titre": "Title", "Titre1": "heading 1", "TM1": "toc 1"})
    document = read(
        docx(body, styles | {"word/numbering.xml": numbering}, ["https://a.example/"]), "a.docx"
    )
    assert blocks(document) == [
        ("heading", "Rapport annuel"),
        ("heading", "Présents"),
        ("item", "Awa Sarr"),
        ("item", "Jean Dupont"),
        ("heading", "Ouverture"),
        ("paragraph", "La séance commence. Lire ici"),
        ("paragraph", "Mali\toui"),
    ]


def test_the_notes_of_a_docx_stand_at_its_end() -> None:
    body = (
        '<w:p><w:r><w:t>IPIS</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        "<w:r><w:t> parle.</w:t></w:r></w:p>"
    )
    notes = (
        f'<w:footnotes {WORD}><w:footnote w:id="2">{word_paragraph("D’Anvers.")}</w:footnote>'
        "</w:footnotes>"
    )
    document = read(docx(body, {"word/footnotes.xml": notes}), "a.docx")
    assert blocks(document) == [("paragraph", "IPIS parle."), ("paragraph", "D’Anvers.")]
