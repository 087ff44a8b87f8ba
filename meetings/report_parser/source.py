"""A report as it was written: its text, and what its file format said of the text's parts."""

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a stretch of text is, by the format that it came in."""

    HEADING = "heading"
    ITEM = "item"  # of a list
    PARAGRAPH = "paragraph"


@dataclass(frozen=True)
class Span:
    """Where something stands in a text, as in `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """What stands there."""
        return text[self.start : self.end]


@dataclass(frozen=True)
class Block:
    """A stretch of the text of which the format said what it is."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True)
class SourceDocument:
    """A report as read from a file. All spans lie in `text`, whose blocks stand on own lines.

    A plain text has no blocks.
    """

    text: str
    blocks: tuple[Block, ...] = ()
