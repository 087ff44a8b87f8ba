"""What the owners of follow-ups say of them, and the weekly letter that reminds of them."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.mail.outbox import queue_letters
from kpcsc.foundation.proposals.models import ProposalOrigin
from kpcsc.foundation.proposals.working_copy import saving
from kpcsc.foundation.translated_text import page_language
from meetings.follow_ups.letters import SOON, follow_ups_due
from meetings.models import DigestWeek, FollowUp, FollowUpState, Meeting, ProgressReport, Visibility
from organisations.models import Organisation, User


@transaction.atomic
def report_progress(
    *, follow_up: FollowUp, kind: ProgressReport.Kind, text: str, by: User
) -> ProgressReport:
    """Keeps what the owner says of a follow-up; what is done is closed, with its evidence.

    What everyone may see gets no text that the secretariat has not read: the evidence is then in
    the report alone, and a publisher is asked whether it is closed for readers. One that cannot be
    done stays open until the secretariat decides.
    Raises ValidationError where it is no longer open.
    """
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=follow_up.meeting_id)
    follow_up = FollowUp.objects.get(pk=follow_up.pk)
    if not follow_up.is_open:
        raise ValidationError(_("This is no longer open: nothing was changed."))
    if kind == ProgressReport.Kind.DONE:
        follow_up.state = FollowUpState.DONE
        column = f"evidence_{page_language()}"
        if follow_up.visibility != Visibility.PUBLIC and not getattr(follow_up, column):
            setattr(follow_up, column, text)
        is_public = meeting.visibility == follow_up.visibility == Visibility.PUBLIC
        if is_public:
            with saving(meeting, by=by, origin=ProposalOrigin.PROGRESS):
                set_author(follow_up, by).save()
                meeting.advance(by=by)
        else:
            set_author(follow_up, by).save()
            meeting.advance_version()
    return ProgressReport.objects.create(follow_up=follow_up, kind=kind, text=text, by=by)


@transaction.atomic
def choose_digest(*, person: User, wanted: bool) -> None:
    """Has the weekly reminder come to a person, or not."""
    person.wants_digest = wanted
    set_author(person, person).save(update_fields=["wants_digest"])


@transaction.atomic
def post_digest(*, monday: date) -> list[Delivery]:
    """Posts the week's reminders, unless somebody has: the week's row is unique."""
    _week, is_new = DigestWeek.objects.get_or_create(monday=monday)
    if not is_new:
        return []
    due = FollowUp.objects.due_within(timezone.localdate() + SOON)
    owners = Organisation.objects.filter(pk__in=due.values("owner"))
    return queue_letters(follow_ups_due, _wanted(owners))


def _wanted(owners: Iterable[Organisation]) -> list[tuple[Organisation, User]]:
    people = User.objects.filter(
        is_active=True, wants_digest=True, organisation__in=[owner.pk for owner in owners]
    )
    return [
        (person.organisation, person)
        for person in people.select_related("organisation")
        if person.organisation
    ]
