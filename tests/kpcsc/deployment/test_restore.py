"""What root reads for the portal's user, and which secrets a restored backup brings along."""

from pathlib import Path

import pytest

from kpcsc.deployment import install, restore
from kpcsc.deployment.machine import DeploymentError
from kpcsc.deployment.settings_file import written_settings

OURS, FORMER, THEIRS, OLDER = ("o" * 50, "f" * 50, "t" * 50, "l" * 50)


def test_file_is_copied(tmp_path: Path) -> None:
    (tmp_path / "backup.age").write_bytes(b"encrypted")
    copied = restore.copy_of_file(tmp_path / "backup.age", tmp_path)
    assert copied.read_bytes() == b"encrypted"


def test_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("root's own")
    (tmp_path / "backup.age").symlink_to(tmp_path / "secret")
    with pytest.raises(DeploymentError, match=r"backup\.age cannot be read"):
        restore.copy_of_file(tmp_path / "backup.age", tmp_path)
    assert not (tmp_path / "backup").exists()


def test_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "backup.age").mkdir()
    with pytest.raises(DeploymentError, match=r"backup\.age is no file|cannot be read"):
        restore.copy_of_file(tmp_path / "backup.age", tmp_path)


@pytest.mark.parametrize(
    ("of_backup", "fallbacks"),
    [
        ({"SECRET_KEY": OURS}, FORMER),
        ({"SECRET_KEY": THEIRS}, f"{FORMER},{THEIRS}"),
        ({"SECRET_KEY": THEIRS, "SECRET_KEY_FALLBACKS": OLDER}, f"{FORMER},{THEIRS},{OLDER}"),
        ({"SECRET_KEY": "short"}, FORMER),
        ({"SECRET_KEY": "$" + THEIRS}, FORMER),  # which would be read as the name of another
        ({}, FORMER),
    ],
)
def test_secrets_of_the_other_server_open_what_it_sealed(
    of_backup: dict[str, str], fallbacks: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {"SECRET_KEY": OURS, "SECRET_KEY_FALLBACKS": FORMER}
    (tmp_path / "portal.env").write_text(written_settings(own))
    monkeypatch.setattr(install, "SETTINGS", tmp_path / "portal.env")
    assert restore.with_secrets_of(of_backup) == fallbacks
