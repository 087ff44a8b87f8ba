"""The texts that wait: found by record, whatever part they are in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpcsc.foundation.text_difference import Piece
from kpcsc.foundation.translations.pending_texts import (
    Kind,
    records_with_pending_texts,
    texts_below,
)
from kpcsc.foundation.translations.texts import root_models
from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF, Viewer
from meetings.models import FollowUp, Meeting, Section
from organisations.models import Organisation
from tests.factories import make_campaign, make_meeting, make_organisation


@pytest.fixture
def section(db: None) -> Section:
    """A section whose French heading changed, and whose English text is missing."""
    section = Section.objects.create(
        meeting=make_meeting(), heading_fr="Un but", heading_en="One aim", body_fr="<p>Oui</p>"
    )
    section.heading_fr = "Deux buts"
    section.save()
    return section


@pytest.mark.parametrize(
    ("languages", "kinds", "found"),
    [
        (["fr", "en"], ["review", "missing"], True),
        (["en"], ["review"], True),
        (["en"], ["missing"], True),
        (["fr"], ["review", "missing"], False),
    ],
)
def test_records_with_something_to_do(
    section: Section, languages: list[str], kinds: list[Kind], found: bool
) -> None:
    make_meeting()
    expected = [("meetings.meeting", section.meeting_id)] if found else []
    assert list(records_with_pending_texts(root_models(), languages, kinds)) == expected


def test_records_of_several_kinds(section: Section) -> None:
    campaign = make_campaign()
    make_organisation()
    describe_differences = make_organisation(description_en="Who")
    assert list(records_with_pending_texts(root_models())) == [
        ("meetings.campaign", campaign.pk),
        ("meetings.meeting", section.meeting_id),
        ("organisations.organisation", describe_differences.pk),
    ]
    assert records_with_pending_texts([Organisation]).count() == 1


def test_the_texts_of_a_record(section: Section) -> None:
    texts = texts_below(Meeting.objects.all())[section.meeting_id]
    assert [(text.key.column, text.is_missing) for text in texts] == [
        ("heading_en", False),
        ("body_en", True),
    ]
    heading, body = texts
    assert heading.changes() == [Piece("Un but", "removed"), Piece("Deux buts", "added")]
    assert (heading.root, heading.part, body.source) == (section.meeting, section, "<p>Oui</p>")
    everything = texts_below(Meeting.objects.all(), ["en"], only_waiting=False)
    assert [text.key.column for text in everything[section.meeting_id]] == [
        "title_en",
        "heading_en",
        "body_en",
    ]


@pytest.mark.parametrize(("viewer", "seen"), [(STAFF, 3), (MEMBER, 2), (PUBLIC, 1)])
def test_what_is_not_meant_for_somebody_is_left_out(db: None, viewer: Viewer, seen: int) -> None:
    open_one = make_meeting(status="draft")
    for visibility in ["public", "members", "staff"]:
        FollowUp.objects.create(meeting=open_one, what_fr="Écrire", visibility=visibility)
    hidden = make_meeting(visibility="staff")
    FollowUp.objects.create(meeting=hidden, what_fr="Taire", visibility="public")
    texts = texts_below(Meeting.objects.all(), viewer=viewer)
    assert len(texts[open_one.pk]) == seen
    assert (hidden.pk in texts) is viewer.is_staff


@pytest.mark.parametrize(
    ("viewer", "listings"),
    [
        (STAFF, {"public", "members", "unlisted"}),
        (MEMBER, {"public", "members"}),
        (PUBLIC, {"public"}),
    ],
)
def test_unlisted_organisations_are_left_out(db: None, viewer: Viewer, listings: set[str]) -> None:
    for listing in ["public", "members", "unlisted"]:
        make_organisation(listing=listing, description_fr="Qui")
    found = texts_below(Organisation.objects.all(), viewer=viewer)
    assert (
        set(Organisation.objects.filter(pk__in=found).values_list("listing", flat=True)) == listings
    )


@pytest.mark.parametrize("number", [1, 3])
def test_queries_for_any_number(db: None, number: int) -> None:
    for _ in range(number):
        FollowUp.objects.create(meeting=make_meeting(title_en=""), what_fr="Écrire")
    with CaptureQueriesContext(connection) as queries:
        assert len(texts_below(Meeting.objects.all())) == number
    assert len(queries) == 8  # the reviews, and seven models
