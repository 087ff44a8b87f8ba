"""The facts of a meeting, as the database has them."""

from datetime import date
from typing import Any

import pytest

from meetings.models import AgendaItem, FollowUp, Meeting, Objective, Section
from meetings.readiness.facts import facts, with_readiness
from meetings.readiness.rules import FigureComparison, RecordFacts, Untranslated
from organisations.models import ConsentRecord, Country
from tests.factories import (
    make_meeting,
    make_meeting_invitation,
    make_organisation,
    make_participation,
    make_planned_meeting,
)

pytestmark = pytest.mark.django_db


def facts_of(meeting: Meeting) -> RecordFacts:
    return facts(with_readiness(Meeting.objects.filter(pk=meeting.pk)).get())


def test_an_empty_planned_meeting() -> None:
    meeting = make_meeting(state="planned", starts_on=date(2999, 1, 1), precision="year")
    assert facts_of(meeting) == RecordFacts(
        stage="planned",
        day_is_known=False,
        has_format=False,
        has_introduction=False,
        participants_declared=False,
    )


def test_invitations_count_while_they_stand() -> None:
    meeting = make_planned_meeting()
    for fields in ({}, {"reply": "no"}, {"is_revoked": True}):
        make_meeting_invitation(meeting, **fields)
    assert facts_of(meeting).invitations == 2


def test_a_held_meeting_with_its_parts() -> None:
    meeting = make_meeting(
        format="hybrid",
        place_fr="Goma",
        joining_link="https://example.org/",
        introduction_fr="Bonjour",
        introduction_en="Hello",
        participants_count=24,
        organisations_count=3,
        visibility="staff",
    )
    make_participation(meeting=meeting)
    make_participation(meeting=meeting, attended=None, organisation=agreed())
    make_participation(meeting=meeting, attended=False)
    make_participation(meeting=meeting, named="unnamed")
    meeting.countries.set(Country.objects.filter(code__in=["CD", "ZW"]))
    Objective.objects.create(meeting=meeting, text_fr="Un", text_en="One")
    for number in range(2):
        AgendaItem.objects.create(
            meeting=meeting,
            title_fr=f"Point {number}",
            visibility="staff" if number else "public",
        )
    Section.objects.create(meeting=meeting, heading_en="Heading", heading_fr="")
    FollowUp.objects.create(meeting=meeting, what_fr="Écrire")
    assert facts_of(meeting) == RecordFacts(
        stage="held",
        is_for_staff_alone=True,
        is_over=True,
        is_in_a_place=True,
        is_online=True,
        has_place=True,
        has_joining_link=True,
        objectives=1,
        agenda_items=2,
        agenda_items_for_staff=1,
        sections=1,
        organisations_on_list=3,
        attendance_unknown=1,
        named_without_consent=1,
        organisations=FigureComparison(3, 2),
        countries=FigureComparison(None, 2),
        untranslated=(
            Untranslated("fr", 1, "#sections-group"),
            Untranslated("en", 1, "#id_place_en"),
            Untranslated("en", 2, "#agenda_items-group"),
            Untranslated("en", 1, "#follow_ups-group"),
        ),
    )


@pytest.mark.parametrize("state", ["postponed", "cancelled"])
def test_a_meeting_that_does_not_take_place(state: str) -> None:
    assert facts_of(make_meeting(state=state)).stage == "off"


def agreed() -> Any:
    """An organisation that is public by its own consent."""
    organisation = make_organisation()
    ConsentRecord.objects.create(
        organisation=organisation, agreed_listing="public", given_by="A", wording_version="1"
    )
    return organisation
