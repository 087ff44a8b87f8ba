"""What a first visit weighs, and whether a page asks for anything besides itself."""

import base64
import gzip
import hashlib
import re
import socket
from collections import defaultdict
from dataclasses import dataclass
from email.message import Message
from html.parser import HTMLParser
from http.client import parse_headers
from io import BytesIO
from urllib.parse import urlsplit

from tests.benchmarks.processes import Server, gunicorn
from tests.benchmarks.report import MeasurementError, at_most, heading

MOST_BYTES = 14_000
MORE_PATHS = {  # pages that no sitemap names, with the status that they answer
    "/search/?q=diamants": 200,
    "/meetings/?year=2021&country=cd&q=mine": 200,
    "/meetings/?year=never": 400,
    "/meetings/?page=99": 404,
    "/no-such-page/": 404,
}
LOADING_RELS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest"}
LOADING_RELS |= {"preconnect", "dns-prefetch", "apple-touch-icon"}
LOADING_ATTRIBUTES = {"src", "srcset", "poster", "background", "data", "xlink:href"}
CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
DATA_TYPES = {"application/ld+json", "application/json"}


@dataclass
class Page:
    """A page as it was served."""

    path: str
    bytes: int  # headers and compressed body
    requests: list[str]  # what a browser would load by itself
    unhashed: list[str]  # inline styles and scripts that the security policy blocks

    @property
    def language(self) -> str:
        return self.path[1:3]

    @property
    def kind(self) -> str:
        """The page's address without its language and without a record's own part."""
        return re.sub(r"(?<=[a-z]/)[^/?]+/$", "…", self.path[4:]) or "home"


class Inspector(HTMLParser):
    """Collects what a browser would load by itself, and what is inline."""

    def __init__(self, policy: str) -> None:
        super().__init__()
        self.policy = policy
        self.requests: list[str] = []
        self.unhashed: list[str] = []
        self.inline: str | None = None  # the element's name
        self.content = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.requests += [given[name] for name in LOADING_ATTRIBUTES & given.keys()]
        rels = set(given.get("rel", "").lower().split())
        if tag in {"use", "image", "feimage"} or (tag == "link" and rels & LOADING_RELS):
            self.requests.append(given.get("href", ""))
        self.requests += css_addresses(" ".join(given.values()))
        self.unhashed += [f'{tag} {name}="…"' for name in given if re.match(r"style$|on", name)]
        self.unhashed += [value for value in given.values() if value.startswith("javascript:")]
        is_script = tag == "script" and given.get("type", "") not in DATA_TYPES
        self.inline = tag if tag == "style" or (is_script and "src" not in given) else None

    def handle_data(self, data: str) -> None:
        self.content += data if self.inline else ""

    def handle_endtag(self, tag: str) -> None:
        if self.inline:
            digest = base64.b64encode(hashlib.sha256(self.content.encode()).digest()).decode()
            directive = re.search(rf"{self.inline}-src ([^;]*)", self.policy)
            if directive is None or f"'sha256-{digest}'" not in directive[1].split():
                self.unhashed.append(f"<{self.inline}>{self.content[:60]}")
            self.requests += css_addresses(self.content) if self.inline == "style" else []
        self.inline, self.content = None, ""


def css_addresses(text: str) -> list[str]:
    """The addresses in url() and @import."""
    return [address for found in CSS_ADDRESS.findall(text) for address in found if address]


def fetch(server: Server, path: str, expected: int) -> tuple[int, Message, str]:
    """The bytes of an answer on the wire, its headers and its text."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n"
            "Accept: text/html\r\nConnection: close\r\n\r\n".encode()
        )
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    status_line, _, fields = head.partition(b"\r\n")
    headers = parse_headers(BytesIO(fields + b"\r\n\r\n"))
    if f" {expected} ".encode() not in status_line:
        raise MeasurementError(f"{path} answered {status_line.decode(errors='replace')}")
    if headers["Content-Encoding"] == "gzip":
        body = gzip.decompress(body)
    return len(answer), headers, body.decode()


def inspect(server: Server, path: str, expected: int = 200) -> Page:
    """Fetches a page and looks through it."""
    size, headers, text = fetch(server, path, expected)
    inspector = Inspector(headers["Content-Security-Policy"] or "")
    inspector.feed(text)
    loaded = [url for url in inspector.requests if not url.startswith(("data:", "#"))]
    return Page(path, size, loaded, inspector.unhashed)


def public_pages() -> list[Page]:
    """Every public page of the records there are, the largest first."""
    with gunicorn("kpcsc.wsgi", "/fr/") as (server, _seconds):
        sitemap = fetch(server, "/sitemap.xml", 200)[2]
        paths = [urlsplit(address).path for address in re.findall(r"<loc>(.*?)</loc>", sitemap)]
        if not paths:
            raise MeasurementError("the sitemap is empty")
        pages = [inspect(server, path) for path in paths]
        for language in ("fr", "en"):
            pages += [
                inspect(server, f"/{language}{path}", MORE_PATHS[path]) for path in MORE_PATHS
            ]
    return sorted(pages, key=lambda page: -page.bytes)


def one_of_each_kind(pages: list[Page]) -> list[str]:
    """The path of the largest French page of each kind."""
    return list(
        {page.kind: page.path for page in reversed(pages) if page.language == "fr"}.values()
    )


def print_sizes(pages: list[Page]) -> None:
    """The tables of sizes and of what pages ask for."""
    heading(f"Bytes of {len(pages)} pages as served, headers + HTML + CSS: the ten largest")
    for page in pages[:10]:
        at_most(page.path, page.bytes, MOST_BYTES, f"{page.bytes}")
    heading("The largest of each kind, French and English")
    kinds: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        kinds[page.kind].append(page)
    for kind, found in sorted(kinds.items()):
        largest = {code: max(p.bytes for p in found if p.language == code) for code in ("fr", "en")}
        figure = f"fr {largest['fr']}, en {largest['en']}"
        at_most(f"{kind} ({len(found)})", max(largest.values()), MOST_BYTES, figure)
    heading("What all of them ask for")
    requests = [url for page in pages for url in page.requests]
    elsewhere = [url for url in requests if urlsplit(url).netloc]
    unhashed = [text for page in pages for text in page.unhashed]
    for what, texts in {
        "requests besides the page itself": requests,
        "requests to other hosts": elsewhere,
        "inline styles and scripts without a hash": unhashed,
    }.items():
        at_most(what, len(texts), 0, ", ".join([str(len(texts)), *sorted(set(texts))[:5]]))
