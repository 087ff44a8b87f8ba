"""The lines that a formatted report is read into, and the SourceDocument that they make."""

from collections.abc import Iterable
from dataclasses import dataclass

from meetings.report_import.reading.refusals import no_words_error, refuse_if_too_long
from meetings.report_parser.source import Block, BlockKind, SourceDocument, Span

LONGEST_BOLD_HEADING = 120  # characters
ENDS_OF_SENTENCES = (".", ",", ";")


@dataclass(frozen=True)
class Run:
    """A stretch of a line that looks the same."""

    text: str
    is_bold: bool = False


@dataclass(frozen=True)
class FormattedLine:
    """A line of the text, which is a block of it."""

    kind: BlockKind
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """What the line says, without the white space around it."""
        return "".join(run.text for run in self.runs).strip()


def looks_like_a_heading(runs: Iterable[Run]) -> bool:
    """Whether a paragraph of these runs is wholly bold and short, and no sentence."""
    seen = [run for run in runs if run.text.strip()]
    text = "".join(run.text for run in seen).strip()
    return (
        bool(seen)
        and all(run.is_bold for run in seen)
        and len(text) <= LONGEST_BOLD_HEADING
        and not text.endswith(ENDS_OF_SENTENCES)
        and has_letters(text)
    )


def has_letters(text: str) -> bool:
    """Whether anything in a text can be part of a word."""
    return any(character.isalpha() for character in text)


def plain_document(text: str) -> SourceDocument:
    """The document of a text without formats. Raises RefusedFileError for one without words."""
    refuse_if_too_long(len(text))
    if not has_letters(text):
        raise no_words_error()
    return SourceDocument(text)


def document_of(lines: Iterable[FormattedLine]) -> SourceDocument:
    """The document of lines, without those that are empty.

    Raises RefusedFileError where there are no words, or too many.
    """
    texts: list[str] = []
    blocks: list[Block] = []
    position = 0
    for line in lines:
        text = line.text
        if not text:
            continue
        span = Span(position, position + len(text))
        refuse_if_too_long(span.end)
        texts.append(text)
        blocks.append(Block(line.kind, span))
        position = span.end + 1
    if not any(map(has_letters, texts)):
        raise no_words_error()
    return SourceDocument("\n".join(texts), tuple(blocks))
