"""Taking a record a step towards its readers, or back; and telling members that it is there."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.mail.outbox import queue_letter, queue_letters
from meetings.models import Campaign, Meeting, PublicationStep, Status, Visibility
from meetings.publishing.letters import record_returned, summary_published
from meetings.publishing.steps import TRANSITIONS, Step
from organisations.models import User


@transaction.atomic
def take_step[Record: (Meeting, Campaign)](
    *,
    record: Record,
    step: Step,
    by: User,
    comment: str = "",
    publish_at: datetime | None = None,
    version: int | None = None,
) -> Record:
    """Gives the record the status that the step leads to, and notes it; gives the record back.

    `publish_at` is the moment from which readers see what is published: now, unless one is given
    or was set before. Whoever sent the record for review is written to when it is returned.
    Raises ValidationError where the record's status allows no such step, or where the record is
    no longer of the `version` that the person looked at.
    """
    record = type(record)._base_manager.select_for_update(no_key=True).get(pk=record.pk)
    if version is not None and record.version != version:
        raise ValidationError(
            _("Somebody changed the record meanwhile: look at it again, then take the step.")
        )
    if record.status not in TRANSITIONS[step].leads_from:
        raise ValidationError(
            _("This cannot be done to a record that is “%(status)s”: look at it again.")
            % {"status": record.get_status_display()}
        )
    record.status = Status(TRANSITIONS[step].leads_to)
    if step is Step.PUBLISH:
        record.publish_at = publish_at or record.publish_at or timezone.now()
    set_author(record, by)
    record.advance(by=by)
    record.save()
    taken = PublicationStep.objects.create(
        meeting=record if isinstance(record, Meeting) else None,
        campaign=record if isinstance(record, Campaign) else None,
        kind=step.value,
        comment=comment,
        publish_at=record.publish_at if step is Step.PUBLISH else None,
        by=by,
    )
    if step is Step.RETURN:
        submitted = record.publication_steps.filter(kind=PublicationStep.Kind.SUBMIT).first()
        if submitted and submitted.by and submitted.by != by:
            queue_letter(record_returned, about=taken, people=[submitted.by])
    return record


@transaction.atomic
def take_steps(*, meetings: Iterable[Meeting], step: Step, by: User) -> tuple[Meeting, ...]:
    """Takes several meetings a step; those whose status does not allow it stay as they are."""
    keys = [meeting.pk for meeting in meetings]
    able = Meeting.objects.filter(pk__in=keys, status__in=TRANSITIONS[step].leads_from).order_by(
        "pk"
    )
    # Locked, so that of two who do this at once the second finds what the first has left.
    locked = list(able.select_for_update(no_key=True))
    return tuple(take_step(record=meeting, step=step, by=by) for meeting in locked)


@transaction.atomic
def announce(*, meeting: Meeting, by: User) -> int:
    """Has members told, once, that the summary of a published meeting is there; gives how many.

    A scheduled one is announced when it appears. Nobody is told of what only the secretariat
    sees, of an unpublished meeting, or a second time.
    """
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    moment = meeting.publish_at if meeting.status == Status.PUBLISHED else None
    if meeting.announced_at or moment is None or meeting.visibility == Visibility.STAFF:
        return 0
    meeting.announced_at = moment
    set_author(meeting, by)
    meeting.advance_version()
    meeting.save()
    active = User.objects.filter(is_active=True, is_staff=False, organisation__isnull=False)
    members = [person for person in active.select_related("organisation") if person.is_member]
    after = moment if moment > timezone.now() else None
    return len(
        queue_letters(summary_published, ((meeting, person) for person in members), after=after)
    )
