"""Campaigns, and what their pages say."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.addresses import address
from kpcsc.foundation.partial_date import PartialPeriod, Precision
from kpcsc.foundation.rich_text import RichTextField
from kpcsc.foundation.translated_text import has_text
from meetings.models.publication import Ordered, Publication, PublicationQuerySet


class Campaign(Publication):
    """A cause that several meetings serve, with a page for the public."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    aliases = models.TextField(
        _("other titles"), blank=True, help_text=_("One a line, as reports call the campaign.")
    )
    tagline = models.TextField(
        _("tagline"), blank=True, help_text=_("Two or three short sentences under the title.")
    )
    story = RichTextField(_("story"), blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    featured = models.BooleanField(_("shown on the home page"), default=False)

    objects = PublicationQuerySet["Campaign"].as_manager()

    class Meta(Publication.Meta):
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-featured", "-starts_on", "-pk"]
        constraints = [
            *Publication.Meta.constraints,
            models.CheckConstraint(
                condition=has_text("title"),
                name="campaign_has_title",
                violation_error_message=_("Give a title, in one language at least."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
                name="campaign_ends_after_start",
                violation_error_message=_("The campaign cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("campaign_detail", self.slug)


class KeyMessage(Ordered):
    """One of the few things that the campaign wants understood."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="key_messages")
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"))

    class Meta(Ordered.Meta):
        verbose_name = _("key message")
        verbose_name_plural = _("key messages")

    def __str__(self) -> str:
        return self.title


class Milestone(models.Model):
    """An event on the campaign's timeline that is not one of its meetings."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="milestones")
    date = models.DateField(_("date"))
    precision = models.CharField(
        _("known"),
        max_length=10,
        choices=[choice for choice in Precision.choices if choice[0] != Precision.MINUTE],
        default=Precision.DAY,
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(precision__in=[Precision.DAY, Precision.MONTH, Precision.YEAR]),
                name="milestone_precision_known",
                violation_error_message=_("Choose how precisely the date is known."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> PartialPeriod:
        """When it was, as precisely as it is known."""
        return PartialPeriod(self.date, precision=self.precision)


class CallToAction(Ordered):
    """What one kind of reader can do."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="calls_to_action")
    audience = models.CharField(
        _("to whom"), max_length=120, help_text=_("For instance “You buy jewellery”.")
    )
    text = models.TextField(_("text"))
    link = models.URLField(_("link"), blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("call to action")
        verbose_name_plural = _("calls to action")

    def __str__(self) -> str:
        return self.audience


class Resource(Ordered):
    """A page elsewhere that the campaign recommends."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="resources")
    title = models.CharField(_("title"), max_length=200)
    link = models.URLField(_("link"))

    class Meta(Ordered.Meta):
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    def __str__(self) -> str:
        return self.title
