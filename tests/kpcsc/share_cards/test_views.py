"""The cards of records, and what pages tell of them."""

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from PIL import Image

from kpcsc.share_cards.records import KINDS, card_of
from meetings.models import KeyFigure, Meeting
from organisations.models import User
from tests.factories import (
    make_campaign,
    make_meeting,
    make_member,
    make_organisation,
    make_participation,
    make_staff,
)

pytestmark = pytest.mark.django_db

META = re.compile(r'<meta (?:property|name)="(?:og:image:alt|og:image)" content="([^"]*)"')


def told(client: Client, path: str) -> list[str]:
    """The card's address and its alternative text, as a page gives them."""
    return [unescape(text) for text in META.findall(client.get(path).text)]


def test_a_page_tells_of_its_card_which_opens(client: Client) -> None:
    campaign = make_campaign(slug="c", title_fr="Campagne", tagline_fr="Pourquoi ?")
    KeyFigure.objects.create(
        campaign=campaign, figure_fr="1 200", label_fr="mines", source_fr="Rapport"
    )
    address, words = told(client, "/fr/campaigns/c/")
    coalition = "Coalition de la société civile du Processus de Kimberley"
    assert words == f"Campagne · Pourquoi\u00a0? · 1\u202f200 mines · {coalition}"
    with translation.override("fr"):
        digest = card_of(campaign).digest
    assert address == f"http://testserver/fr/cards/campaign/c.png?v={digest}"
    response = client.get(address)
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "no-cache"
    assert Image.open(BytesIO(response.content)).size == (1200, 630)


def test_a_page_about_no_record_has_the_portals_card(client: Client) -> None:
    for path in ("/en/", "/en/meetings/", "/en/about/"):
        address, words = told(client, path)
        assert address.startswith("http://testserver/en/cards/portal.png?v=")
        assert words.startswith("Where diamonds come from, people live. · ")
        assert client.get(address).status_code == 200


def test_pages_of_people_who_are_signed_in_tell_of_none(client: Client) -> None:
    make_campaign(slug="c")
    client.force_login(make_member())
    assert told(client, "/fr/campaigns/c/") == told(client, "/fr/") == []


@pytest.mark.parametrize("sign_in", [None, make_member, make_staff])
@pytest.mark.parametrize("fields", [{"status": "draft"}, {"visibility": "members"}])
def test_what_not_everybody_may_see_has_no_card_for_anybody(
    client: Client, sign_in: Callable[[], User] | None, fields: dict[str, Any]
) -> None:
    make_meeting(slug="hidden", **fields)
    make_organisation(slug="unlisted", listing="members")
    if sign_in:
        client.force_login(sign_in())
    for path in ("meeting/hidden", "meeting/none", "organisation/unlisted", "session/x"):
        assert client.get(f"/fr/cards/{path}.png").status_code == 404


def test_a_card_is_the_publics_also_where_staff_ask_for_it(client: Client) -> None:
    """A name that the public may not read in a title is in no card, whoever asks."""
    hidden = make_organisation(name_fr="Association Brimfax", listing="unlisted")
    meeting = make_meeting(slug="m", title_fr="Réunion chez Association Brimfax")
    make_participation(meeting=meeting, organisation=hidden)
    public = client.get("/fr/cards/meeting/m.png").content
    meeting = Meeting.objects.with_listed_counts().get(pk=meeting.pk)
    assert "Brimfax" not in card_of(meeting).alternative_text
    client.force_login(make_staff())
    assert client.get("/fr/cards/meeting/m.png").content == public


def test_a_meeting_that_is_off_says_so() -> None:
    meeting = make_meeting(title_en="Talk", state="cancelled", format="online", place_en="Accra")
    counted = Meeting.objects.with_listed_counts().get(pk=meeting.pk)
    with translation.override("en"):
        assert card_of(counted).kicker.endswith(" · cancelled · online · Accra")


def test_a_card_takes_few_queries(client: Client) -> None:
    make_campaign(slug="c")
    make_meeting(slug="m")
    make_organisation(slug="o")
    counts = {}
    for path in ("campaign/c", "meeting/m", "organisation/o"):
        client.get(f"/fr/cards/{path}.png")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/fr/cards/{path}.png")
        counts[path] = len(queries)
    assert set(KINDS) == {"campaign", "meeting", "organisation", "survey"}
    assert max(counts.values()) <= 5, counts
