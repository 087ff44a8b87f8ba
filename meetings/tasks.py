"""Periodic tasks of meetings: forgetting those invited and what they wrote of themselves, the
weekly reminder of follow-ups that are due, and reading documents for names."""

from datetime import UTC, datetime, time, timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce
from django.tasks import task
from django.utils import timezone

from kpcsc.foundation.periodic import schedule_task
from meetings.follow_ups.actions import post_digest
from meetings.models import Document, Invitation
from meetings.models.invitation import MeetingInvitationQuerySet
from meetings.withholding.actions import (
    find_names,
    next_unread,
    read_document,
    withhold_for_new_names,
)
from organisations.invitations.actions import forget_people
from organisations.models import Organisation

WEEK = timedelta(days=7)
DIGEST_HOUR = time(7)  # UTC, on Mondays
SECONDS_A_TURN = 3  # then letters that wait are sent


@task
def forget_remarks() -> None:
    """Takes who comes and all remarks out of invitations to meetings long over.

    The replies themselves stay: they name nobody.
    """
    over = _to_meetings_over(settings.RETENTION["remarks"])
    over.exclude(coming="", remarks="").update(coming="", remarks="")


@task
def forget_invited_to_meetings() -> None:
    """Takes people out of invitations to meetings that were over long ago."""
    forget_people(_to_meetings_over(settings.RETENTION["invitations"]), subject="meeting")


def _to_meetings_over(period: timedelta) -> MeetingInvitationQuerySet:
    """Invitations to meetings whose last day is longer ago."""
    last_days = Invitation.objects.annotate(
        last_day=Coalesce("meeting__ends_on", "meeting__starts_on")
    )
    return last_days.filter(last_day__lt=timezone.localdate() - period)


@task
def send_weekly_digest() -> None:
    """Posts the week's reminders if their hour has come, and comes back when the next one will."""
    moment = _moment_of_this_week()
    if moment <= timezone.now():
        post_digest(monday=moment.date())
        moment += WEEK
    schedule_task(send_weekly_digest, moment)


def _moment_of_this_week() -> datetime:
    today = timezone.now().astimezone(UTC).date()
    return datetime.combine(today - timedelta(days=today.weekday()), DIGEST_HOUR, UTC)


@task
def read_documents() -> None:
    """Reads documents that nobody has read for names yet, or not for the names of now."""
    turn_ends = monotonic() + SECONDS_A_TURN
    while waiting := next_unread():
        if monotonic() > turn_ends:
            schedule_task(read_documents, timezone.now())
            return
        if isinstance(waiting, Document):
            read_document(waiting)
        else:
            find_names(waiting)


def read_documents_on_commit(instance: Document | Organisation, **_: Any) -> None:
    """Receives that a document was saved, or an organisation, which may have another name."""
    if isinstance(instance, Organisation) and instance.gained_names:
        withhold_for_new_names(instance)
    transaction.on_commit(lambda: schedule_task(read_documents, timezone.now()))
