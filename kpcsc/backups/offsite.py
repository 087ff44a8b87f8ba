"""Backups and the ledger in another place, which rclone reaches.

Backups that are older than any that is kept here are deleted there. The ledger goes line by line,
each a file that is never written again: an older ledger here shortens nothing there. That of
another server, and one that was begun anew, has a folder of its own.
"""

import fcntl
import hashlib
import json
import os
import re
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from kpcsc.backups.errors import BackupError
from kpcsc.foundation.ledger import ledger_path

MOST_DAYS = 400
PLACE = re.compile(r"\S+:\S*")  # with a colon: a path alone is on this server
SENT = "last-sent"  # a file beside the backups: when it was changed is all that it says
LINE_NAME = "{number:08}-{digest}.json"
DIGEST_LENGTH = 16


def send_offsite() -> None:
    """Sends what is not there yet. Raises BackupError."""
    if not settings.BACKUPS:
        raise BackupError("Set BACKUPS to a folder.")
    place, begun_at = _place(), time.time()
    _send_ledger(place)
    backups = ("--include", "portal-*.age")
    _rclone("copy", "--ignore-existing", *backups, settings.BACKUPS, f"{place}/backups")
    _rclone("delete", *backups, "--min-age", f"{MOST_DAYS}d", f"{place}/backups")
    _send_ledger(place)  # with what was written meanwhile
    sent = Path(settings.BACKUPS) / SENT
    sent.touch(mode=0o600)
    os.utime(sent, (begun_at, begun_at))


def _place() -> str:
    """Where the setting leads. Raises BackupError where that is no other place."""
    place = settings.OFFSITE.strip().rstrip("/")
    if not PLACE.fullmatch(place):
        raise BackupError("Set OFFSITE to a place of rclone's, as in remote:portal.")
    return place


def last_sent() -> datetime | None:
    """What was there at this moment is in the other place; None where nothing was sent yet."""
    return _changed_at(Path(settings.BACKUPS) / SENT) if settings.BACKUPS else None


def ledger_changed_at() -> datetime | None:
    """When the last line was added to the ledger; None where there is none."""
    return _changed_at(ledger_path())


def _changed_at(path: Path) -> datetime | None:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.exists() else None


def _send_ledger(place: str) -> None:
    ledger = _ledger()
    if name := ledger_name(ledger):
        with tempfile.TemporaryDirectory() as folder:
            write_lines(ledger, Path(folder))
            _rclone("copy", "--ignore-existing", folder, f"{place}/ledger/{name}")


def _ledger() -> bytes:
    return ledger_path().read_bytes() if ledger_path().exists() else b""


def ledger_name(ledger: bytes) -> str:
    """By what a ledger is told from any other: the sum of its first line; empty where it has
    none."""
    first, end, _rest = ledger.partition(b"\n")
    return _digest(first + end) if end else ""


def fetch_ledger(name: str = "") -> int:
    """Brings the ledger back to a portal that has lost it, or its end; gives the number of lines.

    Where several were sent, `name` says which. Raises BackupError where it has to be said, or where
    what the portal has is not the beginning of what was sent.
    """
    with tempfile.TemporaryDirectory() as folder:
        _rclone("copy", f"{_place()}/ledger", folder)
        ledgers = {one.name: joined_lines(one) for one in Path(folder).iterdir() if one.is_dir()}
        sent = _chosen({key: ledger for key, ledger in ledgers.items() if ledger}, name)
    descriptor = os.open(ledger_path(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with open(descriptor, "r+b", buffering=0) as ledger:  # noqa: PTH123 (as the ledger is opened)
        fcntl.flock(ledger, fcntl.LOCK_EX)  # nobody adds a line meanwhile
        present = ledger.read()
        if not sent.startswith(present):
            raise BackupError("The portal's ledger has lines that were not sent: it is left alone.")
        ledger.write(sent[len(present) :])
        os.fsync(descriptor)
    return sent.count(b"\n")


def _chosen(ledgers: dict[str, bytes], name: str) -> bytes:
    """The ledger of that name, else what this portal has the beginning of, else the only one.

    Raises BackupError.
    """
    name = name or min(ledgers.keys() & {ledger_name(_ledger())}, default="")
    if name in ledgers:
        return ledgers[name]
    if len(ledgers) == 1 and not name:
        return next(iter(ledgers.values()))
    if not ledgers:
        raise BackupError("No ledger was sent.")
    known = "".join(f"\n  {key} ({_extent(ledgers[key])})" for key in sorted(ledgers))
    raise BackupError(
        "Several ledgers were sent. Name that of the server that was lost, as in “portal "
        f"fetch-ledger {min(ledgers)}”; it is not always the youngest:{known}"
    )


def _extent(ledger: bytes) -> str:
    """How long a ledger is, and from when to when. Raises BackupError where it is none."""
    lines = ledger.splitlines()
    try:
        first, last = (json.loads(line)["at"][:16] for line in (lines[0], lines[-1]))
    except (ValueError, TypeError, KeyError) as error:
        raise BackupError("What was sent is no ledger.") from error
    return f"{len(lines)} lines, {first} to {last}"


def write_lines(ledger: bytes, folder: Path) -> None:
    """Writes each whole line of a ledger to a file, named by its number and its sum."""
    for number, line in enumerate(ledger.splitlines(keepends=True), start=1):
        if line.endswith(b"\n"):
            (folder / _line_name(number, line)).write_bytes(line)


def joined_lines(folder: Path) -> bytes:
    """The ledger of these files, in the order of their numbers. Raises BackupError where one is not
    what it was; where one is missing, the ledger itself says so."""
    lines = []
    for file in sorted(folder.glob("*.json")):
        line, number = file.read_bytes(), file.name.partition("-")[0]
        if not number.isdecimal() or file.name != _line_name(int(number), line):
            raise BackupError(f"The line {file.name} of the ledger was altered.")
        lines.append(line)
    return b"".join(lines)


def _line_name(number: int, line: bytes) -> str:
    return LINE_NAME.format(number=number, digest=_digest(line))


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()[:DIGEST_LENGTH]


def _rclone(*arguments: str) -> None:
    """Runs rclone. Raises BackupError."""
    try:
        subprocess.run(  # noqa: S603 (no shell)
            ["rclone", "--quiet", *arguments],  # noqa: S607 (Debian's)
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError as error:
        raise BackupError("rclone is missing: install it (apt install rclone).") from error
    except subprocess.CalledProcessError as error:
        last = error.stderr.strip().rpartition("\n")[2]
        raise BackupError(f"rclone failed: {last}") from error
