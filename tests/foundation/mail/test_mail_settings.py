"""Mail in the environment: a whole server, or none; never half of one."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
PRODUCTION = {
    "SECRET_KEY": "kimberlite-" * 6,
    "ALLOWED_HOSTS": "portal.example.org,www.example.org",
    "DATABASE_URL": "sqlite://:memory:",
    "DEBUG": "false",
    "DEMO": "false",
}
PRINT = (
    "import json; from django.conf import settings; "
    "print(json.dumps([settings.MAILERS, settings.PORTAL_URL, settings.DEFAULT_FROM_EMAIL], "
    "default=str))"
)


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    """Prints the settings of mail in an environment that is production's but for these changes."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "kpcsc.settings"} | PRODUCTION | changes
    return subprocess.run(
        [sys.executable, "-c", PRINT],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def settings_in(**changes: str) -> list[Any]:
    result = start(**changes)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_production_starts_without_a_mail_server() -> None:
    mailers = {"default": {"BACKEND": "kpcsc.foundation.mail.no_server.EmailBackend"}}
    assert settings_in(EMAIL_URL="") == [mailers, "https://portal.example.org", ""]


@pytest.mark.parametrize(
    ("scheme", "tls", "ssl"),
    [("smtp", None, None), ("smtp+tls", True, None), ("smtp+ssl", None, True)],
)
def test_a_mail_server_is_read_from_one_variable(
    scheme: str, tls: bool | None, ssl: bool | None
) -> None:
    mailers, portal, sender = settings_in(
        EMAIL_URL=f"{scheme}://portal%40example.org:pass%3Aword@mail.example.org:2525",
        DEFAULT_FROM_EMAIL="KP CSC <portal@example.org>",
        PORTAL_URL="https://kpcsc.example.org",
    )
    assert (portal, sender) == ("https://kpcsc.example.org", "KP CSC <portal@example.org>")
    assert mailers["default"] == {
        "BACKEND": "kpcsc.foundation.mail.smtp.EmailBackend",
        "OPTIONS": {
            "host": "mail.example.org",
            "port": 2525,
            "username": "portal@example.org",
            "password": "pass:word",
            "use_tls": tls,
            "use_ssl": ssl,
            "timeout": 30,
        },
    }


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"EMAIL_URL": "smtp://mail.example.org"}, "DEFAULT_FROM_EMAIL: say whom messages"),
        ({"EMAIL_URL": "consolemail://"}, "EMAIL_URL: name a server"),
    ],
)
def test_half_a_mail_server_is_refused(changes: dict[str, str], sentence: str) -> None:
    result = start(**changes)
    assert result.returncode != 0
    assert sentence in result.stderr


def test_a_demonstration_writes_to_nobody() -> None:
    changes = {"DEMO": "true", "ALLOWED_HOSTS": "localhost"}
    server = {"EMAIL_URL": "smtp://mail.example.org"}
    mailers, portal, _sender = settings_in(**changes, **server)
    assert mailers["default"] == {
        "BACKEND": "kpcsc.foundation.mail.folder.EmailBackend",
        "OPTIONS": {"folder": str(ROOT / "var" / "mail")},
    }
    assert portal == "http://localhost:8000"
