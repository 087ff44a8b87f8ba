"""Two languages of a text: beside each other, marked, and without a barrier."""

from pathlib import Path
from typing import Literal

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from kpcsc.foundation.translations.models import TranslationReview
from meetings.models import Section
from tests.browser import axe
from tests.browser.staff import sign_in
from tests.browser.steps import scroll_width
from tests.factories import make_meeting, make_staff

pytestmark = pytest.mark.browser

LIST = "admin:foundation_translationreview_changelist"
EXPORT = "admin:foundation_translationreview_export"
IMPORT = "admin:foundation_translationreview_import"


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return browser_context_args | {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def section(page: Page, base_url: str, transactional_db: None) -> Section:
    """A section with a heading to review and a text that is missing; a secretary is signed in."""
    section = Section.objects.create(
        meeting=make_meeting(status="draft"),
        heading_fr="Le but",
        heading_en="The aim",
        body_fr="<p>Parler</p>",
    )
    section.heading_fr = "Les buts"
    section.save()
    sign_in(page, base_url, make_staff(language="en"))
    return section


def test_french_stands_left_of_english_or_above_it_on_a_phone(page: Page, section: Section) -> None:
    page.goto(reverse("admin:meetings_meeting_change", args=[section.meeting_id]))
    french, english = page.locator("#id_title_fr"), page.locator("#id_title_en")
    left, right = french.bounding_box(), english.bounding_box()
    assert left
    assert right
    assert (left["y"], left["width"]) == (right["y"], right["width"])
    assert left["x"] + left["width"] < right["x"]
    page.set_viewport_size({"width": 360, "height": 800})
    above, below = french.bounding_box(), english.bounding_box()
    assert above
    assert below
    assert (above["x"], above["width"]) == (below["x"], below["width"])
    assert above["y"] < below["y"]


def test_from_the_list_to_the_text_and_waived_there(page: Page, section: Section) -> None:
    page.goto(reverse(LIST))
    page.get_by_role("link", name="Look at it").click()
    mark = page.locator(f'[id="meetings.section.{section.pk}.heading_en"]')
    expect(mark).to_be_in_viewport()
    expect(mark.locator("del")).to_contain_text("Le but")
    mark.get_by_label("Still right as it is").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert not TranslationReview.objects.exists()


def test_a_sheet_goes_out_and_comes_back(page: Page, section: Section, tmp_path: Path) -> None:
    page.goto(reverse(EXPORT))
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the sheet").click()
    sheet = tmp_path / "sheet.xlsx"
    download.value.save_as(sheet)
    book = load_workbook(sheet)
    book.worksheets[1]["F2"] = "The aims"
    book.save(sheet)
    page.goto(reverse(IMPORT))
    page.get_by_label("Sheet").set_input_files(sheet)
    page.get_by_role("button", name="Show what changes").click()
    page.get_by_role("button", name="Write 1 text").click()
    expect(page.get_by_text("1 text was written.")).to_be_visible()
    section.refresh_from_db()
    assert section.heading_en == "The aims"


@pytest.mark.parametrize("name", [LIST, EXPORT, IMPORT])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_has_a_barrier(page: Page, section: Section, name: str, width: int) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(reverse(name))
    assert scroll_width(page) == width
    axe.load(page)
    schemes: list[Literal["light", "dark"]] = ["light", "dark"]
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(300)  # the admin's links change their colour slowly
        own = [fault for fault in axe.faults(page) if "content-main" in fault or "transl" in fault]
        assert own == [], scheme
    assert [text for text in complaints if "favicon" not in text] == []


def test_the_mark_at_a_field_has_no_barrier(page: Page, section: Section) -> None:
    page.goto(reverse("admin:meetings_meeting_change", args=[section.meeting_id]))
    axe.load(page)
    assert [fault for fault in axe.faults(page) if "translation" in fault] == []
