"""The crawl of the desk leaves no page out, and every page opens."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from meetings.models import Meeting
from tests import admin_pages
from tests.admin_pages import Route, UncoveredPageError, addresses, crawl, fill_desk, is_page, kind


@pytest.fixture
def desk(client: Client, reference: Meeting, settings: Settings, tmp_path: Path) -> Client:
    """A browser of the staff, before a desk that has something of everything."""
    settings.MEDIA_ROOT = tmp_path
    client.force_login(fill_desk(reference))
    return client


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_opens(desk: Client, language: str) -> None:
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    with translation.override(language):  # for the addresses that name one
        own, pages = addresses(), crawl(desk)
    assert {*own} <= {*pages}
    for address, page in pages.items():
        assert page.status == admin_pages.STATUS.get(kind(address)[0], 200), address
        if is_page(page):
            assert f'<html lang="{language}"' in page.source, address


def test_the_crawl_goes_where_pages_lead(desk: Client) -> None:
    """A list that is filtered is nobody's entry in the URLconf."""
    found = {kind(address) for address in crawl(desk)}
    assert ("admin:meetings_meeting_changelist", frozenset({"status__exact"})) in found


@pytest.mark.parametrize(
    "route",
    [
        Route("admin/meetings/meeting/<int:other>/", "admin:meetings_meeting_other"),
        Route("admin/desk/<int:pk>/", "admin:desk"),
        Route("admin/meetings/meeting/([a-z]+)/", "admin:meetings_meeting_letters"),
    ],
)
def test_a_page_that_nobody_told_of_is_reported(reference: Meeting, route: Route) -> None:
    with pytest.raises(UncoveredPageError, match=route.name):
        route.addresses()


def test_every_page_has_a_name() -> None:
    assert not [route.route for route in admin_pages.routes() if not route.name]


def test_what_is_said_of_pages_is_said_of_pages_that_exist() -> None:
    names = {route.name for route in admin_pages.routes()}
    assert not {*admin_pages.STATUS, *admin_pages.OTHER_ARGUMENTS} - names
    for end in admin_pages.QUESTIONS:
        assert any(name.endswith(end) for name in names), end


WRITES = re.compile(r"(?:SAVEPOINT|INSERT|UPDATE|DELETE)\b|.* FOR (?:NO KEY )?UPDATE", re.DOTALL)


def test_whoever_reads_takes_no_lock(desk: Client, reference: Meeting) -> None:
    """Nor waits for one: with SQLite, one writes at a time, and a transaction is for writing."""
    with CaptureQueriesContext(connection) as queries, translation.override("fr"):
        crawl(desk)
        desk.get(reverse("meeting_run", args=[reference.slug]))
        for page in ("", "follow-ups/", "directory/", "organisation/", "choices/", "choices/data/"):
            desk.get(f"/fr/my/{page}")
    asked = [query["sql"] for query in queries.captured_queries]
    assert [sql for sql in asked if WRITES.match(sql)] == []
