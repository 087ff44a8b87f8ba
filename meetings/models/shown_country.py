"""Countries that readers see at a meeting although nobody from there may be named to them."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting
from organisations.models import Country


class ShownAs(models.TextChoices):
    """What readers see of a country."""

    COUNTRY = "country", _("the country")
    REGION = "region", _("its region")


class ShownCountryQuerySet(models.QuerySet["ShownCountry"]):
    def in_force(self) -> Self:
        """Those that count: since they were made, the naming of nobody from there was stopped, and
        nobody more from there is on the meeting's list."""
        participations: Any = Meeting._meta.get_field("participations").related_model
        from_there = participations.objects.filter(
            meeting=OuterRef("meeting"), organisation__country=OuterRef("country")
        )
        stopped_since = from_there.exclude(attended=False).filter(
            organisation__naming_stopped_at__gt=OuterRef("at")
        )
        counted = from_there.order_by().values("meeting").annotate(number=Count("pk"))
        number = Coalesce(Subquery(counted.values("number")), 0)
        return self.alias(number=number).filter(~Exists(stopped_since), number__lte=F("from_there"))


class ShownCountry(models.Model):
    """What staff decided to show of a country that would tell who came from there.

    Whoever knows the organisations of a country, or an earlier copy of the page, may guess from it
    who was at the meeting: so it is a decision, and one that a later danger undoes.
    """

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="shown_countries", verbose_name=_("meeting")
    )
    country = models.ForeignKey(
        Country, models.CASCADE, related_name="+", verbose_name=_("country")
    )
    shown_as = models.CharField(_("readers see"), max_length=10, choices=ShownAs)
    from_there = models.PositiveSmallIntegerField(
        _("organisations from there on the list"), default=0
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = ShownCountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country shown all the same")
        verbose_name_plural = _("countries shown all the same")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "country"],
                name="shown_country_once_a_meeting",
                violation_error_message=_("This country is on the list already."),
            ),
            models.CheckConstraint(
                condition=Q(shown_as__in=ShownAs.values),
                name="shown_country_as_known",
                violation_error_message=_("Choose what readers see."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} · {self.meeting}"
