"""The parts of a meeting: objectives, agenda, report sections, documents."""

from typing import Any, Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.addresses import address
from kpcsc.foundation.history.restoration import AccessFields
from kpcsc.foundation.owned_file import OwnedFileField, is_stored
from kpcsc.foundation.rich_text import RichTextField
from kpcsc.foundation.translated_text import translated
from kpcsc.foundation.viewer import Viewer
from meetings.documents.cleaning import cleaned_copy
from meetings.documents.kinds import (
    COPIED,
    KINDS,
    PICTURES,
    RefusedFileError,
    detect_kind,
    size_words,
)
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


class Document(MeetingPart):
    """A file of the meeting, read through a view that asks who is looking."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="documents")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(
        _("title"), max_length=200, help_text=_("What it is, as in “Agenda, final version”.")
    )
    file = OwnedFileField(
        _("file"),
        help_text=_("Readers get PDF files and pictures as copies that name no author."),
    )
    # What follows is found in the file itself, and changes with it alone: no form asks for it.
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=[(kind.key, kind.name) for kind in KINDS.values()],
        blank=True,
    )
    cleaned = OwnedFileField(_("copy for readers"), blank=True, editable=False)
    size = models.PositiveIntegerField(_("size for readers, in bytes"), default=0)
    alternative_text = models.TextField(
        _("what one sees"),
        blank=True,
        help_text=_("Of a picture, for those who cannot see it or would pay to load it."),
    )

    visibility = visibility_field(Visibility.MEMBERS)

    objects = PartQuerySet["Document"].as_manager()

    # The file stays as it is when an earlier state comes back, and does not come back itself.
    access_fields = AccessFields({"visibility": Visibility.STAFF, "kind": "", "size": 0})
    # The upload that was last taken in, so that it is read once.
    upload_read: Any = None

    class Meta(MeetingPart.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            *MeetingPart.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=[*KINDS]) | Q(kind="", visibility=Visibility.STAFF),
                name="document_shown_is_of_a_known_kind",
                violation_error_message=_("Choose the file again: it has not been checked."),
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=COPIED) & ~Q(cleaned=""))
                | (~Q(kind__in=COPIED) & Q(cleaned="")),
                name="document_has_a_copy_if_it_can",
                violation_error_message=_("Choose the file again: it has no copy for readers."),
            ),
            models.CheckConstraint(
                condition=~Q(visibility=Visibility.PUBLIC) | Q(kind__in=COPIED),
                name="document_for_everyone_is_a_copy",
                violation_error_message=_("Only PDF files and pictures can be shown to everyone."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("document_detail", str(self.key))

    @property
    def reader_file(self) -> FieldFile | None:
        """What everybody gets: the copy, or the file itself of a kind that has none.

        None of a file that was never checked, which only the secretariat may ask for.
        """
        if not self.kind:
            return None
        return self.cleaned if self.kind in COPIED else self.file

    @property
    def media_type(self) -> str:
        """What it is, for a browser."""
        return KINDS[self.kind].media_type if self.kind else "application/octet-stream"

    @property
    def file_name(self) -> str:
        """What it is called when it is saved: nothing of what its author called it."""
        name = slugify(f"{self.meeting.slug} {translated(self, 'title').text}")
        return name + (KINDS[self.kind].extensions[0] if self.kind else "")

    @property
    def is_picture(self) -> bool:
        """Whether it is there to be looked at."""
        return self.kind in PICTURES

    @property
    def size_words(self) -> str:
        """How much readers load, as in “240 kB”."""
        return size_words(self.size)

    def clean(self) -> None:
        super().clean()
        try:
            self.read_upload()
        except RefusedFileError as error:
            raise ValidationError({"file": str(error)}) from error
        if self.visibility == Visibility.PUBLIC and self.kind and self.kind not in COPIED:
            raise ValidationError(
                {"visibility": _("Only PDF files and pictures can be shown to everyone.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A file that was put here is read and copied first. Raises RefusedFileError."""
        self.read_upload()
        super().save(*args, **kwargs)

    def read_upload(self) -> None:
        """Finds the kind of a file that is not stored yet, and makes the copy for readers."""
        if not self.file or is_stored(self.file) or self.upload_read is self.file.file:
            return
        upload = self.file.file
        kind = detect_kind(upload, name=upload.name or "", size=upload.size)
        copy = cleaned_copy(upload.read(), kind) if kind.is_copied else b""
        upload.seek(0)
        self.kind = kind.key
        self.cleaned = ContentFile(copy, name=kind.key) if copy else ""
        self.size = len(copy) or upload.size
        self.upload_read = upload
