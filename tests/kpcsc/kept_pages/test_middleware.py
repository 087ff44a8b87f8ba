"""What strangers get from memory, and what is never kept."""

import gzip
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import timezone

from kpcsc.kept_pages.addresses import TRACKING_PARAMETER
from kpcsc.kept_pages.memory import KeptPages
from kpcsc.kept_pages.middleware import answer_from_memory
from meetings.models import Meeting
from tests.factories import make_meeting, make_member, make_staff

PAGE = "/fr/meetings/rencontre/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(slug="rencontre", title_fr="Rencontre de juin")


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of the pages that were kept, in their order."""
    addresses: list[str] = []
    keep = KeptPages.keep

    def keep_and_tell(pages: KeptPages, address: str, page: Any) -> None:
        addresses.append(address.partition("testserver")[2])
        keep(pages, address, page)

    monkeypatch.setattr(KeptPages, "keep", keep_and_tell)
    return addresses


def test_the_second_reader_gets_what_the_first_one_got(
    client: Client,
    meeting: Meeting,
    kept: list[str],
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    first = client.get(PAGE)
    with django_assert_num_queries(1):
        second = client.get(PAGE)
    assert kept == [f"{PAGE}?"]
    assert second.content == first.content
    assert second.headers == first.headers
    assert second["Cache-Control"] == "public, no-cache"
    assert sorted(second["Vary"].split(", ")) == ["Accept-Encoding", "Cookie"]
    assert "script-src 'self'" in second["Content-Security-Policy"]
    assert second["X-Frame-Options"] == "DENY"
    assert second["X-Content-Type-Options"] == "nosniff"
    assert second["Content-Language"] == "fr"
    assert second["Content-Length"] == str(len(second.content))


def test_a_change_counts_at_once_and_a_save_elsewhere_costs_a_reader_nothing(
    client: Client, meeting: Meeting
) -> None:
    tag = client.get(PAGE)["ETag"]
    make_meeting(title_fr="Ailleurs")
    unchanged = client.get(PAGE, headers={"If-None-Match": tag})
    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", tag)
    Meeting.objects.filter(pk=meeting.pk).update(title_fr="Rencontre de juillet")
    changed = client.get(PAGE, headers={"If-None-Match": tag})
    assert (changed.status_code, "Rencontre de juillet" in changed.content.decode()) == (200, True)
    Meeting.objects.filter(pk=meeting.pk).update(visibility="members")
    assert client.get(PAGE, headers={"If-None-Match": changed["ETag"]}).status_code == 404


@pytest.mark.parametrize("is_kept", [False, True])
def test_head_and_conditional_requests(client: Client, meeting: Meeting, is_kept: bool) -> None:
    whole = client.get(PAGE)
    if not is_kept:
        client = Client()
    head = client.head(PAGE)
    assert (head.status_code, head.content) == (200, b"")
    if is_kept:
        assert dict(head.headers) == dict(whole.headers)
        assert client.head(PAGE, headers={"If-None-Match": whole["ETag"]}).status_code == 304
    for condition in (whole["ETag"], whole["ETag"].removeprefix("W/"), f'"x", {whole["ETag"]}'):
        answer = client.get(PAGE, headers={"If-None-Match": condition})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer["Cache-Control"] == "public, no-cache"
    assert client.get(PAGE, headers={"If-None-Match": '"another"'}).content == whole.content
    # A page has no weak tag that If-Match could hold to (RFC 9110, section 13.1.1).
    assert client.get(PAGE, headers={"If-Match": whole["ETag"]}).status_code == 412


def test_a_range_gets_the_whole_page(client: Client, meeting: Meeting) -> None:
    whole = client.get(PAGE)
    part = client.get(PAGE, headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.content) == (200, whole.content)
    assert "Content-Range" not in part


def test_each_coding_and_none(client: Client, meeting: Meeting) -> None:
    plain = client.get(PAGE)
    assert "Content-Encoding" not in plain
    packed = client.get(PAGE, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    smallest = client.get(PAGE, headers={"Accept-Encoding": "gzip, br"})
    assert smallest["Content-Encoding"] == "br"
    assert len(smallest.content) < len(packed.content)
    assert plain["ETag"] == packed["ETag"] == smallest["ETag"]
    refused = client.get(PAGE, headers={"Accept-Encoding": "gzip;q=0, br;q=0"})
    assert (refused.content, "Content-Encoding" in refused) == (plain.content, False)


def test_languages_are_pages_apart_whatever_a_browser_prefers(
    client: Client, meeting: Meeting
) -> None:
    for _ in range(2):
        for language, other in (("fr", "en"), ("en", "fr")):
            page = client.get(
                PAGE.replace("/fr/", f"/{language}/"), headers={"Accept-Language": other}
            )
            assert page["Content-Language"] == language
            assert f'<html lang="{language}">' in page.content.decode()


def test_who_is_signed_in_neither_gets_nor_leaves_a_kept_page(
    client: Client, meeting: Meeting, kept: list[str]
) -> None:
    signed_in = Client()
    signed_in.force_login(make_member())
    signed_in.get("/fr/meetings/")  # a process makes what it keeps of the records
    kept.clear()
    for _ in range(2):
        page = signed_in.get(PAGE)
        assert "no-store" in page["Cache-Control"]
    assert kept == []
    stranger = client.get(PAGE)
    assert "Vous êtes connecté" not in stranger.content.decode()
    assert kept == [f"{PAGE}?"]
    assert signed_in.get(PAGE).content == page.content != stranger.content


def test_a_session_that_is_none_gets_its_page_made(
    client: Client, meeting: Meeting, kept: list[str]
) -> None:
    """So does one in which the portal reads itself: never what was kept."""
    first = client.get(PAGE).content
    kept.clear()
    client.cookies["sessionid"] = "invented"
    assert client.get(PAGE).content == first
    assert kept == []


def test_cookies_of_strangers_change_nothing(
    client: Client, meeting: Meeting, kept: list[str]
) -> None:
    first = client.get(PAGE).content
    client.cookies["theme"] = "<script>"
    client.cookies["csrftoken"] = "x" * 32
    client.cookies["django_language"] = "en"
    assert client.get(PAGE).content == first
    assert kept == [f"{PAGE}?"]


def test_what_is_never_kept(client: Client, meeting: Meeting, kept: list[str]) -> None:
    make_staff()
    for address, status in {
        "/fr/meetings/unknown/": 404,
        "/fr/meetings/rencontre": 404,
        "/fr/meetings/?page=2": 404,
        "/fr/meetings/?year=1000": 400,
        "/fr/meetings/?q=juin": 200,
        "/fr/search/?q=juin": 200,
        "/fr/search/": 200,
        "/": 302,
        "/fr/sign-in/": 200,
        "/admin/": 302,
        "/robots.txt": 200,
        "/sitemap.xml": 200,
    }.items():
        for _ in range(2):
            assert client.get(address).status_code in {status, 301}, address
    assert kept == []


def test_made_up_queries_make_no_pages(client: Client, meeting: Meeting, kept: list[str]) -> None:
    bare = client.get(PAGE).content
    for number in range(30):
        assert client.get(PAGE, {"x": str(number)}).status_code == 200
        assert client.get(PAGE, {"page": str(number)}).status_code == 200
        assert client.get("/fr/meetings/", {"page": str(number + 2)}).status_code == 404
        assert client.get(PAGE, {"fbclid": str(number)}).content == bare
        client.get(PAGE, headers={"Host": f"testserver:{number + 8000}"})
        client.get(PAGE, headers={"Host": f"{number}.testserver"})
    assert kept == [f"{PAGE}?"]


def test_no_page_says_what_another_sites_link_added(client: Client, meeting: Meeting) -> None:
    """It is made without, also where it was not kept."""
    assert TRACKING_PARAMETER.match("fbclid=1")
    for address in (PAGE, "/fr/meetings/?year=", "/fr/search/?q=juin"):
        joint = "&" if "?" in address else "?"
        assert "SECRET" not in client.get(f"{address}{joint}fbclid=SECRET").content.decode()


def test_another_name_poisons_no_page(client: Client, meeting: Meeting, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "portal.example", ".evil.example"]
    for host in ("evil.example", "portal.example", "testserver:81", "TESTSERVER"):
        for headers in ({"Host": host}, {"X-Forwarded-Host": host}):
            client.get(PAGE, headers=headers)
            page = client.get(PAGE).content.decode()
            assert "http://testserver/fr/meetings/rencontre/" in page
            assert not any(text in page for text in ("evil", "portal.example", ":81", "TESTSERVER"))


def test_a_scheduled_page_comes_at_its_moment_and_no_job_runs(
    client: Client, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the clock of this process: the database's, which hides the page, is tried in use."""
    moment = timezone.now() + timedelta(minutes=5)
    make_meeting(slug="later", status="published", publish_at=moment)
    before = client.get("/fr/meetings/")
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment - timedelta(seconds=0.01))
        assert client.get("/fr/meetings/").headers == before.headers
        with connection.execute_wrapper(refuse_all_but_the_token):
            client.get("/fr/meetings/")
        patch.setattr(timezone, "now", lambda: moment)
        refusing = connection.execute_wrapper(refuse_all_but_the_token)
        with pytest.raises(AssertionError, match="asked"), refusing:
            client.get("/fr/meetings/")


def refuse_all_but_the_token(execute: Any, sql: str, *arguments: Any) -> Any:
    """Lets no page be made."""
    assert "foundation_siterevision" in sql, "asked the database"
    return execute(sql, *arguments)


def test_without_a_token_nothing_is_kept(client: Client, meeting: Meeting, kept: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM foundation_siterevision")
    assert [client.get(PAGE).status_code for _ in range(2)] == [200, 200]
    assert kept == []


def answered(
    address: str = PAGE, *, status: int = 200, cookie: str = "", person: Any = None
) -> bool:
    """Whether an answer that the rest of the portal gives a stranger is kept."""

    def get_response(request: HttpRequest) -> HttpResponse:
        request.resolver_match = resolve(request.path)
        request.user = person or AnonymousUser()
        response = HttpResponse("Rencontre", status=status)
        if cookie:
            response.set_cookie(cookie, "x")
        return response

    kept: list[KeptPages] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(KeptPages, "keep", lambda pages, *_: kept.append(pages))
        answer_from_memory(get_response)(RequestFactory().get(address))
    return bool(kept)


def test_an_answer_that_is_not_the_same_for_all_is_not_kept() -> None:
    assert answered()
    for status in (201, 206, 301, 302, 304, 400, 403, 404, 405, 410, 500, 503):
        assert not answered(status=status)
    for cookie in ("csrftoken", "messages", "sessionid", "anything"):
        assert not answered(cookie=cookie)
    assert not answered(person=make_member())
    assert not answered("/fr/search/")
    assert not answered("/fr/documents/00000000-0000-0000-0000-000000000000/")
