"""The documents of a meeting, what they say, and from whom they are withheld."""

from hashlib import sha256
from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.files import FieldFile
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.addresses import address
from kpcsc.foundation.history.restoration import AccessFields
from kpcsc.foundation.owned_file import OwnedFileField
from kpcsc.foundation.translated_text import translated
from kpcsc.foundation.viewer import Viewer
from meetings.documents.cleaning import cleaned_copy
from meetings.documents.kinds import (
    COPIED,
    KINDS,
    PICTURES,
    detect_kind,
    size_words,
)
from meetings.models.meeting import Meeting
from meetings.models.participation import Participation
from meetings.models.parts import MeetingPart, PartQuerySet, visibility_field
from meetings.models.publication import Visibility
from meetings.models.uploaded_file import UploadedFileRow
from organisations.models import Organisation
from organisations.models.listing import listings_shown_to


class DocumentQuerySet(PartQuerySet["Document"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of visible meetings that are shown to such viewers, and not withheld from them."""
        return super().visible_to(viewer).not_withheld_from(viewer)

    def visible_once_published_to(self, viewer: Viewer) -> Self:
        """Those shown to such viewers, and not withheld from them, if their meeting is visible."""
        return super().visible_once_published_to(viewer).not_withheld_from(viewer)

    def not_withheld_from(self, viewer: Viewer) -> Self:
        """Those that were read, and name nobody whom this viewer may not see named.

        Of a file that cannot be read to its end, nobody knows whom it names: it is withheld where
        an organisation took part whose naming is stopped, until staff say that it is not named.
        """
        if viewer.is_staff:
            return self
        document = OuterRef("pk")
        texts = DocumentText.objects.filter(document=document, file=OuterRef("file"))
        read = texts.exclude(names_digest="")
        mentions = DocumentMention.objects.filter(document=document)
        in_danger = Participation.objects.filter(
            Q(meeting=OuterRef("meeting")),
            ~Q(attended=False),
            ~Q(organisation__listing__in=listings_shown_to(viewer)),
            ~Exists(
                DocumentMention.objects.filter(
                    document=OuterRef(OuterRef("pk")),
                    organisation=OuterRef("organisation"),
                    is_dismissed=True,
                )
            ),
            organisation__naming_stopped_at__isnull=False,
        )
        return self.filter(
            Exists(read),
            ~Exists(mentions.hidden_from(viewer)),
            Exists(read.filter(is_whole=True)) | ~Exists(in_danger),
        )

    def unread(self) -> Self:
        """Those whose file nobody has read for names yet."""
        read = DocumentText.objects.filter(document=OuterRef("pk"), file=OuterRef("file"))
        return self.exclude(file="").filter(~Exists(read))


class Document(UploadedFileRow, MeetingPart):
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

    objects = DocumentQuerySet.as_manager()

    # The file stays as it is when an earlier state comes back, and does not come back itself.
    access_fields = AccessFields({"visibility": Visibility.STAFF, "kind": "", "size": 0})
    # What is found in a file goes with the file.
    changed_together: ClassVar = ("file", "cleaned", "kind", "size")

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
    def file_digest(self) -> str:
        """What tells this file from another that was put in its place."""
        return sha256((self.file.name or "").encode()).hexdigest()[:16]

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
        if self.visibility == Visibility.PUBLIC and self.kind and self.kind not in COPIED:
            raise ValidationError(
                {"visibility": _("Only PDF files and pictures can be shown to everyone.")}
            )

    def take_in(self, upload: File) -> None:
        """Finds the kind of a new file, and makes the copy for readers."""
        kind = detect_kind(upload, name=upload.name or "", size=upload.size)
        copy = cleaned_copy(upload.read(), kind) if kind.is_copied else b""
        upload.seek(0)
        self.kind = kind.key
        self.cleaned = ContentFile(copy, name=kind.key) if copy else ""
        self.size = len(copy) or upload.size


class DocumentText(models.Model):
    """What a document's file says, as far as a program can read it: names are looked for in it."""

    # While it lay in the bin, others may have got names.
    reset_from_bin: ClassVar = {"names_digest": ""}

    document = models.OneToOneField(
        Document, models.CASCADE, related_name="said", verbose_name=_("document")
    )
    # Another one is another text: until that is read, too, nobody knows whom it names.
    file = models.CharField(_("file"), max_length=100)
    text = models.TextField(_("text"), blank=True)
    # The same without all that is no letter, so that the database finds where a new name may stand.
    letters = models.TextField(_("letters"), blank=True)
    is_whole = models.BooleanField(_("read to its end"), default=False)
    # Of the names that were looked for; none before any was.
    names_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("text of a document")
        verbose_name_plural = _("texts of documents")

    def __str__(self) -> str:
        return str(self.document)


class DocumentMentionQuerySet(models.QuerySet["DocumentMention"]):
    def hidden_from(self, viewer: Viewer) -> Self:
        """Those of organisations that this viewer may not see named: at all, or at the meeting."""
        unnamed = Participation.objects.unnamed_to(viewer).filter(
            meeting=OuterRef("document__meeting"), organisation=OuterRef("organisation")
        )
        hidden = ~Q(organisation__listing__in=listings_shown_to(viewer))
        return self.filter(hidden | Exists(unnamed), is_dismissed=False)


class DocumentMention(models.Model):
    """That a document's file names an organisation; or, as staff said, that it does not."""

    stays_at_merge: ClassVar = True  # the text names it, whatever became of it

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="mentions", verbose_name=_("document")
    )
    # As with texts: without it, its name would be a word like any other.
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="document_mentions",
        verbose_name=_("organisation"),
    )
    is_dismissed = models.BooleanField(_("does not name it"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = DocumentMentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation named in a document")
        verbose_name_plural = _("organisations named in documents")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "organisation"],
                name="document_mention_once",
                violation_error_message=_("This is marked already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} · {self.organisation}"
