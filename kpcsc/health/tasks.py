"""The portal looks every few minutes whether anything is wrong, and says so."""

from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from kpcsc.foundation.mail.outbox import queue_letters
from kpcsc.health.checks import look
from kpcsc.health.faults import FaultCode
from kpcsc.health.letters import fault_found
from kpcsc.health.models import KnownFault
from organisations.models import User

# Younger, it was found by one look alone, and may pass: a portal that has just been started.
AGE_TO_TELL = timedelta(minutes=4)


@task
def look_for_faults() -> None:
    """Keeps what is wrong now, and has administrators told of what was wrong before, once."""
    found = {fault.code: fault for fault in look().values() if fault}
    found.pop(FaultCode.WORKER, None)  # which does this
    KnownFault.objects.exclude(code__in=found).delete()
    for code, fault in found.items():
        facts = {"facts": fault.facts}
        KnownFault.objects.update_or_create(
            code=code, defaults=facts, create_defaults=facts | {"since": timezone.now()}
        )
    tell_of_faults()


def tell_of_faults() -> None:
    """Writes to each administrator about each fault that two looks found and nobody was told."""
    old_enough = timezone.now() - AGE_TO_TELL
    untold = KnownFault.objects.filter(told_at=None, since__lte=old_enough)
    administrators = User.objects.filter(is_superuser=True, is_active=True)
    faults, people = list(untold), list(administrators)
    if not faults:
        return
    queue_letters(fault_found, [(fault, person) for fault in faults for person in people])
    untold.filter(pk__in=[fault.pk for fault in faults]).update(told_at=timezone.now())
