"""Deciding on a proposal."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpcsc.foundation.history.save_descriptions import describe_saves, saves_of
from kpcsc.foundation.history.tracked_models import tracked_models_of
from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.proposals.actions import (
    accept_proposal,
    refuse_proposal,
    return_proposal,
    state_of,
    withdraw_proposal,
)
from kpcsc.foundation.proposals.letters import proposal_refused, proposal_returned
from kpcsc.foundation.proposals.models import ProposalOrigin, ProposedChange
from kpcsc.foundation.proposals.working_copy import proposing
from kpcsc.foundation.versioned import StaleRecordError
from meetings.models import Meeting, Section
from organisations.models import Organisation, User
from tests.factories import accept, make_meeting, make_organisation, make_proposal, seen
from tests.kpcsc.test_roles import with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(title_fr="Rivières", place_fr="Goma")


@pytest.fixture
def editor() -> User:
    return with_role("Editor")


@pytest.fixture
def publisher() -> User:
    return with_role("Publisher")


def test_history_says_who_published_and_who_proposed(
    meeting: Meeting, editor: User, publisher: User
) -> None:
    proposal = make_proposal(meeting, by=editor, place_fr="Matadi")
    accept(proposal, by=publisher)
    (save,) = describe_saves(saves_of(meeting)[:1], tracked_models_of(Meeting))
    assert (save.by, editor.name in save.reason) == (publisher.name, True)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.content, proposal.decided_by) == ("accepted", [], publisher)


@pytest.mark.parametrize("role", ["Editor", "Translator", "Facilitator"])
def test_only_a_publisher_accepts_or_returns(meeting: Meeting, role: str) -> None:
    proposal, person = make_proposal(meeting, place_fr="Matadi"), with_role(role)
    with pytest.raises(PermissionDenied):
        accept(proposal, by=person)
    with pytest.raises(PermissionDenied):
        return_proposal(proposal=proposal, comment="Non", by=person, seen=seen(proposal))
    with pytest.raises(PermissionDenied):
        refuse_proposal(proposal=proposal, comment="Non", by=person, seen=seen(proposal))
    with pytest.raises(PermissionDenied):
        withdraw_proposal(proposal=proposal, by=person)
    meeting.refresh_from_db()
    assert meeting.place_fr == "Goma"


def test_it_is_accepted_once(meeting: Meeting, publisher: User) -> None:
    proposal = make_proposal(meeting, place_fr="Matadi")
    seen = state_of(proposal, meeting)
    accept_proposal(proposal=proposal, by=publisher, seen=seen)
    with pytest.raises(ValidationError):
        accept_proposal(proposal=proposal, by=publisher, seen=seen)


def test_what_changed_since_it_was_looked_at_is_looked_at_again(
    meeting: Meeting, editor: User, publisher: User
) -> None:
    proposal = make_proposal(meeting, by=editor, place_fr="Matadi")
    seen = state_of(proposal, meeting)
    meeting.advance(by=None)
    with pytest.raises(StaleRecordError):
        accept_proposal(proposal=proposal, by=publisher, seen=seen)
    seen = state_of(proposal, meeting)
    proposal.edit(proposal.content)
    with pytest.raises(StaleRecordError):
        accept_proposal(proposal=proposal, by=publisher, seen=seen)


def test_of_two_proposals_the_second_is_decided_on_by_a_person(
    meeting: Meeting, publisher: User
) -> None:
    first = make_proposal(meeting, place_fr="Matadi")
    second = make_proposal(meeting, place_fr="Boma", title_fr="Fleuves")
    accept(first)
    with pytest.raises(ValidationError):
        accept(second)
    code = f"meetings.meeting-{meeting.pk}-place_fr"
    accept(second, kept=[code])
    meeting.refresh_from_db()
    assert (meeting.place_fr, meeting.title_fr) == ("Matadi", "Fleuves")


def test_of_two_proposals_the_second_can_win(meeting: Meeting) -> None:
    first = make_proposal(meeting, place_fr="Matadi")
    second = make_proposal(meeting, place_fr="Boma")
    accept(first)
    accept(second, taken=[f"meetings.meeting-{meeting.pk}-place_fr"])
    meeting.refresh_from_db()
    assert meeting.place_fr == "Boma"


def test_a_proposal_for_a_part_that_went(meeting: Meeting, editor: User) -> None:
    section = Section.objects.create(meeting=meeting, heading_fr="Décidé", visibility="public")
    with proposing(meeting, by=editor, origin=ProposalOrigin.FORM) as made:
        Section.objects.update(heading_fr="Décidé à Goma")
    proposal = made.proposal
    assert proposal is not None
    section.delete()
    with pytest.raises(ValidationError):
        accept(proposal)
    accept(proposal, taken=[f"meetings.section-{proposal.differences[0].state.pk}"])
    assert [*meeting.sections.values_list("heading_fr", "visibility")] == [
        ("Décidé à Goma", "public")
    ]


def test_a_proposal_for_a_record_that_went(meeting: Meeting, editor: User) -> None:
    proposal = make_proposal(meeting, by=editor, place_fr="Matadi")
    seen = state_of(proposal, meeting)
    meeting.delete()
    with pytest.raises(ValidationError, match="supprimée"):
        accept_proposal(proposal=proposal, by=with_role("Publisher"), seen=seen)
    withdraw_proposal(proposal=proposal, by=editor)
    assert ProposedChange.objects.get().status == "withdrawn"


def test_what_no_longer_goes_with_the_records_is_refused(meeting: Meeting) -> None:
    organisation = make_organisation(listing="unlisted")
    proposal = make_proposal(organisation, listing="public")
    with pytest.raises(ValidationError):  # it has agreed to nothing
        accept(proposal)
    assert Organisation.objects.get().listing == "unlisted"
    assert ProposedChange.objects.get().status == "open"


def test_whoever_proposed_it_is_written_to(meeting: Meeting, editor: User, publisher: User) -> None:
    proposal = make_proposal(meeting, by=editor, place_fr="Matadi")
    with pytest.raises(ValidationError):
        return_proposal(proposal=proposal, comment=" ", by=publisher, seen=seen(proposal))
    return_proposal(proposal=proposal, comment="Et la date ?", by=publisher, seen=seen(proposal))
    delivery = Delivery.objects.get()
    assert (delivery.person, delivery.letter) == (editor, proposal_returned.name)
    proposal = ProposedChange.objects.get()
    letter: Any = proposal_returned.write(proposal, editor)
    assert "Rivières" in letter.subject
    assert "Et la date ?" in letter.text
    assert f"/admin/meetings/meeting/{meeting.pk}/proposals/{proposal.pk}/" in letter.text
    withdraw_proposal(proposal=proposal, by=editor)
    assert proposal_returned.write(ProposedChange.objects.get(), editor) is None


def test_a_refusal_is_told_with_its_comment(
    meeting: Meeting, editor: User, publisher: User
) -> None:
    proposal = make_proposal(meeting, by=editor, place_fr="Matadi")
    refuse_proposal(proposal=proposal, comment="C’était à Goma.", by=publisher, seen=seen(proposal))
    proposal = ProposedChange.objects.get()
    assert (proposal.status, proposal.decided_by) == ("refused", publisher)
    assert Delivery.objects.get().person == editor
    letter: Any = proposal_refused.write(proposal, editor)
    assert "C’était à Goma." in letter.text


def test_a_settled_proposal_stays_settled(meeting: Meeting, publisher: User) -> None:
    proposal = make_proposal(meeting, by=publisher, place_fr="Matadi")
    withdraw_proposal(proposal=proposal, by=publisher)
    with pytest.raises(ValidationError):
        accept(proposal)
    with pytest.raises(ValidationError):
        return_proposal(proposal=proposal, comment="Non", by=publisher, seen=seen(proposal))
