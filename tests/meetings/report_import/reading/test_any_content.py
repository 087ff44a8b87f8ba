"""Whatever comes is read or refused, and nothing is fetched."""

import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from meetings.documents.kinds import RefusedFileError
from meetings.report_import.reading import pasted_piece
from tests.meetings.report_import.reading.samples import (
    PAGE,
    SENTENCE,
    assert_is_sound,
    docx,
    open_document,
    page,
    pdf_of,
    piece,
    read,
    word_paragraph,
)

SAMPLES = {
    "a.txt": SENTENCE.encode(),
    "a.html": PAGE.encode(),
    "a.docx": docx(word_paragraph("Texte")),
    "a.odt": open_document("<text:p>Texte</text:p>"),
    "a.pdf": pdf_of(["Texte"]),
}


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("something was fetched")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_fetched(name: str, no_network: None) -> None:
    assert read(SAMPLES[name], name).text


def test_a_page_that_leads_elsewhere_is_not_followed(no_network: None) -> None:
    source = (
        '<!DOCTYPE html SYSTEM "http://a.example/a.dtd"><html><head><base href="http://a.example/">'
        '<link rel="stylesheet" href="a.css"><meta http-equiv="refresh" content="0;url=/b"></head>'
        '<body><img src="a.png"><iframe src="/c"></iframe><p>Texte</p></body></html>'
    )
    assert read(source.encode(), "a.html").text == "Texte"


def test_reading_a_page_says_nothing_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        page("<p>a</p>")
    assert not [record for record in caplog.records if record.name.startswith("trafilatura")]


@pytest.mark.thorough
@pytest.mark.parametrize(
    "source",
    [
        lambda: f"<html><body><p>{SENTENCE}</p>" * 10_500,
        lambda: "<html><body>" + f"<p class='{'x' * 300}'>{SENTENCE}</p>" * 4_200,
        lambda: "<html><body>" + f"<div><b>{SENTENCE[:40]}</b><br>" * 30_000,
        lambda: "<table>" + "<tr><td>a<td>b" * 130_000,
        lambda: "<html><body>" + "<a href=x>a" * 180_000,
    ],
)
def test_a_long_page_is_read_or_refused(source: Callable[[], str]) -> None:
    content = source().encode()[:2_000_000]
    with suppress(RefusedFileError):
        assert_is_sound(read(content, "a.html"))


@given(
    content=st.binary()
    | st.text().map(str.encode)
    | st.builds(bytes.__add__, st.sampled_from([*SAMPLES.values()]), st.binary())
    | st.builds(
        lambda content, cut, put: content[:cut] + put + content[cut:],
        st.sampled_from([*SAMPLES.values()]),
        st.integers(0, 900),
        st.binary(max_size=9),
    ),
    name=st.sampled_from(["a.txt", "a.md", "a.html", "a.xhtml", "a.docx", "a.odt", "a.pdf"]),
)
@example(content=b"<p>\xff\xfe\x01", name="a.html")
def test_no_content_is_too_odd(content: bytes, name: str) -> None:
    with suppress(RefusedFileError):
        assert_is_sound(read(content, name))


PIECES = st.sampled_from(
    [
        *"<p> </p> <b> </b> <ul> <li> </li> </ul> <h1> </h1> <br> <pre> </pre> </a> </div>".split(),
        *"<table> <tr> <td> </table> <del> &nbsp; &#8232; &#xfeff; &#10; a".split(),
        *("<a href='https://a.example'>", "<div hidden>", " "),
    ]
)


@given(
    source=st.lists(PIECES | st.text(max_size=3)).map("".join),
    start=st.sampled_from(["<p>", "<html><body>"]),
)
def test_no_page_is_too_odd(source: str, start: str) -> None:
    with suppress(RefusedFileError):
        assert_is_sound(piece(start + source))
    assert pasted_piece(source, source) in {"", source}
