"""Restoring a backup on this server, also one that another server made."""

import getpass
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpcsc.deployment.install import portal_settings, save_settings
from kpcsc.deployment.layout import CODE, SETTINGS, USER
from kpcsc.deployment.machine import manage, manage_in_terminal, tell
from kpcsc.deployment.services import restart_services
from kpcsc.deployment.settings_file import read_settings, with_setting

MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of root's own in it)


def restore(backup: Path, key: Path | None, *, is_sure: bool) -> int:
    """Replaces the portal's data by a backup; gives the exit status. Raises DeploymentError."""
    typed = key.read_text() if key else getpass.getpass("The secret key (AGE-SECRET-KEY-1…): ")
    with folder_for_portal(MEMORY) as memory, folder_for_portal(CODE) as disk:
        key = memory / "key"
        key.write_text(typed)
        copied = Path(shutil.copyfile(backup, disk / backup.name))
        for file in (key, copied):
            shutil.chown(file, "root", USER)
            file.chmod(0o640)
        arguments = [str(copied), "--key", str(key)]
        accept_secret(read_settings(manage("backup_settings", *arguments)))
        return manage_in_terminal("restore", *arguments, *(["--yes"] if is_sure else []))


@contextmanager
def folder_for_portal(inside: Path) -> Iterator[Path]:
    """A folder of root's in which the portal's user may read, and nobody else; gone afterwards."""
    with tempfile.TemporaryDirectory(dir=inside) as name:
        shutil.chown(name, "root", USER)
        Path(name).chmod(0o750)
        yield Path(name)


def accept_secret(of_backup: dict[str, str]) -> None:
    """Has the portal open what was sealed and signed where the backup was made: second factors, and
    the lines of the ledger."""
    settings = portal_settings()
    known = [settings["SECRET_KEY"], *settings.get("SECRET_KEY_FALLBACKS", "").split(",")]
    secret = of_backup.get("SECRET_KEY", "")
    if not secret or secret in known:
        return
    fallbacks = ",".join(filter(None, [*known[1:], secret]))
    save_settings(with_setting(SETTINGS.read_text(), "SECRET_KEY_FALLBACKS", fallbacks))
    restart_services()
    tell("The backup is of another server, whose secret is now one of SECRET_KEY_FALLBACKS.")
