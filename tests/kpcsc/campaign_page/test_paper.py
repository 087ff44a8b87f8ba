"""What can be printed of a campaign."""

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format

from kpcsc.campaign_page.qr_code import qr_code
from meetings.models import Campaign, Demand
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db

PAGES = ("handout", "poster")


@pytest.fixture
def campaign() -> Campaign:
    """A campaign that asks for something."""
    campaign = make_campaign(slug="c", title_fr="Parlons", tagline_fr="Pourquoi ?")
    Demand.objects.create(campaign=campaign, title_fr="Publier", made_on=timezone.localdate())
    return campaign


@pytest.mark.parametrize("name", PAGES)
def test_it_says_what_is_asked_where_to_read_more_and_of_which_day_it_is(
    name: str, campaign: Campaign, client: Client
) -> None:
    page = client.get(f"/fr/campaigns/c/{name}/").text
    with translation.override("fr"):
        today = date_format(timezone.localdate(), "DATE_FORMAT")
    for text in (">Parlons</h1>", "Pourquoi\u00a0?", "Publier", f"état au {today}"):
        assert text in page
    assert "<strong>testserver/fr/campaigns/c/</strong>" in page
    assert str(qr_code("http://testserver/fr/campaigns/c/")) in page


@pytest.mark.parametrize("name", PAGES)
def test_it_is_for_those_who_may_see_the_campaign(
    name: str, campaign: Campaign, client: Client
) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(visibility="members")
    assert client.get(f"/fr/campaigns/c/{name}/").status_code == 404


def test_a_made_up_port_is_a_bad_request(campaign: Campaign, client: Client) -> None:
    for name in PAGES:
        answer = client.get(
            f"/fr/campaigns/c/{name}/", headers={"host": f"testserver:{'1' * 6000}"}
        )
        assert answer.status_code == 400


def test_the_campaigns_page_leads_to_both(campaign: Campaign, client: Client) -> None:
    page = client.get("/fr/campaigns/c/").text
    for name in PAGES:
        assert f'href="/fr/campaigns/c/{name}/"' in page
