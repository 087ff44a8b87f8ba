"""What is pasted into the editor of a report's section is stored as the samples say."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from meetings.models import Section
from tests.browser.conftest import Traffic
from tests.browser.staff import sign_in
from tests.factories import make_meeting, make_staff

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).parent.parent / "data" / "pasted"
PASTE = """(editor, html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    clipboardData.setData("text/plain", "Only where the HTML is not read.");
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
}"""


@pytest.mark.parametrize("source", ["word", "google_docs", "libreoffice", "portal"])
def test_a_paste_keeps_what_a_text_is_made_of(
    page: Page, base_url: str, transactional_db: None, traffic: Traffic, source: str
) -> None:
    section = Section.objects.create(meeting=make_meeting(status="draft"), heading_fr="Partie")
    sign_in(page, base_url, make_staff())
    page.goto(reverse("admin:meetings_meeting_change", args=[section.meeting_id]))
    editor = page.locator(".prose-editor:has([name=sections-0-body_fr]) [role=textbox]")
    editor.evaluate(PASTE, (SAMPLES / f"{source}.html").read_text())
    page.locator("[name=_continue]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    section.refresh_from_db()
    assert section.body_fr == (SAMPLES / f"{source}.clean.html").read_text().replace("\n", "")
    assert [text for text in traffic.complaints if "Content Security Policy" in text] == []
    assert [url for url in traffic.requests if not url.startswith(base_url)] == []
