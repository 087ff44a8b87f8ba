"""What the installation has to be told: asked at the terminal, or read from a file."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Self

from kpcsc.deployment.machine import DeploymentError
from kpcsc.deployment.settings_file import read_settings

HOST = r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
ADDRESS = r"[^@\s]+@[^@\s]+\.[^@\s]+"
MAIL_SERVER = r"smtp(\+tls|\+ssl)?://\S+"
DATABASES = r"sqlite|postgresql"
PUBLIC_KEY = r"age1[a-z0-9]{58}|"


@dataclass(frozen=True)
class Question:
    """How an answer is asked for, and what it has to look like."""

    text: str
    pattern: str
    example: str


QUESTIONS = {
    "host": Question("The portal's host name", HOST, "portal.example.org"),
    "contact_email": Question("The secretariat's address", ADDRESS, "secretariat@example.org"),
    "email_url": Question(
        "The mail server", MAIL_SERVER, "smtp+tls://user:password@mail.example.org:587"
    ),
    "from_email": Question("The address that messages come from", ADDRESS, "portal@example.org"),
    "database": Question("The database, sqlite or postgresql", DATABASES, "sqlite"),
    "backup_key": Question(
        "The public key of age to which backups are encrypted (empty: a pair is made now)",
        PUBLIC_KEY,
        "age1…, 62 letters and digits",
    ),
}


@dataclass(frozen=True)
class Answers:
    """What the portal of this server is to be; DeploymentError where an answer cannot be right."""

    host: str
    contact_email: str
    email_url: str
    from_email: str
    database: str
    backup_key: str

    def __post_init__(self) -> None:
        for field in fields(self):
            refuse_wrong_answer(field.name, getattr(self, field.name))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Those that a file has, a line `name=answer` each. Raises DeploymentError."""
        try:
            given = read_settings(text)
        except ValueError as error:
            raise DeploymentError(str(error)) from error
        if unknown := given.keys() - QUESTIONS.keys():
            raise DeploymentError(f"The answers hold what is not asked: {', '.join(unknown)}.")
        return cls(**{name: given.get(name, "") for name in QUESTIONS})

    @classmethod
    def asked(cls, ask: Callable[[str], str], tell: Callable[[str], object]) -> Self:
        """Those that somebody gives, each asked again until it can be right."""
        return cls(**{name: _asked(name, ask, tell) for name in QUESTIONS})


def refuse_wrong_answer(name: str, answer: str) -> None:
    """Raises DeploymentError where an answer cannot be right."""
    question = QUESTIONS[name]
    if not re.fullmatch(question.pattern, answer):
        raise DeploymentError(f"{question.text} ({name}): as in {question.example}.")


def _asked(name: str, ask: Callable[[str], str], tell: Callable[[str], object]) -> str:
    question = QUESTIONS[name]
    while True:
        answer = ask(f"{question.text}, as in {question.example}: ").strip()
        try:
            refuse_wrong_answer(name, answer)
            return answer
        except DeploymentError as error:
            tell(str(error))
