"""The form of a meeting: its parts are folded, what is wrong is open and linked to."""

from datetime import date, time

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from meetings.models import Meeting
from tests.browser.staff import sign_in
from tests.browser.steps import press
from tests.factories import make_staff

pytestmark = pytest.mark.browser

MOST_PIXELS = {1280: 3000, 390: 6000}


@pytest.fixture
def meeting(transactional_db: None, reference: Meeting) -> Meeting:
    """The reference meeting, four sections long, with six agenda items and three follow-ups."""
    for number in range(1, 7):
        reference.agenda_items.create(
            title_fr=f"Point {number}",
            title_en=f"Item {number}",
            starts_at=time(8 + number),
            minutes=45,
            position=number,
        )
    for number in range(1, 4):
        reference.follow_ups.create(
            what_fr=f"Suite {number}",
            what_en=f"Task {number}",
            due=date(2026, 12, number),
            position=number,
        )
    assert reference.sections.count() == 4
    return reference


@pytest.fixture
def address(page: Page, base_url: str, meeting: Meeting) -> str:
    """Where the form is, for somebody who is signed in."""
    sign_in(page, base_url, make_staff(language="fr"))
    return reverse("admin:meetings_meeting_change", args=[meeting.pk])


@pytest.mark.parametrize("width", MOST_PIXELS)
def test_the_form_is_short_before_a_part_is_opened(
    page: Page, address: str, width: int, capsys: pytest.CaptureFixture[str]
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    expect(page.locator(".row-facts").filter(has_text="09:00")).to_be_visible()
    height = page.evaluate("document.documentElement.scrollHeight")
    with capsys.disabled():
        print(f"\nThe form of a meeting at {width} pixels is {height} pixels high")
    assert height <= MOST_PIXELS[width]


def test_what_is_wrong_is_listed_and_a_link_leads_to_it(page: Page, address: str) -> None:
    page.goto(address)
    row = page.locator("#agenda_items-3")
    row.locator("summary").click()
    row.get_by_label("Minutes").fill("-5")
    row.locator("summary").click()
    press(page, "Publier maintenant")
    problems = page.get_by_role("alert")
    expect(problems.get_by_role("heading")).to_have_text("Ceci n’est pas encore enregistré")
    expect(problems).to_be_focused()
    expect(row.locator("details")).to_have_attribute("open", "")
    expect(row.locator("summary")).to_contain_text("1 erreur")
    expect(page.locator("#agenda_items-2 details")).not_to_have_attribute("open", "")
    problems.get_by_role("link", name="« Point 4 »").click()
    expect(row.get_by_label("Minutes")).to_be_in_viewport()


@pytest.mark.parametrize("width", MOST_PIXELS)
def test_the_sections_and_the_save_bar_stay_in_sight(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    page.locator("#sections-group").scroll_into_view_if_needed()
    expect(page.get_by_role("link", name="Quoi et quand")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Publier maintenant")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Supprimer cette fiche…")).not_to_be_in_viewport()
    assert page.locator(".save-bar").get_by_role("link", name="Supprimer").count() == 0


def test_without_javascript_a_row_is_opened_changed_and_added(
    page: Page, browser: Browser, base_url: str, address: str, meeting: Meeting
) -> None:
    cookies = page.context.cookies()
    with browser.new_context(base_url=base_url, java_script_enabled=False) as context:
        context.add_cookies(cookies)  # type: ignore[arg-type]  # the library's two types differ
        plain = context.new_page()
        plain.goto(address)
        agenda = plain.locator("#agenda_items-group")
        agenda.get_by_role("link", name="Ajouter une ligne").click()
        agenda.get_by_text("Point 1").click()
        plain.locator("#agenda_items-0").get_by_label("Titre, en français").fill("Accueil")
        plain.locator("#agenda_items-6").get_by_label("Titre, en français").fill("Clôture")
        press(plain, "Publier maintenant")
        expect(plain.locator(".success")).to_be_visible()
    titles = list(meeting.agenda_items.order_by("position").values_list("title_fr", flat=True))
    assert titles == ["Accueil", *(f"Point {n}" for n in range(2, 7)), "Clôture"]


@pytest.mark.parametrize("width", MOST_PIXELS)
def test_nothing_that_has_the_focus_lies_below_the_save_bar(
    page: Page, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 600})
    page.goto(address)
    bar = page.locator(".save-bar")
    covered = []
    for _stop in range(60):
        page.keyboard.press("Tab")
        focus, top = page.evaluate(
            "[document.activeElement.getBoundingClientRect().bottom,"
            " document.querySelector('.save-bar').getBoundingClientRect().top]"
        )
        inside = page.evaluate("!!document.activeElement.closest('.save-bar, #content-related')")
        if focus > top + 1 and not inside:
            covered.append(page.evaluate("document.activeElement.outerHTML.slice(0, 90)"))
    expect(bar).to_be_in_viewport()
    assert covered == []
