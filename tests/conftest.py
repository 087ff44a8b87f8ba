"""What every test may use."""

import os
from collections.abc import Iterator
from importlib import import_module
from itertools import chain
from pathlib import Path
from pkgutil import iter_modules
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import connection, migrations, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from kpcsc.demonstration.load import load_reference
from kpcsc.foundation.ledger import LedgerEntry
from kpcsc.foundation.site_revision import REVISION_QUERIES, REVISION_QUERY
from kpcsc.roles import update_staff_groups
from kpcsc.search import index as search_index
from meetings.models import Meeting
from organisations.models import Country
from tests.databases import copy_to_file
from tests.sampling import IS_THOROUGH

# How long an example takes says how busy the machine is, not whether it holds.
hypothesis_settings.register_profile("portal", deadline=None)
hypothesis_settings.load_profile("portal")

# whitenoise warns where this folder is missing, as it is before the first `make run`; and after it,
# would read some 400 files anew for each client that a test makes.
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
settings.WHITENOISE_AUTOREFRESH = True

# A password is hashed for a third of a second, on purpose; that is Django's, and tested there.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# The desk opens to whoever is signed in, but where a test is about the second factor.
settings.SECOND_FACTOR_REQUIRED = False


TESTS = Path(__file__).parent
IS_POSTGRESQL = settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3"
# What these test is made by Python, or refused by it, from rows that both databases give alike: the
# pages of the desk and their words, who may open which address, signing in, files, letters.
ALIKE_ON_BOTH = {
    *("test_admin.py", "test_admin_pages.py", "test_admin_words.py"),
    *("test_attacks.py", "test_bad_input.py", "test_role_matrix.py"),
    *("foundation/test_confirmed_action.py", "foundation/translations/test_missing_text.py"),
    *("foundation/test_record_admin.py", "foundation/test_translation_admin.py"),
    *("foundation/history/test_pages.py", "foundation/translations/test_texts_page.py"),
    *("kpcsc/test_admin.py", "kpcsc/desk/test_journal.py", "kpcsc/test_middleware.py"),
    *("kpcsc/test_outbox_page.py", "kpcsc/test_pages.py"),
    *("meetings/documents", "meetings/report_import", "meetings/report_parser"),
    *("meetings/publishing/test_admin.py", "meetings/running/test_page.py"),
    *(
        "meetings/calendar/test_icalendar_files.py",
        "meetings/readiness/test_sidebar.py",
        "meetings/invitations/test_letters.py",
    ),
    *("meetings/participation/test_pasted_list_views.py", "meetings/test_structured_data.py"),
    *("organisations/signing_in", "organisations/test_sheets.py"),
    *("organisations/merging/test_admin.py", "organisations/merging/test_privacy.py"),
    *("surveys/building/test_admin.py", "surveys/results/test_exports.py"),
    *("surveys/invitations/test_letters.py", "surveys/xlsform"),
}
# Crawls that `make test` leaves to SQLite. `make test-all` has each on both, but for each of the 25
# organisations on SQLite alone: the second asks PostgreSQL what the first has asked.
CRAWLS = {"test_names_in_texts.py", "test_privacy.py", "test_publication.py"}
assert all((TESTS / path).exists() for path in ALIKE_ON_BOTH | CRAWLS), "A module was renamed."


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leaves to SQLite the modules that would say the same on PostgreSQL."""
    left = ALIKE_ON_BOTH if IS_THOROUGH else ALIKE_ON_BOTH | CRAWLS
    path = collection_path.relative_to(TESTS).as_posix()
    return True if IS_POSTGRESQL and path in left else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Runs on PostgreSQL what a database answers; the rest has said the same on SQLite already."""
    if IS_POSTGRESQL:
        asking = [
            item
            for item in items
            if asks_a_database(item)
            and not is_further_case(item)
            and not item.get_closest_marker("alike")
        ]
        config.hook.pytest_deselected(items=[item for item in items if item not in asking])
        items[:] = asking


def asks_a_database(item: pytest.Item) -> bool:
    """Whether the test has a mark or a fixture that opens the database."""
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") is not None
    return marked or not fixtures.isdisjoint({"db", "transactional_db"})


def is_further_case(item: pytest.Item) -> bool:
    """Whether the test repeats a crawl for a case beyond the first few."""
    return item.path.name in CRAWLS and item.get_closest_marker("thorough") is not None


def commits(item: pytest.Item) -> bool:
    """Whether the test runs outside a transaction, as in use."""
    mark = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(mark and mark.kwargs.get("transaction")) or not fixtures.isdisjoint(
        {"transactional_db", "live_server"}
    )


@pytest.fixture(scope="session", autouse=True)
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of ledgers; that of this machine stays as it is, also where tests start others."""
    folder = tmp_path_factory.mktemp("ledgers")
    settings.LEDGER = os.environ["LEDGER"] = str(folder / "ledger")
    settings.CLOSED_FILE = str(folder / "closed")
    return folder


@pytest.fixture(autouse=True)
def own_ledger(ledgers: Path, request: pytest.FixtureRequest) -> None:
    """Each test begins a ledger, as its database is another one."""
    settings.LEDGER = str(ledgers / f"{abs(hash(request.node.nodeid))}")


@pytest.fixture(autouse=True)
def in_default_language() -> Iterator[None]:
    """A test neither sees nor leaves the language that another test's request turned on."""
    with translation.override("fr"):
        yield


@pytest.fixture(scope="session", autouse=True)
def index_before_search() -> Iterator[list[pytest.Item]]:
    """Plays the commit that the search index and PostgreSQL's triggers wait for.

    Most tests never see one.
    Without it, a search for a name that must not be found would find nothing for this reason alone.
    In the list stands the test that is running, if it commits by itself.
    """
    committing: list[pytest.Item] = []

    def index(execute: Any, sql: str, *arguments: Any) -> Any:
        if "kpcsc_search" in sql and not committing:
            search_index.index_changed()
        if sql == REVISION_QUERIES["postgresql"] and not committing and renew_token():
            sql = REVISION_QUERY
        return execute(sql, *arguments)

    def follow(connection: BaseDatabaseWrapper, **_: Any) -> None:
        if index not in connection.execute_wrappers:
            connection.execute_wrappers.append(index)

    # Each connection: this thread has a second one from when Playwright's loop runs in it.
    connection_created.connect(follow)
    yield committing
    connection_created.disconnect(follow)


def renew_token() -> bool:
    """Lets the triggers of what was written do now what they do at the commit, if that is to come;
    whether it is."""
    is_to_come = not connection.get_autocommit()
    if is_to_come:
        with connection.connection.cursor() as cursor:  # counted among no test's queries
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute("SELECT set_config('kpcsc.renewed_in', '', true)")
    return is_to_come


@pytest.fixture(autouse=True)
def index_on_commit(
    request: pytest.FixtureRequest, index_before_search: list[pytest.Item]
) -> Iterator[None]:
    """Lets a test that commits have the index follow as it does in use; forgets what is left."""
    if commits(request.node):
        index_before_search.append(request.node)
    yield
    index_before_search.clear()
    search_index._changed.records = set()


@pytest.fixture
def shared_database(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Has this process and others use one database: SQLite's becomes a file, as it is in use."""
    if connection.vendor == "sqlite":
        file = tmp_path / "portal.sqlite3"
        copy_to_file(file)
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
        monkeypatch.setitem(connection.settings_dict, "NAME", str(file))
        memory, connection.connection = connection.connection, None
        yield
        connection.close()
        connection.connection = memory
        return
    server = urlsplit(os.environ["DATABASE_URL"])
    path = f"{server.path.rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    monkeypatch.setenv("DATABASE_URL", server._replace(path=path).geturl())
    yield


@pytest.fixture(scope="session")
def reference_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[list[Any]]:
    """The rows of each model that the demonstration loads: half a second's work, done once."""
    # All but the ledger's, of which each test has its own.
    models = [model for model in apps.get_models(include_auto_created=True) if model != LedgerEntry]
    managers = [model._base_manager for model in models]
    with django_db_blocker.unblock(), transaction.atomic():
        known = [set(manager.values_list("pk", flat=True)) for manager in managers]
        load_reference()
        rows = [
            list(manager.exclude(pk__in=keys))
            for manager, keys in zip(managers, known, strict=True)
        ]
        transaction.set_rollback(True)
    return list(filter(None, rows))


@pytest.fixture
def reference(db: None, reference_rows: list[list[Any]]) -> Meeting:
    """The reference meeting, with everything that the demonstration loads."""
    with transaction.atomic():
        for rows in reference_rows:
            type(rows[0])._base_manager.bulk_create(rows)
        for record in chain(*reference_rows):
            if type(record) in search_index.INDEXING_RULES:
                search_index.index_on_commit(record)
    return Meeting.objects.get(slug="2021-06-strategy-meeting")


@pytest.fixture(scope="session")
def django_db_setup(
    index_before_search: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The test database, made from the models in a second, with what migrations write besides.

    To run the migrations takes ten times as long; tests/test_migrations.py holds both to be the
    same. A test that commits ends in a flush, which takes the rows of migrations as well. Django
    brings back its content types and permissions on post_migrate, which a flush sends; countries
    and roles come back in the same way, so whichever test comes next finds the database migrated.
    """
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for operation in python_operations():
            operation.code(apps, editor)  # type: ignore[arg-type]  # today's, not a state's

    def seed(**_: Any) -> None:
        name_permissions()
        if not Country.objects.exists():
            import_module("organisations.migrations.0002_seed_countries").seed(apps, None)
            update_staff_groups()

    # After the portal's own apps in the settings: by then their permissions are back.
    auth = apps.get_app_config("auth")
    post_migrate.connect(seed, sender=auth)
    yield
    post_migrate.disconnect(seed, sender=auth)


def name_permissions() -> None:
    """Calls permissions what `migrate` calls them, which translates nothing, as a flush does."""
    with translation.override(None):
        for model in apps.get_models():
            for codename, name in model._meta.permissions:
                Permission.objects.filter(codename=codename).update(name=str(name))


def python_operations() -> Iterator[migrations.RunPython]:
    """What the portal's migrations do beside changing tables, in their order."""
    for app in ("organisations", "meetings", "surveys", "kpcsc.foundation", "kpcsc"):
        folder = import_module(f"{app}.migrations").__path__[0]
        for _finder, name, _is_package in iter_modules([folder]):
            migration = import_module(f"{app}.migrations.{name}").Migration
            for operation in migration.operations:
                if isinstance(operation, migrations.RunPython):
                    yield operation
