"""The pictures of a campaign's page, and the consent of those who can be recognised on them."""

from typing import ClassVar, Self

from django.core.files.base import ContentFile, File
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.history.restoration import AccessFields
from kpcsc.foundation.owned_file import OwnedFileField
from kpcsc.foundation.translated_text import has_text
from kpcsc.foundation.viewer import Viewer
from meetings.documents.cleaning import cleaned_copy
from meetings.documents.kinds import RefusedFileError, detect_kind
from meetings.documents.picture_sizes import QUALITY, scaled, widths_of
from meetings.models.campaign import Campaign
from meetings.models.campaign_parts import BlockKind
from meetings.models.publication import OrderedRow, published_to
from meetings.models.uploaded_file import UploadedFileRow

OPENING = "opening"
PLACES = [
    (OPENING, _("under the opening; on a phone, after the first block")),
    *((kind.value, kind.label) for kind in BlockKind if kind is not BlockKind.TEXT),
]


class People(models.TextChoices):
    """Whether somebody can be recognised on a picture."""

    NOBODY = "nobody", _("nobody can be recognised")
    AGREED = "agreed", _("people can be recognised, and agreed to be shown")


class CampaignPictureQuerySet(models.QuerySet["CampaignPicture"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those that are there, of campaigns that this viewer may see."""
        return self.exclude(file="").filter(published_to(viewer, prefix="campaign__"))


class CampaignPicture(UploadedFileRow, OrderedRow):
    """A picture on a campaign's page. What was uploaded is kept as a cleaned copy alone."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="pictures")
    place = models.CharField(
        _("place on the page"), max_length=20, choices=PLACES, default=BlockKind.STORY
    )
    file = OwnedFileField(
        _("picture"),
        help_text=_(
            "JPEG or PNG. The portal keeps a copy that says nothing of who took it, where and when."
        ),
    )
    # What follows is found in the file itself, and changes with it alone: no form asks for it.
    width = models.PositiveSmallIntegerField(_("width"), default=0, editable=False)
    height = models.PositiveSmallIntegerField(_("height"), default=0, editable=False)
    preview = models.TextField(_("preview"), blank=True, editable=False)
    alternative_text = models.CharField(
        _("what one sees"),
        max_length=250,
        help_text=_("For those who cannot see it. Names nobody who did not agree to it."),
    )
    credit = models.CharField(
        _("credit"), max_length=120, blank=True, help_text=_("Readers see it under the picture.")
    )
    people = models.CharField(
        _("people on it"),
        max_length=10,
        choices=People,
        blank=True,
        help_text=_("A face, clothes or a house can be enough to be recognised by."),
    )
    consent = models.TextField(
        _("consent"),
        blank=True,
        help_text=_("Who agreed, when, how, and to what. For the secretariat: on no page."),
    )

    objects = CampaignPictureQuerySet.as_manager()

    # The file stays as it is when an earlier state comes back, and does not come back itself; so
    # does what was said of the people on it.
    access_fields = AccessFields({"people": "", "consent": ""})
    # What is found in a file goes with the file, as does the consent.
    changed_together: ClassVar = ("file", "width", "height", "preview", "people", "consent")

    class Meta(OrderedRow.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.CheckConstraint(
                condition=Q(place__in=[value for value, _label in PLACES]),
                name="campaign_picture_place_known",
                violation_error_message=_("Choose where the picture stands."),
            ),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(place=OPENING),
                name="campaign_picture_one_opening",
                violation_error_message=_("Another picture stands under the opening."),
            ),
            models.CheckConstraint(
                condition=has_text("alternative_text"),
                name="campaign_picture_has_alternative_text",
                violation_error_message=_("Say what one sees on the picture."),
            ),
            models.CheckConstraint(
                condition=Q(file="")
                | Q(people=People.NOBODY)
                | Q(people=People.AGREED) & ~Q(consent=""),
                name="campaign_picture_shows_who_agreed",
                violation_error_message=_(
                    "Say whether people can be recognised. If they can, write who agreed, when "
                    "and how; without their consent, take another picture."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.alternative_text

    @property
    def sources(self) -> list[tuple[str, str]]:
        """For each format, the best first, its media type and where each width of it is."""
        return [(f"image/{form}", self._source_set(form)) for form in QUALITY]

    @property
    def address(self) -> str:
        """Where a browser gets it that chooses nothing: the middle width, as a JPEG."""
        widths = widths_of(self.width)
        return self._address(widths[min(1, len(widths) - 1)], "jpeg")

    def _source_set(self, form: str) -> str:
        widths = widths_of(self.width)
        return ", ".join(f"{self._address(width, form)} {width}w" for width in widths)

    def _address(self, width: int, form: str) -> str:
        return reverse("picture_file", args=[self.file.name, width, form])

    def take_in(self, upload: File) -> None:
        """Puts the cleaned and scaled copy in the place of a new file."""
        if CampaignPicture.objects.filter(pk=self.pk).exclude(file="").exists():
            raise RefusedFileError(
                _(
                    "A picture is not replaced by another: delete this one and add a new one, so "
                    "that it is asked anew who can be recognised on it."
                )
            )
        kind = detect_kind(upload, name=upload.name or "", size=upload.size)
        if not kind.is_picture:
            raise RefusedFileError(_("Choose a picture: JPEG or PNG."))
        kept = scaled(cleaned_copy(upload.read(), kind))
        self.file = ContentFile(kept.jpeg, name="picture")
        self.width, self.height, self.preview = kept.width, kept.height, kept.preview
