"""Each way of writing to a published meeting, by somebody who may not publish."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kpcsc.foundation.history.save_descriptions import saves_of
from kpcsc.foundation.proposals.models import ProposedChange
from kpcsc.foundation.translations.exchange import import_texts
from kpcsc.foundation.translations.texts import root_models
from meetings.models import AgendaItem, Meeting, Role, Section
from meetings.report_import.actions import import_report
from meetings.report_import.drafts import AttendingOrganisation, NewOrganisation
from meetings.sheets import MeetingSheet, ParticipationSheet
from organisations.models import Organisation, User
from tests.factories import accept, make_meeting, make_organisation, make_participation
from tests.foundation.translations.test_exchange import held, rows_of
from tests.kpcsc.test_roles import with_role
from tests.meetings.participation.test_pasted_list_views import page as list_page
from tests.meetings.participation.test_pasted_list_views import sent_back
from tests.meetings.report_import.test_actions import SOURCE, draft
from tests.meetings.running.test_access import make_facilitator
from tests.meetings.running.test_page import opened, send
from tests.meetings.test_sheets import sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client, settings: Settings, tmp_path: Any) -> User:
    settings.MEDIA_ROOT = tmp_path
    person = with_role("Editor")
    client.force_login(person)
    return person


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(
        title_fr="Rivières", title_en="", precision="minute", starts_at=time(14), ends_at=time(15)
    )


def proposed(origin: str) -> ProposedChange:
    """The one proposal there is."""
    proposal = ProposedChange.objects.get()
    assert (proposal.origin, proposal.status) == (origin, "open")
    return proposal


def test_all_who_run_a_meeting_write_one_proposal(client: Client, meeting: Meeting) -> None:
    item = AgendaItem.objects.create(meeting=meeting, title_fr="Budget", minutes=30, position=1)
    name = f"item-{item.pk}"
    people = [make_facilitator(meeting), with_role("Administrator")]
    for number, person in enumerate(people):
        client.force_login(person)
        form = opened(client, meeting)[name]
        text = f"{name}-decision-new-text"
        assert send(client, meeting, form | {text: f"Décision {number}"}).status_code == 302
    assert not meeting.decisions.exists()
    page = client.get(reverse("meeting_run", args=[meeting.slug])).content.decode()
    assert ("Décision 0" in page, "Décision 1" in page) == (True, True)
    proposal = proposed("running")
    assert (proposal.by, proposal.revision) == (people[0], 2)
    accept(proposal)
    decisions = meeting.decisions.values_list("text_fr", "agenda_item")
    assert [*decisions] == [("Décision 0", item.pk), ("Décision 1", item.pk)]


def test_a_section_that_cannot_be_saved_is_no_proposal(client: Client, meeting: Meeting) -> None:
    client.force_login(make_facilitator(meeting))
    form = opened(client, meeting)["agenda"]
    typed = {"agenda-agendaitem-new-title": "Budget", "agenda-agendaitem-new-minutes": "x"}
    answer = send(client, meeting, form | typed)
    assert answer.status_code == 200
    assert 'value="Budget"' in answer.content.decode()
    assert not ProposedChange.objects.exists()


def test_a_pasted_list(client: Client, editor: User, meeting: Meeting) -> None:
    make_organisation(name_fr="Zimbabwe Environmental Law Association", acronym="ZELA")
    sent = {"text": "ZELA", "role": "participant", "language": "fr"}
    page = client.post(list_page(meeting), sent)
    data = sent_back(page)
    assert client.post(list_page(meeting), data).status_code == 302
    assert not meeting.participations.exists()
    accept(proposed("list"))
    assert meeting.participations.get().organisation.acronym == "ZELA"


def test_an_attendance_sheet(client: Client, editor: User, meeting: Meeting) -> None:
    present = make_participation(meeting=meeting, attended=None)
    address = reverse("admin:meetings_meeting_attendance", args=[meeting.pk])
    form = client.get(address).context["form"]
    data = {bound.html_name: bound.value() or "" for bound in form}
    (name,) = (one for one in data if str(present.organisation_id) in one)
    assert client.post(address, data | {name: "yes"}).status_code == 302
    present.refresh_from_db()
    assert present.attended is None
    accept(proposed("list"))
    present.refresh_from_db()
    assert present.attended is True


def test_a_sheet_is_one_proposal_a_record_and_sent_twice_the_same(
    editor: User, meeting: Meeting
) -> None:
    rows = [
        {"meeting": meeting.slug, "organisation": one.organisation.slug, "attended": "false"}
        for one in (make_participation(meeting=meeting) for _ in range(3))
    ]
    outcome = ParticipationSheet(by=editor).write(sheet_of(*rows), source="a.csv")
    assert (outcome.problems, len(outcome.proposed), outcome.updated) == ([], 3, [])
    ParticipationSheet(by=editor).write(sheet_of(*rows), source="a.csv")
    assert meeting.participations.attended().count() == 3
    accept(proposed("sheet"))
    assert meeting.participations.attended().count() == 0


def test_a_sheet_of_meetings_proposes_for_those_that_are_published(
    editor: User, meeting: Meeting
) -> None:
    hidden = make_meeting(status="draft")
    rows = [{"slug": one.slug, "place_fr": "Goma", "countries": "CD"} for one in (meeting, hidden)]
    outcome = MeetingSheet(by=editor).write(sheet_of(*rows), source="a.csv")
    assert (len(outcome.proposed), len(outcome.updated)) == (1, 1)
    places = Meeting.objects.order_by("pk").values_list("place_fr", "countries")
    assert [*places] == [(None, None), ("Goma", "CD")]
    accept(proposed("sheet"))
    assert [*places.all()] == [("Goma", "CD"), ("Goma", "CD")]


def test_a_report(editor: User, meeting: Meeting) -> None:
    new = AttendingOrganisation(NewOrganisation("Max Impact", "MI"), Role.ORGANISER)
    facts = draft(place="Goma", objectives=("expliquer",), present=(new,), countries=("CD",))
    done = import_report(draft=facts, source=SOURCE, by=editor, into=meeting)
    assert [one.acronym for one in done.created] == ["MI"]
    assert (done.meeting.place_fr, meeting.objectives.count(), meeting.documents.count()) == (
        None,
        0,
        0,
    )
    proposal = proposed("report")
    assert done.proposal == proposal
    accept(proposal)
    meeting.refresh_from_db()
    assert (meeting.place_fr, meeting.objectives.count()) == ("Goma", 1)
    with meeting.documents.get().file.open() as source:
        assert source.read() == SOURCE.content
    assert meeting.participations.get().organisation == Organisation.objects.get(acronym="MI")


def test_a_translation(meeting: Meeting) -> None:
    translator = with_role("Translator")
    Section.objects.create(meeting=meeting, heading_fr="Décidé")
    rows = [row for row in rows_of(held()) if row.source in {"Rivières", "Décidé"}]
    written = [replace(row, translation=f"{row.source} in English") for row in rows]
    result = import_texts(written, roots=list(root_models()), by=translator)
    assert (len(result.changes), result.proposed) == (2, 2)
    assert not Meeting.objects.get().title_en
    accept(proposed("translation"))
    assert Meeting.objects.get().title_en == "Rivières in English"
    assert Section.objects.get().heading_en == "Décidé in English"


def test_an_earlier_state(client: Client, editor: User, meeting: Meeting) -> None:
    first = saves_of(meeting)[0].at
    meeting.place_fr = "Goma"
    meeting.save()
    address = reverse("admin:meetings_meeting_restore", args=[meeting.pk])
    data = {"moment": first.isoformat(), "version": str(meeting.version)}
    client.post(address, data)
    meeting.refresh_from_db()
    assert meeting.place_fr == "Goma"
    accept(proposed("restoration"))
    meeting.refresh_from_db()
    assert meeting.place_fr is None


def test_what_readers_are_told_of_who_came_is_not_on_the_page_of_one_participation(
    client: Client, editor: User, meeting: Meeting
) -> None:
    page = "admin:meetings_participation_change"
    published = make_participation(meeting=meeting)
    hidden = make_participation(meeting=make_meeting(status="draft"))
    offered = {}
    for one in (published, hidden):
        form = client.get(reverse(page, args=[one.pk])).context["adminform"].form
        offered[one] = {*form.fields} & {"role", "attended", "named", "people", "reply"}
    assert offered[published] == {"people", "reply"}
    assert offered[hidden] == {"role", "attended", "named", "people", "reply"}
