"""What somebody sees to whom the portal failed, and what the log says of it."""

import logging
import re
from collections.abc import Iterator
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.core.management import call_command
from django.core.management.base import CommandError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

import kpcsc.urls
from kpcsc.foundation.logs import FailureFormatter, written_failures


def fail(request: HttpRequest) -> HttpResponse:
    """A page that cannot be shown."""
    raise RuntimeError(request.path)


urlpatterns = [*i18n_patterns(path("fails/", fail)), *kpcsc.urls.urlpatterns]
handler500 = kpcsc.urls.handler500
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def log_file(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The log of failures, as in production."""
    settings.LOG_FILE = str(tmp_path / "portal.log")
    handler = WatchedFileHandler(settings.LOG_FILE, delay=True)
    handler.setFormatter(FailureFormatter())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    yield tmp_path / "portal.log"
    logger.removeHandler(handler)
    handler.close()


@pytest.fixture
def stranger(db: None) -> Client:
    return Client(raise_request_exception=False)


def test_a_failure_has_a_code_that_finds_it_in_the_log(
    stranger: Client, log_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = stranger.get("/en/fails/?token=secret", headers={"user-agent": "Telephone"}).text
    [code] = re.findall("tell the secretariat this code: ([2-9A-Z]{6})", page)
    call_command("log", code.lower())
    said = capsys.readouterr().out
    for line in (f"code     {code}", "release  development", "logger   django.request"):
        assert line in said.splitlines()
    assert ", in fail\n" in said
    assert said.strip().endswith("builtins.RuntimeError")
    for private in ("/fails", "secret", "Telephone", "127.0.0.1"):
        assert private not in log_file.read_text()


def test_the_log_lists_the_latest_failures(
    stranger: Client, log_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        stranger.get("/en/fails/")
    log_file.rename(f"{log_file}.1")  # as a rotation does
    stranger.get("/en/fails/")
    call_command("log", last=2)
    *lines, end = capsys.readouterr().out.splitlines()
    codes = [one["code"] for one in written_failures(log_file)]
    assert [line.split()[1] for line in lines] == codes[-2:]
    assert end.startswith("4 noted.")
    with pytest.raises(CommandError, match="Nothing with the code 222222"):
        call_command("log", "222222")


def test_a_portal_whose_database_fails_says_so_under_its_own_policy() -> None:
    """Without the fixture `db`, the first query of the request fails."""
    answer = Client(raise_request_exception=False).get("/fr/")
    assert answer.status_code == 500
    assert "script-src 'self'" in answer["Content-Security-Policy"]
