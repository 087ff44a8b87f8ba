"""Restoring a backup on this server, also one that another server made."""

import getpass
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kpcsc.deployment.install import portal_settings, save_settings
from kpcsc.deployment.layout import CODE, SETTINGS, USER
from kpcsc.deployment.machine import DeploymentError, manage, manage_in_terminal, tell
from kpcsc.deployment.services import restart_services
from kpcsc.deployment.settings_file import read_settings, with_setting

SECRET = re.compile(r"[^\s,$\"']{32,}")  # as install.sh makes them; others are set by hand
MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of root's own in it)


def restore(backup: Path, key: Path | None, *, is_sure: bool) -> int:
    """Replaces the portal's data by a backup; gives the exit status. Raises DeploymentError."""
    typed = key.read_text() if key else getpass.getpass("The secret key (AGE-SECRET-KEY-1…): ")
    with folder_for_portal(MEMORY) as memory, folder_for_portal(CODE) as disk:
        key = memory / "key"
        key.write_text(typed)
        copied = copy_of_file(backup, disk)
        for file in (key, copied):
            shutil.chown(file, "root", USER)
            file.chmod(0o640)
        arguments = [str(copied), "--key", str(key)]
        try:
            of_backup = read_settings(manage("backup_settings", *arguments))
        except ValueError as error:
            raise DeploymentError(f"The settings in the backup: {error}") from error
        fallbacks = with_secrets_of(of_backup)
        status = manage_in_terminal(
            *("restore", *arguments, *(["--yes"] if is_sure else [])),
            environment={"SECRET_KEY_FALLBACKS": fallbacks},
        )
    if status == 0 and fallbacks != portal_settings().get("SECRET_KEY_FALLBACKS", ""):
        text = with_setting(SETTINGS.read_text(), "SECRET_KEY_FALLBACKS", fallbacks)
        save_settings(text)
        restart_services()
        tell("The secrets of the server that made the backup are now in SECRET_KEY_FALLBACKS.")
    return status


def copy_of_file(file: Path, folder: Path) -> Path:
    """Copies a file, and none to which a link leads: the folder of the backups is that user's, who
    could have root read any other file by a link. Raises DeploymentError."""
    copied = folder / "backup"
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise DeploymentError(f"{file} cannot be read: {error.strerror}.") from error
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise DeploymentError(f"{file} is no file.")
        with os.fdopen(os.dup(descriptor), "rb") as source, copied.open("wb") as target:
            shutil.copyfileobj(source, target)
    finally:
        os.close(descriptor)
    return copied


@contextmanager
def folder_for_portal(inside: Path) -> Iterator[Path]:
    """A folder of root's in which the portal's user may read, and nobody else; gone afterwards."""
    with tempfile.TemporaryDirectory(dir=inside) as name:
        shutil.chown(name, "root", USER)
        Path(name).chmod(0o750)
        yield Path(name)


def with_secrets_of(of_backup: Mapping[str, str]) -> str:
    """The portal's former secrets, with those of the server that made a backup: they open what was
    sealed and signed there, second factors and the lines of the ledger."""
    settings = portal_settings()
    known = settings.get("SECRET_KEY_FALLBACKS", "").split(",")
    theirs = [
        of_backup.get("SECRET_KEY", ""),
        *of_backup.get("SECRET_KEY_FALLBACKS", "").split(","),
    ]
    secrets = dict.fromkeys(filter(SECRET.fullmatch, [*known, *theirs]))
    secrets.pop(settings["SECRET_KEY"], None)
    return ",".join(secrets)
