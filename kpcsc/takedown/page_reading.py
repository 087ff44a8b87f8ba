"""Reading the portal's pages over HTTP, as anybody would, and looking for names in them."""

import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import escape
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from io import BytesIO
from urllib.parse import parse_qs, quote_plus, unquote, urlsplit

from meetings.documents.kinds import KINDS
from meetings.withholding.file_texts import text_of_file
from organisations.names_in_texts.mentions import NameIndex

READERS_AT_ONCE = 2  # the server answers others meanwhile
SECONDS_TO_WAIT = 20
MOST_BYTES = 60_000_000
# What the headers of an answer may name somebody in.
READ_HEADERS = ("Location", "Content-Disposition", "Link")
MEDIA_TYPES = {kind.media_type.partition(";")[0]: kind.key for kind in KINDS.values()}
STYLESHEET = re.compile(r"<style>.*?</style>", re.DOTALL)  # a third of a page, and no text
# A sign as JSON may write it; not half a sign.
ESCAPED = re.compile(r"\\u(?!d[89a-f])([0-9a-f]{4})", re.IGNORECASE)
ANSWERS = {200, 301, 302, 303, 307, 308, 400, 403, 404, 405, 410}

# Words that name somebody, each with the sentence around them.
type Named = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PageToRead:
    """An address, and the cookie of whoever reads it; none where a stranger does."""

    path: str
    cookie: str = ""


@dataclass(frozen=True)
class ReadPage:
    """What reading a page came to: the words and sentences that name somebody in it."""

    page: PageToRead
    named: Named = ()
    is_answered: bool = True
    is_readable: bool = True
    status: int = 0


def read_pages(base: str, pages: Sequence[PageToRead], index: NameIndex) -> list[ReadPage]:
    """The pages of the portal at an address, each read once, in their order."""
    with ThreadPoolExecutor(READERS_AT_ONCE) as threads:
        shares = [pages[number::READERS_AT_ONCE] for number in range(READERS_AT_ONCE)]
        read = [threads.submit(_read_share, base, share, index) for share in shares]
        found = {one.page: one for future in read for one in future.result()}
    return [found[page] for page in pages]


def _read_share(base: str, pages: Iterable[PageToRead], index: NameIndex) -> list[ReadPage]:
    connection = connect(base)
    try:
        return [_read_page(connection, page, index) for page in pages]
    finally:
        connection.close()


def connect(base: str) -> HTTPConnection:
    """A connection to the server at an address, which is made when something is asked."""
    server = urlsplit(base)
    kind = HTTPSConnection if server.scheme == "https" else HTTPConnection
    return kind(server.hostname or "", server.port, timeout=SECONDS_TO_WAIT)


def _read_page(connection: HTTPConnection, page: PageToRead, index: NameIndex) -> ReadPage:
    headers = {"Accept-Language": "fr"}  # and nothing that tells a log who reads
    if page.cookie:
        headers["Cookie"] = page.cookie
    try:
        connection.request("GET", page.path, headers=headers)
        answer = connection.getresponse()
        body = answer.read(MOST_BYTES)
    except (OSError, HTTPException):
        connection.close()
        return ReadPage(page, is_answered=False)
    if answer.status not in ANSWERS:
        return ReadPage(page, is_answered=False, status=answer.status)
    said = "\n".join(unquote(value) for name in READ_HEADERS if (value := answer.headers.get(name)))
    media_type = answer.headers.get_content_type().lower()
    kind = MEDIA_TYPES.get(media_type)
    is_readable = True
    if kind and media_type != "text/plain":
        file = text_of_file(BytesIO(body), kind)
        named, is_readable = _named_in_file(f"{said}\n{file.text}", index), file.is_whole
    elif media_type.startswith("text/") or media_type.endswith(("json", "xml")):
        text = f"{said}\n{_text_of_page(body, media_type, page.path)}"
        named = _named_in(text, index, is_html=media_type.endswith(("html", "xml")))
    else:
        named, is_readable = _named_in(said, index), False
    return ReadPage(page, named, is_readable=is_readable, status=answer.status)


def _named_in(text: str, index: NameIndex, *, is_html: bool = False) -> Named:
    """The words that name somebody, each once, with the sentence around them."""
    found = {mention.words: mention.sentence for mention in index.mentions_in(text, is_html)}
    return tuple(found.items())


def _named_in_file(text: str, index: NameIndex) -> Named:
    """The same of a file, in which letters may stand apart: then it is not known how."""
    return _named_in(text, index) or ((("…", ""),) if index.subjects_in(text) else ())


def _text_of_page(body: bytes, media_type: str, path: str) -> str:
    """What a page says, without its stylesheet, and with escaped signs as they are read."""
    text = body.decode(errors="replace").replace("\r\n ", "")  # lines of a calendar, made whole
    text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), STYLESHEET.sub("", text))
    if media_type == "text/calendar":
        text = text.replace("\\", "")  # RFC 5545, 3.3.11
    return _without_own_question(text, path)


def _without_own_question(text: str, path: str) -> str:
    """The page of a search without the words that were searched for, which it repeats."""
    for question in parse_qs(urlsplit(path).query).get("q", []):
        for written in (escape(question), question, quote_plus(question)):
            text = text.replace(written, "")
    return text
