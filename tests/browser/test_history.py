"""The pages of a record's history: no barrier, nothing off the screen, no complaint."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from kpcsc.foundation.history.save_descriptions import saves_of
from meetings.models import Section
from organisations.models import Country
from tests.browser import axe
from tests.browser.conftest import Traffic
from tests.browser.staff import sign_in
from tests.browser.steps import scroll_width
from tests.factories import make_meeting, make_participation, make_staff

pytestmark = pytest.mark.browser


def test_a_state_is_found_compared_and_brought_back(
    page: Page, traffic: Traffic, live_server: LiveServer, transactional_db: None
) -> None:
    meeting = make_meeting(place_fr="Matadi", introduction_fr="Dix sont venus, de loin.")
    for number in range(5):
        make_participation(meeting=meeting)
        Section.objects.create(meeting=meeting, heading_fr=f"Partie {number}")
    first = saves_of(meeting)[0].at
    meeting.advance(by=None)
    meeting.place_fr, meeting.introduction_fr = "Goma", "Douze sont venus, de loin."
    meeting._history_user = make_staff(name="Anna")
    meeting.save()
    meeting.countries.add(Country.objects.get(pk="CD"))
    person = make_staff()
    sign_in(page, live_server.url, person)
    history = f"/admin/meetings/meeting/{meeting.pk}/history/"
    faults = []
    for address in (
        "/admin/journal/",
        f"/admin/organisations/user/{person.pk}/erase/",
        history,
        f"{history}compare/?before=2000-01-01T00:00:00Z&after=2100-01-01T00:00:00Z",
        f"{history}restore/?moment={quote(first.isoformat())}",
    ):
        page.goto(address)
        axe.load(page)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            faults += [f"{address} at {width} px: {fault}" for fault in axe.faults(page)]
            if scroll_width(page) > width:
                faults.append(f"{address} is wider than {width} px")
    assert faults == []
    page.locator("form.submit-row [type=submit]").click()
    page.locator(".messagelist .success").wait_for()
    meeting.refresh_from_db()
    assert (meeting.place_fr, meeting.countries.count(), meeting.version) == ("Matadi", 0, 3)
    assert [text for text in traffic.complaints if "404" not in text] == []  # no icon of the site
