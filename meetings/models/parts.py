"""The parts of a meeting: objectives, agenda, report sections, documents, follow-ups."""

from pathlib import PurePosixPath
from typing import Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.addresses import address
from kpcsc.foundation.history.restoration import Closing
from kpcsc.foundation.rich_text import RichTextField
from kpcsc.foundation.viewer import Viewer
from meetings.models.meeting import Meeting
from meetings.models.publication import Ordered, Visibility, published_to, shown_to
from organisations.models import Organisation
from organisations.models.organisation import UNMERGED


class PartQuerySet[Record: models.Model](models.QuerySet[Record]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The parts whose meeting this viewer may see, and that are shown to such viewers."""
        return self.filter(shown_to(viewer), published_to(viewer, prefix="meeting__"))

    def meant_for(self, viewer: Viewer) -> Self:
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


class Part(Ordered):
    """A part with a visibility of its own; what counts is the stricter of it and the meeting's."""

    visibility = visibility_field(Visibility.PUBLIC)

    closing = Closing({"visibility": Visibility.STAFF})

    class Meta(Ordered.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values),
                name="%(class)s_visibility_known",
                violation_error_message=_("Choose who may see it."),
            )
        ]


class Objective(Ordered):
    """One thing that the meeting was for."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="objectives")
    text = models.TextField(_("text"), help_text=_("One sentence that begins with a verb."))

    class Meta(Ordered.Meta):
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")

    def __str__(self) -> str:
        return self.text


class AgendaItem(Part):
    """One thing to be dealt with, in its place and time."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda_items")
    title = models.CharField(_("title"), max_length=250)
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    notes = RichTextField(
        _("notes"), blank=True, help_text=_("What people should know or read beforehand.")
    )

    objects = PartQuerySet["AgendaItem"].as_manager()

    class Meta(Part.Meta):
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")

    def __str__(self) -> str:
        return self.title


class Section(Part):
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

    class Meta(Part.Meta):
        verbose_name = _("report section")
        verbose_name_plural = _("report sections")

    def __str__(self) -> str:
        return self.heading


def document_path(_document: "Document", filename: str) -> str:
    """Where a document is kept: a random name, so that a path says nothing and is not guessed."""
    return f"{uuid4().hex}{PurePosixPath(filename).suffix.lower()}"


class Document(Part):
    """A file of the meeting, read through a view that asks who is looking."""

    PUBLIC_EXTENSIONS = frozenset({".pdf", ".png", ".jpg", ".jpeg"})
    EXTENSIONS = ("pdf", "docx", "odt", "xlsx", "png", "jpg", "jpeg")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="documents")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(
        _("title"), max_length=200, help_text=_("What it is, as in “Agenda, final version”.")
    )
    file = models.FileField(
        _("file"),
        upload_to=document_path,
        validators=[FileExtensionValidator(EXTENSIONS)],
        help_text=_("PDF, DOCX, ODT, XLSX, PNG or JPEG. Remove the author’s name from it first."),
    )

    visibility = visibility_field(Visibility.MEMBERS)

    objects = PartQuerySet["Document"].as_manager()

    class Meta(Part.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("document_detail", str(self.key))

    @property
    def extension(self) -> str:
        """The kind of file, ".pdf"."""
        return PurePosixPath(self.file.name or "").suffix.lower()

    def clean(self) -> None:
        super().clean()
        if self.visibility == Visibility.PUBLIC and self.extension not in self.PUBLIC_EXTENSIONS:
            raise ValidationError(
                {"visibility": _("Only PDF files and pictures can be shown to everyone.")}
            )


class FollowUpState(models.TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


class FollowUpQuerySet(PartQuerySet["FollowUp"]):
    def overdue(self) -> Self:
        """Those still open although their day is over."""
        return self.filter(state=FollowUpState.OPEN, due__lt=timezone.localdate())


class FollowUp(Part):
    """What somebody promised to do."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="follow_ups")
    what = models.TextField(
        _("what"), help_text=_("What is to be done, in one sentence that begins with a verb.")
    )
    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        limit_choices_to=UNMERGED,
        verbose_name=_("who"),
        help_text=_("Named with what it promised, to those who may see it named."),
    )
    due = models.DateField(
        _("due"), null=True, blank=True, help_text=_("The last day: from the next one it is late.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=FollowUpState, default=FollowUpState.OPEN
    )
    evidence = models.TextField(
        _("evidence"), blank=True, help_text=_("Where one sees that it was done: a link, a letter.")
    )

    visibility = visibility_field(Visibility.MEMBERS)

    objects = FollowUpQuerySet.as_manager()

    class Meta(Part.Meta):
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")

    def __str__(self) -> str:
        return self.what
