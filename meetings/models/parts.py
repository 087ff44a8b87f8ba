"""The parts of a meeting: objectives, agenda, report sections."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.history.restoration import AccessFields
from kpcsc.foundation.rich_text import RichTextField
from kpcsc.foundation.viewer import Viewer
from meetings.models.meeting import Meeting
from meetings.models.publication import OrderedRow, Visibility, published_to, shown_to


class PartQuerySet[Record: models.Model](models.QuerySet[Record]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The parts whose meeting this viewer may see, and that are shown to such viewers."""
        return self.filter(shown_to(viewer), published_to(viewer, prefix="meeting__"))

    def visible_once_published_to(self, viewer: Viewer) -> Self:
        """The parts shown to such viewers, if their meeting is."""
        return self.filter(shown_to(viewer))


def visibility_field(default: Visibility) -> models.CharField:
    """The column that says who may see a part."""
    return models.CharField(
        _("who may see it"),
        max_length=20,
        choices=Visibility,
        default=default,
        help_text=_("Never more people than may see the meeting."),
    )


class MeetingPart(OrderedRow):
    """A part with a visibility of its own; what counts is the stricter of it and the meeting's."""

    visibility = visibility_field(Visibility.PUBLIC)

    access_fields = AccessFields({"visibility": Visibility.STAFF})

    class Meta(OrderedRow.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values),
                name="%(class)s_visibility_known",
                violation_error_message=_("Choose who may see it."),
            )
        ]


class Objective(OrderedRow):
    """One thing that the meeting was for."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="objectives")
    text = models.TextField(_("text"), help_text=_("One sentence that begins with a verb."))

    class Meta(OrderedRow.Meta):
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")

    def __str__(self) -> str:
        return self.text


class AgendaItem(MeetingPart):
    """One thing to be dealt with, in its place and time."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda_items")
    title = models.CharField(_("title"), max_length=250)
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    notes = RichTextField(
        _("notes"), blank=True, help_text=_("What people should know or read beforehand.")
    )
    # In whichever language was spoken, and for no reader's page: the report is made from it.
    discussion = models.TextField(
        _("discussion"),
        blank=True,
        help_text=_("What was said, for the secretariat and the facilitators alone."),
    )

    objects = PartQuerySet["AgendaItem"].as_manager()

    class Meta(MeetingPart.Meta):
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")

    def __str__(self) -> str:
        return self.title


class Section(MeetingPart):
    """A stretch of the report under its heading."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="sections")
    heading = models.CharField(
        _("heading"), max_length=200, help_text=_("As in “What was decided”.")
    )
    body = RichTextField(
        _("text"),
        blank=True,
        help_text=_("What was said and agreed. Names nobody who did not agree to be named."),
    )

    objects = PartQuerySet["Section"].as_manager()

    class Meta(MeetingPart.Meta):
        verbose_name = _("report section")
        verbose_name_plural = _("report sections")

    def __str__(self) -> str:
        return self.heading
