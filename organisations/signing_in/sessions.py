"""Where somebody is signed in: noted at the beginning, listed, named and ended by the person."""

from typing import Any

from django.contrib.sessions.models import Session
from django.http import HttpRequest

from organisations.models import SignIn, User


def note_sign_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    """Receives the signals of a new session, and of one whose key is another now."""
    if request.session.session_key is None:
        request.session.create()
    SignIn.objects.update_or_create(
        session=Session.objects.get(pk=request.session.session_key), defaults={"person": user}
    )
