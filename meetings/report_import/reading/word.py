"""Reading DOCX."""

import re
import zipfile
from io import BytesIO
from typing import IO

from meetings.documents.kinds import RefusedFileError
from meetings.report_import.reading.archives import parts
from meetings.report_import.reading.lines import document_of
from meetings.report_import.reading.pages import Html, parsed
from meetings.report_import.reading.refusals import damaged_file_error
from meetings.report_import.reading.trees import Element, walk
from meetings.report_parser.source import SourceDocument

LEFT_OUT = re.compile(r"customXml/|word/(theme/|glossary/|comments|people)|docProps/")
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='heading 7'] => h6:fresh
p[style-name='heading 8'] => h6:fresh
p[style-name='heading 9'] => h6:fresh
p[style-name='TOC Heading'] => !
""" + "".join(f"p[style-name='toc {level}'] => !\n" for level in range(1, 10))


def read_docx(file: IO[bytes]) -> SourceDocument:
    """The text of a DOCX file, with what its notes say at the end. Raises RefusedFileError.

    Pictures, comments, deleted or struck text and tables of contents are left out.
    """
    try:
        found = parts(file, _is_wanted)
        page = parsed(_as_html(found))
        if page is None:
            return document_of([])
        _tidy_notes(page)
        return document_of(walk(page, Html()))
    except RefusedFileError:
        raise
    except Exception as error:  # a damaged file raises whatever comes up
        raise damaged_file_error() from error


def _is_wanted(name: str) -> bool:
    return name.endswith((".xml", ".rels")) and not LEFT_OUT.match(name)


def _as_html(found: dict[str, bytes]) -> str:
    import mammoth  # type: ignore[import-untyped] # noqa: PLC0415 (for reports alone)

    bare = BytesIO()
    with zipfile.ZipFile(bare, "w") as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return mammoth.convert_to_html(
        bare,
        style_map=STYLES,
        include_embedded_style_map=False,
        external_file_access=False,
        convert_image=lambda _image: [],
    ).value


def _tidy_notes(page: Element) -> None:
    """Takes out the marks of notes, which would stick to words, and the numbers of the notes."""
    for link in list(page.iter("a")):
        if re.match(r"#(foot|end)note-", link.get("href") or ""):
            link.drop_tree()
    for item in page.iter("li"):
        if re.match(r"(foot|end)note-", item.get("id") or ""):
            item.tag = "div"
