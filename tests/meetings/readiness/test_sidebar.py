"""The panel beside a meeting's form says what the pages will show."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from itertools import product
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kpcsc.foundation.reader import Reader, reading_as
from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF
from kpcsc.search.index import index_changed
from meetings.models import FollowUp, Meeting, Naming, Participation, Visibility
from meetings.readiness.sidebar import SidebarFigure, sidebar_of
from organisations.listing.actions import record_consent
from organisations.models import ConsentRecord, Listing, Organisation
from tests.factories import (
    make_meeting,
    make_organisation,
    make_participation,
    make_staff,
    make_survey,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


def names(meeting: Meeting) -> list[list[str]]:
    """Those named to everyone, to members, to nobody."""
    return [
        [named.organisation.name for named in audience.organisations]
        for audience in sidebar_of(meeting).audiences
    ]


def agree(organisation: Organisation, listing: Listing) -> None:
    consent = ConsentRecord(
        organisation=organisation,
        agreed_listing=listing,
        given_by="Its director",
        given_on=date(2026, 11, 1),
        wording_version="2026-1",
    )
    record_consent(consent=consent, by=None)


def test_it_says_who_is_named_as_the_pages_do() -> None:
    """For each way of listing and naming, and each visibility of the meeting."""
    for visibility in (Visibility.PUBLIC, Visibility.MEMBERS):
        meeting = make_meeting(visibility=visibility)
        for listing, naming in product(Listing.values, Naming.values):
            organisation = make_organisation(name_fr=f"{listing} {naming}", listing=listing)
            make_participation(meeting=meeting, organisation=organisation, named=naming)
        everyone, members, nobody = map(set, names(meeting))
        shown = Participation.objects.attended().filter(meeting=meeting)
        assert everyone == {str(row.organisation) for row in shown.visible_to(PUBLIC)}
        assert everyone | members == {str(row.organisation) for row in shown.visible_to(MEMBER)}
        assert len(everyone) + len(members) + len(nobody) == 9


def test_of_a_meeting_for_staff_it_says_whom_everyone_would_see() -> None:
    meeting = make_meeting(visibility="staff", organisations=1)
    assert sidebar_of(meeting).is_for_staff_alone
    assert [len(audience) for audience in names(meeting)] == [1, 0, 0]


def test_those_who_did_not_come_are_left_out() -> None:
    meeting = make_meeting(state="planned")
    make_participation(meeting=meeting, attended=None, reply="yes")
    make_participation(meeting=meeting, attended=None, reply="no")
    make_participation(meeting=meeting, attended=False)
    assert sidebar_of(meeting).is_planned
    assert [len(audience) for audience in names(meeting)] == [1, 0, 0]


def test_whoever_promised_something_is_named_with_it() -> None:
    meeting = make_meeting()
    owner, absent = make_organisation(name_fr="Owner"), make_organisation(name_fr="Absent")
    make_participation(meeting=meeting, organisation=absent, attended=False, named="unnamed")
    for organisation in (owner, absent):
        FollowUp.objects.create(meeting=meeting, what_fr="Écrire", owner=organisation)
    FollowUp.objects.create(meeting=meeting, what_fr="Sans personne")
    assert names(meeting) == [[], ["Owner"], ["Absent"]]


def test_an_organisation_stands_once_where_most_see_it() -> None:
    meeting = make_meeting()
    organisation = make_organisation(name_fr="Both")
    make_participation(meeting=meeting, organisation=organisation)
    FollowUp.objects.create(meeting=meeting, what_fr="Écrire", owner=organisation)
    assert names(meeting) == [["Both"], [], []]


def test_each_is_shown_with_its_latest_consent() -> None:
    meeting = make_meeting()
    agreed, withdrawn, never = (make_organisation(name_fr=name) for name in "ABC")
    agree(agreed, Listing.PUBLIC)
    agree(withdrawn, Listing.PUBLIC)
    agree(withdrawn, Listing.UNLISTED)
    for organisation in (agreed, withdrawn, never):
        make_participation(meeting=meeting, organisation=organisation)
    everyone, _members, nobody = sidebar_of(meeting).audiences
    assert [(str(named.organisation), str(named.consent)) for named in everyone.organisations] == [
        ("A", "named to everyone, 1 November 2026"),
        ("C", "None"),
    ]
    assert (everyone.beyond_consent, nobody.beyond_consent) == (1, 0)
    assert [issue.code for issue in sidebar_of(meeting).issues if issue.code == "consent"] == [
        "consent"
    ]


def test_figures_stand_declared_beside_listed() -> None:
    meeting = make_meeting(organisations=2, organisations_count=3, participants_count=24)
    assert sidebar_of(meeting).figures == [
        SidebarFigure("Participants", 24),
        SidebarFigure("Facilitators", None),
        SidebarFigure("Countries", None, 0),
        SidebarFigure("Organisations", 3, 2),
    ]
    assert [figure.differs for figure in sidebar_of(meeting).figures] == [False, False, False, True]


def test_the_reference_record_is_ready(reference: Meeting) -> None:
    found = sidebar_of(reference)
    assert [issue.code for issue in found.issues] == ["figures_missing"]
    assert [len(audience) for audience in names(reference)] == [25, 0, 0]


@pytest.mark.parametrize("number", [1, 3, 30])
def test_it_asks_four_times_whatever_the_size(
    number: int, django_assert_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    meeting = make_meeting(organisations=number)
    for participation in meeting.participations.select_related("organisation"):
        agree(participation.organisation, Listing.PUBLIC)
        FollowUp.objects.create(meeting=meeting, what_fr="Écrire", owner=participation.organisation)
    index_changed()
    with reading_as(Reader(STAFF)), django_assert_num_queries(4):
        html = render_to_string(
            "admin/meetings/meeting/sidebar.html",
            {"original": meeting, "sidebar": sidebar_of(meeting)},
        )
    day = '<time datetime="2026-11-01">1 November 2026</time>'
    consent = f"Agreed on {day} to be named to everyone: Its director, wording 2026-1"
    assert html.count(consent) == number


def test_it_stands_beside_the_form_of_a_saved_meeting_alone(client: Client) -> None:
    client.force_login(make_staff())
    meeting = make_meeting(visibility="staff")
    headers = {"Accept-Language": "en"}
    page = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    html = client.get(page, headers=headers).content.decode()
    assert "Only the secretariat would see it: choose who may." in html
    html = client.get(reverse("admin:meetings_meeting_add"), headers=headers).content.decode()
    assert "Who would be named" not in html


def test_it_leads_to_the_surveys_of_the_meeting(client: Client) -> None:
    client.force_login(make_staff())
    survey, other = make_survey(), make_survey()
    page = reverse("admin:meetings_meeting_change", args=[survey.meeting_id])
    html = client.get(page, headers={"Accept-Language": "en"}).content.decode()
    found = re.search(r'<a href="([^"]*)">Surveys before it</a>', html)
    assert found
    listed = client.get(found[1]).content.decode()
    assert [one.title in listed for one in (survey, other)] == [True, False]
