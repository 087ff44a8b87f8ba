"""A backup counts once it was restored; nobody reads it without the key, or alters it unseen."""

import stat
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from kpcsc.backups.actions import make_backup, refuse_other_content
from kpcsc.backups.archive import (
    DATABASE,
    SETTINGS,
    Manifest,
    decrypt_archive,
    unpack_archive,
)
from kpcsc.backups.content import database_content
from kpcsc.backups.databases import scratch_database
from kpcsc.backups.errors import BackupError
from kpcsc.backups.verified import last_verified_backup
from meetings.models import Document
from organisations.models import Organisation


def silent(_line: str) -> None:
    """Tells nothing."""


def opened(file: Path, secret_key: str, folder: Path) -> Manifest:
    """Unpacks a backup into a new folder."""
    decrypt_archive(file, folder.with_suffix(".tar"), secret_key)
    folder.mkdir()
    return unpack_archive(folder.with_suffix(".tar"), folder)


def test_a_backup_holds_all_that_the_portal_does(
    portal: Any, secret_key: str, tmp_path: Path
) -> None:
    before = database_content("default")
    folder = tmp_path / "opened"
    manifest = opened(make_backup(tell=silent), secret_key, folder)
    assert manifest.tables == before
    with scratch_database(folder / DATABASE) as alias:
        assert database_content(alias) == before
        assert Organisation.objects.using(alias).get().name_fr == "Zela"
    document = Document.objects.get()
    for name in filter(None, (document.file.name, document.cleaned.name)):
        there = (portal.MEDIA_ROOT / name).read_bytes()
        assert (folder / "documents" / name).read_bytes() == there
    assert (folder / SETTINGS).read_text() == "SECRET_KEY=kimberlite\n"


@pytest.mark.alike
def test_by_a_clock_that_went_back_the_one_just_made_is_kept(portal: Any) -> None:
    Path(portal.BACKUPS).mkdir()
    for year in range(2030, 2050):
        (Path(portal.BACKUPS) / f"portal-{year}0101T000000Z.tar.gz.age").touch()
    assert make_backup(tell=silent).exists()


@pytest.mark.alike
def test_it_lies_closed_to_others_and_leaves_nothing_beside(portal: Any) -> None:
    file = make_backup(tell=silent)
    there = {path.name for path in Path(portal.BACKUPS).iterdir()}
    assert there == {file.name, "last-verified.json"}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(portal.BACKUPS).stat().st_mode) == 0o700
    verified = last_verified_backup()
    assert verified
    assert file.name == f"portal-{verified:%Y%m%dT%H%M%SZ}.tar.gz.age"


@pytest.mark.alike
def test_without_the_key_it_is_noise(portal: Any) -> None:
    content = make_backup(tell=silent).read_bytes()
    for said in (b"Zela", b"kimberlite", b"SQLite", b"manifest"):
        assert said not in content


def test_the_command_says_what_it_did(portal: Any, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("backup")
    *steps, end = capsys.readouterr().out.splitlines()
    assert steps == [
        "Copying the database.",
        "Copying the documents.",
        "Restoring it into a scratch database, to see whether it is whole.",
        "Encrypting it.",
    ]
    assert end.startswith(f"The backup is whole: {portal.BACKUPS}/portal-")


def test_a_document_that_is_recorded_and_gone_makes_no_backup(portal: Any) -> None:
    document = Document.objects.get()
    (portal.MEDIA_ROOT / document.file.name).unlink()
    with pytest.raises(CommandError, match="recorded and not on the disk: 1"):
        call_command("backup")
    assert list(Path(portal.BACKUPS).iterdir()) == []


def test_a_copy_that_differs_from_the_database_is_refused(
    portal: Any, secret_key: str, tmp_path: Path
) -> None:
    """As of a row that was half written, or a table that was left out."""
    folder = tmp_path / "opened"
    manifest = opened(make_backup(tell=silent), secret_key, folder)
    with scratch_database(folder / DATABASE) as alias:
        refuse_other_content(manifest, alias)
        Organisation.objects.using(alias).update(name_fr="Zela.")
        with pytest.raises(BackupError, match=r"differs: .*organisations\.Organisation\."):
            refuse_other_content(manifest, alias)


@pytest.mark.alike
@pytest.mark.parametrize("missing", ["BACKUPS", "BACKUP_KEY"])
def test_what_is_not_set_is_asked_for(portal: Any, missing: str) -> None:
    setattr(portal, missing, "")
    with pytest.raises(CommandError, match="Set BACKUPS, a folder, and BACKUP_KEY"):
        call_command("backup")


@pytest.mark.alike
def test_a_key_that_is_none_is_refused(portal: Any) -> None:
    portal.BACKUP_KEY = "age1nothing"
    with pytest.raises(CommandError, match="BACKUP_KEY is no public key of age"):
        call_command("backup")
    assert list(Path(portal.BACKUPS).iterdir()) == []


@pytest.mark.alike
@pytest.mark.parametrize("part", [0.1, 0.5, 0.999])
def test_a_backup_cut_short_is_refused(
    portal: Any, secret_key: str, tmp_path: Path, part: float
) -> None:
    file = make_backup(tell=silent)
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * part)])
    with pytest.raises(BackupError, match="does not open the backup, or it is damaged"):
        opened(file, secret_key, tmp_path / "opened")


@pytest.mark.alike
@pytest.mark.parametrize("place", [30, 400, -20])
def test_an_altered_backup_is_refused(
    portal: Any, secret_key: str, tmp_path: Path, place: int
) -> None:
    file = make_backup(tell=silent)
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    with pytest.raises(BackupError, match="damaged"):
        opened(file, secret_key, tmp_path / "opened")


@pytest.mark.alike
@pytest.mark.parametrize(
    ("key", "said"),
    [
        (str(pyrage.x25519.Identity.generate()), "This key does not open the backup"),
        ("AGE-SECRET-KEY-1", "no secret key of age"),
        ("", "no secret key of age"),
    ],
    ids=["another", "part of one", "none"],
)
def test_another_key_opens_nothing(portal: Any, tmp_path: Path, key: str, said: str) -> None:
    file = make_backup(tell=silent)
    with pytest.raises(BackupError, match=said):
        opened(file, key, tmp_path / "opened")
    assert not (tmp_path / "opened.tar").exists()
