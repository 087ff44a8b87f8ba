"""Pages in memory: compressed bytes, of one revision of the records."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256

import brotli

from kpcsc.foundation.site_revision import Revision

MOST_BYTES = 16_000_000  # of the pages that one process keeps: some thousand
OVERHEAD = 2_000  # bytes of a page beside its text: headers, address, objects


@lru_cache(100)
def best_encoding(accepted: str) -> str:
    """The content coding for an Accept-Encoding header: br, gzip, or "" for none of them.

    A coding with a weight of 0 is refused (RFC 9110, section 12.4.2).
    """
    asked = (part.replace(" ", "").partition(";q=") for part in accepted.lower().split(","))
    taken = {coding for coding, is_weighed, weight in asked if not is_weighed or weight.strip("0.")}
    return next((coding for coding in ("br", "gzip") if coding in taken), "")


def etag_of(content: bytes) -> str:
    """The tag of a page's bytes: a weak one, which holds for all its codings (RFC 9110, 8.8.1)."""
    return f'W/"{sha256(content).hexdigest()[:32]}"'


@dataclass(frozen=True)
class KeptPage:
    """A page in each coding, made once: with gzip when it is kept, with Brotli when somebody asks
    for it again, for that takes as long as making the page."""

    headers: Mapping[str, str]  # those that all codings share
    gzip: bytes

    @classmethod
    def of(cls, content: bytes, headers: Mapping[str, str]) -> "KeptPage":
        """Keeps a page of this content."""
        return cls(headers, gzip.compress(content, mtime=0))

    @cached_property
    def br(self) -> bytes:
        """The page as Brotli has it, at its best."""
        return brotli.compress(self.content)

    @property
    def content(self) -> bytes:
        """The page as it was made, for whoever takes nothing else: programs, hardly a browser."""
        return gzip.decompress(self.gzip)

    @property
    def size(self) -> int:
        """The bytes that it takes at most, Brotli's being fewer than those of gzip."""
        return 2 * len(self.gzip) + OVERHEAD

    def encoded(self, encoding: str) -> bytes:
        """The page in a coding of `best_encoding`."""
        return getattr(self, encoding or "content")


@dataclass
class KeptPages:
    """The pages of one revision; past MOST_BYTES, the oldest go."""

    revision: Revision | None = None
    _pages: dict[str, KeptPage] = field(default_factory=dict)
    _size: int = 0

    def get(self, address: str) -> KeptPage | None:
        """The page at an address, if it is kept."""
        return self._pages.get(address)

    def keep(self, address: str, page: KeptPage) -> None:
        """Keeps a page at an address."""
        self._remove(address)
        self._pages[address] = page
        self._size += page.size
        while self._size > MOST_BYTES:
            self._remove(next(iter(self._pages)))

    def _remove(self, address: str) -> None:
        if page := self._pages.pop(address, None):
            self._size -= page.size
