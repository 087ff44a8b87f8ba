"""Each public page: no barrier that axe knows of, nothing off the screen, one quiet request."""

from typing import Literal

import pytest
from playwright.sync_api import Page

from meetings.models import Meeting
from tests.browser import axe
from tests.browser.conftest import Traffic

pytestmark = pytest.mark.browser

NOT_THERE = "meetings/no-such-meeting/"
PAGES = [
    "",
    "campaigns/",
    "campaigns/we-need-to-talk-about-diamonds/",
    "meetings/?year=2021&country=cd",
    "meetings/?year=abc",
    "meetings/2021-06-strategy-meeting/",
    "organisations/",
    "organisations/kp-csc/",
    "organisations/zela/",
    "countries/zw/",
    "search/?q=diamants",
    "search/?q=zzzz",
    "about/",
    "contact/",
    "privacy/",
    "accessibility/",
    NOT_THERE,
]
STATUS = {NOT_THERE: 404, "meetings/?year=abc": 400}


def open_page(page: Page, path: str) -> None:
    """Opens a page and makes sure that it is the one meant, not an error's."""
    response = page.goto(path)
    assert response is not None
    assert response.status == STATUS.get(path.removeprefix("/fr/").removeprefix("/en/"), 200), path


@pytest.mark.parametrize(
    ("language", "widths", "schemes"),
    [("fr", [320, 1280], ["light", "dark"]), ("en", [320], ["light"])],
)
def test_no_page_has_a_barrier_or_scrolls_sideways(
    page: Page,
    reference: Meeting,
    language: str,
    widths: list[int],
    schemes: list[Literal["light", "dark"]],
) -> None:
    faults = []
    for path in PAGES:
        open_page(page, f"/{language}/{path}")
        axe.load(page)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                faults.append(f"/{language}/{path} at {width} px: {wide} px wide")
            for scheme in schemes:
                page.emulate_media(color_scheme=scheme)
                faults += [
                    f"/{language}/{path} at {width} px, {scheme}: {fault}"
                    for fault in axe.faults(page)
                ]
    assert not faults, "\n".join(["", *faults])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_is_one_request_and_the_browser_complains_of_nothing(
    page: Page, traffic: Traffic, reference: Meeting, language: str
) -> None:
    opened = []
    for path in PAGES:
        open_page(page, f"/{language}/{path}")
        opened.append(page.url)
    page.wait_for_load_state("networkidle")
    assert traffic.requests == opened
    # Chromium reports the status of each error page, which is meant.
    assert len(traffic.complaints) == len(STATUS), traffic.complaints
    assert all("Failed to load resource" in text for text in traffic.complaints)
