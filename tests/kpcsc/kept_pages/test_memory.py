"""The codings of a page, and how many pages are kept; no database."""

import gzip
import re

import brotli
import pytest

from kpcsc.kept_pages import memory
from kpcsc.kept_pages.memory import KeptPage, KeptPages, best_encoding, etag_of

TEXT = b"Il est temps de parler des diamants. " * 200


def make_page(content: bytes = TEXT) -> KeptPage:
    return KeptPage.of(content, {"Content-Type": "text/html"})


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.0 , gzip;q=0.000", ""),
        ("br;q=0.1, gzip;q=1.0", "br"),
        ("gzip;q=", ""),
        ("identity", ""),
        ("*", ""),
        ("xgzip, brotli", ""),
        ("", ""),
    ],
)
def test_a_browser_gets_the_smallest_coding_that_it_takes(accepted: str, encoding: str) -> None:
    assert best_encoding(accepted) == encoding


def test_each_coding_holds_the_page() -> None:
    page = make_page()
    assert page.content == TEXT
    assert gzip.decompress(page.encoded("gzip")) == TEXT
    assert brotli.decompress(page.encoded("br")) == TEXT
    assert page.encoded("") == TEXT
    assert page.encoded("br") is page.encoded("br")  # made once
    assert len(page.encoded("br")) < len(page.encoded("gzip")) < len(TEXT)


def test_the_same_bytes_have_the_same_tag() -> None:
    assert etag_of(TEXT) == etag_of(bytes(TEXT))
    assert etag_of(TEXT + b".") != etag_of(TEXT)
    assert re.fullmatch(r'W/"[0-9a-f]{32}"', etag_of(TEXT))


def test_the_oldest_go_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    page = make_page()
    monkeypatch.setattr(memory, "MOST_BYTES", 3 * page.size)
    pages = KeptPages()
    for address in ("/1", "/2", "/3", "/1", "/4"):
        pages.keep(address, page)
    assert [address for address in ("/1", "/2", "/3", "/4") if pages.get(address)] == [
        *("/1", "/3", "/4")
    ]


def test_a_page_larger_than_the_memory_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_BYTES", 10)
    pages = KeptPages()
    pages.keep("/", make_page())
    assert pages.get("/") is None
