"""The desk's lists and edit pages ask the database as often for 3 rows or parts as for 1."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import (
    AgendaItem,
    CallToAction,
    Campaign,
    Decision,
    Document,
    FollowUp,
    KeyMessage,
    Meeting,
    Milestone,
    Objective,
    Participation,
    Resource,
    Section,
)
from organisations.models import ConsentRecord, Country, Organisation, User
from tests.factories import make_campaign, make_meeting, make_organisation, make_staff, make_user

RECORDS = [Campaign, Country, Meeting, Organisation, User]


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(make_staff())
    return client


def add_one_of_each() -> None:
    """One more record of each kind, and one more part of each kind for the first of them."""
    number = Organisation.objects.count()
    organisation = make_organisation(country_id="ZW")
    make_user(organisation=organisation)
    make_meeting(campaign=make_campaign())
    meeting, campaign = Meeting.objects.earliest("pk"), Campaign.objects.earliest("pk")
    meeting.countries.add(Country.objects.order_by("pk")[number])
    parts: dict[Any, dict[str, Any]] = {
        Participation: {"organisation": organisation},
        Objective: {"text_fr": "Objectif"},
        AgendaItem: {"title_fr": "Point"},
        Section: {"heading_fr": "Partie"},
        Document: {"title_fr": "Document", "file": "a.odt", "kind": "odt"},
        Decision: {"text_fr": "Décision"},
        FollowUp: {"what_fr": "Suite", "owner": organisation},
    }
    for model, fields in parts.items():
        model.objects.create(meeting=meeting, **fields)
    parts = {
        KeyMessage: {"title_fr": "Message", "text_fr": "Texte"},
        Milestone: {"title_fr": "Étape", "date": date(2003, 1, 1)},
        CallToAction: {"audience_fr": "Public", "text_fr": "Demandez"},
        Resource: {"title_fr": "Lecture", "link": "https://example.org/"},
    }
    for model, fields in parts.items():
        model.objects.create(campaign=campaign, **fields)
    ConsentRecord.objects.create(
        organisation=Organisation.objects.earliest("pk"),
        agreed_listing="public",
        given_by="Awa Sarr",
        given_on=date(2021, 6, 2),
        wording_version="1",
    )


def counted(desk: Client, model: Any) -> dict[str, int]:
    """The queries of a model's list and of the page of its first record."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    first = model.objects.order_by("pk").first()
    pages = [reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[first.pk])]
    counts = {}
    for page in pages:
        assert desk.get(page).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            desk.get(page)
        counts[page] = len(queries)
    return counts


def test_lists_and_edit_pages_ask_as_often_for_3_as_for_1(desk: Client) -> None:
    add_one_of_each()
    for_one = {model: counted(desk, model) for model in RECORDS}
    add_one_of_each()
    add_one_of_each()
    assert {model: counted(desk, model) for model in RECORDS} == for_one
