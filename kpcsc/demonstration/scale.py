"""Many invented meetings and organisations, to measure the portal with. Their names say so."""

import random
from datetime import date, timedelta
from itertools import batched
from typing import Any

from django.db import transaction

from kpcsc.demonstration.load import PUBLISHED
from kpcsc.search.index import index
from meetings.models import Campaign, Meeting, Objective, Participation, Section
from organisations.models import Country, Organisation

FRENCH = "mine communauté recours rivière traçabilité fiscalité droit village terre vente".split()
ENGLISH = "mine community redress river traceability taxation right village land sale".split()
BATCH = 500


def load_invented(number: int) -> int:
    """Adds invented meetings until there are `number` of them; gives how many it added."""
    present = Meeting.objects.filter(slug__startswith="invented-meeting-").count()
    titles = {"title_fr": "Campagne inventée", "title_en": "Invented campaign"}
    campaign, _created = Campaign.objects.get_or_create(
        slug="invented-campaign", defaults=titles | PUBLISHED
    )
    for numbers in batched(range(present + 1, number + 1), BATCH):
        load_batch(numbers, campaign)
    return max(0, number - present)


@transaction.atomic
def load_invented_organisations(number: int) -> int:
    """Adds invented organisations, never named, until there are `number`; gives how many."""
    slug = "invented-organisation-"
    present = Organisation.objects.filter(slug__startswith=slug).count()
    countries = list(Country.objects.order_by("code").values_list("pk", flat=True)[:40])
    organisations = [
        Organisation(
            slug=f"{slug}{i}",
            acronym=f"OI{i}",
            country_id=countries[i % len(countries)],
            **names(i),
        )
        for i in range(present + 1, number + 1)
    ]
    added = Organisation.objects.bulk_create(organisations)
    index(Organisation, [organisation.pk for organisation in added])
    return len(organisations)


def names(number: int) -> dict[str, Any]:
    """What an invented organisation is called."""
    return {
        "name_fr": f"Organisation inventée n° {number}",
        "name_en": f"Invented organisation no. {number}",
    }


@transaction.atomic
def load_batch(numbers: tuple[int, ...], campaign: Campaign) -> None:
    """The invented meetings of these numbers; the same for the same number on every machine."""
    organisations = list(Organisation.objects.order_by("slug").values_list("pk", flat=True))
    countries = list(Country.objects.order_by("code").values_list("pk", flat=True)[:40])
    meetings = Meeting.objects.bulk_create(
        invented(number, campaign if number % 2 else None) for number in numbers
    )
    objectives, sections, participations, represented = [], [], [], []
    for meeting in meetings:
        chance = random.Random(meeting.slug)  # noqa: S311 (repeatable, not secret)
        for position in (1, 2, 3):
            objectives.append(Objective(meeting=meeting, position=position, **texts(chance)))
        for position in (1, 2):
            bodies = {f"body_{code}": f"<p>{text}</p>" for code, text in prose(chance).items()}
            headings = {"heading_fr": f"Partie {position}", "heading_en": f"Part {position}"}
            sections.append(Section(meeting=meeting, position=position, **bodies, **headings))
        for organisation in chance.sample(organisations, min(8, len(organisations))):
            participations.append(
                Participation(meeting=meeting, organisation_id=organisation, attended=True)
            )
        for country in chance.sample(countries, 5):
            represented.append(Meeting.countries.through(meeting=meeting, country_id=country))
    Objective.objects.bulk_create(objectives)
    Section.objects.bulk_create(sections)
    Participation.objects.bulk_create(participations)
    Meeting.countries.through.objects.bulk_create(represented)
    index(Meeting, [meeting.pk for meeting in meetings])


def invented(number: int, campaign: Campaign | None) -> Meeting:
    """One invented meeting, not saved; every thousandth has a rare word in its introduction."""
    rare = " kimberlite" if number % 1000 == 0 else ""
    facts: dict[str, Any] = {
        "title_fr": f"Réunion inventée n° {number} sur les diamants",
        "title_en": f"Invented meeting no. {number} on diamonds",
        "introduction_fr": f"Une réunion inventée pour mesurer le portail{rare}.",
        "introduction_en": f"A meeting invented to measure the portal{rare}.",
    }
    return Meeting(
        slug=f"invented-meeting-{number}",
        campaign=campaign,
        starts_on=date(2003, 1, 1) + timedelta(days=(number * 37) % 6600),
        state="held",
        participants_count=number % 50 + 1,
        **PUBLISHED,
        **facts,
    )


def prose(chance: random.Random) -> dict[str, str]:
    """Words without sense, by language."""
    return {
        "fr": " ".join(chance.choices(FRENCH, k=40)),
        "en": " ".join(chance.choices(ENGLISH, k=40)),
    }


def texts(chance: random.Random) -> dict[str, str]:
    """The same, short, as columns of a model."""
    return {f"text_{language}": text[:80] for language, text in prose(chance).items()}
