"""Each page of the desk: the browser complains of nothing, axe knows of no barrier."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from meetings.models import Meeting
from tests.admin_pages import crawl, fill_desk, is_page, record, routes
from tests.browser import axe
from tests.browser.conftest import Traffic
from tests.browser.steps import unfold
from tests.words import foreign_words, record_texts

pytestmark = pytest.mark.browser

PARTS = 2  # of the pages: as many tests, which the workers share
# Pages made alike for every kind of record, by the end of their names: a meeting's stands for all.
ALIKE = ("_compare", "_delete", "_export", "_history", "_import", "_restore")


@pytest.fixture
def staff(page: Page, live_server: LiveServer, client: Client, reference: Meeting) -> Client:
    """Signs the browser in, in French; gives a client of the same person, to ask for addresses."""
    client.force_login(fill_desk(reference))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.set_extra_http_headers({"Accept-Language": "fr"})
    return client


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """Elsewhere than the portal: Django's pages then say in which time zone a moment is given."""
    return browser_context_args | {"timezone_id": "Africa/Harare"}


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_has_a_barrier_and_the_browser_complains_of_none(
    part: int, page: Page, traffic: Traffic, staff: Client
) -> None:
    # A colour that is on its way to another has the contrast of neither.
    page.emulate_media(reduced_motion="reduce")
    one_of_each_make = {
        route.addresses()[0]
        for route in routes()
        if route.model in {None, Meeting} or not route.name.endswith(ALIKE)
    }
    faults = []
    shown = [address for address, found in crawl(staff).items() if is_page(found)]
    for address in shown[part::PARTS]:
        page.goto(address)
        if address in one_of_each_make:
            faults += [f"{address} {fault}" for fault in barriers(page)]
        faults += [f"{address}: {text}" for text in traffic.complaints]
        traffic.complaints.clear()
    page.wait_for_load_state("networkidle")
    faults += traffic.complaints
    assert not faults, "\n".join(["", *faults])
    assert {urlsplit(url).hostname for url in traffic.requests} == {"localhost"}


def barriers(page: Page) -> Iterator[str]:
    """What axe finds on the open page, in each look; leaves it as it found it, wide and light."""
    axe.load(page)
    yield from (f"at 1280 px, light: {fault}" for fault in axe.faults(page))
    page.emulate_media(color_scheme="dark")
    yield from (f"at 1280 px, dark: {fault}" for fault in axe.faults(page, axe.RULES_ON_COLOURS))
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 390, "height": 800})
    narrow = axe.faults(page, without=axe.RULES_ON_COLOURS)
    yield from (f"at 390 px, light: {fault}" for fault in narrow)
    page.set_viewport_size({"width": 1280, "height": 800})


def test_a_preview_has_no_barrier_either(page: Page, traffic: Traffic, staff: Client) -> None:
    page.goto(f"/admin/meetings/meeting/{record(Meeting).pk}/change/")
    page.get_by_role("button", name="Aperçu : le public").click()
    page.get_by_role("button", name="une organisation membre").click()
    expect(page.get_by_role("navigation", name="Aperçu")).to_contain_text(
        "que ce public la verrait"
    )
    assert list(barriers(page)) == []
    assert traffic.complaints == []


def test_nor_of_what_opens_on_a_page(page: Page, traffic: Traffic, staff: Client) -> None:
    page.goto(f"/admin/meetings/meeting/{record(Meeting).pk}/change/")
    # A meeting's day and hours are those of its place, not of the reader.
    expect(page.locator(".timezonewarning")).to_have_count(0)
    unfold(page, "#participations-group")
    unfold(page, "#agenda_items-0")
    editor = page.locator(".tiptap").first
    editor.click()
    page.keyboard.type("Un mot de plus ")
    expect(editor).to_contain_text("Un mot de plus")
    page.locator("[id^=calendarlink]").first.click()
    expect(page.locator(".calendarbox").first).to_be_visible()
    page.locator(".calendarbox .calendar-cancel a").first.click()
    page.locator("[id^=clocklink]").first.click()
    expect(page.locator(".clockbox").first).to_be_visible()
    page.locator(".clockbox .calendar-cancel a").first.click()
    page.locator(".field-campaign .select2-selection").click()
    page.keyboard.type("diamants")
    expect(page.locator(".select2-results__option")).to_have_text(
        ["Il est temps de parler des diamants"]
    )
    page.keyboard.press("Escape")
    for more in page.locator(".add-row a").all():
        more.click()
    page.wait_for_load_state("networkidle")
    # The library of links warns of being started once for each editor.
    assert not [text for text in traffic.complaints if not text.startswith("linkifyjs:")]
    assert foreign_words(page.content(), "fr", record_texts("fr")) == []
