"""The portal's checks of itself: whether any page still names an organisation in danger."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation


class NamingCheckQuerySet(models.QuerySet["NamingCheck"]):
    def unfinished(self) -> Self:
        """Those that still have pages to read; first those where a concerned page is among them."""
        urgent_first = F("concerned_read_at").asc(nulls_first=True)
        return self.filter(finished_at=None).order_by(urgent_first, "pk")

    def of_this_stop(self) -> Self:
        """Those that were begun since the naming of their organisation was last stopped."""
        return self.filter(stopped_at=F("organisation__naming_stopped_at"))


def organisations_to_check() -> models.QuerySet[Organisation]:
    """Those whose naming was stopped since the portal last checked itself for them."""
    checks = NamingCheck.objects.filter(
        organisation=OuterRef("pk"), stopped_at=OuterRef("naming_stopped_at")
    )
    return Organisation.objects.with_naming_stopped().filter(~Exists(checks)).order_by("pk")


class NamingCheck(models.Model):
    """The reading of all pages by a stranger and a member who may not see an organisation named."""

    stays_at_merge: ClassVar = True  # what was read then was read for it

    # One that was in danger is not deleted: its name would be a word like any other.
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="naming_checks")
    stopped_at = models.DateTimeField(help_text="Of another stop, there is another check.")
    began_at = models.DateTimeField(default=timezone.now)
    to_read = models.JSONField(default=list, help_text="Each path with the kind of its reader.")
    total = models.PositiveIntegerField(default=0)
    concerned = models.PositiveIntegerField(
        default=0, help_text="So many come first, for they named the organisation before."
    )
    read = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    concerned_read_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    found = models.JSONField(default=list, help_text="Path, reader, words, sentence, is_common.")
    is_silent = models.BooleanField(
        default=False, help_text="The portal's own address leads to no portal."
    )
    unanswered = models.JSONField(default=list, help_text="Path and reader.")
    unreadable = models.PositiveIntegerField(
        default=0, help_text="Answers that hold what no program reads, such as pictures."
    )

    objects = NamingCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of the portal")
        verbose_name_plural = _("checks of the portal")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.began_at}"

    @property
    def percent(self) -> int:
        """How much of them is read."""
        return 100 * self.read // self.total if self.total else 0

    def advance(self, start: int, **result: Any) -> bool:
        """Keeps what was read from the page numbered `start` on, unless another worker did."""
        mine = NamingCheck.objects.filter(pk=self.pk, read=start, finished_at=None)
        return bool(mine.update(read_at=timezone.now(), **result))
