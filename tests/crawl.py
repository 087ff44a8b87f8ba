"""Reading the whole portal as a visitor: every address that it has, every link on its pages."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from urllib.parse import quote_plus, urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kpcsc.foundation.translated_text import LANGUAGES
from kpcsc.takedown import addresses as takedown_addresses
from kpcsc.takedown.addresses import address

HOST = "http://testserver"
# Static files, which no view serves, and what is of no record. The desk, pages that are one
# person's alone, and that on which a meeting is run have tests of their own.
OUTSIDE = re.compile(r"/(?:static/|admin/|healthz|(?:fr|en)/(?:sign-in/|my/|meetings/[^/]+/run/))")
LINK = re.compile(r"""\b(?:href|src|action)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
UNDECIDED = re.compile(r'<(?:xhtml:)?link rel="alternate" hreflang="x-default"[^>]*>')
SELECT = re.compile(r'<select[^>]* name="(\w+)".*?</select>', re.DOTALL)
OPTION = re.compile(r'<option value="([^"]+)"')


# What the portal itself knows, and the page of letters, which a demonstration alone has.
ADDRESSES = takedown_addresses.ADDRESSES | {"outbox": lambda: [()]}


def named_patterns() -> list[tuple[str, str]]:
    """The route and the name of each address outside the admin; the name is empty if it has none.

    A name in a namespace is given as `reverse` wants it.
    """
    return [(route, name) for route, name in all_patterns() if not OUTSIDE.match(f"/{route}")]


def all_patterns() -> list[tuple[str, str]]:
    """The same, the admin included."""
    return list(_patterns(get_resolver().url_patterns, "", ""))


def _patterns(
    patterns: Iterable[URLPattern | URLResolver], route: str, namespace: str
) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _patterns(pattern.url_patterns, here, inner)
        else:
            yield here, f"{namespace}{pattern.name}" if pattern.name else ""


def addresses() -> list[str]:
    """Every address that ADDRESSES makes, in both languages, and the one without a language."""
    found = [
        address(name, *arguments, language=language)
        for language in LANGUAGES
        for name, rows in ADDRESSES.items()
        for arguments in rows()
    ]
    return list(dict.fromkeys(["/", *found]))


def searches(
    *queries: str,
    languages: Iterable[str] = LANGUAGES,
    among: Iterable[str] = ("search", "meeting_list"),
) -> list[str]:
    """The addresses of these searches, in all records and in the list of meetings."""
    return [
        f"{address(name, language=language)}?q={quote_plus(query)}"
        for language in languages
        for name in among
        for query in queries
    ]


@dataclass(frozen=True)
class Page:
    """What came back from one address."""

    address: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    cookies: tuple[str, ...]

    @property
    def answer(self) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
        """All that a visitor is told."""
        return self.status, self.headers, self.body

    @cached_property
    def source(self) -> str:
        """The body; long lines of a calendar put together again (RFC 5545, 3.1)."""
        return self.body.decode(errors="replace").replace("\r\n ", "")

    @cached_property
    def text(self) -> str:
        """Headers and body as they are read, by a person or a program."""
        lines = [f"{name}: {value}" for name, value in self.headers]
        return "\n".join([*lines, unescape(self.source)])

    @cached_property
    def links(self) -> list[str]:
        """The other addresses on this host that the page leads to, outside the admin.

        Links, forms, and whole addresses wherever they stand: in structured data, sitemap,
        calendar, robots.txt. Not that to the page in no language, which only sends on.
        """
        source = UNDECIDED.sub("", self.source)
        found = [unescape(one or other) for one, other in LINK.findall(source)]
        found += re.findall(rf"{HOST}[^\s\"'<>]*", unescape(source))
        found += [value for name, value in self.headers if name == "Location"]
        whole = (urldefrag(urljoin(HOST + self.address, link)).url for link in found)
        local = (link.removeprefix(HOST) or "/" for link in whole if link.startswith(HOST))
        others = dict.fromkeys(link for link in local if link != self.address)
        return [link for link in others if not OUTSIDE.match(link)]

    @cached_property
    def options(self) -> dict[str, list[str]]:
        """The values that each drop-down list offers, "All" apart, by the list's name."""
        return {
            select[1]: [unescape(value) for value in OPTION.findall(select[0])]
            for select in SELECT.finditer(self.source)
        }

    def choices(self, at_most: int | None) -> list[str]:
        """The addresses that the page's form leads to with one choice, so many of each list."""
        path = urlsplit(self.address).path
        return [
            f"{path}?{name}={quote_plus(value)}"
            for name, values in self.options.items()
            for value in values[:at_most]
        ]

    def names(self, names: re.Pattern[str]) -> list[str]:
        """Those of the names (see `whole_words`) that are found, each once."""
        return sorted(set(names.findall(self.text)))


def whole_words(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the names as whole words, case kept; without names, for nothing."""
    longest_first = sorted({name for name in names if name}, key=len, reverse=True)
    any_name = "|".join(map(re.escape, longest_first)) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{any_name})(?!\w)")


def visit(client: Client, address: str) -> Page:
    """The answer to one GET, redirections not followed."""
    response = client.get(address)
    return Page(
        address=address,
        status=response.status_code,
        headers=tuple(sorted(response.headers.items())),
        body=response.getvalue(),
        cookies=tuple(response.cookies),
    )


def crawl(client: Client, *more: str, choices: int | None = None) -> dict[str, Page]:
    """Every address of the portal and `more`, and all that their pages lead to, by address.

    Filters are tried with each of their choices, one at a time; `choices` limits how many of each
    list, for a quicker look.
    """
    waiting = deque([*addresses(), *more])
    pages: dict[str, Page] = {}
    while waiting:
        here = waiting.popleft()
        if here not in pages:
            page = pages[here] = visit(client, here)
            waiting.extend([*page.links, *page.choices(choices)])
    return pages
