"""Putting the reference record into the database, once."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from kpcsc.demonstration.reference import RECORD
from meetings.models import (
    CallToAction,
    Campaign,
    CampaignBlock,
    Demand,
    KeyFigure,
    KeyMessage,
    Meeting,
    Milestone,
    Objective,
    Participation,
    Role,
    Section,
)
from organisations.listing.actions import record_consent
from organisations.models import ConsentRecord, Country, Listing, Organisation

PUBLISHED = {
    "status": "published",
    "visibility": "public",
    "publish_at": datetime(2021, 6, 2, tzinfo=UTC),
}


@transaction.atomic
def load_reference() -> bool:
    """Loads the reference meeting with all that belongs to it; says whether there was need to.

    Run again, it changes nothing: what staff made of the records since stays as it is.
    """
    if Meeting.objects.filter(slug=RECORD["meeting"]["slug"]).exists():
        return False
    campaign = load_campaign()
    meeting = Meeting.objects.create(campaign=campaign, **PUBLISHED, **RECORD["meeting"])
    meeting.countries.set(Country.objects.filter(code__in=RECORD["countries"]))
    ordered(Objective, RECORD["objectives"], meeting=meeting)
    ordered(Section, RECORD["sections"], meeting=meeting)
    coalition = load_organisation(RECORD["coalition"])
    Participation.objects.create(
        meeting=meeting, organisation=coalition, role=Role.ORGANISER, attended=True
    )
    for facts in RECORD["organisations"]:
        organisation = load_organisation(facts)
        Participation.objects.create(meeting=meeting, organisation=organisation, attended=True)
    return True


def load_campaign() -> Campaign:
    """The campaign with its parts."""
    campaign = Campaign.objects.create(featured=True, **PUBLISHED, **RECORD["campaign"])
    ordered(CampaignBlock, [{"kind": kind} for kind in RECORD["blocks"]], campaign=campaign)
    ordered(KeyFigure, RECORD["key_figures"], campaign=campaign)
    ordered(Demand, RECORD["demands"], campaign=campaign)
    ordered(KeyMessage, RECORD["key_messages"], campaign=campaign)
    ordered(CallToAction, RECORD["calls_to_action"], campaign=campaign)
    for milestone in RECORD["milestones"]:
        Milestone.objects.create(campaign=campaign, **milestone)
    return campaign


def load_organisation(facts: dict[str, Any]) -> Organisation:
    """An organisation, with the consent that its publication in 2021 amounts to."""
    organisation = Organisation.objects.create(**facts)
    consent = ConsentRecord(
        organisation=organisation, agreed_listing=Listing.PUBLIC, **RECORD["consent"]
    )
    return record_consent(consent=consent, by=None)


def ordered(model: Any, rows: list[dict[str, Any]], **parent: Any) -> None:
    """The rows as parts of their parent, in their order."""
    for position, row in enumerate(rows, start=1):
        model.objects.create(position=position, **parent, **row)
