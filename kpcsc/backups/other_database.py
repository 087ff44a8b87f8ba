"""Running a command of the portal at another database than its own."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from kpcsc.backups.errors import BackupError

CODE = Path(__file__).resolve().parents[2]


def manage_other_database(url: str, *command: str) -> list[str]:
    """Runs a command of manage.py at the database of a URL; gives the lines that it printed.

    In another process, for this one has its own. The ledger is the portal's. Raises BackupError
    with the command's last words.
    """
    environment = os.environ | {"DATABASE_URL": url, "LEDGER": settings.LEDGER}
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "manage.py", *command],
        env=environment,
        cwd=CODE,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = done.stderr.strip().rpartition("\n")[2]
        raise BackupError(last.removeprefix("CommandError: "))
    return done.stdout.splitlines()
