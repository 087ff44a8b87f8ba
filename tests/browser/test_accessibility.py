"""Each public page: no barrier that axe knows of, nothing off the screen, one quiet request."""

from typing import Literal

import pytest
from playwright.sync_api import Page

from kpcsc.demonstration.survey import load_survey
from meetings.invitations import links as meeting_links
from meetings.models import Meeting
from surveys.invitations.links import link_path
from surveys.kinds import KINDS
from tests.browser import axe
from tests.browser.conftest import Traffic
from tests.browser.steps import scroll_width
from tests.factories import (
    make_invitation,
    make_meeting_invitation,
    make_planned_meeting,
    make_question,
    make_survey,
)

pytestmark = pytest.mark.browser

NOT_THERE = "meetings/no-such-meeting/"
PAGES = [
    "",
    "campaigns/",
    "campaigns/we-need-to-talk-about-diamonds/",
    "meetings/?year=2021&country=cd",
    "meetings/?year=abc",
    "meetings/2021-06-strategy-meeting/",
    "organisations/",
    "organisations/kp-csc/",
    "organisations/zela/",
    "countries/zw/",
    "surveys/2021-06-strategy-meeting/",
    "search/?q=diamants",
    "search/?q=zzzz",
    "about/",
    "contact/",
    "privacy/",
    "accessibility/",
    NOT_THERE,
]
FOR_PAPER = [f"campaigns/we-need-to-talk-about-diamonds/{page}/" for page in ("handout", "poster")]
STATUS = {NOT_THERE: 404, "meetings/?year=abc": 400}


@pytest.fixture
def surveyed(reference: Meeting) -> str:
    """The reference meeting with its survey's results; gives the path of a form still open."""
    load_survey(reference)
    survey = make_survey(meeting=reference, confidentiality="confidential")
    for kind, how in KINDS.items():
        make_question(survey, kind, *(["Oui", "Non"] if how.offers_choices else []))
    return link_path(make_invitation(survey)).removeprefix("/fr/")


@pytest.fixture
def personal(surveyed: str) -> list[str]:
    """The paths of personal links: a survey's form, and an invitation that was said yes to."""
    meeting = make_planned_meeting(joining_link="https://meet.example.org/x", place_fr="Kinshasa")
    invitation = make_meeting_invitation(meeting, reply="yes")
    return [surveyed, meeting_links.link_path(invitation).removeprefix("/fr/")]


def open_page(page: Page, path: str) -> None:
    """Opens a page and makes sure that it is the one meant, not an error's."""
    response = page.goto(path)
    assert response is not None
    assert response.status == STATUS.get(path.removeprefix("/fr/").removeprefix("/en/"), 200), path


@pytest.mark.parametrize(
    ("language", "widths", "schemes"),
    [("fr", [320, 1280], ["light", "dark"]), ("en", [320], ["light"])],
)
def test_no_page_has_a_barrier_or_scrolls_sideways(
    page: Page,
    personal: list[str],
    language: str,
    widths: list[int],
    schemes: list[Literal["light", "dark"]],
) -> None:
    faults = []
    for path in [*PAGES, *FOR_PAPER, *personal]:
        open_page(page, f"/{language}/{path}")
        axe.load(page)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            wide = scroll_width(page)
            if wide > width:
                faults.append(f"/{language}/{path} at {width} px: {wide} px wide")
            for scheme in schemes:
                page.emulate_media(color_scheme=scheme)
                rules = axe.RULES if scheme == "light" else axe.RULES_ON_COLOURS
                faults += [
                    f"/{language}/{path} at {width} px, {scheme}: {fault}"
                    for fault in axe.faults(page, rules)
                ]
    assert not faults, "\n".join(["", *faults])


@pytest.mark.main_path
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_is_one_request_and_the_browser_complains_of_nothing(
    page: Page, traffic: Traffic, surveyed: str, language: str
) -> None:
    opened = []
    for path in PAGES:
        open_page(page, f"/{language}/{path}")
        opened.append(page.url)
    page.wait_for_load_state("networkidle")
    assert traffic.requests == opened
    # Chromium reports the status of each error page, which is meant.
    assert len(traffic.complaints) == len(STATUS), traffic.complaints
    assert all("Failed to load resource" in text for text in traffic.complaints)
