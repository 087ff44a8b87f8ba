"""What every test may use."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from kpcsc.demonstration.load import load_reference
from kpcsc.roles import grant
from kpcsc.search_index import index_changed
from meetings.models import Meeting
from organisations.models import Country

# How long an example takes says how busy the machine is, not whether it holds.
hypothesis_settings.register_profile("portal", deadline=None)
hypothesis_settings.load_profile("portal")

# whitenoise warns where this folder is missing, as it is before the first `make run`.
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# The desk opens to whoever is signed in, but where a test is about the second factor.
settings.SECOND_FACTOR_REQUIRED = False


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Runs on PostgreSQL what asks a database; the rest has said the same on SQLite already."""
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
        return
    alike = [item for item in items if not asks_a_database(item)]
    config.hook.pytest_deselected(items=alike)
    items[:] = [item for item in items if asks_a_database(item)]


def asks_a_database(item: pytest.Item) -> bool:
    """Whether the test has a mark or a fixture that opens the database."""
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") is not None
    return marked or not fixtures.isdisjoint({"db", "transactional_db"})


def commits(item: pytest.Item) -> bool:
    """Whether the test runs outside a transaction, as in use."""
    mark = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(mark and mark.kwargs.get("transaction")) or not fixtures.isdisjoint(
        {"transactional_db", "live_server"}
    )


@pytest.fixture(autouse=True)
def in_default_language() -> Iterator[None]:
    """A test neither sees nor leaves the language that another test's request turned on."""
    with translation.override("fr"):
        yield


@pytest.fixture(autouse=True)
def index_at_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Plays the commit that the search index waits for, and that a test's transaction never sees.

    Without it, a search for a name that must not be found would find nothing for this reason alone.
    """
    if not asks_a_database(request.node) or commits(request.node):
        yield
        return

    def index(**_: Any) -> None:
        index_changed()

    signals = (post_save, post_delete, m2m_changed)
    for signal in signals:
        signal.connect(index)
    yield
    for signal in signals:
        signal.disconnect(index)


@pytest.fixture
def reference(db: None) -> Meeting:
    """The reference meeting, with everything that the demonstration loads."""
    load_reference()
    return Meeting.objects.get(slug="2021-06-strategy-meeting")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """The test database, in which what migrations wrote outlives a flush.

    A test that commits ends in a flush, which takes the rows of migrations as well. Django brings
    back its content types and permissions on post_migrate, which a flush sends; countries and roles
    come back in the same way, so whichever test comes next finds the database migrated.
    """
    migration = import_module("organisations.migrations.0002_seed_countries")

    def seed(**_: Any) -> None:
        if not Country.objects.exists():
            migration.seed(apps, None)
        grant()

    # After the portal's own apps in the settings: by then their permissions are back.
    auth = apps.get_app_config("auth")
    post_migrate.connect(seed, sender=auth)
    yield
    post_migrate.disconnect(seed, sender=auth)
