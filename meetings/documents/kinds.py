"""The kinds of files that a meeting may have, told by what a file holds and not by its name."""

import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass
from io import SEEK_END
from math import ceil
from pathlib import PurePosixPath
from typing import IO

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kpcsc.foundation.sheets.xlsx import ARCHIVE, OLD_EXCEL, unpacks_to_too_much

MEGABYTE = 1_000_000  # as people and shops count
MOST_BYTES_OF_A_LIST = MEGABYTE  # the lists inside an archive, which say what else it holds
OFFICE = "application/vnd.openxmlformats-officedocument."
OLD_KINDS = {".doc", ".xls", ".ppt", ".rtf"}
MACROS = re.compile(r"(.*/)?vba(project|data)\.(bin|xml)|(basic|scripts)/.+", re.IGNORECASE)
EMBEDDED_PROGRAMS = re.compile(r"(.*/)?(oleobject\d*\.bin|activex/.+)", re.IGNORECASE)
# What reading a damaged archive raises, or (RuntimeError) one that is packed in another way.
DAMAGED = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    zipfile.error,
    zlib.error,
    lzma.LZMAError,
)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
LEADS_OUTSIDE = re.compile(rb"""TargetMode\s*=\s*["']External["']""", re.IGNORECASE)
IS_A_LINK = re.compile(rb"""Type\s*=\s*["'][^"']*/hyperlink["']""")


class RefusedFileError(Exception):
    """The file cannot be a document here; the message tells a person why, and what to do."""


@dataclass(frozen=True)
class DocumentKind:
    """A kind of file, and what is allowed of it."""

    key: str
    name: str
    extensions: tuple[str, ...]  # as in names of files, the usual one first
    media_type: str  # as IANA lists them
    megabytes: int  # the largest that is taken
    is_copied: bool = False  # readers get a copy that says nothing of its makers
    is_picture: bool = False
    main_part: bytes = b""  # by which an Office archive lists the text itself (ISO/IEC 29500-2)

    @property
    def most_bytes(self) -> int:
        """The size of the largest that is taken."""
        return self.megabytes * MEGABYTE


PDF = DocumentKind("pdf", "PDF", (".pdf",), "application/pdf", 20, is_copied=True)
DOCX = DocumentKind(
    "docx",
    "DOCX",
    (".docx",),
    OFFICE + "wordprocessingml.document",
    10,
    main_part=b"wordprocessingml.document.main+xml",
)
ODT = DocumentKind("odt", "ODT", (".odt",), "application/vnd.oasis.opendocument.text", 10)
XLSX = DocumentKind(
    "xlsx",
    "XLSX",
    (".xlsx",),
    OFFICE + "spreadsheetml.sheet",
    10,
    main_part=b"spreadsheetml.sheet.main+xml",
)
PNG = DocumentKind("png", "PNG", (".png",), "image/png", 10, is_copied=True, is_picture=True)
JPEG = DocumentKind(
    "jpeg", "JPEG", (".jpg", ".jpeg"), "image/jpeg", 10, is_copied=True, is_picture=True
)
MP3 = DocumentKind("mp3", "MP3", (".mp3",), "audio/mpeg", 50)
OGG = DocumentKind("ogg", "OGG", (".ogg", ".oga", ".opus"), "audio/ogg", 50)
M4A = DocumentKind("m4a", "M4A", (".m4a",), "audio/mp4", 50)
WAV = DocumentKind("wav", "WAV", (".wav",), "audio/vnd.wave", 50)
TXT = DocumentKind("txt", "TXT", (".txt",), "text/plain; charset=utf-8", 2)

KINDS = {kind.key: kind for kind in (PDF, DOCX, ODT, XLSX, PNG, JPEG, MP3, OGG, M4A, WAV, TXT)}
ARCHIVES = (DOCX, ODT, XLSX)
COPIED = [kind.key for kind in KINDS.values() if kind.is_copied]
PICTURES = [kind.key for kind in KINDS.values() if kind.is_picture]
EXTENSIONS = {extension: kind for kind in KINDS.values() for extension in kind.extensions}

CONTROLS = re.compile(r"[\0-\x08\x0e-\x1f\x7f]")
# How a file begins; an archive is looked into.
FILE_SIGNATURES = {
    re.compile(pattern, re.DOTALL): kind
    for pattern, kind in {
        rb"%PDF-": PDF,
        rb"\x89PNG\r\n\x1a\n": PNG,
        rb"\xff\xd8\xff": JPEG,
        # An ID3 tag, or MPEG layer III at a rate that exists (ISO/IEC 11172-3, 2.4.1.3)
        rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xef]": MP3,
        rb"OggS": OGG,
        rb".{4}ftyp(M4A |M4B |mp42|isom)": M4A,
        rb"RIFF.{4}WAVE": WAV,
    }.items()
}


def detect_kind(file: IO[bytes], *, name: str, size: int) -> DocumentKind:
    """The kind of a file, where its content is what its name says.

    `size` is what was sent, of which the file may hold the beginning alone. Raises
    RefusedFileError.
    """
    extension = PurePosixPath(name.lower()).suffix
    kind = EXTENSIONS.get(extension)
    if kind is None:
        raise RefusedFileError(_what_to_choose(extension))
    if size > kind.most_bytes or file.seek(0, SEEK_END) < size:
        raise RefusedFileError(
            _("This file has %(size)s; a file of this kind (%(kind)s) may have %(most)s at most.")
            % {"size": size_words(size), "kind": kind.name, "most": size_words(kind.most_bytes)}
        )
    found = _kind_of_content(file)
    if found is None and kind is TXT and _is_text(file):
        found = TXT  # which no beginning tells
    if found is None:
        raise RefusedFileError(
            _(
                "The name of this file ends in “%(extension)s”, but it holds something else or is "
                "damaged: save it anew from the program that made it, and choose it again."
            )
            % {"extension": extension}
        )
    if found is not kind:
        raise RefusedFileError(
            _(
                "The name of this file ends in “%(extension)s”, but what it holds is of another "
                "kind, %(kind)s: give it its right ending, and choose it again."
            )
            % {"extension": extension, "kind": found.name}
        )
    if kind not in ARCHIVES and zipfile.is_zipfile(file):
        raise RefusedFileError(
            _("Another file is hidden in this one: save it anew, and choose it again.")
        )
    file.seek(0)
    return kind


def size_words(size: int) -> str:
    """A number of bytes as people say it, in thousands or millions.

    Rounded up, so that what is over a limit never reads like it.
    """
    if size < MEGABYTE:
        return _("%(number)s kB") % {"number": number_format(max(1, ceil(size / 1000)))}
    number = ceil(size * 10 / MEGABYTE) / 10
    digits = 0 if number.is_integer() else 1
    return _("%(number)s MB") % {"number": number_format(number, digits)}


def _what_to_choose(extension: str) -> str:
    names = ", ".join(kind.name for kind in KINDS.values())
    if extension in OLD_KINDS:
        sentence = _("This file is of an old kind: save it as one of these, and choose that: %s.")
    else:
        sentence = _("Files of this kind are not taken. Choose one of these: %s.")
    return sentence % names


def _kind_of_content(file: IO[bytes]) -> DocumentKind | None:
    """The kind that the first bytes tell, or in an archive, its lists. Raises RefusedFileError."""
    file.seek(0)
    head = file.read(16)
    for beginning, kind in FILE_SIGNATURES.items():
        if beginning.match(head):
            return kind
    if head.startswith(OLD_EXCEL):  # in which office programs also wrap a file with a password
        raise RefusedFileError(
            _("This file is of an old kind, or has a password: save it anew, without one.")
        )
    return _kind_of_archive(file) if head.startswith(ARCHIVE) else None


def _is_text(file: IO[bytes]) -> bool:
    """Whether the file holds text in UTF-8, and nothing that no one can read."""
    file.seek(0)
    try:
        text = file.read(TXT.most_bytes).decode()
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not CONTROLS.search(text)


def _kind_of_archive(file: IO[bytes]) -> DocumentKind | None:
    """The kind of an Office or OpenDocument file, which must hold nothing that runs."""
    try:
        if unpacks_to_too_much(file):
            raise RefusedFileError(
                _("This file unpacks to far more than it seems: save it anew, with less in it.")
            )
        with zipfile.ZipFile(file) as archive:
            kind = _kind_by_lists(archive)
            if kind:
                _refuse_active_content(archive)
    except DAMAGED:
        return None
    return kind


def _kind_by_lists(archive: zipfile.ZipFile) -> DocumentKind | None:
    names = archive.namelist()
    if names[:1] == ["mimetype"]:  # the first entry, so that anybody finds it (ODF 1.3, part 2, 3)
        return ODT if _read(archive, "mimetype").strip() == ODT.media_type.encode() else None
    if "[Content_Types].xml" in names:
        types = _read(archive, "[Content_Types].xml")
        for kind in (DOCX, XLSX):
            if kind.main_part in types:
                return kind
    return None


def _refuse_active_content(archive: zipfile.ZipFile) -> None:
    """Macros, programs put into the text, and what is fetched from elsewhere on opening."""
    names = archive.namelist()
    if any(MACROS.fullmatch(name) or EMBEDDED_PROGRAMS.fullmatch(name) for name in names):
        raise RefusedFileError(
            _("This file holds macros or other programs: save it without them, or as PDF.")
        )
    for name in names:
        if not name.endswith(".rels"):
            continue
        for relation in RELATION.findall(_read(archive, name)):
            if LEADS_OUTSIDE.search(relation) and not IS_A_LINK.search(relation):
                raise RefusedFileError(
                    _(
                        "This file fetches something from elsewhere when it is opened, which tells "
                        "others who reads it: put its pictures and templates into it, or save it "
                        "as PDF."
                    )
                )


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """One of the lists inside an archive; no office program writes them in UTF-16, or so long."""
    with archive.open(name) as entry:
        content = entry.read(MOST_BYTES_OF_A_LIST + 1)
    if b"\0" in content or len(content) > MOST_BYTES_OF_A_LIST:
        raise zipfile.BadZipFile
    return content
