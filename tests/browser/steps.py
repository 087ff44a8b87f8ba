"""What people do on a page, by the words that they read there."""

import re

from playwright.sync_api import Locator, Page, ViewportSize

from organisations.models import Organisation

PHONE: ViewportSize = {"width": 320, "height": 640}  # a small phone


def field(page: Page | Locator, label: str) -> Locator:
    """The first control of this label, with or without a colon."""
    return page.get_by_label(re.compile(rf"^{re.escape(label)}\s*:?$")).first


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def unfold(page: Page, row: str) -> None:
    """Opens a folded part of a record's form."""
    page.locator(f"{row} summary").first.click()


def scroll_width(page: Page) -> int:
    """How wide the page is, once it is there: what was pressed may still be leading to it."""
    page.wait_for_load_state("domcontentloaded")
    return int(page.evaluate("document.documentElement.scrollWidth"))


def find(page: Page, box: Locator, words: str) -> None:
    """Chooses in a box of the admin the record that these words find."""
    box.click()
    page.keyboard.type(words)
    page.locator(".select2-results__option", has_text=words).first.click()


def row_of(page: Page, organisation: Organisation) -> Locator:
    """The organisation's row among those invited."""
    return page.get_by_role("row", name=re.compile(re.escape(str(organisation))))
