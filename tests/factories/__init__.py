"""Records for tests: the least that the models accept, with what a test says on top."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from kpcsc.foundation.proposals.actions import accept_proposal, state_of
from kpcsc.foundation.proposals.models import ProposalOrigin, ProposedChange
from kpcsc.foundation.proposals.working_copy import proposing
from kpcsc.foundation.versioned import Versioned
from meetings.models import Campaign, Meeting, Participation
from meetings.models import Invitation as MeetingInvitation
from meetings.models.invitation import calendar_facts
from organisations.models import Organisation, User
from surveys.models import Choice, Invitation, Question, Survey

PUBLISHED = {
    "status": "published",
    "visibility": "public",
    "publish_at": datetime(2021, 1, 1, tzinfo=UTC),
}
numbers = count(1)


def make_organisation(**fields: Any) -> Organisation:
    """An organisation that may be named to everyone, unless the test says otherwise."""
    number = next(numbers)
    defaults = {
        "name_fr": f"Organisation {number}",
        "slug": f"organisation-{number}",
        "listing": "public",
    }
    return Organisation.objects.create(**defaults | fields)


def make_user(**fields: Any) -> User:
    """A person without a password."""
    number = next(numbers)
    defaults = {"email": f"person{number}@example.org", "name": f"Person {number}"}
    return User.objects.create_user(**defaults | fields)


def make_member(**fields: Any) -> User:
    """A person of a member organisation."""
    organisation = make_organisation(membership="member", listing="unlisted")
    return make_user(organisation=organisation, **fields)


def make_staff(**fields: Any) -> User:
    """A person of the secretariat, with every right in the admin."""
    return make_user(is_staff=True, is_superuser=True, **fields)


def make_campaign(**fields: Any) -> Campaign:
    """A published campaign."""
    number = next(numbers)
    defaults = {"title_fr": f"Campagne {number}", "slug": f"campaign-{number}"}
    return Campaign.objects.create(**PUBLISHED | defaults | fields)


def make_meeting(*, organisations: int = 0, **fields: Any) -> Meeting:
    """A published meeting, held on 2 June 2021, with as many organisations as asked."""
    number = next(numbers)
    defaults = {
        "title_fr": f"Réunion {number}",
        "title_en": f"Meeting {number}",
        "slug": f"meeting-{number}",
        "starts_on": date(2021, 6, 2),
        "state": "held",
    }
    meeting = Meeting.objects.create(**PUBLISHED | defaults | fields)
    for _ in range(organisations):
        make_participation(meeting=meeting)
    return meeting


def make_participation(**fields: Any) -> Participation:
    """An organisation that took part in a meeting."""
    fields.setdefault("organisation", None)
    fields["organisation"] = fields["organisation"] or make_organisation()
    fields.setdefault("attended", True)
    return Participation.objects.create(**fields)


def make_survey(**fields: Any) -> Survey:
    """A survey that is open now, named unless the test says otherwise."""
    number = next(numbers)
    now = timezone.now()
    defaults = {
        "title_fr": f"Enquête {number}",
        "title_en": f"Survey {number}",
        "slug": f"survey-{number}",
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=1),
        "confidentiality": "named",
    }
    fields.setdefault("meeting", None)
    fields["meeting"] = fields["meeting"] or make_meeting()
    return Survey.objects.create(**defaults | fields)


def make_question(
    survey: Survey,
    kind: str = "single",
    *choices: str,
    shown_if: Any = (),  # a choice, or several
    **fields: Any,
) -> Question:
    """A question, with these choices in French and, in brackets, in English."""
    number = next(numbers)
    defaults = {
        "kind": kind,
        "text_fr": f"Question {number} ?",
        "text_en": f"Question {number}?",
        "position": number,
    }
    if kind == "scale":
        defaults |= {"least": 1, "most": 5}
    question = Question.objects.create(survey=survey, **defaults | fields)
    for position, text in enumerate(choices):
        Choice.objects.create(
            question=question, position=position, text_fr=text, text_en=f"({text})"
        )
    question.shown_if.set([shown_if] if isinstance(shown_if, Choice) else shown_if)
    return question


def make_invitation(survey: Survey, **fields: Any) -> Invitation:
    """An invitation of a new person of a new organisation, unless somebody is named."""
    if not fields:
        fields = {"person": make_user(organisation=make_organisation())}
    return Invitation.objects.create(survey=survey, **fields)


def make_planned_meeting(**fields: Any) -> Meeting:
    """A meeting that is to come: on 2 June 2100, from 14:00 to 16:00 in Kinshasa."""
    defaults: dict[str, Any] = {
        "state": "planned",
        "starts_on": date(2100, 6, 2),
        "starts_at": time(14),
        "ends_at": time(16),
        "precision": "minute",
        "time_zone": "Africa/Kinshasa",
    }
    return make_meeting(**defaults | fields)


def make_meeting_invitation(meeting: Meeting, **fields: Any) -> MeetingInvitation:
    """An invitation that was sent: of a new organisation with one contact, if none is named."""
    fields.setdefault("notified", calendar_facts(meeting))
    if not fields.keys() & {"person", "organisation"}:
        fields["organisation"] = make_organisation()
        make_user(organisation=fields["organisation"])
    if fields.get("reply", "none") != "none":
        fields.setdefault("replied_at", timezone.now())
    return MeetingInvitation.objects.create(meeting=meeting, **fields)


def make_proposal(
    record: Versioned, *, by: User | None = None, origin: str = "form", **values: Any
) -> ProposedChange:
    """A proposal that gives a record other values."""
    by = by or make_user(is_staff=True)
    with proposing(record, by=by, origin=ProposalOrigin(origin)) as made:
        type(record)._base_manager.filter(pk=record.pk).update(**values)
    assert made.proposal is not None
    return made.proposal


def seen(proposal: ProposedChange) -> str:
    """The state in which somebody sees a proposal and its record now."""
    proposal = ProposedChange.objects.get(pk=proposal.pk)
    return state_of(proposal, proposal.record)


def accept(proposal: ProposedChange, by: User | None = None, **decided: Any) -> Versioned:
    """Has a proposal accepted as it stands; gives its record."""
    decided.setdefault("seen", seen(proposal))
    return accept_proposal(proposal=proposal, by=by or make_staff(), **decided)
