"""A file is of the kind that its content says, or is refused in one sentence."""

import struct
from contextlib import suppress
from io import BytesIO

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from kpcsc.foundation.uploads import MOST_BYTES
from meetings.documents.kinds import (
    KINDS,
    TXT,
    DocumentKind,
    RefusedFileError,
    detect_kind,
    size_words,
)
from tests.factories.files import archive, odt, office, pdf, picture, wav

HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 64
SAVE_ANEW = "it holds something else or is damaged"
HIDDEN = "Another file is hidden in this one"
RUNS = "This file holds macros or other programs"
FETCHES = "This file fetches something from elsewhere"
SAMPLES = {
    "report.pdf": pdf(),
    "REPORT.PDF": pdf(),
    "report.docx": office("docx"),
    "report.odt": odt(),
    "list.xlsx": office("xlsx"),
    "map.png": picture("PNG"),
    "photo.jpg": picture("JPEG"),
    "photo.jpeg": picture("JPEG"),
    "talk.mp3": b"\xff\xfb\x90\x64" + b"\0" * 64,
    "tagged.mp3": b"ID3\x04\0\0\0\0\0\0" + b"\0" * 64,
    "talk.ogg": b"OggS\0\x02" + b"\0" * 64,
    "talk.opus": b"OggS\0\x02" + b"\0" * 64,
    "talk.m4a": b"\0\0\0\x20ftypM4A \0\0\0\0",
    "talk.wav": wav(),
    "notes.txt": "Ce qui s’est dit.\n".encode(),
}


def relations(relation: str) -> dict[str, bytes]:
    """The entry of an Office file that says what it leads to."""
    return {"word/_rels/document.xml.rels": f"<Relationships>{relation}</Relationships>".encode()}


def damaged(content: bytes) -> bytes:
    """The same archive, of which the first packed entry makes no sense."""
    start = content.index(b"[Content_Types].xml") + len(b"[Content_Types].xml")
    return content[:start] + b"\xff" * 20 + content[start + 20 :]


IMAGE = (
    '<Relationship Id="r1" Type="http://schemas.example/relationships/image" '
    'Target="https://example.org/seen.png" TargetMode="External"/>'
)
HYPERLINK = IMAGE.replace("/image", "/hyperlink")


def recognised(content: bytes, name: str) -> DocumentKind:
    return detect_kind(BytesIO(content), name=name, size=len(content))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_is_of_the_kind_that_its_name_and_content_say(name: str) -> None:
    kind = recognised(SAMPLES[name], name)
    assert name.lower().endswith(kind.extensions)
    assert KINDS[kind.key] is kind


def test_each_kind_has_a_sample() -> None:
    assert {recognised(content, name) for name, content in SAMPLES.items()} == {*KINDS.values()}


def test_the_file_is_handed_back_at_its_beginning() -> None:
    file = BytesIO(SAMPLES["report.docx"])
    detect_kind(file, name="report.docx", size=len(file.getvalue()))
    assert file.tell() == 0


def test_each_kind_is_refused_under_the_name_of_any_other() -> None:
    with translation.override("en"):
        for name, content in SAMPLES.items():
            kind = recognised(content, name)
            for other in KINDS.values():
                if other is not kind:
                    # A text is told by its name alone: without it, it is anything.
                    sentence = SAVE_ANEW if kind is TXT else f"another kind, {kind.name}: "
                    with pytest.raises(RefusedFileError, match=sentence):
                        recognised(content, f"a{other.extensions[0]}")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.html", HTML, "Files of this kind are not taken. Choose one of these: PDF, DOCX"),
        ("drawing.svg", SVG, "Files of this kind are not taken"),
        ("report", pdf(), "Files of this kind are not taken"),
        ("report.pdf.exe", pdf(), "Files of this kind are not taken"),
        ("old.doc", OLD_OFFICE, "This file is of an old kind: save it as one of these"),
        ("old.docx", OLD_OFFICE, "This file is of an old kind, or has a password"),
        ("page.pdf", HTML, SAVE_ANEW),
        ("drawing.png", SVG, SAVE_ANEW),
        ("empty.pdf", b"", SAVE_ANEW),
        ("late.pdf", HTML + pdf(), SAVE_ANEW),  # some readers look further for the header
        ("text.mp3", b"\xff\xfet\0e\0x\0t\0", SAVE_ANEW),  # the mark of UTF-16
        ("film.m4a", b"\0\0\0\x20ftypqt  \0\0\0\0", SAVE_ANEW),
        ("any.docx", archive({"a.txt": b"a"}), SAVE_ANEW),
        ("any.odt", archive({"a.txt": b"a", "mimetype": b"x"}), SAVE_ANEW),
        ("other.odt", archive({"mimetype": b"application/epub+zip"}), SAVE_ANEW),
        ("cut.docx", office("docx")[:-30], SAVE_ANEW),
        ("torn.docx", damaged(office("docx")), SAVE_ANEW),
        ("sly.docx", archive({"[Content_Types].xml": "<Types/>".encode("utf-16")}), SAVE_ANEW),
        ("bomb.docx", office("docx", {"a": b"0" * 101 * 1024**2}), "unpacks to far more"),
        ("long.docx", office("docx", relations(" " * 1_000_001)), SAVE_ANEW),
        ("macro.docx", office("docx", {"word/vbaProject.bin": b"a"}), RUNS),
        ("macro.odt", odt({"Basic/Standard/Module1.xml": b"a"}), RUNS),
        ("object.docx", office("docx", {"word/embeddings/oleObject1.bin": b"a"}), RUNS),
        ("beacon.docx", office("docx", relations(IMAGE)), FETCHES),
        ("beacon.xlsx", office("xlsx", relations(IMAGE.replace('"', "'"))), FETCHES),
        ("twice.pdf", pdf() + archive({"a.txt": b"a"}), HIDDEN),
        ("twice.png", picture("PNG") + office("docx"), HIDDEN),
        ("twice.wav", wav() + office("docx"), HIDDEN),
    ],
)
def test_an_odd_file_is_refused_in_one_sentence(name: str, content: bytes, sentence: str) -> None:
    with translation.override("en"), pytest.raises(RefusedFileError, match=sentence):
        recognised(content, name)


def test_links_to_the_web_are_no_danger() -> None:
    assert recognised(office("docx", relations(HYPERLINK)), "report.docx").key == "docx"


@pytest.mark.parametrize(
    "name", ["../../settings.pdf", "C:\\files\\a.pdf", "a\0.pdf", "é" * 300 + ".pdf"]
)
def test_a_name_says_nothing_but_its_ending(name: str) -> None:
    assert recognised(pdf(), name).key == "pdf"


@pytest.mark.parametrize(
    ("name", "size", "sentence"),
    [
        ("a.pdf", 20_000_001, r"has 20.1 MB; a file of this kind \(PDF\) may have 20 MB at most"),
        ("a.docx", 31_400_000, r"has 31.4 MB; a file of this kind \(DOCX\) may have 10 MB"),
        ("a.pdf", 10_000_000_000, r"has 10000 MB; a file"),
    ],
)
def test_a_large_file_is_refused_before_it_is_read(name: str, size: int, sentence: str) -> None:
    with translation.override("en"), pytest.raises(RefusedFileError, match=sentence):
        detect_kind(BytesIO(b"%PDF-"), name=name, size=size)


def test_a_file_of_which_a_part_was_not_kept_is_too_large() -> None:
    content = pdf()
    with translation.override("en"), pytest.raises(RefusedFileError, match="at most"):
        detect_kind(BytesIO(content), name="a.pdf", size=len(content) + 1)


def test_what_is_kept_of_an_upload_is_enough_for_every_kind() -> None:
    assert max(kind.most_bytes for kind in KINDS.values()) < MOST_BYTES


@given(
    content=st.binary()
    | st.builds(bytes.__add__, st.sampled_from([*SAMPLES.values()]), st.binary())
    | st.builds(
        lambda content, cut: content[:-cut],
        st.sampled_from([*SAMPLES.values()]),
        st.integers(1, 200),
    ),
    name=st.sampled_from([*SAMPLES]),
)
@example(content=b"PK\x03\x04" + struct.pack("<26s", b""), name="a.docx")
def test_no_content_is_too_odd(content: bytes, name: str) -> None:
    with suppress(RefusedFileError):
        assert recognised(content, name) in KINDS.values()


@pytest.mark.parametrize(
    ("size", "english", "french"),
    [
        (0, "1 kB", "1 ko"),
        (240_400, "241 kB", "241 ko"),
        (1_000_000, "1 MB", "1 Mo"),
        (1_449_000, "1.5 MB", "1,5 Mo"),
        (19_960_000, "20 MB", "20 Mo"),
    ],
)
def test_a_size_is_said_in_the_pages_language(size: int, english: str, french: str) -> None:
    with translation.override("en"):
        assert size_words(size) == english
    with translation.override("fr"):
        assert size_words(size).replace("\N{NO-BREAK SPACE}", " ") == french
