"""What is published, when and to whom: the ground of campaigns, meetings and their parts."""

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.history.restoration import AccessFields
from kpcsc.foundation.versioned import Versioned
from kpcsc.foundation.viewer import Viewer


class Visibility(models.TextChoices):
    PUBLIC = "public", _("everyone")
    MEMBERS = "members", _("members")
    STAFF = "staff", _("the secretariat")


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


def visibilities_shown_to(viewer: Viewer) -> list[Visibility]:
    """The visibilities whose rows this viewer may see."""
    if viewer.is_staff:
        return list(Visibility)
    return [Visibility.PUBLIC, Visibility.MEMBERS] if viewer.is_member else [Visibility.PUBLIC]


def shown_to(viewer: Viewer, *, prefix: str = "") -> Q:
    """The condition on a row's own `visibility`, reached by `prefix`."""
    if viewer.is_staff:
        return Q()
    return Q(**{f"{prefix}visibility__in": visibilities_shown_to(viewer)})


def published_to(viewer: Viewer, *, prefix: str = "") -> Q:
    """The condition on a record's status, clock and visibility, reached by `prefix`.

    Publication is a fact of the clock: a scheduled record appears without any job running.
    """
    if viewer.is_staff:
        return Q()
    return shown_to(viewer, prefix=prefix) & Q(
        **{f"{prefix}status": Status.PUBLISHED, f"{prefix}publish_at__lte": Now()}
    )


class PublicationQuerySet[Record: models.Model](models.QuerySet[Record]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The records that this viewer may know of."""
        return self.filter(published_to(viewer))

    def visible_once_published_to(self, viewer: Viewer) -> Self:
        """The records that this viewer may know of once they are published."""
        return self.filter(shown_to(viewer))


class PublishableRecord(Versioned):
    """A record that passes from draft to published."""

    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status,
        default=Status.DRAFT,
        help_text=_("Readers see nothing before it is published, or once it is withdrawn."),
    )
    publish_at = models.DateTimeField(
        _("publish at"),
        null=True,
        blank=True,
        help_text=_("A published record appears from this moment on; at once if left empty."),
    )
    visibility = models.CharField(
        _("who may see it"),
        max_length=20,
        choices=Visibility,
        default=Visibility.STAFF,
        help_text=_("Once it is published."),
    )

    # Every change of status is a step, taken by `take_step`.
    publication_steps: Any

    access_fields = AccessFields(
        {"status": Status.DRAFT, "publish_at": None, "visibility": Visibility.STAFF}
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(publish_at__isnull=False),
                name="%(class)s_published_from_a_moment",
                violation_error_message=_("Say from when it is published."),
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values) & Q(status__in=Status.values),
                name="%(class)s_visibility_and_status_known",
                violation_error_message=_("Choose a status and who may see the record."),
            ),
        ]

    def clean(self) -> None:
        """A record published without a moment is published now."""
        super().clean()
        if self.status == Status.PUBLISHED and self.publish_at is None:
            self.publish_at = timezone.now()

    @property
    def is_published(self) -> bool:
        """Whether readers see it, or will from a moment that is set."""
        return self.status == Status.PUBLISHED

    @property
    def as_published(self) -> dict[str, Any]:
        """The columns that make it published, for a preview: a moment ago, for the database's own
        clock may count in longer steps than ours."""
        return {"status": Status.PUBLISHED, "publish_at": timezone.now() - timedelta(minutes=1)}

    @property
    def is_scheduled(self) -> bool:
        """Whether it is published, and its moment still to come."""
        return (
            self.status == Status.PUBLISHED
            and self.publish_at is not None
            and self.publish_at > timezone.now()
        )

    @property
    def is_public(self) -> bool:
        """Whether anyone may see it now."""
        return (
            self.status == Status.PUBLISHED
            and self.visibility == Visibility.PUBLIC
            and self.publish_at is not None
            and self.publish_at <= timezone.now()
        )


class OrderedRow(models.Model):
    """A part with a place in its parent's order."""

    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
