"""Putting a backup in the place of what the portal has, so that nobody is named again by it."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from kpcsc.backups.actions import Tell, refuse_other_content, working_folder
from kpcsc.backups.archive import DATABASE, DOCUMENTS, Manifest, decrypt_archive, unpack_archive
from kpcsc.backups.content import database_content, differences
from kpcsc.backups.databases import Restored, restored_database, scratch_database
from kpcsc.backups.errors import BackupError
from kpcsc.backups.other_database import manage_other_database


@dataclass(frozen=True)
class Prepared:
    """A backup that was made ready beside what the portal has."""

    manifest: Manifest
    database: Restored
    documents: Path
    differences: dict[str, tuple[int, int]]  # tables: rows in the backup, rows now


def prepare_restore(archive: Path, secret_key: str, *, tell: Tell) -> Prepared:
    """Unpacks and checks a backup, and brings its database to this release and under the ledger.

    What the portal has is not touched. Raises BackupError.
    """
    with working_folder() as folder:
        tell("Opening the backup.")
        decrypt_archive(archive, folder / "archive", secret_key)
        manifest = unpack_archive(folder / "archive", folder / "unpacked")
        refuse_other_engine(manifest)
        tell(f"It was made on {manifest.made_at} by release {manifest.release}.")
        with scratch_database(folder / "unpacked" / DATABASE) as alias:
            refuse_other_content(manifest, alias)
        tell("It is whole. Bringing its database to this release, and telling it the ledger.")
        database = restored_database(folder / "unpacked" / DATABASE)
        try:
            for line in manage_other_database(database.url, "prepare_restored"):
                tell(line)
            documents = _documents_beside(folder / "unpacked" / DOCUMENTS)
        except BaseException:
            database.discard()
            raise
    with database.connected() as alias:
        found = differences(database_content(alias), database_content("default"))
    return Prepared(manifest, database, documents, found)


def refuse_other_engine(manifest: Manifest) -> None:
    """Raises BackupError where a backup is of the other kind of database."""
    if manifest.engine != connection.vendor:
        raise BackupError(
            f"The backup is of {manifest.engine}, and this portal runs on {connection.vendor}: "
            "restore it on a portal of its kind, and move that database."
        )


def put_in_place(prepared: Prepared, *, tell: Tell) -> None:
    """Puts a prepared backup in the place of database and documents; both are set aside.

    The portal is closed already. What still runs goes over to them with its next request.
    """
    aside = f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
    root = Path(settings.MEDIA_ROOT)
    connections.close_all()
    tell(f"The former database: {prepared.database.put_in_place(aside)}.")
    if root.exists():
        former = root.with_name(f"{root.name}.{aside}")
        root.rename(former)
        tell(f"The former documents: {former}.")
    prepared.documents.rename(root)


def discard(prepared: Prepared) -> None:
    """Deletes what was made ready."""
    prepared.database.discard()
    shutil.rmtree(prepared.documents, ignore_errors=True)


def _documents_beside(unpacked: Path) -> Path:
    """The documents of a backup on the disk of those that the portal has."""
    root = Path(settings.MEDIA_ROOT)
    beside = root.with_name(f"{root.name}.restored")
    shutil.rmtree(beside, ignore_errors=True)
    if unpacked.exists():
        shutil.copytree(unpacked, beside)
    else:
        beside.mkdir(parents=True)
    for path in [beside, *beside.rglob("*")]:
        path.chmod(0o750 if path.is_dir() else settings.FILE_UPLOAD_PERMISSIONS)
    return beside
