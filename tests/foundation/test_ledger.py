"""The file beside the database: what is written is on the disk, and what is altered is noticed."""

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from kpcsc.foundation import ledger
from kpcsc.foundation.ledger import (
    FaultyLine,
    LedgerEntry,
    LedgerFault,
    append_line,
    keyed_hash,
    read_ledger,
    record_in_ledger,
    rewrite_ledger,
    write_missing_entries,
)
from tests.databases import at_once


@pytest.fixture(autouse=True)
def file(tmp_path: Path, settings: Any) -> Path:
    settings.LEDGER = str(tmp_path / "ledger")
    return tmp_path / "ledger"


def faults() -> list[FaultyLine]:
    return read_ledger().faults


def record(number: int) -> None:
    """As many entries, each in a transaction of its own."""
    for place in range(number):
        with transaction.atomic():
            record_in_ledger(number=str(place))


def test_without_a_file_there_is_nothing_to_say(db: None) -> None:
    assert (read_ledger().lines, faults()) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_an_entry_is_in_the_file_before_its_transaction_commits(file: Path) -> None:
    with transaction.atomic():
        record_in_ledger(subject="a")
        (line,) = read_ledger().lines
        assert (line.facts, line.is_committed) == ({"subject": "a"}, False)
    (line,) = read_ledger().lines
    assert (line.is_committed, line.is_in_database, faults()) == (True, True, [])
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_told_from_what_was_made() -> None:
    with transaction.atomic():
        record_in_ledger(subject="a")
        transaction.set_rollback(True)
    (line,) = read_ledger().lines
    assert (line.is_certain, faults()) == (False, [])


@pytest.mark.django_db(transaction=True)
def test_a_restored_database_knows_less_than_the_ledger() -> None:
    record(3)
    LedgerEntry.objects.exclude(facts={"number": "0"}).delete()
    known = [(line.is_committed, line.is_in_database) for line in read_ledger().lines]
    assert (known, faults()) == ([(True, True), (True, False), (True, False)], [])


@pytest.mark.django_db(transaction=True)
def test_a_file_cut_short_is_noticed(file: Path) -> None:
    record(3)
    whole = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(whole[:4]))
    assert faults() == [FaultyLine(0, LedgerFault.MISSING)]
    file.write_bytes(b"".join(whole[:5])[:-9])
    assert faults() == [
        FaultyLine(5, LedgerFault.UNREADABLE),
        FaultyLine(0, LedgerFault.MISSING),
    ]
    # What comes after stands on a line of its own, and is read.
    record(1)
    assert faults() == [
        FaultyLine(5, LedgerFault.UNREADABLE),
        FaultyLine(0, LedgerFault.MISSING),
    ]
    file.unlink()
    assert faults() == [FaultyLine(0, LedgerFault.MISSING)] * 4


@pytest.mark.parametrize("number", range(6))
@pytest.mark.django_db(transaction=True)
def test_a_line_that_is_altered_says_nothing(number: int, file: Path) -> None:
    record(3)
    lines = file.read_bytes().splitlines(keepends=True)
    altered = json.loads(lines[number]) | {"at": "2020-01-01T00:00:00+00:00"}
    lines[number] = json.dumps(altered).encode() + b"\n"
    file.write_bytes(b"".join(lines))
    found = read_ledger()
    assert FaultyLine(number + 1, LedgerFault.ALTERED) in found.faults
    # The others are still believed.
    assert len(found.lines) == (3 if number % 2 else 2)


@pytest.mark.parametrize("number", range(5))
@pytest.mark.django_db(transaction=True)
def test_a_line_taken_out_of_the_middle_is_noticed(number: int, file: Path) -> None:
    record(3)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:number] + lines[number + 1 :]))
    found = read_ledger()
    assert FaultyLine(number + 1, LedgerFault.BEHIND_A_GAP) in found.faults
    assert len(found.lines) == (3 if number % 2 else 2)


@pytest.mark.django_db(transaction=True)
def test_what_a_crash_left_of_the_disk_hides_no_line_behind_it(file: Path) -> None:
    record(1)
    file.write_bytes(file.read_bytes() + b"\0" * 5000)
    record(1)
    assert len(read_ledger().lines) == 2


@pytest.mark.django_db(transaction=True)
def test_a_file_that_cannot_be_read_is_a_fault(file: Path) -> None:
    file.mkdir()
    assert faults() == [FaultyLine(0, LedgerFault.UNREADABLE)]


@pytest.mark.django_db(transaction=True)
def test_lines_of_somebody_else_are_no_lines(file: Path) -> None:
    record(1)
    lines = ["[]", "null", "{}", '{"at": 1}', "[" * 100_000, "é"]
    for words in lines:
        file.write_bytes(file.read_bytes() + words.encode() + b"\n")
    assert [faulty.fault for faulty in faults()] == [LedgerFault.UNREADABLE] * len(lines)
    signed = '{"at": "", "before": "", "key": "", "facts": {}, "signature": "é"}'
    file.write_text(signed)
    assert faults()[0] == FaultyLine(1, LedgerFault.ALTERED)


@pytest.mark.django_db(transaction=True)
def test_on_a_full_disk_the_change_is_made_and_the_gap_is_told(
    file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    record(1)
    before = file.read_bytes()
    written = os.write

    def write_half(descriptor: int, content: bytes) -> int:
        if len(content) < 20:
            raise OSError(errno.ENOSPC, "No space left on device")
        return written(descriptor, content[: len(content) // 2])

    with monkeypatch.context() as patched:
        patched.setattr(ledger.os, "write", write_half)
        record(1)
    assert file.read_bytes() == before
    assert (LedgerEntry.objects.count(), faults()) == (2, [FaultyLine(0, LedgerFault.MISSING)])
    assert "The ledger cannot be written to" in caplog.text
    record(1)
    assert faults() == [FaultyLine(0, LedgerFault.MISSING)]
    assert write_missing_entries() == 1
    assert faults() == []
    assert [line.is_late for line in read_ledger().lines] == [False, False, True]
    assert all(line.is_committed for line in read_ledger().lines)
    assert write_missing_entries() == 0


@pytest.mark.django_db(transaction=True)
def test_an_older_file_gets_what_the_database_knows(file: Path) -> None:
    record(3)
    whole = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(whole[:3]))  # the second entry, and not that it committed
    assert write_missing_entries() == 2
    lines = read_ledger().lines
    assert [line.facts["number"] for line in lines] == ["0", "1", "2"]
    assert {(line.is_committed, line.is_late) for line in lines} == {(True, False)}


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_lost_is_not_begun_by_a_database_that_may_be_older(file: Path) -> None:
    record(1)
    file.unlink()
    assert write_missing_entries() == 0
    assert not file.exists()


@pytest.mark.django_db(transaction=True)
def test_what_the_database_does_not_know_stays_in_a_ledger_that_is_written_anew() -> None:
    record(3)
    LedgerEntry.objects.exclude(facts={"number": "0"}).delete()
    before = [(line.key, line.at, line.is_committed) for line in read_ledger().lines]
    rewrite_ledger()
    after = read_ledger()
    assert [(line.key, line.at, line.is_committed) for line in after.lines] == before
    assert after.faults == []


@pytest.mark.django_db(transaction=True)
def test_a_damaged_ledger_is_set_aside_and_written_anew(file: Path) -> None:
    record(3)
    damaged = file.read_bytes()[:-200]
    file.write_bytes(damaged)
    aside = rewrite_ledger()
    assert aside
    assert aside.read_bytes() == damaged
    assert [line.facts["number"] for line in read_ledger().lines] == ["0", "1", "2"]
    assert faults() == []


@pytest.mark.django_db(transaction=True)
def test_a_former_secret_still_vouches_for_its_lines(settings: Any) -> None:
    record(1)
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10
    assert [faulty.fault for faulty in faults()][:1] == [LedgerFault.ALTERED]
    settings.SECRET_KEY_FALLBACKS = [former]
    record(1)
    assert faults() == []


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_follow_each_other() -> None:
    def write() -> None:
        for _ in range(20):
            append_line({"committed": "x"})

    at_once(*[write] * 4)
    assert faults() == []


def test_a_hash_says_nothing_to_whoever_lacks_the_secret() -> None:
    assert keyed_hash("a@example.org") == keyed_hash("a@example.org")
    assert keyed_hash("a@example.org") != keyed_hash("a@example.org", "another secret")
