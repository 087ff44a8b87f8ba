"""Importing and exporting sheets, in Chromium: no barrier, no complaint, on a phone and a desk."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from kpcsc.foundation.sheets.sheet_file import read_sheet, write_sheet
from meetings.models import Meeting
from tests.browser import axe
from tests.browser.conftest import Traffic
from tests.browser.staff import sign_in
from tests.browser.steps import scroll_width
from tests.factories import make_staff

pytestmark = pytest.mark.browser

HEADINGS = ["slug", "name_fr", "kind", "description_fr"]
BAD = write_sheet("csv", HEADINGS, [["zela", "", "club", ""], ["new", "", "", ""]])
GOOD = write_sheet("xlsx", HEADINGS, [["zela", "ZELA", "union", "mot " * 80], ["new", "N", "", ""]])


@pytest.fixture(autouse=True)
def kept_apart(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def look(page: Page) -> None:
    """Nothing bars anyone, and nothing but tables scrolls sideways."""
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        axe.load(page)
        assert [fault for fault in axe.faults(page) if "broken" in fault] == []
        assert scroll_width(page) == width


def upload(page: Page, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("Sheet:").set_input_files(file)  # type: ignore[arg-type]  # a plain dict
    page.get_by_role("button", name="Check the sheet").click()


def test_a_sheet_is_put_right_and_written(
    page: Page, traffic: Traffic, live_server: LiveServer, reference: Meeting
) -> None:
    page.set_extra_http_headers({"Accept-Language": "en"})
    sign_in(page, live_server.url, make_staff())
    page.goto("/admin/organisations/organisation/")
    page.get_by_role("link", name="Import a sheet").click()
    page.get_by_text("Columns of a sheet of organisations").click()
    look(page)
    upload(page, "members.csv", BAD)
    expect(page.get_by_text("Nothing is written: this sheet has 2 errors.")).to_be_visible()
    look(page)
    upload(page, "members.xlsx", GOOD)
    expect(page.get_by_role("heading", name="What the sheet would change")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Write these changes").click()
    written = "The sheet is written. New: 1. Changed: 1. Unchanged: 0."
    expect(page.get_by_text(written)).to_be_visible()

    page.get_by_role("link", name="Export a sheet").click()
    look(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="XLSX: organisations").click()
    rows = read_sheet(Path(download.value.path()).read_bytes()).rows
    assert [row.cells["kind"] for row in rows if row.cells["slug"] in {"zela", "new"}] == [
        "ngo",
        "union",
    ]
    assert [text for text in traffic.complaints if "Failed to load resource" not in text] == []
