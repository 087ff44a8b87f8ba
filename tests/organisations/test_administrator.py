"""The first administrator, made at a terminal."""

import io

import pytest
from django.core.management import call_command

from organisations.models import User

PASSWORDS = ["Password: ", "Password (again): "]
BYPASS = "Bypass password validation and create user anyway? [y/N]: "


class Terminal(io.StringIO):
    """What Django takes for a terminal."""

    def isatty(self) -> bool:
        return True


def test_all_questions_and_refusals_are_in_english(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []
    typed = iter(["ada@", "ada@example.org", "Ada", *["short"] * 2, "n", *["a-long-enough-1"] * 2])

    def answer(prompt: str = PASSWORDS[0]) -> str:
        asked.append(prompt)
        return next(typed)

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr("getpass.getpass", answer)
    call_command("createsuperuser", stdin=Terminal())

    email = "E-mail address: "
    assert asked == [email, email, "Name: ", *PASSWORDS, BYPASS, *PASSWORDS]
    printed = capsys.readouterr()
    assert printed.err == (
        "Error: Enter a valid email address.\n"
        "This password is too short. It must contain at least 12 characters.\n"
    )
    assert printed.out == "Superuser created successfully.\n"
    assert User.objects.get(is_superuser=True).email == "ada@example.org"
