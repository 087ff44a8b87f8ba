"""Replacing the portal's data by a backup, without naming again whoever has withdrawn since."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from kpcsc.backups.actions import Tell, refuse_other_content, working_folder
from kpcsc.backups.archive import DATABASE, DOCUMENTS, Manifest, decrypt_archive, unpack_archive
from kpcsc.backups.content import database_content, differences
from kpcsc.backups.copy_names import PREPARED, moment_suffix
from kpcsc.backups.databases import Restored, restored_database, scratch_database
from kpcsc.backups.errors import BackupError
from kpcsc.backups.other_database import manage_other_database
from kpcsc.backups.schema import has_tables_of_this_release
from kpcsc.foundation.ledger import write_missing_entries


@dataclass(frozen=True)
class Prepared:
    """A backup, unpacked and brought up to date beside the portal's data."""

    database: Restored
    documents: Path
    differences: dict[str, tuple[int, int]]  # tables: rows in the backup, rows now


def prepare_restore(archive: Path, secret_key: str, *, tell: Tell) -> Prepared:
    """Unpacks and checks a backup, migrates its database and applies the ledger to it.

    The portal's own data is not touched. Raises BackupError, and OSError where the ledger cannot be
    written.
    """
    if not archive.is_file():
        raise BackupError(f"There is no file {archive}.")
    write_missing_entries()  # the backup may be older than what this database alone knows
    with working_folder() as folder:
        tell("Opening the backup.")
        decrypt_archive(archive, folder / "archive", secret_key)
        manifest = unpack_archive(folder / "archive", folder / "unpacked")
        refuse_other_engine(manifest)
        tell(f"It was made on {manifest.made_at} by release {manifest.release}.")
        with scratch_database(folder / "unpacked" / DATABASE) as alias:
            # A release reads its own tables alone: of an older one's, the file's sum has to do.
            if has_tables_of_this_release(alias):
                refuse_other_content(manifest, alias)
        tell("The backup is whole. Migrating its database and applying the ledger.")
        database = restored_database(folder / "unpacked" / DATABASE)
        try:
            for line in manage_other_database(database.url, "prepare_restored"):
                tell(line)
            with database.connected() as alias:
                found = differences(database_content(alias), database_content("default"))
            documents = _documents_beside(folder / "unpacked" / DOCUMENTS)
        except BaseException:
            database.discard()
            raise
    return Prepared(database, documents, found)


def refuse_other_engine(manifest: Manifest) -> None:
    """Raises BackupError where a backup is of the other kind of database."""
    if manifest.engine != connection.vendor:
        raise BackupError(
            f"The backup is of {manifest.engine}, and this portal runs on {connection.vendor}: "
            "restore it on a portal of its kind, and move that database."
        )


def put_in_place(prepared: Prepared, *, tell: Tell) -> None:
    """Replaces database and documents by those of a prepared backup, and keeps the former aside.

    The portal is closed already; its processes use the new ones from their next request on. Raises
    OSError or django.db.Error, and then everything is where it was.
    """
    aside = moment_suffix()
    root = Path(settings.MEDIA_ROOT)
    former = root.with_name(f"{root.name}.{aside}")
    root.mkdir(parents=True, exist_ok=True)
    root.rename(former)  # refused where it is a disk of its own
    try:
        prepared.documents.rename(root)
        former_database = prepared.database.put_in_place(aside)
    except BaseException:
        if root.exists():
            root.rename(prepared.documents)
        former.rename(root)
        raise
    connections.close_all()
    tell(f"The former database: {former_database}.")
    tell(f"The former documents: {former}.")
    tell(
        "Delete both (portal confirm) once you have seen that all is well: they hold whoever has "
        "withdrawn since."
    )


def discard(prepared: Prepared) -> None:
    """Deletes a prepared backup."""
    prepared.database.discard()
    shutil.rmtree(prepared.documents, ignore_errors=True)


def _documents_beside(unpacked: Path) -> Path:
    """Copies a backup's documents to the disk of the portal's; gives their folder."""
    root = Path(settings.MEDIA_ROOT)
    beside = root.with_name(f"{root.name}.{PREPARED}.{moment_suffix()}")
    if unpacked.exists():
        shutil.copytree(unpacked, beside)
    else:
        beside.mkdir(parents=True)
    for path in [beside, *beside.rglob("*")]:
        path.chmod(0o750 if path.is_dir() else settings.FILE_UPLOAD_PERMISSIONS)
    return beside
