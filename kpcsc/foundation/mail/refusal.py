"""The address at which a person refuses further letters: it needs no sign-in and never expires."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from kpcsc.foundation.mail.letters import portal_url


def refusal_address(person: Any) -> str:
    """The person's own page on letters, in the language that is active."""
    return portal_url(reverse("letter_refusal", args=[token_of(person)]))


def token_of(person: Any) -> str:
    """What stands for the person in the address."""
    return _signer().sign(person.pk)


def person_by_refusal_token(token: str) -> Any:
    """Whose page the token names; None where the portal did not make it or nobody is there."""
    try:
        key = _signer().unsign(token)
    except BadSignature:
        return None
    return get_user_model()._default_manager.filter(pk=key).first()


def _signer() -> Signer:
    return Signer(salt="kpcsc.foundation.mail.refusal")
