"""Proposals of several people at the same moment, committed as in use."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.signals import template_rendered
from django.urls import reverse

from kpcsc.foundation.proposals.actions import accept_proposal, state_of
from kpcsc.foundation.proposals.models import ProposalOrigin, ProposedChange
from kpcsc.foundation.proposals.working_copy import proposing
from kpcsc.foundation.versioned import StaleRecordError
from kpcsc.roles import update_staff_groups
from meetings.models import Decision, Meeting, Section
from tests.databases import at_once, elsewhere
from tests.factories import accept, make_meeting, make_proposal, make_staff
from tests.foundation.history.test_pages import page_of
from tests.kpcsc.test_roles import with_role
from tests.test_admin import form_data

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(shared_database: None) -> Meeting:
    update_staff_groups()
    return make_meeting(place_fr="Goma")


def outcome(call: Callable[[], Any]) -> str:
    """What became of it, in a word."""
    try:
        call()
    except (StaleRecordError, ValidationError):
        return "told"
    return "done"


@pytest.mark.parametrize(("second", "statuses"), [("Matadi", [302, 302]), ("Boma", [200, 302])])
def test_a_form_sent_twice_at_once_is_one_proposal(
    meeting: Meeting, second: str, statuses: list[int]
) -> None:
    client = Client()
    client.force_login(with_role("Editor"))
    page = page_of(meeting, "change")
    data = form_data(client.get(page))
    sent = [partial(client.post, page, data | {"place_fr": one}) for one in ("Matadi", second)]
    answers = at_once(*sent)
    assert sorted(answer.status_code for answer in answers) == statuses
    assert ProposedChange.objects.get().revision == 1
    meeting.refresh_from_db()
    assert meeting.place_fr == "Goma"


def test_a_proposal_is_accepted_once(meeting: Meeting) -> None:
    proposal, publisher = make_proposal(meeting, place_fr="Matadi"), make_staff()
    seen = state_of(proposal, meeting)
    call = partial(accept_proposal, proposal=proposal, by=publisher, seen=seen)
    outcomes = at_once(*[partial(outcome, call)] * 2)
    assert sorted(outcomes) == ["done", "told"]
    meeting.refresh_from_db()
    assert (meeting.place_fr, meeting.version, meeting.history.count()) == ("Matadi", 2, 2)


def test_of_two_for_one_record_neither_is_lost(meeting: Meeting) -> None:
    first = make_proposal(meeting, place_fr="Matadi")
    second = make_proposal(meeting, place_fr="Boma")
    by = make_staff()
    outcomes = at_once(*(partial(outcome, partial(accept, one, by=by)) for one in (first, second)))
    assert sorted(outcomes) == ["done", "told"]
    (waiting,) = ProposedChange.objects.unsettled()
    meeting.refresh_from_db()
    assert {meeting.place_fr, waiting.differences[0].state.values["place_fr"]} == {"Matadi", "Boma"}


def test_two_hundred_parts_are_proposed_and_accepted(meeting: Meeting) -> None:
    editor = with_role("Editor")
    with proposing(meeting, by=editor, origin=ProposalOrigin.FORM) as made:
        for place in range(200):
            Section.objects.create(meeting=meeting, heading_fr=f"Partie {place}", position=place)
    assert made.proposal is not None
    call = partial(outcome, partial(accept, made.proposal, by=make_staff()))
    assert sorted(at_once(call, call)) == ["done", "told"]
    headings = [*meeting.sections.values_list("heading_fr", flat=True)]
    assert headings == [f"Partie {place}" for place in range(200)]


@contextmanager
def somebody_else_writes(meeting: Meeting, *, while_drawn: str) -> Iterator[list[bool]]:
    """Another connection writes to the meeting while this template is drawn, and waits for nobody.

    Gives, of each time that it was drawn, whether that was in a transaction.
    """
    drawn: list[bool] = []

    def write() -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET lock_timeout = '1s'")
            else:
                cursor.execute("PRAGMA busy_timeout = 1000")
        Meeting.objects.filter(pk=meeting.pk).update(place_fr="Boma")

    def drawing(template: Any, **_: Any) -> None:
        if template.name == while_drawn:
            elsewhere(write)
            drawn.append(connection.in_atomic_block)

    template_rendered.connect(drawing)
    try:
        yield drawn
    finally:
        template_rendered.disconnect(drawing)


@pytest.mark.parametrize("is_proposed", [False, True])
def test_a_preview_holds_no_lock_and_asks_nothing_while_it_is_drawn(
    meeting: Meeting, is_proposed: bool
) -> None:
    client = Client()
    client.force_login(make_staff())
    address = reverse("admin:meetings_meeting_preview", args=[meeting.pk, "public", "fr"])
    if is_proposed:
        address += f"?proposal={make_proposal(meeting, place_fr='Matadi').pk}"
    with somebody_else_writes(meeting, while_drawn="meetings/meeting_detail.html") as drawn:
        page = client.post(address).content.decode()
    assert drawn == [False]
    shown = {place for place in ("Goma", "Matadi", "Boma") if place in page}
    assert shown == {"Matadi" if is_proposed else "Goma"}
    stored = Meeting.objects.get()
    assert (stored.place_fr, stored.version, stored.history.count()) == ("Boma", 1, 1)


def test_a_draft_is_previewed_once_it_is_saved(meeting: Meeting) -> None:
    Meeting.objects.update(status="draft")
    client = Client()
    client.force_login(with_role("Editor"))
    page = page_of(meeting, "change")
    data = form_data(client.get(page)) | {"place_fr": "Matadi", "_preview": "1"}
    with somebody_else_writes(meeting, while_drawn="meetings/meeting_detail.html") as drawn:
        assert "Matadi" in client.post(page, data).content.decode()
    assert drawn == [False]


def test_the_running_page_is_drawn_apart_from_the_proposal_that_it_shows(meeting: Meeting) -> None:
    client, by = Client(), make_staff()
    client.force_login(by)
    with proposing(meeting, by=by, origin=ProposalOrigin.RUNNING):
        Decision.objects.create(meeting=meeting, text_fr="Publier")
    address = reverse("meeting_run", args=[meeting.slug])
    with somebody_else_writes(meeting, while_drawn="meetings/meeting_run.html") as drawn:
        assert "Publier</textarea>" in client.get(address).content.decode()
    assert drawn == [False]
