"""A portal with records, documents and a place for backups."""

import shutil
from pathlib import Path
from typing import Any

import pyrage
import pytest

from tests.factories import make_meeting, make_organisation
from tests.factories.files import make_document
from tests.kpcsc.backups.server import Server

PEOPLE = """
from organisations.models import User
User.objects.create_superuser("a@example.org", "x", name="Awa")
User.objects.create_user("grace@example.org", name="Grace Hopper")
"""
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


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The demonstration's portal, with an administrator and a person; and nothing runs on it."""
    identity = pyrage.x25519.Identity.generate()
    folder = tmp_path_factory.mktemp("loaded")
    server = Server(folder, str(identity), str(identity.to_public()))
    server.manage("migrate", "--verbosity", "0")
    server.manage("demo")
    server.python(PEOPLE)
    return server


@pytest.fixture
def server(loaded: Server, tmp_path: Path) -> Server:
    """The same, to be done with as one likes."""
    folder = tmp_path / "portal"
    shutil.copytree(loaded.folder, folder)
    return Server(folder, loaded.key.read_text(), loaded.environment["BACKUP_KEY"], loaded)
