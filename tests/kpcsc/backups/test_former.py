"""What was put aside is found and deleted, and nothing else."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.kpcsc.backups.server import Server

pytestmark = pytest.mark.django_db(transaction=True)


def tables(server: Server) -> str:
    return server.python(
        "from kpcsc.backups.content import database_content; print(database_content('default'))"
    )


def former(server: Server) -> list[str]:
    """The names of what was put aside."""
    return server.python(
        "from kpcsc.backups.former import former_copies; print(*former_copies())"
    ).split()


def test_copy_takes_the_databases_place_and_the_former_is_deleted(server: Server) -> None:
    before = tables(server)
    copy = json.loads(server.manage("database_copy", "make"))
    server.execute("UPDATE organisations_organisation SET name_fr = 'Autre' WHERE slug = 'ipis'")
    changed = tables(server)
    assert former(server) == []  # the copy is none: nothing was put aside
    name = server.manage("database_copy", "use", copy["name"]).strip()
    assert tables(server) == before
    assert former(server) == [name]
    (server.folder / "closed").touch()  # a restore was killed: it may be the only copy
    assert server.refused("delete_former") == (
        "CommandError: The portal is closed: open it, and see first that all is well."
    )
    (server.folder / "closed").unlink()
    assert server.manage("delete_former") == "Former databases and folders deleted: 1.\n"
    assert former(server) == []
    assert tables(server) == before != changed


def test_going_back_has_what_was_there(server: Server) -> None:
    before = tables(server)
    copy = json.loads(server.manage("database_copy", "make"))
    name = server.manage("database_copy", "use", copy["name"]).strip()
    server.execute("UPDATE organisations_organisation SET name_fr = 'Autre' WHERE slug = 'ipis'")
    server.manage("database_copy", "use", name)
    assert tables(server) == before


def test_nothing_put_aside_is_overwritten(server: Server) -> None:
    copy = json.loads(server.manage("database_copy", "make"))
    name = server.manage("database_copy", "use", copy["name"]).strip()
    server.execute("UPDATE organisations_organisation SET name_fr = 'Autre' WHERE slug = 'ipis'")
    before = tables(server)
    refused = server.run(
        "shell",
        "--no-imports",
        "--command",
        "from kpcsc.backups.databases import beside_database\n"
        f"beside_database({name!r}).put_in_place({name[-len('20260304T023000000000') :]!r})",
    )
    assert refused.stderr.splitlines()[-1].endswith(
        ("File exists: '" + name + "'", f'database "{name}" already exists')
    )
    assert former(server) == [name]
    assert tables(server) == before


def test_copy_is_deleted_and_the_database_is_not(server: Server) -> None:
    copy = json.loads(server.manage("database_copy", "make"))
    server.manage("database_copy", "delete", copy["name"])
    assert not Path(copy["name"]).exists()
    assert "organisations.Organisation" in tables(server)
    server.refused("database_copy", "use", copy["name"])
    assert "organisations.Organisation" in tables(server)


@pytest.mark.alike
def test_somebody_elses_files_are_left_alone(server: Server) -> None:
    folder = server.folder / "documents.of-last-year"
    folder.mkdir()
    (server.folder / "documents.20210602T140000000000").mkdir()
    assert server.manage("delete_former") == "Former databases and folders deleted: 1.\n"
    assert folder.exists()


def test_what_a_killed_restore_left_is_deleted_a_day_later(server: Server) -> None:
    copy = json.loads(server.manage("database_copy", "make"))
    young = server.folder / f"documents.restored.{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    for folder in (young, server.folder / "documents.restored.20210602T140000000000"):
        folder.mkdir()
    assert former(server) == [str(server.folder / "documents.restored.20210602T140000000000")]
    assert server.manage("delete_former") == "Former databases and folders deleted: 1.\n"
    assert young.exists()
    server.manage("database_copy", "use", copy["name"])


@pytest.mark.alike
def test_copy_has_to_be_named(server: Server) -> None:
    said = server.refused("database_copy", "use")
    assert said == "CommandError: Name a copy to use or to delete it, and none to make one."
