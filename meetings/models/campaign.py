"""Campaigns, and what their pages say."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.addresses import address
from kpcsc.foundation.partial_date import PartialPeriod, Precision
from kpcsc.foundation.rich_text import RichTextField
from kpcsc.foundation.translated_text import has_text
from meetings.models.publication import OrderedRow, PublicationQuerySet, PublishableRecord


class Campaign(PublishableRecord):
    """A cause that several meetings serve, with a page for the public."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address"), max_length=100, unique=True, help_text=_("The same in both languages.")
    )
    aliases = models.TextField(
        _("other titles"), blank=True, help_text=_("One a line, as reports call the campaign.")
    )
    tagline = models.TextField(
        _("tagline"), blank=True, help_text=_("Two or three short sentences under the title.")
    )
    story = RichTextField(
        _("story"),
        blank=True,
        help_text=_("Why the campaign exists and what it asks for, under a few headings."),
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    featured = models.BooleanField(
        _("shown on the home page"),
        default=False,
        help_text=_("The home page shows one campaign: of several, the one that began last."),
    )

    objects = PublicationQuerySet["Campaign"].as_manager()

    class Meta(PublishableRecord.Meta):
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        permissions = [("publish_campaign", _("May publish and withdraw campaigns"))]
        ordering = ["-featured", "-starts_on", "-pk"]
        constraints = [
            *PublishableRecord.Meta.constraints,
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


class KeyMessage(OrderedRow):
    """One of the few things that the campaign wants understood."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="key_messages")
    title = models.CharField(
        _("title"), max_length=120, help_text=_("A sentence to remember, ten words at most.")
    )
    text = models.TextField(_("text"), help_text=_("Two or three sentences that explain it."))

    class Meta(OrderedRow.Meta):
        verbose_name = _("key message")
        verbose_name_plural = _("key messages")

    def __str__(self) -> str:
        return self.title


class Milestone(models.Model):
    """An event on the campaign's timeline that is not one of its meetings."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="milestones")
    date = models.DateField(
        _("date"), help_text=_("If only the month or year is known, give its first day.")
    )
    precision = models.CharField(
        _("known"),
        max_length=10,
        choices=[choice for choice in Precision.choices if choice[0] != Precision.MINUTE],
        default=Precision.DAY,
    )
    title = models.CharField(
        _("title"), max_length=200, help_text=_("What happened, in a few words.")
    )
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


class CallToAction(OrderedRow):
    """What one kind of reader can do."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="calls_to_action")
    audience = models.CharField(
        _("to whom"), max_length=120, help_text=_("For instance “You buy jewellery”.")
    )
    text = models.TextField(
        _("text"), help_text=_("What this reader can do today; it begins with a verb.")
    )
    link = models.URLField(
        _("link"), blank=True, help_text=_("The page where it is done, if there is one.")
    )

    class Meta(OrderedRow.Meta):
        verbose_name = _("call to action")
        verbose_name_plural = _("calls to action")

    def __str__(self) -> str:
        return self.audience


class Resource(OrderedRow):
    """A page elsewhere that the campaign recommends."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="resources")
    title = models.CharField(
        _("title"), max_length=200, help_text=_("As the page itself is called.")
    )
    link = models.URLField(_("link"))

    class Meta(OrderedRow.Meta):
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    def __str__(self) -> str:
        return self.title
