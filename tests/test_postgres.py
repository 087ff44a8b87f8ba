"""How the tests' PostgreSQL is chosen and named; none is started here."""

from pathlib import Path

import environ
import pytest

from tests import postgres


def test_url_leads_django_to_the_socket() -> None:
    config = environ.Env.db_url_config(postgres.socket_url(Path("/tmp/test-postgres-x")))
    assert config == {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "/tmp/test-postgres-x",
        "PORT": postgres.PORT,
        "NAME": "postgres",
        "USER": "postgres",
        "PASSWORD": "",
    }


@pytest.mark.parametrize(
    ("output", "version"),
    [
        ("postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)", 15),
        ("postgres (PostgreSQL) 19beta1", 19),
        ("sh: 42: postgres: not found", 0),
        ("", 0),
    ],
)
def test_major_version(output: str, version: int) -> None:
    assert postgres.major_version(output) == version


def test_newest_system_binaries_win() -> None:
    versions = {Path("/a/9"): 9, Path("/a/17"): 17, Path("/a/15"): 15}
    assert postgres.newest(versions) == Path("/a/17")


def test_oldest_that_will_do() -> None:
    assert postgres.newest({Path("/a/15"): 15}) == Path("/a/15")


@pytest.mark.parametrize("versions", [{}, {Path("/a/14"): 14}, {Path("/a/closed"): 0}])
def test_none_or_too_old_or_not_runnable_is_refused(versions: dict[Path, int]) -> None:
    assert postgres.newest(versions) is None


def test_system_comes_before_the_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(postgres, "system_folders", lambda: [Path("/system")])
    monkeypatch.setattr(postgres, "wheel_folder", lambda: Path("/wheel"))
    monkeypatch.setattr(postgres, "runnable_version", lambda folder, account: 15)
    assert postgres.find_binaries({}, tmp_path) == Path("/system")


def test_wheel_serves_where_the_system_is_too_old(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    versions = {Path("/system"): 14, Path("/wheel"): 18}
    monkeypatch.setattr(postgres, "system_folders", lambda: [Path("/system")])
    monkeypatch.setattr(postgres, "wheel_folder", lambda: Path("/wheel"))
    monkeypatch.setattr(postgres, "runnable_version", lambda folder, account: versions[folder])
    assert postgres.find_binaries({}, tmp_path) == Path("/wheel")


def test_without_any_the_message_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TEST_POSTGRES_URL", raising=False)
    monkeypatch.setattr(postgres, "system_folders", list)
    monkeypatch.setattr(postgres, "wheel_folder", lambda: None)
    # main() sets signal handlers, which are no business of this process.
    monkeypatch.setattr("signal.signal", lambda number, handler: None)
    assert postgres.main(["true"]) == 2
    message = capsys.readouterr().err
    assert "TEST_POSTGRES_URL" in message
    assert message.count("\n") == 1


def test_named_server_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_POSTGRES_URL", "postgres://someone@somewhere/something")
    with postgres.server() as url:
        assert url == "postgres://someone@somewhere/something"
