"""Walking the tree of a formatted report into lines, whatever the format's own words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any, Protocol

from meetings.report_import.reading.lines import FormattedLine, Run, looks_like_a_heading
from meetings.report_parser.source import BlockKind

type Element = Any  # of lxml, which comes without types

BETWEEN_CELLS = "\t"  # as in a table that was copied as plain text
LONGEST_CELL = 500  # characters; a longer one is no cell but a column of text
# No-break spaces stay. Python takes each of these for a line's end, or for a blank.
BLANKS = re.compile(r"[ \t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")


class ElementRole(Enum):
    """What an element does with what stands in it."""

    INLINE = auto()
    BLOCK = auto()
    HEADING = auto()
    ITEM = auto()
    BREAK = auto()  # of a line
    ROW = auto()
    CELL = auto()
    VERBATIM = auto()  # a block in which line ends count
    LEFT_OUT = auto()


APART = {
    ElementRole.BLOCK,
    ElementRole.HEADING,
    ElementRole.ITEM,
    ElementRole.ROW,
    ElementRole.CELL,
    ElementRole.VERBATIM,
}
NO_PART_OF_A_CELL = {ElementRole.HEADING, ElementRole.ITEM, ElementRole.ROW}


class Vocabulary(Protocol):
    """What the elements of a format mean."""

    def role(self, element: Element) -> ElementRole:
        """What the element does with what stands in it."""

    def is_bold(self, element: Element) -> bool | None:
        """Whether it makes its text bold; None where it leaves it as it is."""

    def stands_for(self, element: Element) -> str:
        """The blanks that it stands for."""


def walk(root: Element, vocabulary: Vocabulary) -> Iterator[FormattedLine]:
    """The lines of a tree, in order."""
    return _Walker(vocabulary).lines(root)


@dataclass
class _Place:
    """The heading, item or text that the walk is in."""

    kind: BlockKind = BlockKind.PARAGRAPH
    is_alone: bool = False  # the one item of its list
    has_lines: bool = False


@dataclass(frozen=True)
class _Manner:
    """How the text is where the walk is."""

    place: _Place
    role: ElementRole = ElementRole.BLOCK
    is_bold: bool = False
    is_verbatim: bool = False


class _Walker:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.manners = [_Manner(_Place())]
        self.runs: list[Run] = []
        self.ready: list[FormattedLine] = []

    def lines(self, root: Element) -> Iterator[FormattedLine]:
        from lxml import etree  # type: ignore[import-untyped] # noqa: PLC0415 (reports alone)

        walk = etree.iterwalk(root, events=("start", "end"))  # a tree may be too deep to recurse
        for event, element in walk:
            if event == "start":
                if not self.enter(element):
                    walk.skip_subtree()
            else:
                self.leave(element, is_root=element is root)
            yield from self.ready
            self.ready.clear()
        self.end_line()
        yield from self.ready

    def enter(self, element: Element) -> bool:
        """Takes an element up; says whether what stands in it is still to be walked."""
        role = self.vocabulary.role(element)
        if role in APART:
            self.end_line()
        self.manners.append(self.manner_in(element, role))
        if role is ElementRole.LEFT_OUT:
            return False
        if role is ElementRole.BREAK:
            self.break_line()
        if role is ElementRole.ROW and (cells := self.cells_of_plain_row(element)):
            self.ready.append(self.row(cells))
            return False
        if blanks := self.vocabulary.stands_for(element):
            self.runs.append(Run(blanks))
        self.add(element.text)
        return True

    def leave(self, element: Element, *, is_root: bool) -> None:
        if self.manners[-1].role in APART:
            self.end_line()
        self.manners.pop()
        if not is_root:
            self.add(element.tail)

    def manner_in(self, element: Element, role: ElementRole) -> _Manner:
        manner = self.manners[-1]
        if role is ElementRole.HEADING:
            manner = replace(manner, place=_Place(BlockKind.HEADING))
        elif role is ElementRole.ITEM:
            is_within = manner.place.kind is BlockKind.ITEM
            is_alone = not is_within and _is_alone(element)
            manner = replace(manner, place=_Place(BlockKind.ITEM, is_alone))
        elif role is ElementRole.VERBATIM:
            manner = replace(manner, is_verbatim=True)
        is_bold = self.vocabulary.is_bold(element)
        return replace(
            manner,
            role=role,
            is_bold=manner.is_bold if is_bold is None else is_bold,
        )

    def add(self, text: str | None) -> None:
        manner = self.manners[-1]
        if manner.is_verbatim:
            first, *others = (text or "").splitlines() or [""]
            self.add_words(first)
            for line in others:
                self.end_line()
                self.add_words(line)
            if text and text.endswith("\n"):
                self.end_line()
        else:
            self.add_words(text or "")

    def add_words(self, text: str) -> None:
        manner = self.manners[-1]
        words = BLANKS.sub(" ", text)
        if not self.runs or self.runs[-1].text.endswith((" ", "\t")):
            words = words.removeprefix(" ")
        if words:
            self.runs.append(Run(words, manner.is_bold))

    def break_line(self) -> None:
        """Ends a line within a paragraph; a heading stays one."""
        if self.manners[-1].place.kind is BlockKind.HEADING:
            self.add_words(" ")
        else:
            self.end_line()

    def end_line(self) -> None:
        runs, self.runs = tuple(self.runs), []
        if not any(run.text.strip() for run in runs):
            return
        place = self.manners[-1].place
        kind = place.kind
        if kind is BlockKind.ITEM:
            if place.has_lines:  # what stands further down in an item
                kind = BlockKind.PARAGRAPH
            elif place.is_alone and looks_like_a_heading(runs):  # numbered as Word numbers them
                kind = BlockKind.HEADING
        elif looks_like_a_heading(runs):
            kind = BlockKind.HEADING
        place.has_lines = True
        self.ready.append(FormattedLine(kind, runs))

    def cells_of_plain_row(self, row: Element) -> list[Element]:
        """The cells of a row that can be one line; none for one that only places its content."""
        cells = [cell for cell in row if self.vocabulary.role(cell) is ElementRole.CELL]
        return cells if len(cells) > 1 and all(map(self.is_plain, cells)) else []

    def is_plain(self, cell: Element) -> bool:
        length = 0
        for element in cell.iter():
            if element is not cell and self.vocabulary.role(element) in NO_PART_OF_A_CELL:
                return False
            length += len((element.text or "").strip()) + len((element.tail or "").strip())
            if length > LONGEST_CELL:
                return False
        return True

    def row(self, cells: Iterable[Element]) -> FormattedLine:
        """The line of a row. A cell's own lines are parted by commas."""
        runs: list[Run] = []
        filled = 0
        for cell in cells:
            lines = list(walk(cell, self.vocabulary))
            filled += bool(lines)
            runs.append(Run(BETWEEN_CELLS))
            for number, line in enumerate(lines):
                if number:
                    runs.append(Run(" " if lines[number - 1].text.endswith(",") else ", "))
                runs += _trimmed(line.runs)
        is_heading = filled == 1 and looks_like_a_heading(runs)
        return FormattedLine(BlockKind.HEADING if is_heading else BlockKind.PARAGRAPH, tuple(runs))


def _is_alone(item: Element) -> bool:
    """Whether an item is the only one of its list, and this goes on in no other."""
    items = item.getparent()
    if items is None or len(items) > 1:
        return items is None
    return all(
        beside is None or beside.tag != items.tag
        for beside in (items.getprevious(), items.getnext())
    )


def _trimmed(runs: tuple[Run, ...]) -> Iterator[Run]:
    last = len(runs) - 1
    for number, run in enumerate(runs):
        text = run.text.lstrip() if not number else run.text
        yield replace(run, text=text.rstrip() if number == last else text)
