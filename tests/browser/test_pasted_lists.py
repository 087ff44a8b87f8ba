"""Adding many at once, in Chromium: usable on a phone, by keyboard and without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page

from meetings.models import Meeting
from organisations.models import Organisation
from tests.browser import axe
from tests.browser.conftest import Traffic
from tests.browser.staff import sign_in
from tests.browser.steps import scroll_width
from tests.factories import make_meeting, make_staff

pytestmark = pytest.mark.browser

LIST = "ZELA\nHuman Rihgts Wacth\nAction Mines Kindia\nComité des Riverains (CDR)\n« Pact »"


@pytest.fixture
def meeting(transactional_db: None, reference: Meeting) -> Meeting:
    return make_meeting(title_fr="Réunion de suivi", title_en="Next meeting")


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it is now."""
    axe.load(page)
    return axe.faults(page)


def send(page: Page) -> None:
    """Sends the form and waits for the page that answers."""
    with page.expect_navigation():
        page.locator("input.default").click()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_list_is_added_on_a_phone(
    page: Page, traffic: Traffic, base_url: str, meeting: Meeting, language: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.set_extra_http_headers({"Accept-Language": language})
    sign_in(page, base_url, make_staff())
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/add-organisations/")
    assert faults(page) == []
    page.locator("textarea").fill(LIST)
    send(page)
    assert faults(page) == []
    assert scroll_width(page) <= page.evaluate("innerWidth")
    new_name = page.locator("#id_form-3-name")
    assert not new_name.is_visible()
    page.locator("#id_form-3-choice").select_option("new")
    assert new_name.input_value() == "Comité des Riverains"
    send(page)
    assert page.locator("#id_form-3-choice").input_value() == "new"
    page.locator("#id_form-2-choice").select_option("other")
    assert faults(page) == []
    page.locator("#id_form-2-other").fill("DDI")
    send(page)
    page.wait_for_url(f"**/admin/meetings/meeting/{meeting.pk}/change/")
    assert meeting.participations.count() == 5
    assert Organisation.objects.get(acronym="CDR").listing == "unlisted"
    assert not [said for said in traffic.complaints if "Content Security Policy" in said]


def test_countries_are_added_without_javascript(
    browser: Browser, base_url: str, meeting: Meeting
) -> None:
    page = browser.new_context(java_script_enabled=False, base_url=base_url).new_page()
    sign_in(page, base_url, make_staff())
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/add-countries/")
    page.locator("textarea").fill("RCA, RDC, États-Unis et Congo")
    page.locator("input.default").press("Enter")
    page.locator("#id_form-3-choice").select_option("CG")
    page.locator("input.default").press("Enter")
    page.wait_for_url(f"**/admin/meetings/meeting/{meeting.pk}/change/")
    codes = meeting.countries.values_list("code", flat=True)
    assert sorted(codes) == ["CD", "CF", "CG", "US"]
    page.context.close()
