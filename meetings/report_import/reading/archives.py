"""The parts of an Office or OpenDocument file, as far as they are of a size to be read."""

import zipfile
from collections.abc import Callable, Iterable
from typing import IO

from meetings.report_import.reading.refusals import damaged_file_error, too_intricate
from meetings.report_import.reading.trees import Element

MOST_BYTES = 30_000_000  # of all parts together
MOST_TAGS = 400_000  # a parser takes up to a kilobyte for each
DEFINITIONS = (b"<!DOCTYPE", b"<!ENTITY")  # a small file with these can say itself many times over


def parts(file: IO[bytes], is_wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The wanted parts of an archive, by name. Raises RefusedFileError, or what zipfile raises."""
    with zipfile.ZipFile(file) as archive:
        names = [name for name in dict.fromkeys(archive.namelist()) if is_wanted(name)]
        found: dict[str, bytes] = {}
        left = MOST_BYTES
        for name in names:
            with archive.open(name) as part:
                found[name] = part.read(left + 1)
            left -= len(found[name])
            if left < 0:
                raise too_intricate()
    _refuse_unsafe_xml(found.values())
    return found


def tree(part: bytes) -> Element:
    """The tree of a part. It resolves and fetches nothing. Raises what lxml raises."""
    from lxml import etree  # type: ignore[import-untyped] # noqa: PLC0415 (for reports alone)

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(part, parser)


def _refuse_unsafe_xml(found: Iterable[bytes]) -> None:
    tags = 0
    for part in found:
        # Office programs write UTF-8, in which these can be looked for.
        if b"\0" in part or any(word in part for word in DEFINITIONS):
            raise damaged_file_error()
        tags += part.count(b"<")
    if tags > MOST_TAGS:
        raise too_intricate()
