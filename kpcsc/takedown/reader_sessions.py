"""The sessions in which the portal reads its own pages, as a member who is nobody.

Such a session is made by the portal alone, lives for minutes, and lets its bearer read what members
read: it belongs to no account, and nothing can be sent in it.
"""

import re
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
# The pages of one person, who is not nobody; the directory is the same for each member.
PERSONAL_PAGES = re.compile(r"/[a-z]{2}/(?:my|sign-in)/(?!directory/)")

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


def anonymous_member() -> User:
    """Somebody of a member organisation; neither of the two is in the database."""
    return User(pk=NOBODY, organisation=Organisation(membership=Membership.MEMBER))


def read_as_member(get_response: GetResponse) -> GetResponse:
    """Has a session of `members_session` read as that person does."""

    def middleware(request: HttpRequest) -> HttpResponse:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        is_read = request.method in SAFE and not PERSONAL_PAGES.match(request.path_info)
        if has_session and is_read and request.session.get(MARK):
            request.user = anonymous_member()
        return get_response(request)

    return middleware
