"""Rich text as its reader sees it, with the places of each letter in the HTML."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

TOKEN = re.compile(
    r"""<(?P<name>/?[a-zA-Z][a-zA-Z0-9]*)(?P<rest>(?:[^<>"']|"[^"]*"|'[^']*')*)>|<!--.*?-->"""
    r"""|(?P<entity>&(?:\#\d+|\#[xX][0-9a-fA-F]+|\w+);)|(?P<text>[^<&]+|[<&])""",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"""\s+(?P<name>[^\s=>/"']+)\s*=\s*(?:"(?P<one>[^"]*)"|'(?P<two>[^']*)')""")
# Whatever else stands in a line of text does not part the words on both sides of it.
INLINE = frozenset(
    "a abbr b bdi bdo cite code del em i ins kbd mark q s small span strong sub sup u wbr".split()
)


@dataclass(frozen=True)
class Attribute:
    """An attribute of a tag: its place, with the blank before it, and its value as it is read."""

    start: int
    end: int
    value: str


@dataclass(frozen=True)
class Tag:
    """A tag that has attributes."""

    attributes: tuple[Attribute, ...]


@dataclass(frozen=True)
class Stretch:
    """A stretch of text: where it begins in the plain text, and where it stands in the source."""

    plain_start: int
    length: int
    start: int
    end: int


@dataclass(frozen=True)
class MarkedText:
    """A text without its tags, and where each stretch of it stands in the source."""

    plain: str
    stretches: tuple[Stretch, ...]
    tags: tuple[Tag, ...] = ()

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The places in the source of a part of the plain text; an entity is never cut in two."""
        first = bisect_right(self.stretches, start, key=lambda one: one.plain_start) - 1
        for one in self.stretches[first:]:
            if one.plain_start >= end:
                break
            cut_start, cut_end = one.start, one.end
            if cut_end - cut_start == one.length:
                cut_start += max(start - one.plain_start, 0)
                cut_end = one.start + min(end - one.plain_start, one.length)
            if cut_start < cut_end:
                yield cut_start, cut_end


def read_plain(text: str) -> MarkedText:
    """A text without tags."""
    return MarkedText(text, (Stretch(0, len(text), 0, len(text)),))


def read_html(html: str) -> MarkedText:
    """A text with tags, as the sanitiser leaves it; what is no tag is text."""
    texts: list[str] = []
    stretches: list[Stretch] = []
    tags: list[Tag] = []
    length = 0
    for token in TOKEN.finditer(html):
        text, start, end = token[0], token.start(), token.end()
        if token["entity"]:
            text = unescape(text)
        elif not token["text"]:
            tags += _tag(token) if token["name"] else []
            text, end = _between((token["name"] or "").lstrip("/").lower()), start
        texts.append(text)
        stretches.append(Stretch(length, len(text), start, end))
        length += len(text)
    return MarkedText("".join(texts), tuple(stretches), tuple(tags))


def _between(tag: str) -> str:
    """What a tag puts between the words on both sides of it."""
    if tag in INLINE or not tag:
        return ""
    return "\n" if tag == "br" else "\n\n"


def _tag(token: re.Match[str]) -> list[Tag]:
    attributes = [
        Attribute(
            token.start("rest") + found.start(),
            token.start("rest") + found.end(),
            unescape(found["one"] if found["one"] is not None else found["two"]),
        )
        for found in ATTRIBUTE.finditer(token["rest"])
    ]
    return [Tag(tuple(attributes))] if attributes else []
