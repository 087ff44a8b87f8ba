"""The task that has the portal read itself, in turns, so that nothing else waits for it."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from kpcsc.foundation.periodic import schedule_task
from kpcsc.takedown.models import NamingCheck
from kpcsc.takedown.self_check import begin_checks, run_a_turn
from organisations.models import Organisation

PAUSE_OF_A_SILENT_PORTAL = timedelta(minutes=1)


@task
def run_naming_checks() -> None:
    """Reads for a few seconds on behalf of whoever waits longest; comes back while one waits, and
    in a minute where the portal gave no answer."""
    begin_checks()
    unfinished = NamingCheck.objects.unfinished().select_related("organisation")
    check = unfinished.first()
    if check is None:
        return
    run_a_turn(check)
    now = timezone.now()
    schedule_task(run_naming_checks, now + PAUSE_OF_A_SILENT_PORTAL if check.is_silent else now)


def check_on_commit(instance: Organisation, **_: Any) -> None:
    """Receives that an organisation was saved, whose naming may have been stopped by that."""
    if instance.is_naming_stopped:
        transaction.on_commit(lambda: schedule_task(run_naming_checks, timezone.now()))
