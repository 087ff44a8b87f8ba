"""HTML from elsewhere, brought down to the few elements that a rich text is made of.

Word, Google Docs and LibreOffice each have their own way to write a heading, a list and an
emphasis. What comes in by a sheet, a translator's file, a form without JavaScript or a shell goes
through `clean_pasted_html`; a paste into the editor goes through static/js/pasted_html.js first,
which rescues only what the editor would lose. The same samples hold both to the same result.
"""

import re
from dataclasses import dataclass, field, replace
from html import escape
from html.parser import HTMLParser
from typing import Any, Literal
from urllib.parse import SplitResult, parse_qs, urlsplit

import nh3

type Attributes = dict[str, str]

INLINE = {"a", "b", "strong", "i", "em", "span"}
BLOCKS = {
    *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li"),
    *("table", "tr", "th", "td", "caption", "pre", "dt", "dd", "section", "article", "address"),
}
# Reviewers' deletions go with the scripts: what somebody took out must not come back in public.
LEFT_OUT = {"script", "style", "title", "xml", "del", "noscript", "template", "svg", "math"}
# A well-formed tree without comments, unknown elements and scripts, but with what hints at sense.
well_formed = nh3.Cleaner(
    tags=INLINE | BLOCKS | {"br"},
    clean_content_tags=LEFT_OUT,
    attributes={
        "*": {"style", "class", "role", "aria-level"},
        "a": {"href", "title"},
        "ol": {"start", "type"},
        "th": {"colspan", "rowspan"},
        "td": {"colspan", "rowspan"},
    },
    link_rel=None,
)

# The addresses that these put before a link say who followed it, and to whom it was written.
REDIRECTS = {
    re.compile(r"(www\.)?google\.[a-z]{2,3}(\.[a-z]{2})?/url"): "q",
    re.compile(r"[\w.-]+\.safelinks\.protection\.outlook\.com/"): "url",
}
FOREIGN_LEVELS = re.compile(r'<h[12][ >]|<\w[^<>]*(?:"Mso(?:Heading[12]|Title)|role="heading")')
WORD_HEADING = re.compile(r"Mso(?:Heading([1-9])|Title)")
WORD_ITEM = re.compile(r"(\w+) level(\d)")
NUMBERED = re.compile(r"\d|\w[.)°-]")
# A single no-break space is French typography; several are somebody's indentation.
WHITE_SPACE = re.compile(r"\s{2,}|[^\S \u00a0\u202f]")


def clean_pasted_html(html: str) -> str:
    """The text as paragraphs, headings, lists, quotes and tables, with emphasis and links.

    Cleaning what is clean already changes nothing. The result still goes through the field's
    sanitiser, which alone decides what is safe.
    """
    text = well_formed.clean(html)
    reader = _Reader(foreign_levels=bool(FOREIGN_LEVELS.search(text)))
    reader.feed(text)
    reader.close()
    return reader.result()


def direct_link(href: str) -> str:
    """Where a link leads in the end, or nothing if not to the web, this site or a mailbox."""
    target: str | None = href
    while target is not None:
        target = target.strip()
        try:
            address = urlsplit(f"https://{target}" if target.startswith("www.") else target)
        except ValueError:
            return ""
        target = _redirected(address)
    if address.scheme in {"http", "https"}:
        return address.geturl() if address.netloc else ""
    on_this_site = not address.scheme and not address.netloc and address.path.startswith("/")
    return address.geturl() if on_this_site or address.scheme == "mailto" else ""


def _redirected(address: SplitResult) -> str | None:
    for redirect, name in REDIRECTS.items():
        if redirect.fullmatch(address.netloc + address.path):
            return next(iter(parse_qs(address.query).get(name, [])), None)
    return None


@dataclass(frozen=True)
class _Item:
    """A paragraph that Word means as an entry of a list."""

    list_id: str
    level: int


@dataclass(frozen=True)
class _Context:
    """What an element hands on to everything inside it."""

    link: str = ""
    bold: bool = False
    italic: bool = False
    heading: Literal["h3", "h4", ""] = ""
    item: _Item | None = None
    marker: bool = False  # the bullet or number that Word writes out
    hidden: bool = False

    @property
    def tags(self) -> tuple[str, ...]:
        emphasis = (self.bold and "<strong>", self.italic and "<em>")
        return tuple(tag for tag in (self.link, *emphasis) if tag)


@dataclass
class _Block:
    """A paragraph or heading while it is read."""

    context: _Context = _Context()
    marker: str = ""
    runs: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def inline(self) -> str:
        """Its text with emphasis and links, and no more white space than a page would show."""
        parts: list[str] = []
        opened: tuple[str, ...] = ()
        gap = ""
        for text, tags in self.runs:
            if not (words := text.strip()):
                gap += text
                continue
            gap += text[: text.index(words)]
            shared = 0
            while shared < min(len(opened), len(tags)) and opened[shared] == tags[shared]:
                shared += 1
            parts += map(_end, reversed(opened[shared:]))
            if parts:
                parts.append(WHITE_SPACE.sub(" ", gap))
            parts += (*tags[shared:], escape(WHITE_SPACE.sub(" ", words), quote=False))
            opened, gap = tags, text[len(text.rstrip()) :]
        return "".join((*parts, *map(_end, reversed(opened))))


@dataclass
class _Container:
    """A list, an entry, a quote, a table or a part of one: written with its first content."""

    tag: str
    attributes: Attributes = field(default_factory=dict)
    item: _Item | None = None  # of a list that Word wrote as paragraphs
    written: bool = False


class _Reader(HTMLParser):
    """Reads well-formed HTML and writes the same text in our own few elements."""

    def __init__(self, *, foreign_levels: bool) -> None:
        super().__init__()
        self.foreign_levels = foreign_levels
        self.context = _Context()
        # For each element being read: what holds again after it, and how many containers stay open.
        self.outer: list[tuple[_Context, int | None]] = []
        self.containers: list[_Container] = []
        self.block = _Block()
        self.written: list[str] = []

    def result(self) -> str:
        self.finish_block()
        self.leave(0)
        return "".join(self.written)

    # --- what is read ---

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "br":
            self.handle_data("\n")
            return
        if tag in BLOCKS:
            self.finish_block()
        if tag == "li":  # the entry before stays open until now: a list may follow it
            self.leave_word_lists()
            while self.inside("li"):
                self.leave(len(self.containers) - 1)
        outer, self.context = self.context, self.context_in(tag, attributes)
        depth = None
        match tag:
            case "ul" | "ol" | "blockquote":
                depth = self.enter(tag, attributes, "start", "type")
            case "li" if self.inside("ul", "ol"):
                depth = self.enter("li") + 1
            case "table":
                depth = self.enter("table")
                self.enter("tbody")
            case "tr":
                depth = self.enter("tr")
            case "th" | "td":
                depth = self.enter(tag, attributes, "colspan", "rowspan")
                self.write()  # an empty cell holds its place
        self.outer.append((outer, depth))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.finish_block()
        self.context, depth = self.outer.pop()
        if depth is not None:
            self.leave(depth)

    def handle_data(self, data: str) -> None:
        if self.context.hidden:
            return
        if self.context.marker:
            self.block.marker += data
            return
        self.block.context = self.context
        self.block.runs.append((data, self.context.tags))

    def context_in(self, tag: str, attributes: Attributes) -> _Context:
        """What holds inside this element: that of its parent, with its own meaning added."""
        style = _declarations(attributes.get("style", ""))
        list_style = style.get("mso-list", "")
        changes: dict[str, Any] = {}
        if tag == "a" and (address := direct_link(attributes.get("href", ""))):
            kept = {"href": address, "title": attributes.get("title", "").strip()}
            changes["link"] = _start("a", kept)
        looks = style
        if level := _heading_level(tag, attributes):
            outline = level if self.foreign_levels else level - 1
            changes["heading"] = "h3" if outline <= 2 else "h4"
            looks = {}  # are those of its level, and no emphasis
        elif tag == "p" and (found := WORD_ITEM.match(list_style)) and not self.context.heading:
            changes["item"] = _Item(found[1], int(found[2]))
        if (weight := looks.get("font-weight", "")) or tag in {"b", "strong"}:
            changes["bold"] = not weight or bool(re.fullmatch(r"bold(er)?|[5-9]00", weight))
        if (slope := looks.get("font-style", "")) or tag in {"i", "em"}:
            changes["italic"] = slope in {"", "italic", "oblique"}
        if list_style == "ignore" and self.context.item:
            changes["marker"] = True
        if (
            style.get("display") == "none"
            or style.get("mso-hide") == "all"
            or style.get("mso-element") == "comment-list"
            or "MsoCommentReference" in attributes.get("class", "")
        ):
            changes["hidden"] = True
        return replace(self.context, **changes) if changes else self.context

    # --- what is written ---

    def finish_block(self) -> None:
        """Writes the paragraph or heading read so far, unless it is blank."""
        block, self.block = self.block, _Block()
        if not (text := block.inline()):
            return
        if block.context.item:
            self.enter_word_list(block.context.item, block.marker.strip())
        else:
            self.leave_word_lists()
        tag = block.context.heading or "p"
        self.write(f"<{tag}>{text}</{tag}>")

    def write(self, html: str = "") -> None:
        if self.inside("ul", "ol"):
            self.open(_Container("li"))
        for container in self.containers:  # a table opens with its first cell, after its caption
            if not container.written and (not html or container.tag not in {"table", "tbody"}):
                self.written.append(_start(container.tag, container.attributes))
                container.written = True
        self.written.append(html)

    def inside(self, *tags: str) -> bool:
        return bool(self.containers) and self.containers[-1].tag in tags

    def enter(self, tag: str, attributes: Attributes | None = None, *kept: str) -> int:
        """Opens a container, and tells how many are open without it."""
        self.leave_word_lists()
        depth = len(self.containers)
        self.open(_Container(tag, {name: (attributes or {}).get(name, "") for name in kept}))
        return depth

    def open(self, container: _Container) -> None:
        if container.tag != "li" and self.inside("ul", "ol"):
            self.containers.append(_Container("li"))
        self.containers.append(container)

    def leave(self, depth: int) -> None:
        while len(self.containers) > depth:
            container = self.containers.pop()
            if container.written:
                self.written.append(f"</{container.tag}>")

    def enter_word_list(self, item: _Item, marker: str) -> None:
        """Opens and closes lists until the next entry stands at its level."""
        tag = "ol" if NUMBERED.search(marker) else "ul"
        while self.containers and (last := self.containers[-1].item):  # an entry, in its list
            if last.level < item.level:
                break
            self.leave(len(self.containers) - 1)
            if last == item and self.inside(tag):
                break
            self.leave(len(self.containers) - 1)
        if not self.inside("ul", "ol") or self.containers[-1].item != item:
            number = marker.rstrip(".)")
            start = {"start": number} if number.isdecimal() else {}
            self.open(_Container(tag, start, item))
        self.open(_Container("li", item=item))

    def leave_word_lists(self) -> None:
        while self.containers and self.containers[-1].item:
            self.leave(len(self.containers) - 1)


def _declarations(style: str) -> dict[str, str]:
    if not style:
        return {}
    pairs = (declaration.partition(":") for declaration in style.lower().split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _heading_level(tag: str, attributes: Attributes) -> int | None:
    if re.fullmatch(r"h[1-6]", tag):
        return int(tag[1])
    if found := WORD_HEADING.search(attributes.get("class", "")):
        return int(found[1] or 1)
    if attributes.get("role") == "heading":
        level = attributes.get("aria-level", "")
        return int(level) if re.fullmatch("[1-9]", level) else 2
    return None


def _start(tag: str, attributes: Attributes) -> str:
    """The start of an element; "1" is what each of our attributes means without being written."""
    values = [f' {name}="{escape(v)}"' for name, v in attributes.items() if v not in {"", "1"}]
    return f"<{tag}{''.join(values)}>"


def _end(start: str) -> str:
    return f"</{start[1:-1].partition(' ')[0]}>"
