"""Making a backup that is known to be one: it is restored and checked before it counts."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from kpcsc.backups.archive import (
    DATABASE,
    DOCUMENTS,
    SETTINGS,
    Manifest,
    encrypt_archive,
    unpack_archive,
    write_archive,
)
from kpcsc.backups.content import database_content, differences
from kpcsc.backups.databases import dump_database, scratch_database
from kpcsc.backups.documents import documents_on_disk, recorded_files
from kpcsc.backups.errors import BackupError
from kpcsc.backups.kept_backups import kept_moments
from kpcsc.backups.verified import note_verified_backup
from kpcsc.foundation.release import release_name

NAME = "portal-%Y%m%dT%H%M%SZ.tar.gz"
ENCRYPTED = ".age"
WORKING = "working-"  # how the names of folders begin in which one is made
MOST_ATTEMPTS = 3  # a document may be deleted between the database and the documents

type Tell = Callable[[str], object]


def make_backup(*, tell: Tell) -> Path:
    """Makes a backup, restores it into a scratch database, checks and encrypts it; gives its file.

    `tell` gets a line for each step. Raises BackupError, and then leaves nothing behind.
    """
    if not settings.BACKUPS or not settings.BACKUP_KEY:
        raise BackupError("Set BACKUPS, a folder, and BACKUP_KEY, a public key of age (age1…).")
    made_at = timezone.now()
    with working_folder() as folder:
        archive = verified_archive(folder, made_at, tell)
        tell("Encrypting it.")
        new = folder / "encrypted"
        encrypt_archive(archive, new, settings.BACKUP_KEY)
        new.chmod(0o600)
        file = Path(settings.BACKUPS) / f"{made_at.astimezone(UTC):{NAME}}{ENCRYPTED}"
        new.rename(file)
    note_verified_backup(made_at)
    delete_old_backups(tell, but=file)
    return file


@contextmanager
def working_folder() -> Iterator[Path]:
    """A folder for this user alone, on the disk of the backups, and gone afterwards.

    Raises BackupError where the disk is full, or it cannot be made.
    """
    try:
        Path(settings.BACKUPS).mkdir(mode=0o700, parents=True, exist_ok=True)
        _delete_abandoned_folders()
        with tempfile.TemporaryDirectory(prefix=WORKING, dir=settings.BACKUPS) as name:
            yield Path(name)
    except OSError as error:
        raise BackupError(f"{error.filename or settings.BACKUPS}: {error.strerror}.") from error


def _delete_abandoned_folders() -> None:
    """Deletes what a killed backup left: a whole database that everybody who is root can read."""
    yesterday = (timezone.now() - timedelta(days=1)).timestamp()
    for folder in Path(settings.BACKUPS).glob(f"{WORKING}*"):
        if folder.stat().st_mtime < yesterday:
            shutil.rmtree(folder, ignore_errors=True)


def verified_archive(folder: Path, made_at: datetime, tell: Tell) -> Path:
    """Makes an archive in the folder, restores it beside and checks it; gives the archive.

    Raises BackupError where it is not what the portal holds.
    """
    for attempt in range(1, MOST_ATTEMPTS + 1):
        own = folder / f"attempt-{attempt}"
        own.mkdir()
        archive = _archive(own, made_at, tell)
        tell("Restoring it into a scratch database, to see whether it is whole.")
        missing = _check(archive, own / "restored")
        if not missing:
            return archive
        tell("Documents were deleted meanwhile: once more.")
        shutil.rmtree(own)
    raise BackupError(f"Documents are recorded and not on the disk: {len(missing)}. See doctor.")


def _archive(folder: Path, made_at: datetime, tell: Tell) -> Path:
    tell("Copying the database.")
    dump = folder / DATABASE
    tables = dump_database(dump)
    tell("Copying the documents.")
    files = {DATABASE: dump}
    if (own_settings := settings.BASE_DIR / ".env").exists():
        files[SETTINGS] = own_settings
    files |= {f"{DOCUMENTS}/{name}": path for name, path in documents_on_disk()}
    facts = {
        "made_at": made_at.isoformat(),
        "release": release_name(),
        "engine": connection.vendor,
        "tables": tables,
    }
    write_archive(folder / "archive", files, facts)
    dump.unlink()
    return folder / "archive"


def _check(archive: Path, folder: Path) -> list[str]:
    """Restores an archive, and gives the documents that it lacks. Raises BackupError."""
    manifest = unpack_archive(archive, folder)
    with scratch_database(folder / DATABASE) as alias:
        refuse_other_content(manifest, alias)
        missing = [
            name for name in recorded_files(alias) if not (folder / DOCUMENTS / name).is_file()
        ]
    shutil.rmtree(folder)
    return missing


def refuse_other_content(manifest: Manifest, alias: str) -> None:
    """Raises BackupError where a database is not what a manifest says."""
    if different := differences(manifest.tables, database_content(alias)):
        raise BackupError(f"The restored database differs: {', '.join(different)}.")


def delete_old_backups(tell: Tell, *, but: Path) -> None:
    """Deletes those of which none is kept for its day, week or month, but for the one just made: by
    a clock that went back it is not the last."""
    there = {}
    for file in Path(settings.BACKUPS).glob(f"portal-*{ENCRYPTED}"):
        try:
            there[datetime.strptime(file.name, NAME + ENCRYPTED).replace(tzinfo=UTC)] = file
        except ValueError:  # somebody's own
            continue
    old = there.keys() - kept_moments(there)
    files = [there[moment] for moment in sorted(old) if there[moment] != but]
    for file in files:
        file.unlink()
    if files:
        tell(f"Deleted {len(files)} of the older backups: of a day, the last is kept.")
