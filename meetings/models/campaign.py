"""Campaigns: the causes that several meetings serve."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.addresses import address
from kpcsc.foundation.rich_text import RichTextField
from kpcsc.foundation.short_title import short_title_field
from kpcsc.foundation.translated_text import has_text
from meetings.models.publication import PublicationQuerySet, PublishableRecord


class Campaign(PublishableRecord):
    """A cause that several meetings serve, with a page for the public."""

    title = models.CharField(_("title"), max_length=200)
    short_title = short_title_field()
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
        ordering = ["-featured", models.F("starts_on").desc(nulls_last=True), "-pk"]
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
