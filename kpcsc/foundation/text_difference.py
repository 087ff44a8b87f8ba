"""What changed between two texts, word by word, for people to read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import Literal

type Kind = Literal["same", "removed", "added"]

SENTENCES = re.compile(r"(?<=[.!?…])(?=\s)|(?<=\n)")
WORDS = re.compile(r"\s+|\w+['’]?|[^\w\s]")
BLOCKS = frozenset({"p", "h3", "h4", "li", "blockquote", "tr", "br"})
CELLS = frozenset({"td", "th"})
# Below this share of common text, two passages are read one after the other, not interwoven.
LEAST_IN_COMMON = 0.4
# Longer passages without one sentence in common would take seconds to compare.
MOST_WORDS = 5_000


@dataclass(frozen=True)
class Piece:
    """A stretch of text that both versions have, or only the earlier or the later one."""

    text: str
    kind: Kind


def difference(before: str, after: str) -> list[Piece]:
    """The pieces that lead from one text to the other, in the order of reading.

    Those that are the same or removed make up `before`, those the same or added `after`; no two
    neighbours are of one kind, and what is removed stands before what replaces it.
    """
    return list(_joined(_by_sentences(SENTENCES.split(before), SENTENCES.split(after))))


def readable_text(html: str) -> str:
    """Rich text as plain text: a line a block, items marked, cells apart, links' addresses told."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in reader.text.split("\n"))
    return "\n".join(line for line in lines if line)


def excerpt(pieces: Iterable[Piece], around: int = 120) -> list[Piece]:
    """The same pieces, with no more than about `around` characters on each side of a change."""
    every = list(pieces)
    last = len(every) - 1
    return [
        Piece(_shortened(piece.text, around * (at > 0), around * (at < last)), "same")
        if piece.kind == "same" and last
        else piece
        for at, piece in enumerate(every)
    ]


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces with each run of changes as one removal and one addition.

    A space between two changed words reads as part of the change.
    """
    texts: dict[Kind, str] = {"removed": "", "added": "", "same": ""}
    for piece in pieces:
        changing = bool(texts["removed"] or texts["added"])
        if piece.kind == "same":
            texts["same"] += piece.text
        elif changing and texts["same"].isspace() and "\n" not in texts["same"]:
            space, texts["same"] = texts["same"], ""
            texts["removed"] += space
            texts["added"] += space
            texts[piece.kind] += piece.text
        elif changing and not texts["same"]:
            texts[piece.kind] += piece.text
        else:
            yield from _flushed(texts)
            texts[piece.kind] = piece.text
    yield from _flushed(texts)


def _flushed(texts: dict[Kind, str]) -> Iterator[Piece]:
    """The texts gathered, which are then empty: a change, and what both have after it."""
    for kind, text in texts.items():
        if text:
            yield Piece(text, kind)
            texts[kind] = ""


def _by_sentences(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """Compares by sentences and lines, and only those that changed by words: quick, and calm."""
    for kind, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        removed, added = "".join(old[i:j]), "".join(new[k:m])
        if kind == "equal":
            yield Piece(removed, "same")
        else:
            yield from _by_words(removed, added)


def _by_words(removed: str, added: str) -> Iterator[Piece]:
    old, new = WORDS.findall(removed), WORDS.findall(added)
    whole = (Piece(removed, "removed"), Piece(added, "added"))
    if len(old) + len(new) > MOST_WORDS:
        yield from whole
        return
    # Spaces tie no two texts together: they follow the words around them.
    changes = SequenceMatcher(str.isspace, old, new).get_opcodes()
    common = sum(len("".join(old[i:j])) for kind, i, j, _k, _m in changes if kind == "equal")
    if common < LEAST_IN_COMMON * min(len(removed), len(added)):
        yield from whole
        return
    for kind, i, j, k, m in changes:
        if kind == "equal":
            yield Piece("".join(old[i:j]), "same")
        else:
            yield from (Piece("".join(old[i:j]), "removed"), Piece("".join(new[k:m]), "added"))


def _shortened(text: str, first: int, last: int) -> str:
    """The text with its middle left out, at the edges of words, where that saves something."""
    if len(text) <= first + last + 20:
        return text
    start = text[:first].rpartition(" ")[0] if first else ""
    end = text[-last:].partition(" ")[2] if last else ""
    return f"{start} … {end}"


class _Reader(HTMLParser):
    """Gathers the text of rich text: blocks on lines of their own, a table's row on one."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.in_cell = False
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in CELLS:
            self.in_cell = True
            self.text += "" if self.text.endswith("\n") else " | "
        elif tag in BLOCKS:
            self._break()
            self.text += "• " if tag == "li" else ""
        elif tag == "a":
            self.addresses.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in CELLS:
            self.in_cell = False
        elif tag in BLOCKS:
            self._break()
        elif tag == "a" and self.addresses and (address := self.addresses.pop()):
            self.text += f" ({address})"

    def handle_data(self, data: str) -> None:
        # Line ends inside a block are no more than spaces.
        self.text += data.replace("\n", " ")

    def _break(self) -> None:
        """Begins a new line, but not in a table's cell, nor between an item and its paragraph."""
        if not self.text.endswith("• "):
            self.text += " " if self.in_cell else "\n"
