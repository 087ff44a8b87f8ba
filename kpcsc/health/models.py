"""What was wrong at the last look, so that the desk shows it and each fault is told once."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from kpcsc.foundation.periodic import PeriodicRun
from kpcsc.health.faults import Fault, FaultCode

LOOK = "kpcsc.health.tasks.look_for_faults"
LONGEST_PAUSE = timedelta(minutes=15)  # between two looks, which come every five minutes


class KnownFault(models.Model):
    """A fault that the last look found, since which look, and whether administrators know."""

    code = models.CharField(max_length=30, primary_key=True)
    facts = models.JSONField(default=dict)
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since", "code"]

    def __str__(self) -> str:
        return self.code

    @property
    def fault(self) -> Fault:
        """What is wrong, in words."""
        return Fault(FaultCode(self.code), self.facts)


def last_look() -> datetime | None:
    """When the portal last looked whether anything is wrong; None if it never did."""
    looks = PeriodicRun.objects.filter(path=LOOK).values_list("succeeded_at", flat=True)
    return looks.first()


def faults_known() -> list[Fault]:
    """What the last look found; where that is long ago, first that the worker does not run."""
    known = [one.fault for one in KnownFault.objects.all() if one.code in FaultCode]
    looked_at = last_look()
    if looked_at is None or abs(timezone.now() - looked_at) > LONGEST_PAUSE:
        when = looked_at.isoformat(" ", "minutes") if looked_at else "–"
        others = [one for one in known if one.code != FaultCode.WORKER]
        return [Fault(FaultCode.WORKER, {"when": when}), *others]
    return known
