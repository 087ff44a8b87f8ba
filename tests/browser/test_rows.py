"""Moving the parts of a meeting, by keyboard and by drag; adding who took part, by keyboard."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from meetings.models import Meeting
from tests.browser.staff import sign_in
from tests.factories import make_meeting, make_organisation, make_staff

pytestmark = pytest.mark.browser


@pytest.fixture
def meeting(page: Page, base_url: str, transactional_db: None) -> Meeting:
    """A meeting with three objectives, open in a secretary's browser."""
    meeting = make_meeting(title_en="Rivers", status="draft")
    for position, text in enumerate(["one", "two", "three"], start=1):
        meeting.objectives.create(text_fr=text, text_en=text, position=position)
    sign_in(page, base_url, make_staff(language="en"))
    page.goto(reverse("admin:meetings_meeting_change", args=[meeting.pk]))
    return meeting


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return browser_context_args | {"locale": "en-GB", "viewport": {"width": 1280, "height": 2400}}


def saved_order(page: Page, meeting: Meeting) -> list[str]:
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    return list(meeting.objectives.values_list("text_en", flat=True))


def test_a_row_is_moved_with_the_keyboard_alone(page: Page, meeting: Meeting) -> None:
    row = page.locator("#objectives-2")
    up = row.get_by_role("button", name="Move up")
    up.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Now in place 2 of 3")
    expect(up).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # it is the first by now
    assert saved_order(page, meeting) == ["three", "one", "two"]


def test_a_row_is_dragged(page: Page, meeting: Meeting) -> None:
    row, first = page.locator("#objectives-2"), page.locator("#objectives-0")
    handle = row.get_by_title("Drag to another place")
    handle.hover()
    page.mouse.down()
    for target in (page.locator("#objectives-1"), first):
        box = target.bounding_box()
        assert box
        page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.up()
    assert saved_order(page, meeting) == ["three", "one", "two"]


def test_new_rows_are_moved_and_taken_away_without_mixing_the_others(
    page: Page, meeting: Meeting
) -> None:
    group = page.locator("#objectives-group")
    for text in ("four", "five"):
        group.get_by_role("button", name="Add another Objective").click()
        row = group.locator(".inline-related:not(.empty-form)").last
        row.get_by_label("Text, in French").fill(text)
        row.get_by_label("Text, in English").fill(text)
    page.locator("#objectives-4").get_by_role("button", name="Move up").click()
    page.locator("#objectives-4").get_by_role("button", name="Move up").click()
    page.locator("#objectives-3").get_by_role("button", name="Remove").click()
    assert saved_order(page, meeting) == ["one", "two", "five", "three"]


def test_an_organisation_is_found_and_added_with_the_keyboard_alone(
    page: Page, meeting: Meeting
) -> None:
    for name in ("River Watch", "River Women", "Hill Watch"):
        make_organisation(name_fr=name, name_en=name)
    group = page.locator("#participations-group")
    group.get_by_role("button", name="Add another Participation").focus()
    page.keyboard.press("Enter")
    choice = page.locator("#participations-0").get_by_role("combobox", name="Organisation")
    for _control in ("Remove", "Named", "Took part", "Role", "Add another", "Organisation"):
        page.keyboard.press("Shift+Tab")
    expect(choice).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox", name="Organisation")).to_be_focused()
    page.keyboard.type("river")
    found = page.get_by_role("listbox").get_by_role("option")
    expect(found).to_have_text(["River Watch", "River Women"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(choice).to_have_text("River Women")
    expect(choice).to_be_focused()
    page.get_by_role("button", name="Save and continue editing").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    added = meeting.participations.get()
    assert added.organisation.name_en == "River Women"
