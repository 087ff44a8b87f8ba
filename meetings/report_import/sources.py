"""What is kept of the file that a report was read in."""

from pathlib import PurePosixPath

from meetings.documents.kinds import CONTROLS, DOCX, ODT, PDF
from meetings.report_import.actions import SourceFile
from meetings.report_parser import SourceDocument

KEPT_AS_THEY_ARE = {extension for kind in (DOCX, ODT, PDF) for extension in kind.extensions}


def source_of(name: str, content: bytes, document: SourceDocument) -> SourceFile:
    """An office file or PDF as it is; of a page or a text, the text that was read in it."""
    path = PurePosixPath(name)
    if path.suffix.lower() in KEPT_AS_THEY_ARE:
        return SourceFile(name, content)
    return SourceFile(f"{path.stem}.txt", CONTROLS.sub("", document.text).encode())
