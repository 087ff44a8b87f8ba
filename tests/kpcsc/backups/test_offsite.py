"""The ledger in another place: a file a line, and the same ledger again."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from kpcsc.backups.errors import BackupError
from kpcsc.backups.offsite import (
    fetch_ledger,
    joined_lines,
    last_sent,
    ledger_name,
    send_offsite,
    write_lines,
)

LEDGER = b'{"at": "1"}\n{"at": "2"}\n{"at": "3"}\n'
needs_rclone = pytest.mark.skipif(not shutil.which("rclone"), reason="needs rclone")


def test_ledger_is_what_its_lines_are(tmp_path: Path) -> None:
    write_lines(LEDGER, tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
    assert joined_lines(tmp_path) == LEDGER


def test_line_that_is_being_written_waits(tmp_path: Path) -> None:
    write_lines(LEDGER + b'{"at"', tmp_path)
    assert joined_lines(tmp_path) == LEDGER


def test_older_ledger_overwrites_no_line(tmp_path: Path) -> None:
    write_lines(LEDGER, tmp_path)
    write_lines(b'{"at": "1"}\n{"at": "2b"}\n', tmp_path)
    assert sorted(joined_lines(tmp_path).splitlines()) == sorted(
        [*LEDGER.splitlines(), b'{"at": "2b"}']
    )


def test_altered_line_is_refused(tmp_path: Path) -> None:
    write_lines(LEDGER, tmp_path)
    file = sorted(tmp_path.iterdir())[1]
    file.write_bytes(b'{"at": "4"}\n')
    with pytest.raises(BackupError, match=f"The line {file.name} of the ledger was altered"):
        joined_lines(tmp_path)


@pytest.fixture
def offsite(settings: Any, tmp_path: Path) -> Any:
    """A portal that sends to a folder of this machine; its settings."""
    settings.LEDGER, settings.BACKUPS = str(tmp_path / "ledger"), str(tmp_path / "backups")
    settings.OFFSITE = f":local:{tmp_path / 'offsite'}"
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups/portal-20261203T020000Z.tar.gz.age").write_bytes(b"encrypted")
    (tmp_path / "backups/last-verified.json").write_bytes(b"{}")
    Path(settings.LEDGER).write_bytes(LEDGER)
    return settings


@needs_rclone
def test_backups_and_ledger_are_sent_and_the_ledger_comes_back(
    offsite: Any, tmp_path: Path
) -> None:
    send_offsite()
    sent = [file.name for file in (tmp_path / "offsite/backups").iterdir()]
    assert sent == ["portal-20261203T020000Z.tar.gz.age"]
    sent_at = last_sent()
    assert sent_at is not None
    assert abs(timezone.now() - sent_at) < timedelta(minutes=1)
    Path(offsite.LEDGER).unlink()
    assert fetch_ledger() == 3
    assert Path(offsite.LEDGER).read_bytes() == LEDGER


@needs_rclone
def test_ledger_with_lines_that_were_not_sent_is_left_alone(offsite: Any) -> None:
    send_offsite()
    Path(offsite.LEDGER).write_bytes(LEDGER + b'{"at": "4"}\n')
    with pytest.raises(BackupError, match="has lines that were not sent"):
        fetch_ledger()
    assert Path(offsite.LEDGER).read_bytes() == LEDGER + b'{"at": "4"}\n'


@needs_rclone
def test_another_ledger_has_a_place_of_its_own(offsite: Any) -> None:
    """As that of a second server, or of this one once its ledger was begun anew."""
    other = b'{"at": "5"}\n'
    send_offsite()
    Path(offsite.LEDGER).write_bytes(other)
    send_offsite()
    Path(offsite.LEDGER).unlink()
    names = [ledger_name(LEDGER), ledger_name(other)]
    known = dict(zip(names, ["3 lines, 1 to 3", "1 lines, 5 to 5"], strict=True))
    said = "".join(f"\n  {name} ({known[name]})" for name in sorted(names))
    with pytest.raises(BackupError) as refused:
        fetch_ledger()
    assert str(refused.value).endswith(f"it is not always the youngest:{said}")
    with pytest.raises(BackupError, match="Several ledgers were sent"):
        fetch_ledger("another")
    assert not Path(offsite.LEDGER).exists()
    assert fetch_ledger(ledger_name(LEDGER)) == 3
    assert Path(offsite.LEDGER).read_bytes() == LEDGER


@needs_rclone
def test_ledger_that_lost_its_end_is_told_from_others(offsite: Any) -> None:
    Path(offsite.LEDGER).write_bytes(b'{"at": "5"}\n')
    send_offsite()
    Path(offsite.LEDGER).write_bytes(LEDGER)
    send_offsite()
    Path(offsite.LEDGER).write_bytes(LEDGER[: LEDGER.index(b"\n") + 1])
    assert fetch_ledger() == 3
    assert Path(offsite.LEDGER).read_bytes() == LEDGER


@pytest.mark.parametrize("place", ["", " ", "/", "/var/backups/portal", "remote"])
def test_place_has_to_be_another(offsite: Any, place: str) -> None:
    offsite.OFFSITE = place
    for act in (send_offsite, fetch_ledger):
        with pytest.raises(BackupError, match="Set OFFSITE to a place of rclone's"):
            act()


def test_folder_has_to_be_named(offsite: Any) -> None:
    offsite.BACKUPS = ""
    with pytest.raises(BackupError, match="Set BACKUPS to a folder"):
        send_offsite()


@pytest.mark.parametrize("name", ["abc-x.json", "-.json"])
def test_what_is_no_line_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"[]\n")
    with pytest.raises(BackupError, match=f"The line {name} of the ledger was altered"):
        joined_lines(tmp_path)


def test_without_a_folder_for_backups_nothing_was_sent(offsite: Any) -> None:
    send_offsite()
    assert last_sent() is not None
    offsite.BACKUPS = ""
    assert last_sent() is None
