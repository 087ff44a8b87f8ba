"""What organisations agreed to be named for, and when."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.partial_date import PartialPeriod
from kpcsc.foundation.translated_text import page_language
from organisations.models.listing import Listing


class ConsentRecord(models.Model):
    """What an organisation agreed to, said by whom and when. Never changed: a new one follows."""

    stays_at_merge: ClassVar = True  # consent is given under one name, and opens no other

    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="consent_records",
        verbose_name=_("organisation"),
    )
    agreed_listing = models.CharField(
        _("agreed to be"),
        max_length=20,
        choices=Listing,
        help_text=_("“Never named” withdraws an earlier consent at once."),
    )
    given_by = models.CharField(
        _("given by"), max_length=200, help_text=_("Name and role of the person who agreed.")
    )
    given_on = models.DateField(_("given on"), default=timezone.localdate)
    wording_version = models.CharField(
        _("version of the wording"),
        max_length=30,
        help_text=_("Which text the person read before agreeing, for instance “2026-1”."),
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("How it was given: a letter, a call, at a meeting.")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    # Recorded by somebody who may not publish, it opens nothing until a publisher accepts it.
    proposal = models.ForeignKey(
        "foundation.ProposedChange",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="consents",
        verbose_name=_("proposed change"),
    )
    is_accepted = models.BooleanField(_("accepted"), default=True, editable=False)

    class Meta:
        verbose_name = _("consent record")
        verbose_name_plural = _("consent records")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_listing__in=Listing.values),
                name="consent_record_listing_known",
                violation_error_message=_("Choose what the organisation agreed to."),
            )
        ]

    def __str__(self) -> str:
        day = PartialPeriod(self.given_on).formatted(page_language())
        said = f"{self.get_agreed_listing_display()}, {day}"
        return said if self.is_accepted else f"{said} ({_('not accepted by a publisher')})"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk:
            raise ValidationError(_("A consent record is never changed: add a new one."))
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise ValidationError(_("A consent record is never deleted: a new one may withdraw it."))
