"""Chromium, before a live server with the reference record."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from playwright.sync_api import Browser, ConsoleMessage, Page, Request
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.steps import PHONE

# The first has no window, and starts and paints in less time.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = [  # Playwright adds --headless
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_CHROMIUM = "the browser stories need Chromium on the PATH: apt install chromium"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """How to start the system's Chromium; a skip, or a failure if one is required, without it."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(NO_CHROMIUM, pytrace=False)
        pytest.skip(NO_CHROMIUM)
    return browser_type_launch_args | {"executable_path": found, "args": CHROMIUM_FLAGS}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says what was skipped and how to get it: pytest -q shows only an "s"."""
    skipped = [
        report
        for report in terminalreporter.getreports("skipped")
        if NO_CHROMIUM in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_line(f"Skipped {len(skipped)} tests: {NO_CHROMIUM}", yellow=True)


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:
    """The server, started after the test database is made, whatever a story asks for first.

    Only a connection that is in memory by then is shared with the server's threads, which would
    otherwise open their own and close none.
    """
    return live_server


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """A path alone leads to the live server."""
    return live_server.url


@pytest.fixture(scope="session", autouse=True)
def models_beside_a_running_loop() -> Iterator[None]:
    """Playwright's loop runs in this thread until the session ends; our code is not async."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session", autouse=True)
def one_request_at_a_time() -> Iterator[None]:
    """The server's threads share one connection, and what two of them ask at once gets mixed."""
    turn, answer = Lock(), WSGIHandler.get_response

    def answer_in_turn(handler: WSGIHandler, request: HttpRequest) -> HttpResponseBase:
        with turn:
            return answer(handler, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIHandler, "get_response", answer_in_turn)
        yield


@pytest.fixture
def phone(browser: Browser, base_url: str) -> Iterator[Page]:
    """A small phone whose browser runs no JavaScript."""
    context = browser.new_context(
        base_url=base_url, viewport=PHONE, java_script_enabled=False, locale="fr-FR"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def outbox(settings: Settings, tmp_path: Path) -> Path:
    """The folder that messages go into."""
    backend = "kpcsc.foundation.mail.folder.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"folder": tmp_path}}}
    return tmp_path


@dataclass
class Traffic:
    """What a page asked the network for, and what the browser complained of."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def note_request(self, request: Request) -> None:
        if not request.url.startswith("data:"):
            self.requests.append(request.url)

    def note_message(self, message: ConsoleMessage) -> None:
        """A violation of the content security policy is an error on the console too."""
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.text} ({message.location['url']})")


@pytest.fixture
def traffic(page: Page) -> Traffic:
    """Listens to the page from its first request."""
    traffic = Traffic()
    page.on("request", traffic.note_request)
    page.on("console", traffic.note_message)
    page.on("pageerror", lambda error: traffic.complaints.append(str(error)))
    return traffic
