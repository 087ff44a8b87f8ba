"""Reading HTML: saved pages, and pieces of them."""

import re
from collections.abc import Iterator
from itertools import islice

from meetings.report_import.reading.lines import FormattedLine, Run, document_of, has_letters
from meetings.report_import.reading.main_text import main_text
from meetings.report_import.reading.refusals import too_intricate
from meetings.report_import.reading.trees import Element, ElementRole, walk
from meetings.report_parser.source import BlockKind, SourceDocument

UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
IS_SOURCE = re.compile(
    r"\s*(<\?xml\b[^>]*>\s*)?(<!--.*?-->\s*)*"
    r"<(!doctype\s+html|(html|head|body|meta|p|div|h[1-6]|ul|ol|table|article|main|section|span)\b)",
    re.IGNORECASE | re.DOTALL,
)
HAS_TAG = re.compile(r"</?[a-z][a-z0-9]*\b[^<]{0,1000}>", re.IGNORECASE)
VALUE = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
TAG = re.compile(rf"<[a-z](?:{VALUE.pattern}|[^>])*+", re.IGNORECASE)
MOST_ATTRIBUTES = 1000  # of an element
IS_PAGE = re.compile(r"<(!doctype|html|head|body)\b", re.IGNORECASE)
OFFICE_PROGRAMS = re.compile(r"microsoft word|libreoffice|openoffice", re.IGNORECASE)

NEVER_SEEN = set(
    "script style template noscript title meta link svg iframe object embed audio video canvas "
    "select datalist textarea button rp xml dialog map".split()
)
WITHDRAWN = {"del", "s", "strike"}
BLOCKS = set(
    "p div ul ol dl dt dd table thead tbody tfoot caption body html article main section header "
    "footer nav aside address blockquote figure figcaption form fieldset legend details summary "
    "hr center list quote hgroup search menu dir".split()
)
# The last is trafilatura’s; in HTML, nothing that is seen stands in one of that name.
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "head"}
ROLES = (
    dict.fromkeys(NEVER_SEEN | WITHDRAWN, ElementRole.LEFT_OUT)
    | dict.fromkeys(HEADINGS, ElementRole.HEADING)
    | dict.fromkeys(("li", "item"), ElementRole.ITEM)
    | dict.fromkeys(("br", "lb"), ElementRole.BREAK)
    | dict.fromkeys(("tr", "row"), ElementRole.ROW)
    | dict.fromkeys(("td", "th", "cell"), ElementRole.CELL)
    | dict.fromkeys(("pre", "listing"), ElementRole.VERBATIM)
    | dict.fromkeys(BLOCKS, ElementRole.BLOCK)
)
HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|mso-(list|element)\s*:\s*(ignore|comment-list)"
    r"|mso-(foot|end)note-id",  # the mark of a note, which sticks to words
    re.IGNORECASE,
)
MARKS = {  # of notes and comments, by the classes of Word and LibreOffice
    *("MsoCommentReference", "sdfootnoteanc", "sdfootnotesym", "sdendnoteanc", "sdendnotesym"),
}
WEIGHT = re.compile(r"font-weight\s*:\s*(\w+)", re.IGNORECASE)
BOLD_WEIGHTS = {"bold", "bolder", "600", "700", "800", "900"}
WORD_ITEM = re.compile(r"mso-list\s*:\s*l\d", re.IGNORECASE)

AROUND_THE_TEXT = ("nav", "aside", "header", "footer", "form")
ROLES_AROUND_THE_TEXT = {
    *("navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog"),
}
BEFORE_THE_SITE = re.compile(r"(.*\S)\s+(?:\||–|—|-|·|»)\s+\S[^|]*", re.DOTALL)
LEAST_FOUND = 0.8  # of the main text's lines, among those of the page
MOST_TITLES = 50  # looked at
LINES_ABOVE_A_TITLE = 10  # dates and the like


class Html:
    """What the elements of HTML mean, and those of trafilatura, which has its own for some."""

    def role(self, element: Element) -> ElementRole:
        """By its name, and by what Word and those who hide something write of it."""
        style = element.get("style") or ""
        if "hidden" in element.attrib or HIDDEN.search(style) or element.get("class") in MARKS:
            return ElementRole.LEFT_OUT
        if element.tag == "p":
            if element.get("class") == "MsoTitle":
                return ElementRole.HEADING
            if WORD_ITEM.search(style):
                return ElementRole.ITEM
        return ROLES.get(element.tag, ElementRole.INLINE)

    def is_bold(self, element: Element) -> bool | None:
        """By its name, or by its style, which may as well take its weight away."""
        if weight := WEIGHT.search(element.get("style") or ""):
            return weight[1].lower() in BOLD_WEIGHTS
        is_bold = element.tag in {"b", "strong"} or element.get("rend") == "#b"
        return True if is_bold else None

    def stands_for(self, element: Element) -> str:
        """Nothing: all blanks of HTML are in its text."""
        return ""


def is_source(text: str) -> bool:
    """Whether a text is plainly the source of a page, or of a piece of one."""
    return bool(IS_SOURCE.match(text))


def has_tags(text: str) -> bool:
    """Whether there is a tag anywhere in a text."""
    return bool(HAS_TAG.search(text))


def read_page(text: str) -> SourceDocument:
    """The main text of a page, or all the text of a piece of one. Raises RefusedFileError."""
    tree = parsed(text)
    if tree is None:
        return document_of([])
    if not IS_PAGE.search(text) or _is_of_an_office_program(tree):
        return document_of(_without_surroundings(tree) or _whole(text))
    headline = _headline(tree)
    found = main_text(tree)
    main = [] if found is None else list(walk(found, Html()))
    lines = _without_surroundings(tree)
    # A page of which the main text was missed says far more than what was found.
    if _length(main) * 5 >= _length(lines):
        lines = _with_headings(main, lines)
    return document_of(_with_headline(lines or _whole(text), headline))


def _whole(text: str) -> list[FormattedLine]:
    """All the lines of a page."""
    tree = parsed(text)
    if tree is None:
        return []
    return list(walk(tree, Html()))


def parsed(text: str) -> Element | None:
    """The tree of a page; None where there is nothing in it. It fetches nothing.

    Raises RefusedFileError for a page that would take minutes.
    """
    from lxml import etree, html  # type: ignore[import-untyped] # noqa: PLC0415 (reports alone)

    if any(map(_has_too_many_attributes, TAG.finditer(text))):
        raise too_intricate()
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    content = UNREADABLE.sub("", text).encode()
    try:
        return html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _has_too_many_attributes(tag: re.Match[str]) -> bool:
    """Each of which the parser compares with all before it."""
    is_long = tag.end() - tag.start() > MOST_ATTRIBUTES
    return is_long and len(VALUE.sub("", tag[0]).split()) > MOST_ATTRIBUTES


def _is_of_an_office_program(tree: Element) -> bool:
    return any(
        (meta.get("name") or "").lower() == "generator"
        and OFFICE_PROGRAMS.search(meta.get("content") or "")
        for meta in tree.iter("meta")
    )


def _without_surroundings(tree: Element) -> list[FormattedLine]:
    """The lines of a page without its menus, banners and forms, which are taken out of it."""
    letters = _length_of_tree(tree)
    for element in list(tree.iter(*AROUND_THE_TEXT)):
        if element.getparent() is not None and _is_around(element, letters):
            element.drop_tree()
    for element in tree.xpath("//*[@role]"):
        if (element.get("role") or "").lower() in ROLES_AROUND_THE_TEXT:
            element.drop_tree()
    return list(walk(tree, Html()))


def _with_headings(main: list[FormattedLine], lines: list[FormattedLine]) -> list[FormattedLine]:
    """The main text with the page's own headings, which are often missed."""
    said = {line.text for line in main}
    places = [number for number, line in enumerate(lines) if line.text in said]
    if not places or len(places) < LEAST_FOUND * len(main):  # it says them otherwise
        return main
    first = places[0]
    while first and lines[first - 1].kind is BlockKind.HEADING:
        first -= 1
    return [
        line
        for line in lines[first : places[-1] + 1]
        if line.kind is BlockKind.HEADING or line.text in said
    ]


def _is_around(element: Element, letters: int) -> bool:
    if element.tag == "form":  # some sites put all that they say into one
        return _length_of_tree(element) * 2 < letters
    if element.tag in {"header", "footer"}:
        return not _is_within_an_article(element)
    return True


def _is_within_an_article(element: Element) -> bool:
    return any(True for _ in element.iterancestors("article", "main"))


def _length_of_tree(tree: Element) -> int:
    return sum(len(text.strip()) for text in tree.itertext())


def _length(lines: list[FormattedLine]) -> int:
    return sum(len(line.text) for line in lines)


def _words(element: Element) -> str:
    return " ".join(element.text_content().split())


def _headline(tree: Element) -> str:
    """What the page has above its text; nothing where that is the name of the site alone."""
    named = {_named_title(tree), _content(tree, "og:title")}
    found = [(one, _words(one)) for one in islice(tree.iter("h1"), MOST_TITLES)]
    within = [words for one, words in found if words and _is_within_an_article(one)]
    named_so = [words for _, words in found if words and words in named]
    elsewhere = [words for one, words in found if words and not _is_in_a_banner(one)]
    return next(iter(named_so + within + elsewhere), "")


def _is_in_a_banner(element: Element) -> bool:
    return any(True for _ in element.iterancestors(*AROUND_THE_TEXT))


def _named_title(tree: Element) -> str:
    """What a page is called, without the name of its site."""
    title = _content(tree, "og:title") or next(map(_words, tree.iter("title")), "")
    site = _content(tree, "og:site_name")
    if site and title.endswith(site) and (short := title.removesuffix(site).rstrip(" |–—-·»")):
        return short
    before = BEFORE_THE_SITE.fullmatch(title)
    return before[1] if before else title


def _content(tree: Element, name: str) -> str:
    for meta in tree.iter("meta"):
        if name in {meta.get("property"), meta.get("name")}:
            return " ".join((meta.get("content") or "").split())
    return ""


def _with_headline(lines: list[FormattedLine], headline: str) -> Iterator[FormattedLine]:
    """The lines below the headline, which may stand among the first of them."""
    if headline:
        for number, line in enumerate(lines[:LINES_ABOVE_A_TITLE]):
            if " ".join(line.text.split()).casefold() == headline.casefold():
                yield FormattedLine(BlockKind.HEADING, line.runs)
                yield from lines[:number]
                yield from lines[number + 1 :]
                return
        if has_letters(headline):
            yield FormattedLine(BlockKind.HEADING, (Run(headline),))
    yield from lines
