"""Somebody of the secretariat, at their browser."""

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page

from organisations.models import User


def sign_in(page: Page, base_url: str, person: User) -> None:
    """Gives the browser a session of this person, without going through the form."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    cookie = {"name": "sessionid", "value": str(session.session_key), "url": base_url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]  # a dict that fits
