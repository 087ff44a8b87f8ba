"""The archive of a backup: files, and a manifest with the sum of each."""

import hashlib
import json
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from errno import ENOSPC
from gzip import BadGzipFile
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import pyrage

from kpcsc.backups.content import TableContent
from kpcsc.backups.errors import BackupError

MANIFEST = "manifest.json"
DATABASE = "database"
SETTINGS = "settings.env"
DOCUMENTS = "documents"
DAMAGED = "The backup is cut short, or was altered."


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: when and by which release it was made, of which kind of database."""

    made_at: str
    release: str
    engine: str
    tables: dict[str, TableContent]
    sums: dict[str, str]  # of each file, SHA-256 in hexadecimal

    @classmethod
    def read(cls, content: bytes) -> "Manifest":
        """The manifest that these bytes are. Raises ValueError, KeyError or TypeError."""
        facts: dict[str, Any] = json.loads(content)
        tables = {label: TableContent(**table) for label, table in facts.pop("tables").items()}
        return cls(tables=tables, **facts)


class _Hashing:
    """A file that is read, and the sum of what was read."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.digest.update(block)
        return block


def write_archive(target: Path, files: Mapping[str, Path], facts: Mapping[str, Any]) -> None:
    """Writes a new archive of these files, by their names in it; the `facts` are the manifest's.

    A file that is gone meanwhile is left out.
    """
    sums = {}
    with tarfile.open(target, "x:gz", compresslevel=6) as archive:
        for name, path in files.items():
            try:
                file = path.open("rb")
            except FileNotFoundError:
                continue
            with file:
                entry = archive.gettarinfo(arcname=name, fileobj=file)
                entry.mode, entry.uname, entry.gname = 0o600, "", ""
                reader = _Hashing(file)
                archive.addfile(entry, reader)
            sums[name] = reader.digest.hexdigest()
        manifest = json.dumps(asdict(Manifest(**facts, sums=sums))).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(manifest)
        archive.addfile(entry, BytesIO(manifest))


def unpack_archive(archive: Path, folder: Path) -> Manifest:
    """Unpacks an archive into an empty folder, and gives its manifest.

    Raises BackupError where it is not, to the last byte, what was written.
    """
    try:
        with tarfile.open(archive, "r:gz") as opened:
            opened.extractall(folder, filter="data")
        manifest = Manifest.read((folder / MANIFEST).read_bytes())
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError, BadGzipFile) as error:
        raise BackupError(DAMAGED) from error
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    is_complete = found == {MANIFEST, *manifest.sums} and DATABASE in manifest.sums
    if not is_complete or not isinstance(manifest.tables, dict):
        raise BackupError(DAMAGED)
    for name, digest in manifest.sums.items():
        with (folder / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                raise BackupError(DAMAGED)
    return manifest


def encrypt_archive(archive: Path, target: Path, key: str) -> None:
    """Writes an archive so that only who has the secret part of the key can read it.

    Raises BackupError where the key is none.
    """
    try:
        recipient = pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError as error:
        raise BackupError("BACKUP_KEY is no public key of age (age1…).") from error
    pyrage.encrypt_file(str(archive), str(target), [recipient])


def decrypt_archive(source: Path, target: Path, secret_key: str) -> None:
    """Writes a backup as the archive that it was. Raises BackupError where that cannot be."""
    try:
        identity = pyrage.x25519.Identity.from_str(secret_key.strip())
    except pyrage.IdentityError as error:
        raise BackupError("This is no secret key of age (AGE-SECRET-KEY-1…).") from error
    try:
        pyrage.decrypt_file(str(source), str(target), [identity])
    except (pyrage.DecryptError, OSError) as error:  # the latter of a block that was altered
        target.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno == ENOSPC:
            raise BackupError("There is no room on the disk to open the backup.") from error
        raise BackupError("This key does not open the backup, or it is damaged.") from error
