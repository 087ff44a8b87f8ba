"""Putting the reference record into the database, once."""

from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from kpcsc.demonstration import reference
from meetings.models import (
    CallToAction,
    Campaign,
    KeyMessage,
    Meeting,
    Milestone,
    Objective,
    Participation,
    Role,
    Section,
)
from organisations.actions import record_consent
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
    if Meeting.objects.filter(slug=reference.MEETING["slug"]).exists():
        return False
    campaign = load_campaign()
    meeting = Meeting.objects.create(campaign=campaign, **PUBLISHED, **dated(reference.MEETING))
    meeting.countries.set(Country.objects.filter(code__in=reference.COUNTRIES))
    ordered(Objective, reference.OBJECTIVES, meeting=meeting)
    ordered(Section, reference.SECTIONS, meeting=meeting)
    coalition = load_organisation(reference.COALITION)
    Participation.objects.create(
        meeting=meeting, organisation=coalition, role=Role.ORGANISER, attended=True
    )
    for entry in reference.ORGANISATIONS:
        organisation = load_organisation(
            {
                "slug": entry.slug,
                f"name_{entry.language}": entry.name,
                "acronym": entry.acronym,
                "country_id": entry.country,
                "kind": entry.kind,
            }
        )
        Participation.objects.create(meeting=meeting, organisation=organisation, attended=True)
    return True


def load_campaign() -> Campaign:
    """The campaign with its parts."""
    campaign = Campaign.objects.create(featured=True, **PUBLISHED, **reference.CAMPAIGN)
    ordered(KeyMessage, reference.KEY_MESSAGES, campaign=campaign)
    ordered(CallToAction, reference.CALLS_TO_ACTION, campaign=campaign)
    for milestone in reference.MILESTONES:
        Milestone.objects.create(campaign=campaign, **dated(milestone))
    return campaign


def load_organisation(facts: dict[str, Any]) -> Organisation:
    """An organisation, with the consent that its publication in 2021 amounts to."""
    organisation = Organisation.objects.create(**facts)
    consent = ConsentRecord(
        organisation=organisation, agreed_listing=Listing.PUBLIC, **dated(reference.CONSENT)
    )
    return record_consent(consent=consent, by=None)


def ordered(model: Any, rows: list[dict[str, str]], **parent: Any) -> None:
    """The rows as parts of their parent, in their order."""
    for position, row in enumerate(rows, start=1):
        model.objects.create(position=position, **parent, **row)


def dated(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts with their dates read."""
    dates = {"date", "starts_on", "given_on"}
    return {
        name: date.fromisoformat(value) if name in dates else value for name, value in facts.items()
    }
