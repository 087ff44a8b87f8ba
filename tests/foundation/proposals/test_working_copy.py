"""What is written to a published record in its working copy, and what is kept of it."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from kpcsc.foundation.bin.actions import empty_bin
from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.proposals.models import ProposalOrigin, ProposalStatus, ProposedChange
from kpcsc.foundation.proposals.working_copy import proposing, saving, working_copy
from kpcsc.foundation.versioned import PublisherNeededError, Versioned
from meetings.models import AgendaItem, Decision, Document, Meeting, Section
from organisations.models import Country, User
from tests.factories import (
    accept,
    make_campaign,
    make_meeting,
    make_organisation,
    make_participation,
    make_proposal,
    make_staff,
    make_survey,
)
from tests.factories.files import make_document, pdf, upload
from tests.kpcsc.test_roles import with_role

pytestmark = pytest.mark.django_db
FORM = ProposalOrigin.FORM


@pytest.fixture
def editor() -> User:
    return with_role("Editor")


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(title_fr="Rivières", place_fr="Goma")


def content(record: Versioned) -> dict[str, Any]:
    """What a record and its agenda and decisions say."""
    meeting = Meeting.objects.get(pk=record.pk)
    return {
        "title": meeting.title_fr,
        "agenda": list(meeting.agenda_items.values_list("title_fr", flat=True)),
        "decisions": list(meeting.decisions.values_list("text_fr", "agenda_item__title_fr")),
        "countries": sorted(meeting.countries.values_list("pk", flat=True)),
    }


def test_what_is_written_is_kept_and_the_record_stays(meeting: Meeting, editor: User) -> None:
    before = content(meeting)
    with proposing(meeting, by=editor, origin=FORM) as made:
        Meeting.objects.filter(pk=meeting.pk).update(title_fr="Fleuves")
        item = AgendaItem.objects.create(meeting=meeting, title_fr="Budget")
        Decision.objects.create(meeting=meeting, agenda_item=item, text_fr="Écrire")
        meeting.countries.add(Country.objects.get(pk="CD"))
        written = content(meeting)
    assert content(meeting) == before
    assert made.proposal is not None
    with working_copy(meeting, made.proposal):
        assert content(meeting) == written
    assert content(meeting) == before
    accept(made.proposal)
    assert content(meeting) == written
    assert written == {
        "title": "Fleuves",
        "agenda": ["Budget"],
        "decisions": [("Écrire", "Budget")],
        "countries": ["CD"],
    }


def test_a_new_part_takes_no_key_that_another_row_gets(meeting: Meeting, editor: User) -> None:
    with proposing(meeting, by=editor, origin=FORM) as made:
        AgendaItem.objects.create(meeting=meeting, title_fr="Proposé")
    other = AgendaItem.objects.create(meeting=make_meeting(), title_fr="Autre")
    assert made.proposal is not None
    assert [one.state.pk for one in made.proposal.differences] == [-1]
    accept(made.proposal)
    other.refresh_from_db()
    assert (other.title_fr, other.meeting_id == meeting.pk) == ("Autre", False)
    assert content(meeting)["agenda"] == ["Proposé"]


def test_a_proposal_that_is_continued_keeps_what_it_said(meeting: Meeting, editor: User) -> None:
    with proposing(meeting, by=editor, origin=FORM) as made:
        AgendaItem.objects.create(meeting=meeting, title_fr="Un")
    with proposing(meeting, by=editor, origin=FORM, continued=made.proposal) as again:
        AgendaItem.objects.filter(title_fr="Un").update(title_fr="Un, revu")
        AgendaItem.objects.create(meeting=meeting, title_fr="Deux", position=1)
    assert again.proposal is not None
    assert ProposedChange.objects.get() == again.proposal
    assert again.proposal.revision == 2
    accept(again.proposal)
    assert content(meeting)["agenda"] == ["Un, revu", "Deux"]


def test_written_back_to_what_the_record_says_it_is_withdrawn(
    meeting: Meeting, editor: User
) -> None:
    proposal = make_proposal(meeting, by=editor, title_fr="Fleuves")
    with proposing(meeting, by=editor, origin=FORM, continued=proposal) as made:
        Meeting.objects.filter(pk=meeting.pk).update(title_fr="Rivières")
    assert made.proposal is None
    proposal.refresh_from_db()
    assert (proposal.status, len(proposal.content)) == ("withdrawn", 1)


def test_nothing_written_is_no_proposal(meeting: Meeting, editor: User) -> None:
    with proposing(meeting, by=editor, origin=FORM) as made:
        Meeting.objects.filter(pk=meeting.pk).update(title_fr="Rivières")
    assert made.proposal is None
    assert not ProposedChange.objects.exists()


def test_sent_twice_it_is_one_proposal(meeting: Meeting, editor: User) -> None:
    first = make_proposal(meeting, by=editor, origin="list", title_fr="Fleuves")
    again = make_proposal(meeting, by=editor, origin="list", title_fr="Fleuves")
    assert first == again
    other = make_proposal(meeting, by=make_staff(), origin="list", title_fr="Fleuves")
    assert other != first


def test_what_saving_brings_about_does_not_happen_yet(
    meeting: Meeting, editor: User, django_capture_on_commit_callbacks: Any
) -> None:
    captured, done = django_capture_on_commit_callbacks, list[str]()
    with captured(execute=True), proposing(meeting, by=editor, origin=FORM):
        Delivery.objects.create(letter="x", about_model="x", about_id="1", person=editor)
        transaction.on_commit(lambda: done.append("sent"))
        Meeting.objects.filter(pk=meeting.pk).update(title_fr="Fleuves")
    assert (done, Delivery.objects.count()) == ([], 0)


def test_an_error_leaves_neither_change_nor_proposal(meeting: Meeting, editor: User) -> None:
    def fail() -> None:
        with proposing(meeting, by=editor, origin=FORM):
            Meeting.objects.filter(pk=meeting.pk).update(title_fr="Fleuves")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert content(meeting)["title"] == "Rivières"
    assert not meeting.is_working_copy
    assert not ProposedChange.objects.exists()


def test_all_that_a_column_can_hold_comes_back_as_it_was(editor: User) -> None:
    meeting = make_meeting(precision="minute", starts_at=time(9), ends_at=time(10))
    values: dict[str, Any] = {
        "starts_on": date(2021, 6, 3),
        "starts_at": time(9, 30, 15),
        "participants_count": 12,
        "joining_link": "https://example.org/a",
        "campaign": make_campaign(),
        "place_en": "Goma",
    }
    accept(make_proposal(meeting, by=editor, **values))
    stored = Meeting.objects.get(pk=meeting.pk)
    assert {name: getattr(stored, name) for name in values} == values


@pytest.mark.parametrize("role", ["Editor", "Translator", "Publisher", "Administrator"])
def test_only_who_may_publish_changes_at_once_what_readers_see(role: str) -> None:
    person = with_role(role)
    may = role in {"Publisher", "Administrator"}
    published: list[Versioned] = [make_meeting(), make_campaign(), make_organisation()]
    scheduled = make_meeting(publish_at="2100-01-01T00:00Z")
    hidden: list[Versioned] = [
        make_meeting(status="draft"),
        make_meeting(status="withdrawn"),
        make_organisation(listing="unlisted"),
        make_survey(meeting=make_meeting()),
    ]
    for record in [*published, scheduled]:
        assert record.needs_publisher(person) is not may
        if may:
            record.advance(by=person)
        else:
            with pytest.raises(PublisherNeededError):
                record.advance(by=person)
    for record in hidden:
        record.advance(by=person)


def test_what_would_be_shown_once_saved_wants_a_publisher_too(editor: User) -> None:
    organisation = make_organisation(listing="unlisted")
    organisation.listing = "public"
    assert organisation.needs_publisher(editor)
    public = make_organisation()
    public.listing = "unlisted"
    assert public.needs_publisher(editor)


def test_saving_writes_at_once_where_the_person_may(meeting: Meeting, editor: User) -> None:
    for by, title in ((make_staff(), "Fleuves"), (None, "Lacs")):
        with saving(meeting, by=by, origin=FORM) as made:
            Meeting.objects.filter(pk=meeting.pk).update(title_fr=title)
        assert (made.proposal, content(meeting)["title"]) == (None, title)
    with saving(meeting, by=editor, origin=FORM) as made:
        Meeting.objects.filter(pk=meeting.pk).update(title_fr="Mers")
    assert made.proposal is not None
    assert content(meeting)["title"] == "Lacs"


@pytest.fixture
def media(settings: Settings, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def stored_files() -> int:
    return len(default_storage.listdir("")[1])


def test_a_file_waits_with_its_proposal_and_goes_with_it(
    meeting: Meeting, editor: User, media: None, django_capture_on_commit_callbacks: Any
) -> None:
    captured = django_capture_on_commit_callbacks
    with captured(execute=True), proposing(meeting, by=editor, origin=FORM) as made:
        make_document(meeting=meeting, title_fr="Plan")
    assert (meeting.documents.count(), stored_files()) == (0, 2)
    assert made.proposal is not None
    with captured(execute=True):
        accept(made.proposal)
    document = Document.objects.get()
    assert (document.title_fr, stored_files()) == ("Plan", 2)
    assert document.file.storage.exists(str(document.file.name))
    with captured(execute=True), proposing(meeting, by=editor, origin=FORM) as made:
        document.file = upload(pdf("Autre"), "b.pdf")
        document.save()
    assert stored_files() == 4
    assert made.proposal is not None
    with captured(execute=True):
        made.proposal.settle(ProposalStatus.WITHDRAWN, by=editor)
    assert stored_files() == 4
    ProposedChange.objects.update(decided_at=timezone.now() - timedelta(days=31))
    with captured(execute=True):
        empty_bin()
    assert (stored_files(), ProposedChange.objects.get(pk=made.proposal.pk).content) == (2, [])
    assert default_storage.exists(str(Document.objects.get().file.name))


def test_a_file_that_is_replaced_goes_once_that_is_accepted(
    meeting: Meeting, editor: User, media: None, django_capture_on_commit_callbacks: Any
) -> None:
    captured = django_capture_on_commit_callbacks
    document = make_document(meeting=meeting)
    former = {document.file.name, document.cleaned.name}
    with proposing(meeting, by=editor, origin=FORM) as made:
        document.file = upload(pdf("Autre"), "b.pdf")
        document.save()
    assert made.proposal is not None
    with captured(execute=True):
        accept(made.proposal)
    stored = Document.objects.get()
    assert set(default_storage.listdir("")[1]) == {stored.file.name, stored.cleaned.name}
    assert former.isdisjoint({stored.file.name, stored.cleaned.name})


def test_two_hundred_parts(meeting: Meeting, editor: User) -> None:
    for place in range(100):
        Section.objects.create(meeting=meeting, heading_fr=f"Ancien {place}", position=place)
    with proposing(meeting, by=editor, origin=FORM) as made:
        for section in meeting.sections.all():
            section.heading_fr = f"Revu {section.position}"
            section.save()
        for place in range(100, 200):
            Section.objects.create(meeting=meeting, heading_fr=f"Neuf {place}", position=place)
    assert made.proposal is not None
    accept(made.proposal)
    headings = [*meeting.sections.values_list("heading_fr", flat=True)]
    assert headings == [*(f"Revu {n}" for n in range(100)), *(f"Neuf {n}" for n in range(100, 200))]


def test_participations_with_their_people(meeting: Meeting, editor: User) -> None:
    person = make_staff()
    listed = make_participation(meeting=meeting)
    new = make_organisation()
    with proposing(meeting, by=editor, origin=FORM) as made:
        listed.delete()
        added = make_participation(meeting=meeting, organisation=new)
        added.people.add(person)
    assert made.proposal is not None
    accept(made.proposal)
    (kept,) = meeting.participations.all()
    assert (kept.organisation, [*kept.people.all()]) == (new, [person])
