"""Who sent a record for review, returned, published or withdrew it, and when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.campaign import Campaign
from meetings.models.meeting import Meeting


class PublicationStep(models.Model):
    """A step of a meeting's or a campaign's way to its readers. Never changed: another follows."""

    class Kind(models.TextChoices):
        SUBMIT = "submit", _("sent for review")
        RETURN = "return", _("returned")
        PUBLISH = "publish", _("published")
        WITHDRAW = "withdraw", _("withdrawn")

    meeting = models.ForeignKey(
        Meeting,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="publication_steps",
        verbose_name=_("meeting"),
    )
    campaign = models.ForeignKey(
        Campaign,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="publication_steps",
        verbose_name=_("campaign"),
    )
    kind = models.CharField(_("what was done"), max_length=10, choices=Kind)
    comment = models.TextField(_("comment"), blank=True)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("step of publication")
        verbose_name_plural = _("steps of publication")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, campaign=None)
                | Q(meeting=None, campaign__isnull=False),
                name="publication_step_of_one_record",
                violation_error_message=_("Say of which meeting or campaign."),
            ),
            models.CheckConstraint(
                condition=Q(kind="publish", publish_at__isnull=False)
                | ~Q(kind="publish") & Q(publish_at=None),
                name="publication_step_says_from_when",
                violation_error_message=_("Say from when the record is published."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record}: {self.get_kind_display()}"

    @property
    def record(self) -> Meeting | Campaign:
        """What was published, or is to be."""
        record = self.meeting or self.campaign
        assert record is not None  # noqa: S101 (a constraint holds it)
        return record
