"""The outbox: letters to be sent, and the task that sends them.

Django's tasks run a task once and forget it when its worker is killed. So a task says no more than
that something is to be sent. Which letters, and how far each has come, the deliveries say: a
delivery is claimed before it is sent, so of two workers one sends it, and one that is still claimed
long after is unknown, and is not sent again by itself.
"""

import logging
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Min, Model
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from kpcsc.foundation.logs import places_of
from kpcsc.foundation.mail.letters import LetterKind
from kpcsc.foundation.mail.message import message_of
from kpcsc.foundation.mail.models import (
    LONGEST_SENDING,
    Delivery,
    DeliveryQuerySet,
    DeliveryStatus,
    MailRefusal,
)
from kpcsc.foundation.mail.no_server import NoServerError
from kpcsc.foundation.mail.smtp import InterruptedSendingError, refusal_in
from kpcsc.foundation.periodic import schedule_task
from kpcsc.foundation.reader import Reader, reading_as
from kpcsc.foundation.site_revision import revision_read

# After so many seconds a run gives way to other tasks, and to a worker that is asked to end.
LONGEST_RUN = 10

INTERRUPTED = gettext_noop("It was interrupted while it was sent: it may have arrived.")
NO_SERVER = gettext_noop("No mail server is set up on this portal.")
NO_ADDRESS = gettext_noop("The person has no address that can be written to.")
INACTIVE = gettext_noop("The person may not sign in any more.")
REFUSED = gettext_noop("The person wants no messages.")
ABOUT_NOTHING = gettext_noop("What the message is about is gone.")
NOT_NEEDED = gettext_noop("The message is no longer needed.")

logger = logging.getLogger(__name__)


class NotSentError(Exception):
    """The letter is not to be sent: what becomes of it, and why, for the secretariat."""

    def __init__(self, status: DeliveryStatus, problem: str) -> None:
        super().__init__(problem)
        self.status, self.problem = status, problem


def queue_letter(
    kind: LetterKind, *, about: Model, people: Iterable[Any], after: datetime | None = None
) -> list[Delivery]:
    """Has a letter about one record sent to each of the people, as `queue_letters` does."""
    return queue_letters(kind, ((about, person) for person in people), after=after)


@transaction.atomic
def queue_letters(
    kind: LetterKind, letters: Iterable[tuple[Model, Any]], *, after: datetime | None = None
) -> list[Delivery]:
    """Has letters sent, now or `after` a moment: each about a record, to a person.

    Returns the deliveries that wait, one a letter, in as many queries for 500 as for one. A letter
    that waits already is not posted twice, and keeps its time. Who may not sign in any more or
    wants no letters is found out when the letter would be sent; the delivery then says so.
    """
    due_at = after or timezone.now()
    deliveries = [
        Delivery(
            letter=kind.name,
            asked_for=kind.asked_for,
            about_model=about._meta.label_lower,
            about_id=str(about.pk),
            person=person,
            due_at=due_at,
        )
        for about, person in letters
    ]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    # The task is a row too: in one transaction, there is never a letter that no task sends.
    run_outbox.using(run_after=after).enqueue()
    wanted = {delivery.contents for delivery in deliveries}
    waiting = Delivery.objects.filter(
        status=DeliveryStatus.QUEUED,
        letter=kind.name,
        about_id__in={delivery.about_id for delivery in deliveries},
        person__in={delivery.person_id for delivery in deliveries},
    )
    return [delivery for delivery in waiting.order_by("pk") if delivery.contents in wanted]


def letters_taken[About: Model](
    kind: LetterKind, letters: Iterable[tuple[About, Any]]
) -> list[tuple[About, Any]]:
    """Those of the letters that go to somebody who may sign in and takes them, or is owed them."""
    refused = set(MailRefusal.objects.values_list("person", flat=True))
    return [
        (about, person)
        for about, person in letters
        if person.is_active
        and (person.pk not in refused or kind.asked_for or kind.is_owed(about, person))
    ]


@transaction.atomic
def requeue_letters(deliveries: DeliveryQuerySet) -> tuple[Delivery, ...]:
    """Has those sent again that failed or are unknown; returns them.

    One whose letter waits once more already is left as it is.
    """
    again = []
    ended = [DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN]
    for delivery in (
        deliveries.filter(status__in=ended).order_by("pk").select_for_update(no_key=True)
    ):
        delivery.status, delivery.attempts, delivery.problem = DeliveryStatus.QUEUED, 0, ""
        delivery.due_at, delivery.finished_at = timezone.now(), None
        with suppress(IntegrityError), transaction.atomic():
            delivery.save()
            again.append(delivery)
    run_outbox.enqueue()
    return tuple(again)


@task
def run_outbox() -> None:
    """Sends what is due, and sees to it that what is left has its run too."""
    send_due()
    schedule_task(run_outbox, _next_moment())


@task
def forget_messages() -> None:
    """Deletes what is kept of messages whose end lies far enough back."""
    ended_before = timezone.now() - settings.RETENTION["messages"]
    Delivery.objects.filter(finished_at__lt=ended_before).delete()


def send_due() -> None:
    """Sends the letters that are due, for LONGEST_RUN seconds at most."""
    Delivery.objects.interrupted().set_final_status(DeliveryStatus.UNKNOWN, INTERRUPTED)
    mailer = mailers.default
    end = monotonic() + LONGEST_RUN
    try:
        while monotonic() < end and (delivery := _first_due()):
            try:
                mailer.open()
            except NoServerError:
                Delivery.objects.due().set_final_status(DeliveryStatus.FAILED, NO_SERVER)
                break
            except OSError as error:  # the trouble of every letter, not of this one
                Delivery.objects.due().schedule_retry(_problem(refusal_in(error).text))
                break
            if delivery.claim():
                _send(delivery, mailer)
    finally:
        _hang_up(mailer)


def _first_due() -> Delivery | None:
    return Delivery.objects.due().select_related("person").first()


def _send(delivery: Delivery, mailer: BaseEmailBackend) -> None:
    """Writes and sends a claimed letter, and says what became of it."""
    try:
        reading = reading_as(Reader.of(delivery.person))
        with translation.override(delivery.person.language), reading, revision_read():
            message = _written(delivery)
    except NotSentError as reason:
        delivery.set_final_status(reason.status, reason.problem)
        return
    except Exception as error:  # noqa: BLE001 (one letter's fault must not keep the others)
        _fail(delivery, error)
        return
    try:
        mailer.send_messages([message])
    except InterruptedSendingError:
        delivery.set_final_status(DeliveryStatus.UNKNOWN, INTERRUPTED)
        _hang_up(mailer)
    except OSError as error:
        refusal = refusal_in(error)
        problem = _problem(refusal.text, delivery.person.email)
        if refusal.is_permanent:
            delivery.set_final_status(DeliveryStatus.FAILED, problem)
        else:
            delivery.schedule_retry(problem)
        _hang_up(mailer)
    except Exception as error:  # noqa: BLE001 (likewise)
        _fail(delivery, error)
    else:
        delivery.set_final_status(DeliveryStatus.SENT)


def _fail(delivery: Delivery, error: Exception) -> None:
    """Gives a letter up for a fault of the program, and logs where it is.

    The error's own words are kept nowhere: they may hold a personal address.
    """
    logger.error("%s: %s\n%s", delivery.letter, type(error).__name__, places_of(error))
    delivery.set_final_status(DeliveryStatus.FAILED, type(error).__name__)


def _written(delivery: Delivery) -> EmailMultiAlternatives:
    """The message; raises NotSentError where there is to be none."""
    person: Any = delivery.person
    if not person.is_active:
        raise NotSentError(DeliveryStatus.DROPPED, INACTIVE)
    if delivery.about is None:
        raise NotSentError(DeliveryStatus.DROPPED, ABOUT_NOTHING)
    is_due = delivery.asked_for or delivery.kind.is_owed(delivery.about, person)
    if not is_due and MailRefusal.objects.filter(person=person).exists():
        raise NotSentError(DeliveryStatus.DROPPED, REFUSED)
    letter = delivery.kind.write(delivery.about, person)
    if letter is None:
        raise NotSentError(DeliveryStatus.DROPPED, NOT_NEEDED)
    try:
        validate_email(person.email)
    except ValidationError as error:
        raise NotSentError(DeliveryStatus.FAILED, NO_ADDRESS) from error
    return message_of(letter, delivery)


def _problem(answer: str, address: str = "") -> str:
    """What a server answered, without the recipient's address, short enough to be kept."""
    if address:
        answer = re.sub(re.escape(address), "…", answer, flags=re.IGNORECASE)
    return answer[:200]


def _hang_up(mailer: BaseEmailBackend) -> None:
    with suppress(OSError):  # the other side may be gone already
        mailer.close()


def _next_moment() -> datetime | None:
    """When the next letter is due, or its sending must have ended; None where none waits."""
    queued = Delivery.objects.filter(status=DeliveryStatus.QUEUED)
    claimed = Delivery.objects.filter(status=DeliveryStatus.SENDING)
    due = queued.aggregate(first=Min("due_at"))["first"]
    begun = claimed.aggregate(first=Min("claimed_at"))["first"]
    moments = [due, begun and begun + LONGEST_SENDING]
    return min((moment for moment in moments if moment), default=None)
