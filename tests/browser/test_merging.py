"""Merging organisations by hand: no barrier, nothing off the screen, no JavaScript needed."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import gettext, override
from playwright.sync_api import BrowserContext, Page, expect

from meetings.models import FollowUp, Meeting
from organisations.models import Organisation
from tests.browser import axe
from tests.browser.conftest import Traffic
from tests.browser.steps import scroll_width
from tests.browser.test_reading import SCREENSHOTS
from tests.factories import (
    make_meeting,
    make_organisation,
    make_participation,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def doubles(reference: Meeting) -> list[Organisation]:
    """A listed member, and a record of it that somebody made anew for a meeting."""
    zela = Organisation.objects.get(slug="zela")
    double = make_organisation(
        name_fr="Zimbabwe Environmental Law Assoc.",
        acronym="Z.E.L.A.",
        slug="zela-zimbabwe",
        listing="members",
        country_id="ZW",
        website="https://example.org/zela",
        description_fr="Des juristes qui défendent les communautés des régions minières.",
    )
    make_participation(meeting=reference, organisation=double, named="members")
    make_participation(meeting=make_meeting(title_fr="Réunion de suivi"), organisation=double)
    FollowUp.objects.create(meeting=reference, what_fr="Publier le compte rendu.", owner=double)
    for name in ("Anna Moyo", "Tendai Ncube"):
        make_user(name=name, organisation=double)
    return [zela, double]


@pytest.fixture
def signed_in_user(context: BrowserContext, base_url: str, transactional_db: None) -> None:
    """The browser of a person of the secretariat."""
    client = Client()
    client.force_login(make_staff())
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base_url}])


def faults(page: Page, name: str) -> list[str]:
    """What axe and the screen's edge complain of, at a desk and on a phone; photographed."""
    SCREENSHOTS.mkdir(exist_ok=True)
    axe.load(page)
    found = []
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        wide = scroll_width(page)
        found += [f"{name} at {width} px: {wide} px wide"] if wide > width else []
        found += [
            f"{name} at {width} px: {fault}" for fault in axe.faults(page) if "broken" in fault
        ]
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
    return found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_have_no_barrier(
    page: Page, traffic: Traffic, signed_in_user: None, doubles: list[Organisation], language: str
) -> None:
    page.set_extra_http_headers({"Accept-Language": language})
    keys = "&".join(f"organisation={one.pk}" for one in doubles)
    page.goto(f"/admin/organisations/organisation/merge/?{keys}")
    found = faults(page, f"merge-{language}")
    with override(language):
        page.get_by_role("button", name=gettext("Show what will change")).click()
        found += faults(page, f"merge-confirmation-{language}")
        page.get_by_role("button", name=gettext("Yes, merge them")).click()
    expect(page.locator(".messagelist .success")).to_contain_text("Zimbabwe")
    page.goto(f"/admin/organisations/organisation/{doubles[1].pk}/change/")
    found += faults(page, f"merge-gone-{language}")
    assert found == []
    # Chromium asks by itself for an icon that there is not.
    assert [text for text in traffic.complaints if "Failed to load resource" not in text] == []
