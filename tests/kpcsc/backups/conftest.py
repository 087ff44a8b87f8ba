"""A portal with records, documents and a place for backups."""

from pathlib import Path
from typing import Any

import pyrage
import pytest

from tests.factories import make_meeting, make_organisation
from tests.factories.files import make_document

IDENTITY = pyrage.x25519.Identity.generate()


@pytest.fixture
def secret_key() -> str:
    """What the volunteer keeps, and the server does not."""
    return str(IDENTITY)


@pytest.fixture
def portal(transactional_db: None, settings: Any, tmp_path: Path) -> Any:
    """Its settings."""
    settings.MEDIA_ROOT, settings.BACKUPS = tmp_path / "documents", str(tmp_path / "backups")
    settings.BASE_DIR, settings.LEDGER = tmp_path, str(tmp_path / "ledger")
    settings.CLOSED_FILE = str(tmp_path / "closed")
    settings.BACKUP_KEY = str(IDENTITY.to_public())
    (tmp_path / ".env").write_text("SECRET_KEY=kimberlite\n")
    make_organisation(name_fr="Zela", slug="zela", listing="public")
    make_document(meeting=make_meeting(title_fr="Réunion"), visibility="public")
    return settings
