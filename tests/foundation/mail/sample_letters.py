"""Kinds of letters for tests, each about an organisation."""

from django.utils import translation

from kpcsc.foundation.mail.letters import Letter, letter_kind
from organisations.models import Organisation, User


@letter_kind("Greeting")
def greeting(organisation: Organisation, person: User) -> Letter | None:
    language = translation.get_language()
    return Letter(f"Hello {person.name}", f"From {organisation.slug} in {language}.")


@letter_kind("Code", asked_for=True)
def code(organisation: Organisation, person: User) -> Letter | None:
    return Letter("Code", "1234")


@letter_kind("Unneeded")
def unneeded(organisation: Organisation, person: User) -> Letter | None:
    return None


@letter_kind("Broken")
def broken(organisation: Organisation, person: User) -> Letter | None:
    raise ValueError(person.email)


def no_kind() -> None:
    """A function that is no kind of letter."""
