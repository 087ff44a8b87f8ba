"""What comes out of a printer."""

from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from meetings.models import Campaign, Demand, Meeting

pytestmark = pytest.mark.browser


def sheets(page: Page) -> list[str]:
    """The text of each sheet of A4 that the page is printed on, without blanks."""
    content = page.pdf(prefer_css_page_size=True, format="A4")
    return ["".join(sheet.extract_text().split()) for sheet in PdfReader(BytesIO(content)).pages]


def test_each_sheet_of_a_record_bears_its_address_and_the_day_of_publication(
    page: Page, base_url: str, reference: Meeting
) -> None:
    for record in (reference, reference.campaign):
        assert record
        page.goto(f"{base_url}{record.get_absolute_url()}")
        printed = sheets(page)
        assert len(printed) > 1
        foot = f"KPCSC·{base_url}{record.get_absolute_url()}·publiéle"
        assert [foot in sheet for sheet in printed] == [True] * len(printed)


def test_the_poster_is_one_sheet_and_each_sheet_of_a_long_handout_has_its_foot(
    page: Page, base_url: str, reference: Meeting
) -> None:
    campaign = reference.campaign
    assert isinstance(campaign, Campaign)
    for language in ("fr", "en"):
        page.goto(f"{base_url}/{language}/campaigns/{campaign.slug}/poster/")
        assert len(sheets(page)) == 1
    campaign.short_title_fr, campaign.title_fr = "", "Les rivières et les villages " * 6
    campaign.tagline_fr = "Une phrase assez longue pour dire pourquoi. " * 9
    campaign.save()
    for _number in range(4):
        Demand.objects.create(
            campaign=campaign, title_fr="Publier les comptes " * 9, made_on="2021-06-02"
        )
    page.goto(f"{base_url}/fr/campaigns/{campaign.slug}/poster/")
    [poster] = sheets(page)
    assert "Ensavoirplusetagir" in poster
    assert "CoalitiondelasociétécivileduProcessusdeKimberley·" in poster
    for number in range(20):
        Demand.objects.create(
            campaign=campaign,
            title_fr=f"Demande {number}",
            text_fr="Mots " * 40,
            made_on="2021-06-02",
        )
    page.goto(f"{base_url}/fr/campaigns/{campaign.slug}/handout/")
    printed = sheets(page)
    assert len(printed) > 1
    assert ["CoalitiondelasociétécivileduProcessusdeKimberley·" in sheet for sheet in printed] == [
        True
    ] * len(printed)
