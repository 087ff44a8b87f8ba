"""What stands on the page of a campaign, in which order, and for whom."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.models import (
    BlockKind,
    CallToAction,
    Campaign,
    CampaignBlock,
    Demand,
    KeyFigure,
    Quotation,
    Resource,
)
from meetings.models.campaign_parts import USUAL_BLOCKS
from surveys.models import Question
from tests.factories import (
    make_campaign,
    make_meeting,
    make_participation,
    make_question,
    make_staff,
    make_survey,
)
from tests.factories.files import make_document
from tests.surveys.ballots import number, respond

pytestmark = pytest.mark.django_db


def page_of(client: Client, campaign: Campaign) -> str:
    return client.get(f"/en/campaigns/{campaign.slug}/").content.decode()


def headings(page: str) -> list[str]:
    return re.findall(r'<h2 id="([\w-]+)">', page)


def test_blocks_stand_in_the_order_that_staff_chose(client: Client) -> None:
    campaign = make_campaign(title_en="Stones", story_en="<p>Why.</p>")
    Demand.objects.create(campaign=campaign, title_en="Widen it", made_on=date(2021, 6, 2))
    for place, kind in enumerate(["demands", "story"]):
        CampaignBlock.objects.create(campaign=campaign, kind=kind, position=place)
    assert headings(page_of(client, campaign)) == ["demands", "story"]


def test_without_blocks_the_page_has_the_usual_order_and_no_empty_block(client: Client) -> None:
    campaign = make_campaign(title_en="Stones", story_en="<p>Why.</p>")
    KeyFigure.objects.create(campaign=campaign, figure_en="25", label_en="of us", source_en="We")
    assert headings(page_of(client, campaign)) == ["story", "figures", "press"]


def test_a_text_of_its_own_has_its_heading(client: Client) -> None:
    campaign = make_campaign(title_en="Stones")
    texts: dict[str, Any] = {"heading_en": "In the courts", "text_en": "<p>Two cases.</p>"}
    block = CampaignBlock.objects.create(campaign=campaign, kind="text", **texts)
    page = page_of(client, campaign)
    assert f'<h2 id="text-{block.pk}">In the courts</h2>' in page
    assert "<p>Two cases.</p>" in page


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (CampaignBlock, {"kind": "text"}),
        (KeyFigure, {"figure_en": "25", "label_en": "of us"}),
        (Demand, {"made_on": date(2021, 6, 2)}),
        (Quotation, {"text_en": "So", "said_by_en": "A farmer", "agreed_on": date(2021, 6, 2)}),
    ],
)
def test_what_a_row_needs_the_database_asks_for(model: Any, fields: dict[str, Any]) -> None:
    """A heading, a source, a demand, a consent."""
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(campaign=make_campaign(), **fields)


def test_of_a_quotation_readers_learn_nothing_of_the_consent(client: Client) -> None:
    campaign = make_campaign()
    Quotation.objects.create(
        campaign=campaign,
        text_en="The river is dry.",
        said_by_en="A farmer near a mine",
        agreed_by="Awa Sarr",
        agreed_on=date(2021, 6, 2),
        agreed_how="To Moussa, in Wolof",
    )
    page = page_of(client, campaign)
    assert "The river is dry." in page
    assert "A farmer near a mine" in page
    assert "Awa" not in page
    assert "Moussa" not in page


def test_a_ready_text_leads_to_whatsapp_and_to_a_letter_with_the_address(client: Client) -> None:
    campaign = make_campaign(slug="stones", title_en="Stones & more")
    CallToAction.objects.create(
        campaign=campaign, audience_en="You buy", text_en="Ask.", message_en="Which mine? 50%"
    )
    page = page_of(client, campaign)
    address = "http%3A%2F%2Ftestserver%2Fen%2Fcampaigns%2Fstones%2F"
    assert f'href="https://wa.me/?text=Which%20mine%3F%2050%25%20{address}"' in page
    letter = f"subject=Stones%20%26%20more&amp;body=Which%20mine%3F%2050%25%0A%0A{address}"
    assert f'href="mailto:?{letter}"' in page


@pytest.mark.parametrize(("visibility", "is_shown"), [("public", True), ("members", False)])
def test_a_document_is_offered_to_those_who_may_have_it(
    client: Client, visibility: str, is_shown: bool
) -> None:
    campaign = make_campaign()
    document = make_document(meeting=make_meeting(campaign=campaign), visibility=visibility)
    Resource.objects.create(campaign=campaign, title_en="The agenda", document=document)
    page = page_of(client, campaign)
    assert ("The agenda" in page) is is_shown
    assert (str(document.key) in page) is is_shown


def test_organisations_stand_under_their_countries_and_only_those_that_agreed(
    client: Client,
) -> None:
    campaign = make_campaign()
    meeting = make_meeting(campaign=campaign)
    for name, country, listing in (
        ("Alpha", "ZW", "public"),
        ("Beta", None, "public"),
        ("Gamma", "CD", "public"),
        ("Hidden", "CD", "unlisted"),
    ):
        row = make_participation(meeting=meeting)
        facts = {"name_fr": name, "name_en": name, "country_id": country, "listing": listing}
        type(row.organisation).objects.filter(pk=row.organisation_id).update(**facts)
    page = page_of(client, campaign)
    groups = re.findall(r"<dt>([^<]+)</dt><dd><a[^>]*>([^<]+)</a></dd></div>", page)
    assert groups == [
        ("DRC", "Gamma"),
        ("Zimbabwe", "Alpha"),
        ("International, or country not given", "Beta"),
    ]
    assert "4 organisations took part in the campaign’s meetings." in page
    assert "Organisations that agreed to be named" in page
    assert "Hidden" not in page


def test_a_heading_of_its_own_takes_nothing_from_what_is_said_of_the_list(client: Client) -> None:
    """Everywhere, the same words stand over the names: so their presence says nothing."""
    campaign = make_campaign()
    make_participation(meeting=make_meeting(campaign=campaign))
    CampaignBlock.objects.create(campaign=campaign, kind="organisations", heading_en="With us")
    page = page_of(client, campaign)
    assert '<h2 id="organisations">With us</h2>' in page
    assert "Organisations that agreed to be named" in page


def test_a_finding_stands_on_the_page_once_its_results_are_published(client: Client) -> None:
    campaign = make_campaign()
    now = timezone.now()
    survey = make_survey(
        meeting=make_meeting(campaign=campaign), closed_at=now, results_published_at=now
    )
    question = make_question(survey, "scale", results_visibility="public")
    for place in range(10):
        number(respond(survey), question, str(1 + place % 2))
    Question.objects.filter(pk=question.pk).update(is_evidence=True, finding_en="All say 1 or 2.")
    assert "All say 1 or 2." in page_of(client, campaign)
    assert "evidence" in headings(page_of(client, campaign))

    type(survey).objects.filter(pk=survey.pk).update(results_published_at=None)
    assert "All say 1 or 2." not in page_of(client, campaign)


def test_a_new_campaign_begins_with_the_usual_blocks(client: Client) -> None:
    client.force_login(make_staff())
    address = reverse("admin:meetings_campaign_add")
    form = client.get(address).context["inline_admin_formsets"][-1].formset
    kinds = [row["kind"].value() for row in form.forms]
    assert kinds == list(USUAL_BLOCKS)
    data = {"title_en": "Stones", "slug": "stones", "visibility": "public", "version": "0"}
    for inline in client.get(address).context["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        rows = len(kinds) if prefix == "blocks" else 0
        data |= {f"{prefix}-TOTAL_FORMS": str(rows), f"{prefix}-INITIAL_FORMS": "0"}
    for place, kind in enumerate(kinds):
        data |= {f"blocks-{place}-kind": kind, f"blocks-{place}-position": str(place + 1)}
    data["blocks-3-kind"] = ""  # this one she takes out
    response = client.post(address, data)
    assert response.status_code == 302, response.context["errors"]
    stored = Campaign.objects.get(slug="stones").blocks.values_list("kind", flat=True)
    assert list(stored) == [kind for kind in USUAL_BLOCKS if kind is not BlockKind.MESSAGES]
