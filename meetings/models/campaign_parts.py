"""What the page of a campaign says, in rows that staff put in order."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.partial_date import PartialPeriod, Precision
from kpcsc.foundation.rich_text import RichTextField
from kpcsc.foundation.translated_text import has_text
from kpcsc.foundation.viewer import Viewer
from meetings.models.campaign import Campaign
from meetings.models.document import Document
from meetings.models.publication import OrderedRow


class BlockKind(models.TextChoices):
    """What a block of the page shows, under a heading."""

    STORY = "story", _("story")
    FIGURES = "figures", _("key figures")
    DEMANDS = "demands", _("what we ask")
    MESSAGES = "messages", _("key messages")
    EVIDENCE = "evidence", _("evidence: findings, quotations, documents")
    ACTIONS = "actions", _("what you can do")
    TIMELINE = "timeline", _("timeline: milestones and meetings")
    ORGANISATIONS = "organisations", _("organisations")
    MAP = "map", _("map")
    RESOURCES = "resources", _("to read further")
    PRESS = "press", _("press")
    TEXT = "text", _("a text of its own")


# In which order a page begins its life, and is shown where staff chose none.
USUAL_BLOCKS = tuple(kind for kind in BlockKind if kind is not BlockKind.TEXT)


class CampaignBlock(OrderedRow):
    """A place on the page, for rows of one kind or for a text."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="blocks")
    kind = models.CharField(_("shows"), max_length=20, choices=BlockKind)
    heading = models.CharField(
        _("heading"), max_length=120, blank=True, help_text=_("If the usual one does not fit.")
    )
    text = RichTextField(
        _("text"), blank=True, help_text=_("Under the heading, before what the block shows.")
    )

    class Meta(OrderedRow.Meta):
        verbose_name = _("page block")
        verbose_name_plural = _("page blocks")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=BlockKind.values),
                name="campaign_block_kind_known",
                violation_error_message=_("Choose what the block shows."),
            ),
            models.UniqueConstraint(
                fields=["campaign", "kind"],
                condition=~Q(kind=BlockKind.TEXT),
                name="campaign_block_once_a_kind",
                violation_error_message=_("The page has this block already."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=BlockKind.TEXT) | has_text("heading"),
                name="campaign_block_of_text_has_heading",
                violation_error_message=_("Give a text of its own a heading."),
            ),
        ]

    def __str__(self) -> str:
        return self.heading or self.get_kind_display()


class KeyFigure(OrderedRow):
    """A number that says why the campaign is needed, and where it is from."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="key_figures")
    figure = models.CharField(
        _("figure"), max_length=20, help_text=_("As it is written: “25”, “70 %”, “1.5 million”.")
    )
    label = models.CharField(
        _("what it counts"), max_length=120, help_text=_("Goes on after the figure.")
    )
    source = models.CharField(
        _("source"), max_length=200, help_text=_("Who counted it, and when: readers see it.")
    )
    link = models.URLField(_("link to the source"), blank=True)

    class Meta(OrderedRow.Meta):
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")
        constraints = [
            models.CheckConstraint(
                condition=has_text("figure") & has_text("source"),
                name="key_figure_has_source",
                violation_error_message=_("Give the figure and its source."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.label}"


class Demand(OrderedRow):
    """Something that the campaign asks for, which others can cite."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="demands")
    title = models.CharField(
        _("demand"), max_length=200, help_text=_("One sentence that begins with a verb.")
    )
    text = models.TextField(
        _("explanation"), blank=True, help_text=_("What would change, in two or three sentences.")
    )
    addressed_to = models.CharField(
        _("addressed to"), max_length=200, blank=True, help_text=_("Who can grant it.")
    )
    made_on = models.DateField(
        _("made on"), help_text=_("Since when the coalition asks it, in these words.")
    )

    class Meta(OrderedRow.Meta):
        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        constraints = [
            models.CheckConstraint(
                condition=has_text("title"),
                name="demand_has_title",
                violation_error_message=_("Write the demand, in one language at least."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Quotation(OrderedRow):
    """What somebody said, who agreed that it is shown."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="quotations")
    text = models.TextField(_("words"), help_text=_("Without quotation marks."))
    said_by = models.CharField(
        _("said by"),
        max_length=200,
        help_text=_("As the person agreed to be described: “a farmer near a mine”."),
    )
    agreed_by = models.CharField(
        _("who agreed"), max_length=200, help_text=_("For the secretariat alone.")
    )
    agreed_on = models.DateField(_("agreed on"))
    agreed_how = models.TextField(
        _("how"), blank=True, help_text=_("To what, to whom, in which language; likewise.")
    )

    class Meta(OrderedRow.Meta):
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")
        constraints = [
            models.CheckConstraint(
                condition=has_text("text") & has_text("said_by") & ~Q(agreed_by=""),
                name="quotation_has_consent",
                violation_error_message=_("Say whose words these are, and who agreed to it."),
            )
        ]

    def __str__(self) -> str:
        return self.text


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
    link_label = models.CharField(
        _("words of the link"), max_length=80, blank=True, help_text=_("“Three questions to ask”.")
    )
    message = models.TextField(
        _("text to send"),
        blank=True,
        help_text=_("Ready to be sent by WhatsApp or mail; the address of the page follows it."),
    )

    class Meta(OrderedRow.Meta):
        verbose_name = _("call to action")
        verbose_name_plural = _("calls to action")

    def __str__(self) -> str:
        return self.audience


class ResourceQuerySet(models.QuerySet["Resource"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The links, and the documents that this viewer may have."""
        documents = Document.objects.visible_to(viewer).filter(pk=OuterRef("document"))
        return self.filter(Q(document=None) & ~Q(link="") | Exists(documents))


class Resource(OrderedRow):
    """A page elsewhere that the campaign recommends, or a document of one of the meetings."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="resources")
    title = models.CharField(
        _("title"), max_length=200, help_text=_("As the page itself is called.")
    )
    link = models.URLField(_("link"), blank=True)
    document = models.ForeignKey(
        Document,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
        help_text=_("Of a meeting, in place of a link: whoever may not see it there, not here."),
    )

    objects = ResourceQuerySet.as_manager()

    class Meta(OrderedRow.Meta):
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = [
            models.CheckConstraint(
                condition=Q(document=None) | Q(link=""),
                name="resource_is_link_or_document",
                violation_error_message=_("Give a link or a document, not both."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """It leads somewhere; a document that is gone takes that away from a stored one."""
        super().clean()
        if not self.link and self.document_id is None:
            raise ValidationError(_("Give a link or a document."))
