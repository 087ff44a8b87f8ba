"""Reading a page as anybody would: its words, headers and files, and what is no answer."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from kpcsc.takedown.page_reading import PageToRead, ReadPage, read_pages
from organisations.names_in_texts.mentions import NameIndex
from organisations.names_in_texts.names import ORGANISATION, KnownSubject, Subject
from tests.meetings.report_import.reading.samples import pdf_of

ZELA = NameIndex(
    [
        KnownSubject(
            Subject(ORGANISATION, 1),
            ("Zimbabwe Environmental Law Association", "ZELA"),
            ("organisations/zela", "https://www.zela.example"),
        )
    ]
)
type Answer = tuple[int, dict[str, str], bytes]
type Read = Callable[..., ReadPage]


@pytest.fixture
def read() -> Iterator[Read]:
    """Reads one page of a server that gives this answer to whatever is asked."""
    answers: list[Answer] = []
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, headers, body = answers[-1]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()

    def answer(
        body: str | bytes = "", *, path: str = "/", status: int = 200, **headers: str
    ) -> ReadPage:
        content = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answers.append((status, {"Content-Type": "text/html; charset=utf-8"} | named, content))
        (page,) = read_pages(f"http://127.0.0.1:{server.server_port}", [PageToRead(path)], ZELA)
        return page

    yield answer
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>Avec ZELA.</p>", "ZELA"),
        ("<p>Avec Z<b>EL</b>A.</p>", "ZELA"),
        ("<p>Zimbabwe&nbsp;Environmental Law <i>Association</i></p>", None),
        ('<a href="/fr/organisations/zela/">x</a>', "/fr/organisations/zela/"),
        ('<a href="https://zela.example/a">x</a>', "https://zela.example/a"),
        ('<img alt="Logo: ZELA">', "Logo: ZELA"),
        ('<script type="application/ld+json">{"name": "ZELA"}</script>', "ZELA"),
    ],
)
def test_a_name_is_found_wherever_it_stands(read: Read, body: str, words: str | None) -> None:
    (found,) = read(body).named
    assert words is None or found[0] == words


def test_a_page_without_it_is_clean(read: Read) -> None:
    page = read("<style>.zela{content:'ZELA'}</style><p>Zelateur. Zimbabwe.</p>")
    assert (page.named, page.is_answered, page.is_readable) == ((), True, True)


def test_headers_are_read_too(read: Read) -> None:
    assert read("", status=302, Location="/fr/organisations/zela/").named
    assert read("", status=302, Location="/%5AELA/").named
    assert read("", Content_Disposition="attachment; filename*=UTF-8''Z%45LA.pdf").named
    assert read("", Content_Disposition='attachment; filename="ZELA.pdf"').named


def test_so_are_calendars_with_their_long_lines_data_and_files(read: Read) -> None:
    assert read("SUMMARY:Avec ZE\r\n LA", Content_Type="text/calendar").named
    assert read("SUMMARY:Law\\, ZELA", Content_Type="text/calendar").named
    assert read('{"a": "ZELA"}', Content_Type="application/json").named
    assert read('{"a": "Z\\u0045LA"}', Content_Type="application/json").named
    assert read("<loc>Z&#69;LA</loc>", Content_Type="application/xml").named
    assert read("a;ZELA", Content_Type="text/csv").named
    assert read(pdf_of(["Avec ZELA."]), Content_Type="application/pdf").named
    assert not read(pdf_of(["Sans elle."]), Content_Type="application/pdf").named
    apart = pdf_of(["Zimbabwe Envi ronmen tal Law Asso ciation"])
    assert read(apart, Content_Type="application/pdf").named == (("…", ""),)
    # Also where a part of the file is a picture.
    partly = read(pdf_of(["Avec ZELA."], drawing="/Im0 Do"), Content_Type="application/pdf")
    assert (bool(partly.named), partly.is_readable) == (True, False)


@pytest.mark.parametrize("media_type", ["image/png", "audio/mpeg", "application/octet-stream"])
def test_what_no_program_reads_is_said_to_be_so(read: Read, media_type: str) -> None:
    assert not read(b"\x89PNG", Content_Type=media_type).is_readable
    assert not read(pdf_of(drawing="/Im0 Do"), Content_Type="application/pdf").is_readable


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_an_error_is_no_answer(read: Read, status: int) -> None:
    assert not read("<p>Erreur</p>", status=status).is_answered


@pytest.mark.parametrize("status", [200, 302, 404])
def test_a_page_that_is_not_there_is_read_all_the_same(read: Read, status: int) -> None:
    assert read("<p>ZELA</p>", status=status).named


def test_nobody_there_is_no_answer() -> None:
    pages = [PageToRead("/a"), PageToRead("/b"), PageToRead("/c")]
    read = read_pages("http://127.0.0.1:9", pages, ZELA)
    assert [(one.page, one.is_answered) for one in read] == [(page, False) for page in pages]


def test_the_page_of_a_search_repeats_the_question_which_names_nobody(read: Read) -> None:
    form = '<input value="{0}"><p>Rien sous « {0} ».</p><a href="/en/search/?q={0}">English</a>'
    path = "/fr/search/?q=ZELA"
    assert not read(form.format("ZELA"), path=path).named
    # A hit leads to its page, which is found whatever was asked.
    assert read(f'{form.format("ZELA")}<a href="/fr/organisations/zela/">ZELA</a>', path=path).named
