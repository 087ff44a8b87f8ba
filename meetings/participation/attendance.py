"""Who took part in a meeting, ticked on its attendance sheet."""

from collections.abc import Mapping

from django.db import transaction

from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.versioned import StaleRecordError
from meetings.models import Meeting, Participation
from organisations.models import Organisation, User


@transaction.atomic
def record_attendance(
    *, meeting: Meeting, attended: Mapping[Organisation, bool | None], by: User
) -> int:
    """Writes down which organisations took part; gives how many that changed.

    Who is not on the list is added, but for those of whom nothing is known. Raises
    StaleRecordError where the meeting has changed since the version that it is of.
    """
    stored = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if stored.version != meeting.version:
        raise StaleRecordError(stored)
    listed = {one.organisation_id: one for one in stored.participations.all()}
    changed = 0
    for organisation, came in attended.items():
        known = listed.get(organisation.pk)
        if came == (known.attended if known else None):
            continue
        participation = known or Participation(meeting=stored, organisation=organisation)
        participation.attended = came
        set_author(participation, by).save()
        changed += 1
    if changed:
        stored.advance(by=by)
    return changed
