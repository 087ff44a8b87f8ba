"""An organisation is in danger: from the telephone call to "none names it", and back again."""

from collections.abc import Iterator
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kpcsc.search.index import index_changed
from kpcsc.takedown import page_reading
from kpcsc.takedown.tasks import run_naming_checks
from meetings.models import Meeting
from organisations.models import Organisation
from tests.browser import axe
from tests.browser.staff import sign_in
from tests.browser.steps import PHONE, field, follow, press, scroll_width
from tests.factories import make_staff, make_user

pytestmark = pytest.mark.browser


@pytest.fixture
def zela(
    reference: Meeting, live_server: LiveServer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Organisation:
    """An organisation of the reference meeting, in a portal that knows its own address."""
    settings.PORTAL_URL = live_server.url
    # SQLite's database in memory has one connection, which all requests of the test share.
    monkeypatch.setattr(page_reading, "READERS_AT_ONCE", 1)
    index_changed()
    return Organisation.objects.get(slug="zela")


@pytest.fixture
def stranger(browser: Browser, base_url: str) -> Iterator[Page]:
    """A browser without any session."""
    context = browser.new_context(base_url=base_url)
    yield context.new_page()
    context.close()


def work(page: Page) -> None:
    """Does what the worker has to do, until nothing more is due at once."""
    page.goto("about:blank")  # so that nobody asks meanwhile
    while DBTaskResult.objects.filter(task_path=run_naming_checks.module_path).exists():
        DBTaskResult.objects.filter(task_path=run_naming_checks.module_path).delete()
        run_naming_checks.call()
        if not Organisation.objects.get(slug="zela").naming_checks.unfinished().exists():
            break


def assert_accessible(page: Page) -> None:
    """Nothing on the page breaks a rule of axe."""
    axe.load(page)
    assert [fault for fault in axe.faults(page) if "broken" in fault] == []


@pytest.mark.main_path
def test_staff_take_the_call_and_name_it_again_when_the_danger_is_over(
    page: Page, stranger: Page, base_url: str, zela: Organisation
) -> None:
    sign_in(page, base_url, make_staff())
    page.set_extra_http_headers({"Accept-Language": "fr"})
    meeting, own = "/fr/meetings/2021-06-strategy-meeting/", "/fr/organisations/zela/"
    page.goto("/admin/")
    # Three clicks from the home.
    field(page, "Une organisation est en danger\N{NO-BREAK SPACE}?").fill("zela")
    press(page, "La trouver")
    follow(page, f"Ne plus nommer : {zela.name}")
    assert_accessible(page)
    expect(page.get_by_role("radio", name="Le secrétariat seul")).to_be_checked()
    expect(page.get_by_text("Sa page et les listes")).to_be_visible()
    press(page, "Ne plus la nommer, maintenant")
    expect(page.get_by_text("seul le secrétariat lit son nom")).to_be_visible()
    here = page.url
    work(page)
    page.goto(here)
    expect(page.get_by_text("pages lues : aucune ne la nomme.")).to_be_visible()
    assert_accessible(page)
    answer = stranger.goto(own)
    assert answer
    assert answer.status == 404
    stranger.goto(meeting)
    expect(stranger.get_by_text(zela.name)).to_have_count(0)
    # And back again.
    page.get_by_role("radio", name="Nommée publiquement").check()
    press(page, "La nommer de nouveau")
    expect(page.get_by_text("peut de nouveau être nommée")).to_be_visible()
    stranger.goto(meeting)
    expect(stranger.get_by_text(zela.name).first).to_be_visible()


def test_on_a_phone_whoever_speaks_for_it_does_the_same(
    page: Page, base_url: str, zela: Organisation
) -> None:
    page.set_viewport_size(PHONE)
    sign_in(page, base_url, make_user(organisation=zela, speaks_for_organisation=True))
    page.goto("/fr/my/organisation/")
    follow(page, "Ne plus nous nommer")
    assert_accessible(page)
    assert scroll_width(page) <= PHONE["width"]
    page.get_by_role("radio", name="Les membres de la coalition et le secrétariat").check()
    press(page, "Ne plus nous nommer, maintenant")
    expect(page.get_by_text("Seuls les membres et le secrétariat peuvent lire")).to_be_visible()
    here = page.url
    work(page)
    page.goto(here)
    expect(page.get_by_text("pages lues : aucune ne la nomme.")).to_be_visible()
    assert scroll_width(page) <= PHONE["width"]
    assert_accessible(page)
    page.get_by_role("radio", name="Nommée publiquement").check()
    press(page, "Nous nommer de nouveau")
    expect(page.get_by_text("peut de nouveau être nommée")).to_be_visible()


def test_the_page_shows_by_itself_how_far_the_reading_is(
    page: Page, base_url: str, zela: Organisation
) -> None:
    sign_in(page, base_url, make_staff())
    page.set_extra_http_headers({"Accept-Language": "en"})
    page.goto(f"/admin/organisations/organisation/{zela.pk}/stop-naming/")
    press(page, "Stop naming it, now")
    expect(page.get_by_text("The portal is about to read its own pages.")).to_be_visible()
    check = zela.naming_checks.create(
        stopped_at=Organisation.objects.get(pk=zela.pk).naming_stopped_at, total=8, read=3
    )
    expect(page.get_by_text("3 of 8 pages are read.")).to_be_visible(timeout=15_000)
    check.read, check.finished_at = 8, check.began_at
    check.save()
    expect(page.get_by_text("8 pages read: none names it.")).to_be_visible(timeout=15_000)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_guide_leads_through_it(
    page: Page, base_url: str, zela: Organisation, language: str
) -> None:
    sign_in(page, base_url, make_staff())
    page.set_extra_http_headers({"Accept-Language": language})
    page.goto("/admin/guide/")
    danger, find, stop, now, check, reach, again = page.locator("#danger b").all_text_contents()
    page.goto("/admin/")
    field(page, danger).fill("zela")
    press(page, find)
    page.get_by_role("link", name=stop).first.click()
    press(page, now)
    expect(page.get_by_role("heading", name=check)).to_be_visible()
    page.get_by_text(reach, exact=True).click()
    page.get_by_role("radio").first.check()
    press(page, again)
    zela.refresh_from_db()
    assert not zela.is_naming_stopped
