"""Work that was not saved: warned of before leaving, kept in the browser, brought back, erased."""

import json
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from meetings.models import Meeting, Section
from tests.browser.conftest import Traffic
from tests.browser.staff import sign_in
from tests.browser.steps import unfold
from tests.factories import make_meeting, make_organisation, make_participation, make_staff

pytestmark = pytest.mark.browser

COPY = "[data-copy]"
COPIES = """Object.entries(localStorage).filter(([key]) => key.startsWith("unsaved-work:"))"""


@pytest.fixture
def meeting(transactional_db: None) -> Meeting:
    meeting = make_meeting(
        status="draft", place_fr="Matadi", joining_link="https://example.org/secret"
    )
    Section.objects.create(meeting=meeting, heading_fr="Points forts", body_fr="<p>Un</p>")
    make_participation(meeting=meeting, organisation=make_organisation(name_fr="Pact"))
    return meeting


def open_form(page: Page, meeting: Meeting) -> None:
    page.set_default_timeout(8000)
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/change/")
    page.locator("[data-shared-device]").wait_for()


def copies(page: Page) -> list[Any]:
    """What this browser keeps."""
    return [json.loads(value) for _key, value in page.evaluate(COPIES)]


def typed(page: Page) -> None:
    """A place, a paragraph, a new section, a country, and what must never be kept."""
    page.locator("[name=place_fr]").fill("Kinshasa")
    page.locator("[name=joining_link]").fill("https://example.org/new-secret")
    unfold(page, "#sections-0")
    page.locator("#sections-0 [contenteditable]").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" et deux")
    page.locator("#sections-group .add-row a").click()
    page.locator("[name=sections-1-heading_fr]").fill("Suites")
    page.locator("#sections-1 [contenteditable]").first.click()
    page.keyboard.type("Une lettre")
    unfold(page, "#participations-group")
    page.locator("[name=participations-0-role]").select_option("organiser")
    page.wait_for_timeout(600)  # longer than the pause after which a copy is kept


def test_what_was_typed_comes_back_after_the_tab_was_closed(
    page: Page, traffic: Traffic, live_server: LiveServer, meeting: Meeting
) -> None:
    sign_in(page, live_server.url, make_staff())
    open_form(page, meeting)
    assert not page.locator(COPY).is_visible()
    typed(page)
    (copy,) = copies(page)
    assert "secret" not in json.dumps(copy)

    again = page.context.new_page()
    page.close(run_before_unload=False)
    again.on("console", traffic.note_message)
    open_form(again, meeting)
    expect(again.locator(COPY)).to_be_visible()
    assert again.locator("[name=place_fr]").input_value() == "Matadi"
    again.locator("[data-bring-back]").click()
    assert again.locator("[name=place_fr]").input_value() == "Kinshasa"
    assert again.locator("#sections-0 [contenteditable]").first.inner_text() == "Un et deux"
    again.wait_for_function("""document.querySelector("#sections-1 [contenteditable]") !== null""")
    assert again.locator("[name=sections-1-body_fr]").input_value() == "<p>Une lettre</p>"
    assert again.locator("[name=participations-0-role]").input_value() == "organiser"
    assert again.locator("[name=joining_link]").input_value() == "https://example.org/secret"

    again.locator("[name=_continue]").first.click()
    again.locator(".messagelist .success").wait_for()
    assert copies(again) == []
    assert not again.locator(COPY).is_visible()
    meeting.refresh_from_db()
    assert (meeting.place_fr, meeting.joining_link) == ("Kinshasa", "https://example.org/secret")
    rows = meeting.sections.order_by("pk").values_list("heading_fr", "body_fr")
    assert list(rows) == [("Points forts", "<p>Un et deux</p>"), ("Suites", "<p>Une lettre</p>")]
    # The site has no icon, and the editor's own links complain of being set up twice.
    usual = ("404", "linkifyjs")
    assert [text for text in traffic.complaints if not any(word in text for word in usual)] == []


def test_what_the_server_refuses_stays_kept_until_it_is_saved(
    page: Page, live_server: LiveServer, meeting: Meeting
) -> None:
    sign_in(page, live_server.url, make_staff())
    open_form(page, meeting)
    typed(page)
    page.locator("[name=ends_on]").fill("2020-01-01")
    page.locator("[name=_save]").first.click()
    page.locator("[data-refused]").wait_for()
    (copy,) = copies(page)
    assert copy["values"]["place_fr"] == "Kinshasa"
    assert not page.locator(COPY).is_visible()  # it is all in the page
    page.locator("[name=ends_on]").fill("")
    page.locator("[name=_save]").first.click()
    page.wait_for_url("**/admin/meetings/meeting/")
    assert copies(page) == []


def test_leaving_is_warned_of_only_when_something_was_typed(
    page: Page, live_server: LiveServer, meeting: Meeting
) -> None:
    warnings: list[str] = []

    def stay(dialog: Dialog) -> None:
        warnings.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay)
    sign_in(page, live_server.url, make_staff())
    open_form(page, meeting)
    page.goto("/admin/")
    assert warnings == []
    open_form(page, meeting)
    page.locator("[name=place_fr]").fill("Goma")
    page.goto("/admin/")
    assert warnings == ["beforeunload"]
    assert len(copies(page)) == 1  # also without the pause after the last key


def test_a_copy_typed_on_an_older_version_is_not_saved_over_the_newer_one(
    page: Page, live_server: LiveServer, meeting: Meeting
) -> None:
    sign_in(page, live_server.url, make_staff())
    open_form(page, meeting)
    page.locator("[name=place_fr]").fill("Goma")
    page.wait_for_timeout(600)
    meeting.advance(by=None)
    meeting.place_fr = "Kinshasa"
    meeting.save()
    meeting.sections.all().delete()
    page.close(run_before_unload=False)
    page = page.context.new_page()
    open_form(page, meeting)
    page.locator("[data-bring-back]").click()
    page.locator("[name=_save]").first.click()
    page.locator(".meanwhile").wait_for()
    assert page.locator("[name=place_fr]").input_value() == "Goma"


def test_a_copy_is_thrown_away_expires_and_is_not_kept_on_a_shared_device(
    page: Page, live_server: LiveServer, meeting: Meeting
) -> None:
    sign_in(page, live_server.url, make_staff())

    def leave_a_copy() -> None:
        open_form(page, meeting)
        page.locator("[name=place_fr]").fill("Goma")
        page.wait_for_timeout(600)
        assert len(copies(page)) == 1

    page.on("dialog", lambda dialog: dialog.accept())
    leave_a_copy()
    open_form(page, meeting)
    page.locator("[data-throw-away]").click()
    assert copies(page) == []

    leave_a_copy()
    page.evaluate(
        """for (const key of Object.keys(localStorage)) {
            if (!key.startsWith("unsaved-work:")) continue;
            const copy = JSON.parse(localStorage[key]);
            localStorage[key] = JSON.stringify({...copy, at: Date.now() - 7 * 86400000 - 1});
        }"""
    )
    page.locator("[name=place_fr]").evaluate("field => field.value = 'Matadi'")
    open_form(page, meeting)
    assert copies(page) == []

    leave_a_copy()
    page.locator("[data-shared-device]").check()
    assert copies(page) == []
    page.locator("[name=place_fr]").fill("Kinshasa")
    page.wait_for_timeout(600)
    assert copies(page) == []
    open_form(page, meeting)
    assert page.locator("[data-shared-device]").is_checked()
    assert not page.locator(COPY).is_visible()
