"""An editor changes what is published; readers see it once a publisher accepts it."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from kpcsc.foundation.proposals.models import ProposedChange
from kpcsc.roles import update_staff_groups
from meetings.models import Campaign, KeyMessage, Section
from tests.browser import axe
from tests.browser.conftest import Traffic
from tests.browser.staff import sign_in
from tests.browser.steps import field, follow, press, scroll_width, unfold
from tests.factories import make_campaign, make_meeting
from tests.kpcsc.test_roles import with_role

pytestmark = [pytest.mark.browser, pytest.mark.main_path]


def shoot(page: Page, name: str) -> None:
    """A picture for whoever asks for some."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.fixture
def campaign(transactional_db: None) -> Campaign:
    update_staff_groups()
    campaign = make_campaign(
        title_fr="Parlons des diamants",
        title_en="Let us talk about diamonds",
        tagline_fr="Il est temps.",
    )
    KeyMessage.objects.create(campaign=campaign, title_fr="Les rivières", text_fr="Elles sèchent.")
    return campaign


def test_a_change_is_proposed_returned_and_accepted(
    page: Page, phone: Page, traffic: Traffic, live_server: LiveServer, campaign: Campaign
) -> None:
    page.context.set_extra_http_headers({"Accept-Language": "fr"})
    editor, publisher = with_role("Editor"), with_role("Publisher")
    form = f"/admin/meetings/campaign/{campaign.pk}/change/"

    def readers_see() -> bool:
        phone.goto(campaign.get_absolute_url())
        assert "Parlons des diamants" in phone.inner_text("h1")
        return "grand temps" in phone.inner_text("main")

    # An editor proposes, and sees the page as the public would get it.
    sign_in(page, live_server.url, editor)
    page.goto(form)
    shoot(page, "form-editor")
    assert "une fois acceptées" in page.inner_text(".proposal-note")
    assert page.get_by_role("button", name="Enregistrer").count() == 0
    field(page, "Accroche, en français").fill("Il est grand temps.")
    press(page, "Proposer et voir l’aperçu")
    assert "Il est grand temps." in page.inner_text("main")
    shoot(page, "preview")
    assert not readers_see()
    page.goto(form)
    assert "Cette page montre ce que vous proposez." in page.inner_text(".proposal-note")
    assert field(page, "Accroche, en français").input_value() == "Il est grand temps."

    # A publisher compares, and returns it.
    sign_in(page, live_server.url, publisher)
    page.goto("/admin/")
    shoot(page, "home-publisher")
    follow(page, "Parlons des diamants")
    assert barriers(page) == []
    assert "grand" in page.locator(".changes ins").inner_text()
    press(page, "Renvoyer avec le commentaire")
    assert "ce qui est à faire" in page.inner_text(".errorlist")
    field(page, "Commentaire").fill("Une phrase de plus ?")
    press(page, "Renvoyer avec le commentaire")
    page.locator(".messagelist .success").wait_for()
    assert not readers_see()

    # The editor goes on with it, and it is accepted.
    sign_in(page, live_server.url, editor)
    page.goto(form)
    assert "Une phrase de plus ?" in page.inner_text(".proposal-note")
    assert not page.get_by_role("button", name="Reprendre ma saisie").is_visible()
    field(page, "Accroche, en français").fill("Il est grand temps. Parlons-en.")
    press(page, "Proposer la modification")
    page.locator(".messagelist .success").wait_for()
    assert not readers_see()
    sign_in(page, live_server.url, publisher)
    page.goto("/admin/")
    follow(page, "Parlons des diamants")
    press(page, "Accepter et publier")
    page.locator(".messagelist .success").wait_for()
    assert readers_see()
    assert ProposedChange.objects.get().status == "accepted"
    assert [text for text in traffic.complaints if "404" not in text] == []


def barriers(page: Page) -> list[str]:
    """What keeps somebody from using the page, on a desk and on a phone."""
    axe.load(page)
    faults = []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        shoot(page, f"proposal-{width}")
        faults += axe.faults(page)
        if scroll_width(page) > width:
            faults.append(f"It is wider than {width} px.")
    return faults


def test_a_publisher_decides_between_two_texts(
    page: Page, live_server: LiveServer, transactional_db: None
) -> None:
    update_staff_groups()
    meeting = make_meeting(title_fr="Rivières")
    section = Section.objects.create(meeting=meeting, heading_fr="Décidé", visibility="public")
    editor, admin = with_role("Editor"), with_role("Administrator")
    sign_in(page, live_server.url, editor)
    page.context.set_extra_http_headers({"Accept-Language": "fr"})
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/change/")
    unfold(page, "#sections-0")
    page.locator("#id_sections-0-heading_fr").fill("Décidé à Goma")
    press(page, "Proposer la modification")
    page.locator(".messagelist .success").wait_for()
    Section.objects.filter(pk=section.pk).update(heading_fr="Décidé à Matadi")
    sign_in(page, live_server.url, admin)
    page.goto("/admin/")
    follow(page, "Rivières")
    press(page, "Accepter et publier")
    page.locator(".errornote, .errorlist").first.wait_for()
    shoot(page, "conflict")
    page.get_by_label("Comme proposé").check()
    press(page, "Accepter et publier")
    page.locator(".messagelist .success").wait_for()
    section.refresh_from_db()
    assert section.heading_fr == "Décidé à Goma"
