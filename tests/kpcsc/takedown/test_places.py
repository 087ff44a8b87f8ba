"""Where an organisation is named: every kind of place, and no more than one may know."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.utils import translation

from kpcsc.foundation.site_revision import revision_read
from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF, Viewer
from kpcsc.search.index import index_changed
from kpcsc.takedown.places import PlacesNaming
from meetings.models import FollowUp, Section
from organisations.models import Organisation
from surveys.models import Answer, Response
from tests.factories import (
    make_campaign,
    make_meeting,
    make_organisation,
    make_participation,
    make_question,
    make_survey,
)
from tests.factories.files import make_document, picture, upload
from tests.meetings.report_import.reading.samples import pdf_of
from tests.organisations.listing.test_actions import make_agreed

pytestmark = pytest.mark.django_db


def make_named(number: int = 1, **fields: Any) -> Organisation:
    """An organisation that is named in so many places of each kind."""
    zela = make_agreed(name_fr="Zela", acronym="ZELA", slug="zela", country_id="ZW")
    for _ in range(number):
        campaign = make_campaign()
        meeting = make_meeting(campaign=campaign, **fields)
        make_participation(meeting=meeting, organisation=zela)
        Section.objects.create(meeting=meeting, heading_fr="Avec ZELA")
        FollowUp.objects.create(meeting=meeting, what_fr="Écrire", owner=zela, visibility="public")
        for file in (upload(pdf_of(["Avec ZELA."])), upload(picture(), "photo.png")):
            make_document(meeting=meeting, visibility="public", file=file)
        survey = make_survey(meeting=meeting, introduction_fr="Avec ZELA")
        question = make_question(survey, "long_text", results_visibility="public")
        survey.closed_at = survey.results_published_at = survey.opens_at
        survey.save()
        response = Response.objects.create(survey=survey, confidentiality="anonymous")
        Answer.objects.create(response=response, question=question, text="Merci à ZELA")
    index_changed()
    return zela


def places(organisation: Organisation, viewer: Viewer = STAFF) -> dict[str, list[str]]:
    """The labels of the places, by their heading."""
    with translation.override("en"):
        kinds = PlacesNaming(organisation, viewer).of_each_kind()
        return {kind.heading: [place.label.text for place in kind.places] for kind in kinds}


def test_each_kind_of_place_is_told() -> None:
    zela = make_named(title_en="Meeting", slug="reunion-zela-2021")
    found = places(zela)
    assert found == {
        "Its page, and lists": [
            "Its own page",
            "The list of organisations",
            "The page of Zimbabwe",
        ],
        "Meetings that it came to": ["Meeting"],
        "Campaigns that list it": found["Campaigns that list it"],
        "Records whose texts name it": ["Meeting"],
        "Surveys whose texts name it": found["Surveys whose texts name it"],
        "Follow-ups that are its own": ["Écrire"],
        "Documents that name it": ["Ordre du jour"],
        "Files that no program reads, of meetings that it came to": ["Ordre du jour"],
        "Pages whose address may name it": ["Meeting"],
        "Answers to surveys that may name it": ["1 answer"],
    }
    assert [len(labels) for labels in found.values()] == [3, 1, 1, 1, 1, 1, 1, 1, 1, 1]


def test_one_that_nobody_names_is_nowhere() -> None:
    make_named()
    assert places(make_organisation(name_fr="Autre", listing="unlisted")) == {}


@pytest.mark.parametrize(
    ("fields", "viewer"),
    [
        ({"status": "draft"}, MEMBER),
        ({"visibility": "staff"}, MEMBER),
        ({"visibility": "members"}, PUBLIC),
    ],
)
def test_nobody_learns_of_a_record_that_they_may_not_see(
    fields: dict[str, Any], viewer: Viewer
) -> None:
    zela = make_named(**fields)
    found = places(zela, viewer)
    # The campaigns are public, and list it at none of their meetings.
    assert set(found) == {"Its page, and lists"}
    assert set(places(zela)) > set(found)


def test_where_it_is_not_named_it_is_not_told() -> None:
    zela = make_agreed(name_fr="Zela")
    make_participation(meeting=make_meeting(), organisation=zela, named="unnamed")
    make_participation(meeting=make_meeting(), organisation=zela, attended=False)
    assert "Meetings that it came to" not in places(zela, MEMBER)


def test_answers_are_for_the_secretariat_alone() -> None:
    assert "Answers to surveys that may name it" not in places(make_named(), MEMBER)


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_as_often_for_three_places_as_for_one(
    number: int, django_assert_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    zela = make_named(number)
    places(zela)
    with revision_read(), django_assert_num_queries(21):
        places(zela)
