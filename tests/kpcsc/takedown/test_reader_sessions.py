"""The session in which the portal reads itself: what it opens, and what it does not."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from kpcsc.takedown.reader_sessions import LIFETIME, MARK, members_session
from meetings.models import Meeting
from organisations.models import User
from tests.factories import make_meeting, make_member, make_organisation

pytestmark = pytest.mark.django_db


def reader(cookie: str) -> Client:
    """A browser with this session."""
    client = Client()
    name, _, value = cookie.partition("=")
    client.cookies[name] = value
    return client


def test_it_reads_what_members_read_and_ends_with_the_block() -> None:
    make_meeting(slug="membres", visibility="members")
    make_organisation(name_fr="Pour les membres", listing="members")
    with members_session() as cookie:
        client = reader(cookie)
        assert client.get("/fr/meetings/membres/").status_code == 200
        assert "Pour les membres" in client.get("/fr/my/directory/").content.decode()
    assert client.get("/fr/meetings/membres/").status_code == 404
    assert not Session.objects.exists()
    assert not User.objects.exists()


def test_it_is_nobody_and_opens_nothing_of_anybody() -> None:
    make_member()
    make_meeting(slug="secret", visibility="staff")
    with members_session() as cookie:
        client = reader(cookie)
        assert client.get("/fr/meetings/secret/").status_code == 404
        assert client.get("/admin/").status_code in {302, 403}
        for page in ("", "organisation/stop-naming/", "organisation/", "choices/data/"):
            assert client.get(f"/fr/my/{page}").status_code == 302, page


@pytest.mark.parametrize(
    "path",
    [
        "/fr/my/choices/",
        "/fr/my/choices/erasure/",
        "/fr/my/choices/calendar/",
        "/fr/my/organisation/",
        "/fr/my/organisation/stop-naming/",
        "/fr/my/follow-ups/",
    ],
)
def test_nothing_is_written_in_it(path: str) -> None:
    with members_session() as cookie:
        response: Any = reader(cookie).post(path, {"name": "X"})
    assert response.status_code == 302
    assert "/sign-in/" in response["Location"]
    assert not User.objects.exists()


def test_it_ends_by_itself_where_the_portal_was_killed() -> None:
    with members_session() as cookie:
        session = Session.objects.get()
        assert session.expire_date - timezone.now() <= LIFETIME
        assert session.get_decoded()[MARK] is True
        Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
        make_meeting(slug="membres", visibility="members")
        assert reader(cookie).get("/fr/meetings/membres/").status_code == 404


def test_a_cookie_that_somebody_makes_up_opens_nothing() -> None:
    meeting: Meeting = make_meeting(visibility="members")
    for value in ("", "reads_as_member", "1" * 32):
        client = reader(f"{settings.SESSION_COOKIE_NAME}={value}")
        assert client.get(f"/fr/meetings/{meeting.slug}/").status_code == 404
