"""From a date poll to the date of the meeting."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.partial_date import PartialPeriod
from kpcsc.foundation.proposals.models import ProposalOrigin
from kpcsc.foundation.proposals.working_copy import Proposing, saving
from meetings.invitations.actions import ChangeNotice, notify_of_change
from meetings.models import Meeting, State
from organisations.models import User


@transaction.atomic
def set_meeting_date(
    *, meeting: Meeting, period: PartialPeriod, by: User
) -> tuple[Proposing, ChangeNotice]:
    """Gives the meeting this date, for which it is planned from then on.

    Those invited are told, as of any other change; gives whom. Whoever may not publish proposes
    it, where readers see the meeting. Raises ValidationError where it was held or cancelled.
    """
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if meeting.state not in {State.PLANNED, State.POSTPONED}:
        raise ValidationError(_("The meeting was held or cancelled: its date stays."))
    before = Meeting.objects.get(pk=meeting.pk)
    with saving(meeting, by=by, origin=ProposalOrigin.DATE_POLL) as made:
        meeting.starts_on, meeting.ends_on = period.start, period.end
        meeting.starts_at, meeting.ends_at = period.start_time, period.end_time
        meeting.precision, meeting.time_zone = period.precision, period.time_zone
        meeting.state = State.PLANNED
        set_author(meeting, by)
        meeting.advance(by=by)
        meeting.save()
    if made.proposal:
        return made, ChangeNotice()
    return made, notify_of_change(meeting=meeting, before=before)
