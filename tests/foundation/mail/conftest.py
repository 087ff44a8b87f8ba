"""A mail server of our own, a clock that tests set, and whom letters go to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from organisations.models import Organisation, User
from tests.factories import make_organisation, make_user
from tests.foundation.mail.smtp_server import SMTPServer, running_server

AWA = "awa@example.org"


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[SMTPServer]:
    """A server to which the portal sends its mail."""
    with running_server() as server:
        settings.MAILERS = {
            "default": {
                "BACKEND": "kpcsc.foundation.mail.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 10},
            }
        }
        yield server


@dataclass
class Clock:
    """What Django takes for the time."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **span: float) -> None:
        self.moment += timedelta(**span)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock(datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
    monkeypatch.setattr(timezone, "now", found)
    return found


@pytest.fixture
def about(db: None) -> Organisation:
    return make_organisation(slug="zela")


@pytest.fixture
def awa(db: None) -> User:
    return make_user(email=AWA, name="Awa", language="en")
