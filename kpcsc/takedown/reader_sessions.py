"""The sessions in which the portal reads its own pages, as a member who is nobody.

Such a session is made by the portal alone, lives for minutes, and lets its bearer read what members
read: it belongs to no account, and nothing can be sent in it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse

from organisations.models import Membership, Organisation, User

MARK = "reads_as_member"
LIFETIME = timedelta(minutes=5)
SAFE = {"GET", "HEAD"}
NOBODY = 0  # the key of a person that no row has

type GetResponse = Callable[[HttpRequest], HttpResponse]


@contextmanager
def members_session() -> Iterator[str]:
    """The cookie of a session that reads as a member, which ends with the block."""
    session = SessionStore()
    session[MARK] = True
    session.set_expiry(LIFETIME)
    session.create()
    try:
        yield f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    finally:
        session.delete()


def nobody_of_a_member() -> User:
    """Somebody of a member organisation; neither of the two is in the database."""
    return User(pk=NOBODY, organisation=Organisation(membership=Membership.MEMBER))


def read_as_member(get_response: GetResponse) -> GetResponse:
    """Has a session of `members_session` read as that person does."""

    def middleware(request: HttpRequest) -> HttpResponse:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session and request.method in SAFE and request.session.get(MARK):
            request.user = nobody_of_a_member()
        return get_response(request)

    return middleware
