"""How often a public page asks the database: as often for 300 rows as for 3, 12 times at most."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from kpcsc.kept_pages.addresses import KEPT
from kpcsc.search.index import index
from meetings.models import (
    AgendaItem,
    CallToAction,
    Campaign,
    CampaignPicture,
    Decision,
    Demand,
    Document,
    DocumentText,
    FollowUp,
    KeyFigure,
    KeyMessage,
    Meeting,
    Milestone,
    Objective,
    Participation,
    Quotation,
    Resource,
    Section,
)
from organisations.models import Country, Organisation
from tests.crawl import ADDRESSES
from tests.factories import PUBLISHED

SEARCH = "/fr/search/?q=diamants"
PAGES = {
    "/fr/": 7,
    "/fr/campaigns/": 2,
    "/fr/campaigns/campaign-0/": 12,
    "/fr/campaigns/campaign-0/handout/": 11,
    "/fr/campaigns/campaign-0/poster/": 11,
    "/fr/meetings/": 4,
    "/fr/meetings/?q=diamants&year=2021&campaign=campaign-0&country=zw&organisation=org-0": 3,
    "/fr/meetings/meeting-1/": 11,
    "/fr/meetings/meeting-1/calendar.ics": 2,
    "/fr/organisations/": 3,
    "/fr/organisations/org-0/": 4,
    "/fr/countries/zw/": 5,
    "/fr/search/": 1,
    SEARCH: 4,
    "/fr/about/": 1,
    "/fr/contact/": 1,
    "/fr/privacy/": 1,
    "/fr/accessibility/": 1,
    "/fr/documents/00000000-0000-0000-0000-000000000000/": 2,
    "/robots.txt": 1,
    "/sitemap.xml": 6,
}

# Those behind a personal link or with results of a survey are counted in tests of their own; the
# outbox is the demonstration's.
NOT_COUNTED = {
    *("letter_refusal", "meeting_invitation", "outbox"),
    *("survey_answer", "survey_export", "survey_results"),
    *("picture_file", "portal_share_card", "share_card"),
}
LONGEST = ("/fr/meetings/meeting-1/", "/fr/campaigns/campaign-0/")


def fill(number: int) -> None:
    """As many rows as asked of all that a page lists, around the first of each kind."""
    organisations = Organisation.objects.bulk_create(
        Organisation(slug=f"org-{i}", name_fr=f"Diamants {i}", listing="public", country_id="ZW")
        for i in range(number)
    )
    campaigns = Campaign.objects.bulk_create(
        Campaign(slug=f"campaign-{i}", title_fr=f"Diamants {i}", featured=i == 0, **PUBLISHED)
        for i in range(number)
    )
    campaign = campaigns[0]
    meetings = Meeting.objects.bulk_create(
        Meeting(
            slug=f"meeting-{i}",
            title_fr=f"Diamants {i}",
            campaign=campaign,
            starts_on=date(2021, 1, 1) + timedelta(days=i),
            **PUBLISHED,
        )
        for i in range(number)
    )
    meeting = meetings[1]  # it has one before it and one after it
    represented = Meeting.countries.through
    codes = Country.objects.exclude(pk="ZW").order_by("pk").values_list("pk", flat=True)[:number]
    represented.objects.bulk_create(
        [represented(meeting=one, country_id="ZW") for one in meetings]
        + [represented(meeting=meeting, country_id=code) for code in codes]
    )
    Participation.objects.bulk_create(
        [
            Participation(meeting=one, organisation=organisations[0], attended=True)
            for one in meetings
        ]
        + [
            Participation(meeting=meeting, organisation=organisation, attended=True)
            for organisation in organisations[1:]
        ]
    )
    of_campaign: dict[Any, dict[str, Any]] = {
        KeyFigure: {"figure_fr": "№", "label_fr": "chiffre", "source_fr": "№ source"},
        Demand: {"title_fr": "№ revendication", "made_on": date(2021, 6, 2)},
        Quotation: {
            "text_fr": "№ paroles",
            "said_by_fr": "Une habitante",
            "agreed_by": "Elle",
            "agreed_on": date(2021, 6, 2),
        },
        KeyMessage: {"title_fr": "№ message", "text_fr": "Texte"},
        Milestone: {"title_fr": "№ étape", "date": date(2003, 1, 1)},
        CallToAction: {"audience_fr": "№ public", "text_fr": "Demandez"},
        Resource: {"title_fr": "№ lecture", "link": "https://example.org/"},
    }
    of_campaign[CampaignPicture] = {
        "file": "picture",
        "width": 900,
        "height": 600,
        "people": "nobody",
        "place": "story",
        "alternative_text_fr": "№ image",
    }
    for model, fields in of_campaign.items():
        model.objects.bulk_create(model(campaign=campaign, **fields) for _ in range(number))
    of_meeting: dict[Any, dict[str, Any]] = {
        Objective: {"text_fr": "№ objectif"},
        AgendaItem: {"title_fr": "№ point", "notes_fr": "<p>Notes</p>"},
        Section: {"heading_fr": "№ partie", "body_fr": "<p>Texte</p>"},
        Decision: {"text_fr": "№ décision", "visibility": "public"},
    }
    for model, fields in of_meeting.items():
        model.objects.bulk_create(model(meeting=meeting, **fields) for _ in range(number))
    FollowUp.objects.bulk_create(
        FollowUp(meeting=meeting, what_fr="№ suite", visibility="public", owner=organisation)
        for organisation in organisations
    )
    Document.objects.bulk_create(
        Document(
            meeting=meeting,
            title_fr="№ document",
            visibility="public",
            file="a.pdf",
            kind="pdf",
            cleaned="a.pdf",
        )
        for _ in range(number)
    )
    DocumentText.objects.bulk_create(
        DocumentText(document=document, file="a.pdf", is_whole=True, names_digest="read")
        for document in meeting.documents.all()
    )
    Document.objects.filter(pk__in=meeting.documents.all()[:1]).update(key="0" * 32)
    for model in (Meeting, Organisation, Campaign):
        index(model, model.objects.values_list("pk", flat=True))


@pytest.fixture(params=[3, 300])
def rows(request: pytest.FixtureRequest, db: None, settings: Any, tmp_path: Path) -> int:
    """A database with so many rows of everything."""
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    fill(request.param)
    return request.param


def test_a_page_asks_as_often_for_300_rows_as_for_3(
    rows: int,
    client: Client,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
    subtests: Any,
) -> None:
    client.get("/fr/meetings/")  # makes what a process keeps of the records, until they change
    for page in LONGEST:
        client.get(page)
    client.cookies["sessionid"] = "none"  # for its bearer, each page is made anew
    # A search that finds all it shows among the titles does not look at the texts.
    fewer = {SEARCH: 3} if rows == 300 else {}
    for address, number in (PAGES | fewer).items():
        # Read to the end, because that is what closes a document's file.
        with subtests.test(address), django_assert_num_queries(number):
            response = client.get(address)
            assert response.status_code == 200
            assert b"".join(response)
    # What is counted is what is shown: each kind of part stands in the page as often as it is.
    meeting, campaign = (client.get(page).content.decode() for page in LONGEST)
    for text in ("№ objectif", "№ point", "№ partie", "№ décision", "№ suite", "№ document"):
        assert meeting.count(text) == rows
    for text in ("№ source", "№ revendication", "№ paroles", "№ image"):
        assert campaign.count(text) == rows
    for text in ("№ message", "№ étape", "№ public", "№ lecture", 'class="meeting"'):
        assert campaign.count(text) == rows


def test_a_kept_page_asks_for_the_revision_alone(
    rows: int,
    client: Client,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
    subtests: Any,
) -> None:
    for address in PAGES:
        if urlsplit(address).query == "" and resolve(address).view_name in KEPT:
            first = client.get(address)
            with subtests.test(address), django_assert_num_queries(1):
                assert client.get(address).content == first.content


def test_each_public_page_is_counted() -> None:
    counted = {resolve(urlsplit(page).path).view_name for page in PAGES}
    assert ADDRESSES.keys() - counted == NOT_COUNTED
