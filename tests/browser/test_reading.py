"""A reader's stories: the meeting of 2 June 2021, the keyboard alone, no JavaScript."""

import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, ngettext
from playwright.sync_api import Browser, Locator, Page, expect

from kpcsc.demonstration.reference import RECORD
from meetings.models import Meeting
from organisations.models import Country
from tests.browser.steps import scroll_width
from tests.factories import make_meeting

pytestmark = pytest.mark.browser

MEETING = "meetings/2021-06-strategy-meeting/"
CAMPAIGN = "campaigns/we-need-to-talk-about-diamonds/"
COUNTRIES = {
    "fr": "Afrique du Sud, Belgique, Botswana, Cameroun, Canada, Côte d’Ivoire, États-Unis, "
    "Guinée, Lesotho, Liberia, RCA, RDC, Sierra Leone, Tanzanie, Zimbabwe",
    "en": "Belgium, Botswana, Cameroon, Canada, CAR, Côte d’Ivoire, DRC, Guinea, Lesotho, "
    "Liberia, Sierra Leone, South Africa, Tanzania, United States, Zimbabwe",
}
NOT_AFRICAN = {"Belgique", "Canada", "États-Unis", "Belgium", "United States"}

SCREENSHOTS = Path(settings.BASE_DIR) / "tests" / "screenshots"
PHOTOGRAPHED = {
    "home": "",
    "campaign": "campaigns/we-need-to-talk-about-diamonds/",
    "meeting": MEETING,
    "list": "meetings/",
    "organisation": "organisations/zela/",
    "country": "countries/zw/",
    "search": "search/?q=diamants",
}


@pytest.fixture
def many_meetings(reference: Meeting) -> None:
    """Two pages of meetings: 22 of 2019 and the reference's, one of 2019 on Angola alone."""
    for day in range(1, 22):
        make_meeting(starts_on=date(2019, 5, day))
    make_meeting(starts_on=date(2019, 6, 1), title_en="On Angola").countries.set(
        Country.objects.filter(code="AO")
    )


def without_accents(name: str) -> str:
    """What a name is sorted by, worked out apart from the product's own key."""
    letters = unicodedata.normalize("NFD", name)
    return re.sub(r"[^a-z ]", "", letters.lower())


def lines(items: Locator) -> list[str]:
    return [text.strip() for text in items.all_inner_texts()]


@pytest.mark.main_path
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_strategy_meeting_is_shown_whole(page: Page, reference: Meeting, language: str) -> None:
    page.goto(f"/{language}/{MEETING}")
    with translation.override(language):
        figures = {
            ngettext("participant", "participants", 24): "24",
            ngettext("facilitator", "facilitators", 3): "3",
            ngettext("country", "countries", 15): "15",
            ngettext("organisation", "organisations", 25): "25",
        }
        objectives, countries, organisations = [
            page.get_by_role("region", name=gettext(name), exact=True)
            for name in (
                "Objectives",
                "Countries represented",
                "Organisations that agreed to be named",
            )
        ]

    opening = page.locator(".figures")
    shown = zip(
        lines(opening.get_by_role("term")), lines(opening.get_by_role("definition")), strict=True
    )
    assert list(shown) == list(figures.items())
    assert lines(objectives.get_by_role("listitem")) == [
        objective[f"text_{language}"] for objective in RECORD["objectives"]
    ]

    assert lines(countries.get_by_role("listitem")) == COUNTRIES[language].split(", ")

    assert len(set(lines(organisations.get_by_role("link")))) == 25
    *with_country, without = organisations.get_by_role("term").all()
    names = lines(organisations.get_by_role("term"))[:-1]
    assert names == sorted(names, key=without_accents)
    assert len(with_country) == 9
    for country in (*with_country, without):
        of_it = lines(country.locator("..").get_by_role("link"))
        assert of_it == sorted(of_it, key=without_accents)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_map_of_the_campaign_leads_to_each_country(
    phone: Page, reference: Meeting, language: str
) -> None:
    phone.goto(f"/{language}/{CAMPAIGN}")
    with translation.override(language):
        map_of_africa = phone.get_by_role("group", name=gettext("Map of Africa"))
        elsewhere = phone.locator(".elsewhere").get_by_role("link")
    names = set(COUNTRIES[language].split(", "))
    shapes = map_of_africa.get_by_role("link")
    assert {shape.get_attribute("aria-label") for shape in shapes.all()} == names - NOT_AFRICAN
    assert set(lines(elsewhere)) == names & NOT_AFRICAN
    for shape in shapes.all():
        box = shape.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
    elsewhere.first.click()
    expect(phone.get_by_role("heading", level=1)).to_be_visible()


def focused(page: Page) -> Locator:
    """What has the focus, which must be seen: outlined, and on the screen."""
    element = page.locator(":focus")
    expect(element).to_be_in_viewport()
    style, width = element.evaluate(
        "e => [getComputedStyle(e).outlineStyle, parseFloat(getComputedStyle(e).outlineWidth)]"
    )
    assert style != "none", element.evaluate("e => e.outerHTML")
    assert width >= 2
    return element


def tab_to(page: Page, wanted: Locator) -> None:
    """Goes on with the tab key, seeing each stop, as far as the element wanted."""
    expect(wanted).to_have_count(1)
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page).evaluate("(e, wanted) => e === wanted", wanted.element_handle()):
            return
    pytest.fail(f"the tab key does not reach {wanted}")


def test_the_first_tab_offers_to_skip_the_menu(page: Page, reference: Meeting) -> None:
    page.goto("/en/")
    page.keyboard.press("Tab")
    expect(focused(page)).to_have_text("Go to the content")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page).evaluate("e => document.querySelector('main').contains(e)")


def test_the_keyboard_alone_leads_through_menu_filters_and_pages(
    page: Page, many_meetings: None
) -> None:
    page.goto("/en/")
    menu = page.get_by_role("navigation", name="Main menu")
    tab_to(page, menu.get_by_role("link", name="Meetings", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Meetings")
    expect(page.get_by_role("status")).to_have_text("23 meetings")
    meetings = page.locator("main").get_by_role("listitem")
    expect(meetings).to_have_count(20)

    tab_to(page, page.get_by_label("Year"))
    page.keyboard.type("2019")
    tab_to(page, page.get_by_role("button", name="Show"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("22 meetings")
    expect(page.get_by_text("Page 1 of 2")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Next page"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    expect(page.get_by_label("Year")).to_have_value("2019")
    expect(meetings).to_have_count(2)

    tab_to(page, page.get_by_label("Country"))
    page.keyboard.type("Angola")
    tab_to(page, page.get_by_role("button", name="Show"))
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_have_text("1 meeting")
    expect(meetings.get_by_role("link")).to_have_text("On Angola")
    expect(page.get_by_label("Country")).to_have_value("ao")


def test_enter_in_the_words_searches(page: Page, many_meetings: None) -> None:
    page.goto("/en/meetings/")
    tab_to(page, page.get_by_label("Words"))
    page.keyboard.type("REPUBLIQUE democratique")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("1 meeting")
    expect(page.locator("main").get_by_role("listitem").get_by_role("link")).to_have_attribute(
        "href", f"/en/{MEETING}"
    )


@pytest.mark.parametrize(
    "path", [MEETING, "meetings/?q=diamants&year=2021&country=cd", "search/?q=c%C3%B4te+%26+or"]
)
def test_the_other_language_is_the_same_page(page: Page, reference: Meeting, path: str) -> None:
    page.goto(f"/fr/{path}")
    tab_to(page, page.get_by_role("link", name="English"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/en/{path}")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Français").click()
    page.wait_for_url(f"**/fr/{path}")
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_the_filters_need_no_javascript(
    browser: Browser, base_url: str, many_meetings: None
) -> None:
    with browser.new_context(base_url=base_url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/en/meetings/")
        page.get_by_label("Year").select_option("2021")
        page.get_by_label("Country").select_option("DRC")
        page.get_by_role("button", name="Show").click()
        expect(page.get_by_role("status")).to_have_text("1 meeting")
        expect(page.locator("main").get_by_role("listitem")).to_have_count(1)
        page.get_by_role("link", name="Show all meetings").click()
        expect(page.get_by_role("status")).to_have_text("23 meetings")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_fit_a_phone_and_a_desk_and_are_photographed(
    page: Page, reference: Meeting, language: str
) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    for name, path in PHOTOGRAPHED.items():
        page.goto(f"/{language}/{path}")
        for width in (360, 390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert scroll_width(page) == width, name
            schemes: list[Literal["light", "dark"]] = ["light"]
            if name == "meeting":
                schemes.append("dark")
            for scheme in schemes:
                page.emulate_media(color_scheme=scheme)
                file = SCREENSHOTS / f"{name}-{language}-{width}-{scheme}.png"
                page.screenshot(path=file, full_page=True)
