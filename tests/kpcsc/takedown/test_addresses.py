"""Which addresses the portal reads of itself, and in which order."""

import pytest

from kpcsc.takedown.addresses import (
    ADDRESSES,
    concerned_addresses,
    members_addresses,
    portal_addresses,
    search_addresses,
)
from meetings.models import FollowUp, Section
from meetings.queries import MEETINGS_A_PAGE
from tests.crawl import named_patterns
from tests.factories import (
    make_campaign,
    make_invitation,
    make_meeting,
    make_meeting_invitation,
    make_organisation,
    make_participation,
    make_planned_meeting,
    make_survey,
)
from tests.factories.files import make_document

pytestmark = pytest.mark.django_db
# Letters of a demonstration, which nobody can take back.
NOT_READ = {"outbox"}


def test_every_named_address_of_the_portal_is_read() -> None:
    names = {name for _route, name in named_patterns() if name}
    assert names - NOT_READ == set(ADDRESSES)


def test_each_address_is_read_once_in_each_language() -> None:
    make_meeting(slug="reunion")
    found = portal_addresses()
    assert len(found) == len(set(found))
    assert {"/", "/fr/", "/en/", "/robots.txt", "/sitemap.xml"} < set(found)
    assert {"/fr/meetings/reunion/", "/en/meetings/reunion/calendar.ics"} < set(found)


def test_cards_are_read_as_the_words_beside_them() -> None:
    """Nobody could read them otherwise; each would be told as a page that was not read."""
    make_meeting(slug="reunion")
    assert [path for path in portal_addresses() if "/cards/" in path] == []


def test_those_come_first_that_could_name_it() -> None:
    zela = make_organisation(slug="zela", acronym="ZELA", country_id="ZW")
    campaign = make_campaign(slug="campagne")
    came = make_meeting(slug="venue", campaign=campaign)
    make_participation(meeting=came, organisation=zela)
    document = make_document(meeting=came)
    make_survey(meeting=came, slug="enquete")
    promised = make_meeting(slug="promis")
    FollowUp.objects.create(meeting=promised, what_fr="Écrire", owner=zela)
    in_text = make_meeting(slug="texte")
    Section.objects.create(meeting=in_text, heading_fr="Avec ZELA")
    make_meeting(slug="autre")
    concerned = concerned_addresses(zela)
    for path in (
        "/fr/organisations/zela/",
        "/fr/countries/zw/",
        "/fr/campaigns/campagne/",
        "/fr/meetings/venue/",
        "/fr/meetings/promis/",
        "/fr/meetings/texte/",
        f"/fr/documents/{document.key}/",
        "/fr/surveys/enquete/",
    ):
        assert path in concerned, path
        assert path.replace("/fr/", "/en/") in concerned
    assert "/fr/meetings/autre/" not in concerned
    assert len(concerned) == len(set(concerned))


def test_searches_ask_for_a_name_where_it_may_be_found() -> None:
    assert search_addresses(["A & B", "C"]) == [
        f"/{language}/{page}/?q={words}"
        for words in ("A+%26", "A+%26+B", "C")
        for page in ("search", "meetings")
        for language in ("fr", "en")
    ]


def test_private_links_are_neither_read_nor_written_down() -> None:
    survey = make_survey(is_open_to_all=True, confidentiality="anonymous")
    make_invitation(survey)
    make_meeting_invitation(make_planned_meeting())
    private = ("/letters/", "/invitations/", "/surveys/answer/")
    assert not [one for one in portal_addresses() if any(part in one for part in private)]


def test_every_page_of_a_long_list_is_read() -> None:
    for _ in range(MEETINGS_A_PAGE + 1):
        make_meeting()
    found = portal_addresses()
    assert "/fr/meetings/?page=2" in found
    assert "/fr/meetings/?page=3" not in found


def test_members_pages_are_read_as_well() -> None:
    assert "/fr/my/directory/" in members_addresses()
