"""What cannot be read is refused in one sentence."""

from io import BytesIO

import pytest
from django.utils import translation

from meetings.documents.kinds import RefusedFileError
from meetings.report_import.reading import read_report
from tests.factories.files import archive, office, pdf, picture
from tests.meetings.report_import.reading.samples import (
    damaged_within,
    docx,
    locked,
    open_document,
    pdf_of,
    read,
    word_paragraph,
)

SAVE_ANEW = "This file is damaged, or made in a way that cannot be read here"
NO_TEXT = "The name of this file says that it is a text, but it holds something else"
WORDLESS = "There are no words in this report"
TOO_LONG = "This text has more than 1,?000,?000 characters"
TOO_MUCH = "This file holds far more than text"
OTHER_KINDS = "Reports are read from DOCX, ODT, PDF, HTML and text files"
LAUGHS = '<!DOCTYPE a [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
MIMETYPE = b"application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        *(
            (f"a.{kind}", b"", "This file is empty")
            for kind in ("txt", "html", "docx", "odt", "pdf")
        ),
        ("a", b"text", OTHER_KINDS),
        ("a.xlsx", office("xlsx"), OTHER_KINDS),
        ("a.png", picture(), OTHER_KINDS),
        ("a.doc", b"\xd0\xcf\x11\xe0", "This file is of an old kind: save it as DOCX, ODT or PDF"),
        ("a.rtf", b"{\\rtf1 text}", "This file is of an old kind"),
        ("a.txt", b"{\\rtf1 text}", NO_TEXT),
        ("a.txt", pdf(), NO_TEXT),
        ("a.html", office("docx"), NO_TEXT),
        ("a.txt", picture(), NO_TEXT),
        ("a.txt", b"abc\0def", NO_TEXT),
        ("a.txt", b"a\0b\0" + b"\0\xd8", NO_TEXT),
        ("a.txt", "a\0b".encode("utf-16"), NO_TEXT),
        ("a.md", bytes(range(1, 256)), NO_TEXT),
        ("a.txt", b"1, 2, 3 ...\n", WORDLESS),
        ("a.txt", b"\xef\xbb\xbf", WORDLESS),
        ("a.html", b"<html><body><p> 1 </p><script>words</script></body></html>", WORDLESS),
        ("a.html", b"<html>", WORDLESS),
        ("a.docx", docx(word_paragraph("…")), WORDLESS),
        ("a.odt", open_document("<text:p>1</text:p>"), WORDLESS),
        ("a.txt", b"a" * 2_000_001, r"has 2.1 MB; a file of this kind \(TXT\) may have 2 MB"),
        ("a.html", b"a" * 2_500_000, r"has 2.5 MB; a file of this kind \(HTML\) may have 2 MB"),
        ("a.txt", b"a" * 1_000_001, TOO_LONG),
        ("a.html", b"<p>" + b"a" * 1_000_001, TOO_LONG),
        ("a.docx", docx(word_paragraph("a" * 1_000_001)), TOO_LONG),
        ("a.odt", open_document(f"<text:p>{'a' * 1_000_001}</text:p>"), TOO_LONG),
        ("a.html", f"<p {' '.join(f'a{n}' for n in range(99_999))}>a".encode(), TOO_MUCH),
        ("a.docx", docx("<w:p/>" * 400_001), TOO_MUCH),
        ("a.odt", open_document("<text:p/>" * 400_001), TOO_MUCH),
        ("a.odt", open_document(" " * 30_000_001), TOO_MUCH),
        ("a.docx", office("docx", {"a": b"0" * 101 * 1024**2}), "unpacks to far more"),
        ("a.docx", pdf(), "of another kind, PDF"),
        ("a.docx", b"\xd0\xcf\x11\xe0", "is of an old kind, or has a password"),
        ("a.docx", office("docx"), SAVE_ANEW),
        ("a.docx", docx("<w:p>"), SAVE_ANEW),
        ("a.docx", damaged_within(docx("<w:p/>"), b"[Content_Types].xml"), "or is damaged"),
        ("a.docx", damaged_within(docx("<w:p/>"), b"word/document.xml"), SAVE_ANEW),
        ("a.odt", damaged_within(open_document(""), b"mimetype"), "or is damaged"),
        (
            "a.docx",
            office("docx", {"word/document.xml": f"{LAUGHS}<a>&b;</a>".encode()}),
            SAVE_ANEW,
        ),
        ("a.docx", office("docx", {"word/document.xml": "<a/>".encode("utf-16")}), SAVE_ANEW),
        ("a.docx", docx("<w:r>" * 5000 + "</w:r>" * 5000), SAVE_ANEW),
        ("a.odt", archive({"mimetype": MIMETYPE}), SAVE_ANEW),
        ("a.odt", archive({"mimetype": MIMETYPE, "content.xml": b"<x/>"}), SAVE_ANEW),
        ("a.odt", open_document("<text:p>"), SAVE_ANEW),
        ("a.odt", open_document("<text:s text:c='many'/>"), SAVE_ANEW),
        ("a.odt", open_document("<text:span>" * 5000 + "</text:span>" * 5000), SAVE_ANEW),
        (
            "a.odt",
            archive({"mimetype": MIMETYPE, "content.xml": f"{LAUGHS}<a>&b;</a>".encode()}),
            SAVE_ANEW,
        ),
        ("a.pdf", b"%PDF-1.7 cut", SAVE_ANEW),
        ("a.pdf", pdf_of(), "This PDF has no page"),
        ("a.pdf", pdf_of([]), "The pages of this PDF are pictures of a text"),
        ("a.pdf", pdf_of(*[["Scanned by CamScanner"]] * 3), "The pages of this PDF are pictures"),
        ("a.pdf", pdf_of(*[["a"]] * 301), "This PDF has 301 pages, and 300 are read at most"),
        ("a.pdf", pdf_of(*[["a" * 10_000]] * 101), TOO_LONG),
        ("a.pdf", locked(pdf(), "secret"), "This PDF opens with a password alone"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(RefusedFileError, match=sentence):
        read(content, name)


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.docx", "a.odt", "a.pdf"])
@pytest.mark.parametrize("held", [b"a", b"a" * 3_000_000])
def test_a_large_file_is_refused_before_it_is_read(name: str, held: bytes) -> None:
    with (
        translation.override("en"),
        pytest.raises(RefusedFileError, match="This file has 50 MB; a file of this kind"),
    ):
        read_report(BytesIO(held), name=name, size=50_000_000)


def test_more_than_was_said_is_not_read() -> None:
    with pytest.raises(RefusedFileError, match="at most"), translation.override("en"):
        read_report(BytesIO(b"a" * 2_000_001), name="a.txt", size=1)
