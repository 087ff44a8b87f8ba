"""The ledger: a file beside the database that says who may no longer be named, and since when.

A database that is restored from a backup is older than the last lines of the ledger, and is held
against them. A line names nobody: an organisation stands in it by a random identifier, a person by
a keyed hash. Lines are only ever added. Each is signed, and has the signature of the one before it:
a line that was altered says nothing, and one behind a gap says what it says.

What is written is synced to the disk before the transaction commits that it tells of. A second line
says that it did commit. The database has a row for each entry, so that it is noticed when a part of
the file is missing. Where the file cannot be written, as on a full disk, the change is made all the
same: to hide a name goes before. The entry is written to the file later, behind younger ones, and
then hides and opens nothing.
"""

import fcntl
import json
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

# What is said of whom: values are identifiers, hashes and codes, never words of a person.
type Facts = dict[str, str]

LONGEST_LINE = 4096  # bytes
FIRST_SIGNATURE = ""
# A line is an entry, or says that the transaction of an entry committed.
COLUMNS = (
    {"at", "before", "key", "facts", "signature"},
    {"at", "before", "committed", "signature"},
)

logger = logging.getLogger(__name__)


class LedgerEntry(models.Model):
    """What the transaction wrote to the ledger that made this row."""

    key = models.CharField(max_length=32, primary_key=True)
    facts = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "key"]

    def __str__(self) -> str:
        return self.key


class LedgerFault(StrEnum):
    """What is wrong with a line, or with the file."""

    UNREADABLE = "unreadable"  # no line of the ledger, or cut short; the file itself at 0
    ALTERED = "altered"  # not what was signed
    BEHIND_A_GAP = "behind a gap"  # no longer behind the same line
    MISSING = "missing"  # the database knows an entry that the file has not


@dataclass(frozen=True)
class FaultyLine:
    """A fault, and the number of the line, from 1; 0 where it is of no line."""

    number: int
    fault: LedgerFault


@dataclass
class LedgerLine:
    """An entry of the ledger, as the file has it."""

    key: str
    at: datetime
    facts: Facts
    is_committed: bool = False
    is_in_database: bool = False
    is_late: bool = False  # older than the line before it, as what was written after a full disk

    @property
    def is_certain(self) -> bool:
        """Whether its transaction is known to have come to something, here or before a restore."""
        return self.is_committed or self.is_in_database


@dataclass
class Ledger:
    """What the file holds."""

    lines: list[LedgerLine] = field(default_factory=list)
    faults: list[FaultyLine] = field(default_factory=list)

    def last_words(
        self, subject: str, word: str, strictness: Sequence[str]
    ) -> dict[str, tuple[str, datetime]]:
        """What the last entry on each subject says, and since when; `subject` and `word` are the
        facts that say it, and `strictness` has the words, the strictest last.

        What perhaps never happened, or not in this order, hides, and opens nothing.
        """
        words: dict[str, tuple[str, datetime]] = {}
        for line in self.lines:
            if subject not in line.facts:
                continue
            key, said = line.facts[subject], line.facts[word]
            if key in words and (line.is_late or not line.is_certain):
                said = max(said, words[key][0], key=strictness.index)
            words[key] = said, line.at
        return words


_is_applied: ContextVar[bool] = ContextVar("_is_applied", default=False)


@contextmanager
def applying_ledger() -> Iterator[None]:
    """Nothing is recorded meanwhile: what is changed is what the ledger says already."""
    former = _is_applied.set(True)
    try:
        yield
    finally:
        _is_applied.reset(former)


def record_in_ledger(**facts: str) -> None:
    """Writes an entry to the ledger, for the transaction that is under way."""
    if _is_applied.get():
        return
    entry = LedgerEntry.objects.create(key=uuid4().hex, facts=facts)
    try:
        append_line({"key": entry.key, "facts": facts})
    except OSError:
        logger.exception("The ledger cannot be written to: see manage.py check_ledger.")
    transaction.on_commit(partial(_confirm, entry.key), robust=True)


def _confirm(key: str) -> None:
    append_line({"committed": key})


def keyed_hash(text: str, secret: str | bytes | None = None) -> str:
    """What stands in the ledger for a text that others must not read there."""
    return salted_hmac("ledger subject", text, secret=secret, algorithm="sha256").hexdigest()


def append_line(said: dict[str, Any]) -> None:
    """Adds a signed line, and returns once it is on the disk. Raises OSError."""
    path = ledger_path()
    is_new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)  # until it is closed
        size = os.fstat(descriptor).st_size
        end = os.pread(descriptor, LONGEST_LINE, max(0, size - LONGEST_LINE))
        before = _last_signature(end)
        line: dict[str, Any] = {"at": datetime.now(UTC).isoformat(), "before": before, **said}
        line["signature"] = _signature(line)
        # What a crash cut short is left as it is, on a line of its own.
        begin = b"" if end.endswith(b"\n") or not end else b"\n"
        _write_whole(descriptor, begin + json.dumps(line).encode() + b"\n", size)
    finally:
        os.close(descriptor)
    if is_new:
        _sync_folder(path.parent)


def _write_whole(descriptor: int, content: bytes, size: int) -> None:
    """Writes all of it or, where the disk is full, nothing; `size` is that of the file before."""
    try:
        while content:
            content = content[os.write(descriptor, content) :]
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, size)
        raise


def _sync_folder(folder: Path) -> None:
    """Has the disk know of a file that is new in the folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def ledger_path() -> Path:
    """Where the ledger lies."""
    return Path(settings.LEDGER)


def read_ledger() -> Ledger:
    """All that the file says, with what is wrong with it; empty where there is none.

    A line that was altered says nothing.
    """
    # Before the file: what is written meanwhile is then in the file and not missing there.
    known = set(LedgerEntry.objects.values_list("key", flat=True))
    ledger, before, latest = Ledger(), FIRST_SIGNATURE, datetime.min.replace(tzinfo=UTC)
    lines: dict[str, LedgerLine] = {}
    for number, written in enumerate(_content(ledger).splitlines(), start=1):
        said = _said(written)
        if said is None:
            ledger.faults.append(FaultyLine(number, LedgerFault.UNREADABLE))
            continue
        signature = said.pop("signature")
        secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        if not any(signature == _signature(said, secret) for secret in secrets):
            ledger.faults.append(FaultyLine(number, LedgerFault.ALTERED))
            continue
        if said["before"] != before:
            ledger.faults.append(FaultyLine(number, LedgerFault.BEHIND_A_GAP))
        before = signature
        if "key" in said:
            key, at = said["key"], datetime.fromisoformat(said["at"])
            lines[key] = LedgerLine(
                key, at, said["facts"], is_in_database=key in known, is_late=at < latest
            )
            latest = max(latest, at)
        elif said["committed"] in lines:
            lines[said["committed"]].is_committed = True
    missing = known - lines.keys()
    ledger.faults += [FaultyLine(0, LedgerFault.MISSING) for _entry in missing]
    ledger.lines = list(lines.values())
    return ledger


def _content(ledger: Ledger) -> bytes:
    """The file's bytes; none, and a fault, where there is a file that cannot be read."""
    try:
        return ledger_path().read_bytes()
    except FileNotFoundError:
        return b""
    except OSError:
        ledger.faults.append(FaultyLine(0, LedgerFault.UNREADABLE))
        return b""


def write_missing_entries() -> int:
    """Adds to the file what the database alone knows, as after a full disk: entries, and that they
    committed; gives the number of entries.

    Where there is no file, none is begun: the database may be older than what is lost. Raises
    OSError.
    """
    return _write_missing_entries() if ledger_path().exists() else 0


def _write_missing_entries() -> int:
    entries = list(LedgerEntry.objects.all())  # before the file, as in `read_ledger`
    present = {line.key: line.is_committed for line in read_ledger().lines}
    missing = [entry for entry in entries if not present.get(entry.key)]
    for entry in missing:
        if entry.key not in present:
            _append_entry(entry.key, entry.at, entry.facts)
        _confirm(entry.key)
    return len(missing)


def rewrite_ledger() -> Path | None:
    """Sets the file aside and begins another with all that it says, and all that the database knows
    besides; gives where the former one lies, None where there was none. Raises OSError."""
    path, lines = ledger_path(), read_ledger().lines
    aside = None
    if path.exists():
        aside = path.with_name(f"{path.name}.{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
        path.rename(aside)
    for line in lines:
        _append_entry(line.key, line.at, line.facts)
        if line.is_certain:
            _confirm(line.key)
    _write_missing_entries()
    return aside


def _append_entry(key: str, at: datetime, facts: Facts) -> None:
    """Adds an entry of an earlier moment."""
    append_line({"at": at.isoformat(), "key": key, "facts": facts})


def _said(written: bytes) -> dict[str, Any] | None:
    """What a line says; None where it is none of the ledger."""
    try:
        said = json.loads(written)
    except (ValueError, RecursionError):
        return None
    is_whole = isinstance(said, dict) and any(said.keys() == columns for columns in COLUMNS)
    return said if is_whole and isinstance(said["signature"], str) else None


def _last_signature(end: bytes) -> str:
    """That of the last whole line in the end of the file."""
    for written in reversed(end.splitlines()):
        if said := _said(written):
            return said["signature"]
    return FIRST_SIGNATURE


def _signature(line: dict[str, Any], secret: str | bytes | None = None) -> str:
    """Of a line, with the signature before it: whoever lacks the portal's secret makes none."""
    said = json.dumps(line, sort_keys=True)
    return salted_hmac("ledger line", said, secret=secret, algorithm="sha256").hexdigest()
