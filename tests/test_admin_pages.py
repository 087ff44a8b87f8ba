"""Every page of the desk, read once: it opens, speaks one language, and changes nothing."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from kpcsc.search.index import index_changed
from meetings.models import Meeting
from tests import admin_pages
from tests.admin_pages import (
    Route,
    UncoveredPageError,
    addresses,
    crawl,
    fill_desk,
    is_page,
    kind,
    previews,
)
from tests.crawl import visit
from tests.sampling import sampled
from tests.words import TERMS, record_texts, unknown_words


@pytest.fixture
def desk(client: Client, reference: Meeting, settings: Settings, tmp_path: Path) -> Client:
    """A browser of the staff, before a desk that has something of everything."""
    settings.MEDIA_ROOT = tmp_path
    client.force_login(fill_desk(reference))
    index_changed()  # or the first search of the crawl would, and write
    return client


WRITES = re.compile(r"(?:SAVEPOINT|INSERT|UPDATE|DELETE)\b|.* FOR (?:NO KEY )?UPDATE", re.DOTALL)


@pytest.mark.parametrize("language", sampled(["fr", "en"], 1))
def test_every_page_opens_speaks_one_language_and_takes_no_lock(
    desk: Client, reference: Meeting, language: str, subtests: pytest.Subtests
) -> None:
    """One crawl for all who read it: the desk, the running page and a person's own pages."""
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    with CaptureQueriesContext(connection) as queries, translation.override(language):
        own, pages = addresses(), crawl(desk)  # some addresses name the language
        run = reverse("meeting_run", args=[reference.slug])
        mine = [reverse(f"my_{name}") for name in ("home", "choices", "data")]
        others = [visit(desk, address) for address in [run, *mine]]
    with subtests.test("Each page opens."):
        assert {*own} <= {*pages}
        assert {page.status for page in others} == {200}
        for address, page in pages.items():
            assert page.status == admin_pages.STATUS.get(kind(address)[0], 200), address
            if is_page(page):
                assert f'<html lang="{language}"' in page.source, address
    with subtests.test("The crawl goes where pages lead: a filtered list is in no URLconf."):
        filtered = ("admin:meetings_meeting_changelist", frozenset({"status__exact"}))
        assert filtered in {kind(address) for address in pages}
    with subtests.test("Whoever reads takes no lock, for which a writer would have to wait."):
        asked = [query["sql"] for query in queries.captured_queries]
        assert [sql for sql in asked if WRITES.match(sql)] == []
    with subtests.test("Nobody meets a word of the other language."):
        with translation.override(language):
            shown = [*filter(is_page, pages.values()), *previews(desk)]
        texts = record_texts(language)
        unknown = {page.address: unknown_words(page.source, language, texts) for page in shown}
        faults = {address: words - TERMS[language] for address, words in unknown.items()}
        assert {address: words for address, words in faults.items() if words} == {}
        met = set().union(*unknown.values())
        assert TERMS[language] - met == set(), "These words need no excuse any more."


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
