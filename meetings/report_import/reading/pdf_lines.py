"""The text of a PDF's pages, as it was before it was set in lines and pages.

A PDF says where each word stands, not what belongs together; so this joins and drops only what is
plain, and leaves the rest as it stands.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

LINES_AT_AN_EDGE = 3
FEWEST_PAGES = 3  # by which a running line is told
DIGITS = re.compile(r"\d+")
PAGE_NUMBER = re.compile(
    r"(?:\W*|(?:page|p\.|página|pág\.)\s*)(\d{1,4})(?:\s*(?:/|of|sur|de|von)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
NARROWEST = 50  # characters; in narrower columns, lines are not plainly broken by the width
NEAR = 0.88  # of the usual width: letters are of many widths
LEAST_GOING_ON = 0.25  # of the full lines of prose end within what is plainly one sentence
LINES_OF_TITLE = 2
USUAL = 0.9  # of the lines are at most of the usual width
HYPHEN_AT_END = re.compile(r"(\w*[^\W\d_])[-\u2010\u00ad]$")
FIRST_WORD = re.compile(r"\w+")
# Of words that keep their hyphen: “vice-présidente”, “sous-région”, “non-governmental”.
KEEP_HYPHEN = set("vice sous non peut celui celle ceux celles quelques après demi self pós".split())
ENDS_A_PARAGRAPH = re.compile(r"[.!?…:;][\s\"”»’)\]]*$")
BEGINS_AN_ITEM = re.compile(r"[^\w\s(«“\"'’]|\(?(\d{1,3}|[a-z]|[ivx]{1,5})[.)]|[oO§]\s+[^a-z]")
# No sentence or item ends with these.
UNFINISHED = re.compile(
    r"(?:[(\[/«“]|\b(?:[ldnsjmtc]|qu|jusqu|lorsqu)['’]|\b(?:"
    "of|the|and|or|to|in|on|for|by|with|from|that|which|at|as|an|is|are|was|were|has|have|its|their|"
    "de|du|des|d|la|le|les|l|et|ou|à|au|aux|en|par|pour|sur|que|qui|un|une|dans|avec|sont|est|ses|"
    "e|do|da|dos|das|em|no|na|nos|nas|para|com|por|pela|pelo|um|uma|ao|aos|que|os|as"
    r"))$"
)


@dataclass(frozen=True)
class PageColumn:
    """How long a line is that fills it, and whether such lines are those of sentences."""

    width: int
    is_prose: bool


def text_of_pages(pages: Sequence[str]) -> str:
    """The text of all pages, without running lines and page numbers, a paragraph a line."""
    bare = [[line.strip() for line in page.split("\n") if line.strip()] for page in pages]
    lines = list(_without_running_lines(bare))
    width = _usual_width(lines)
    column = PageColumn(width, _is_prose(lines, width))
    words = Counter(re.findall(r"\w+(?:-\w+)*", "\n".join(lines).casefold()))
    return "\n".join(_joined(lines, column, words))


def _without_running_lines(pages: list[list[str]]) -> Iterator[str]:
    """The lines of all pages but those that stand at the top or bottom of most."""
    edges = [{_shape(page[position]) for position in _edges(page)} for page in pages]
    shapes = Counter(shape for found in edges for shape in found)
    most = len(pages) / 2
    running = {
        shape for shape, number in shapes.items() if len(pages) >= FEWEST_PAGES and number > most
    }
    for number, page in enumerate(pages, 1):
        dropped = set()
        left = set(running)  # a title may say again what runs above it
        for position in _edges(page):
            shape = _shape(page[position])
            if shape in left:
                left.remove(shape)
                dropped.add(position)
        for position in _outermost(page, dropped):
            if len(pages) > 1 and _is_page_number(page[position], number):
                dropped.add(position)
        yield from (line for position, line in enumerate(page) if position not in dropped)


def _edges(page: list[str]) -> list[int]:
    """Where the first lines stand, and the last; none between them is both."""
    last = range(len(page) - 1, max(len(page) - 1 - LINES_AT_AN_EDGE, -1), -1)
    return list(dict.fromkeys([*range(min(LINES_AT_AN_EDGE, len(page))), *last]))


def _outermost(page: list[str], dropped: set[int]) -> list[int]:
    """The first and the last line that are left."""
    left = [position for position in range(len(page)) if position not in dropped]
    return [left[0], left[-1]] if left else []


def _shape(line: str) -> str:
    return DIGITS.sub("#", line).casefold()


def _is_page_number(line: str, number: int) -> bool:
    found = PAGE_NUMBER.fullmatch(line)
    return found is not None and int(found[1]) == number


def _usual_width(lines: list[str]) -> int:
    """How long a line is that fills the page."""
    lengths = sorted(len(line) for line in lines)
    return lengths[int(USUAL * (len(lengths) - 1))] if lengths else 0


def _joined(lines: list[str], column: PageColumn, words: Counter[str]) -> Iterator[str]:
    pieces: list[str] = []
    last = ""
    for number, line in enumerate(lines):
        if _is_within_a_word(last, line):
            if not _keeps_hyphen(last, line, words):
                pieces[-1] = pieces[-1][:-1]
        elif _is_within_a_paragraph(last, line, column) or _is_within_the_title(
            last, line, number, column
        ):
            pieces.append(" ")
        elif pieces:
            yield "".join(pieces)
            pieces = []
        pieces.append(line)
        last = line
    yield "".join(pieces)


def _is_within_a_word(line: str, following: str) -> bool:
    return bool(HYPHEN_AT_END.search(line)) and following[0].islower()


def _keeps_hyphen(line: str, following: str, words: Counter[str]) -> bool:
    """Whether a hyphen is the word's own; by how the text writes the word elsewhere."""
    start, end = HYPHEN_AT_END.search(line), FIRST_WORD.match(following)
    if not start or not end or line[-1] == "\N{SOFT HYPHEN}":
        return False
    before, after = start[1].casefold(), end[0].casefold()
    with_hyphen, without = words[f"{before}-{after}"], words[before + after]
    return with_hyphen > without or (with_hyphen == without and before in KEEP_HYPHEN)


def _is_within_a_paragraph(line: str, following: str, column: PageColumn) -> bool:
    """Whether the next line goes on with this one, as the width of the column broke it."""
    if not line or column.width < NARROWEST or BEGINS_AN_ITEM.match(following):
        return False
    if ENDS_A_PARAGRAPH.search(line) or not _is_full(line, following, column.width):
        return False
    return column.is_prose or _goes_on(line, following)


def _is_within_the_title(line: str, following: str, number: int, column: PageColumn) -> bool:
    """Whether a title goes on, which larger letters broke before the page's width."""
    is_early = 1 <= number <= LINES_OF_TITLE and column.width >= NARROWEST
    return is_early and _goes_on(line, following)


def _goes_on(line: str, following: str) -> bool:
    """Whether a sentence plainly goes on with the next line."""
    return following[0].islower() or bool(UNFINISHED.search(line))


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the next word had no place in the line."""
    next_word = following.split(maxsplit=1)[0]
    return len(line) + 1 + len(next_word) >= NEAR * width


def _is_prose(lines: list[str], width: int) -> bool:
    """Whether full lines are those of sentences, and not of a list of long names."""
    full = [(one, next_one) for one, next_one in pairwise(lines) if _is_full(one, next_one, width)]
    return sum(_goes_on(*pair) for pair in full) >= LEAST_GOING_ON * max(1, len(full))
