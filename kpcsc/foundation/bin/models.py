"""Records that were deleted, and can be brought back for a while."""

from collections.abc import Iterator
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = settings.RETENTION["deleted_records"]


class DeletedRecordQuerySet(models.QuerySet["DeletedRecord"]):
    def restorable(self) -> Self:
        """Those that can still be brought back, whether or not anything has emptied the bin."""
        return self.filter(deleted_at__gt=timezone.now() - KEPT)

    def expired(self) -> Self:
        """Those whose time in the bin is over."""
        return self.filter(deleted_at__lte=timezone.now() - KEPT)


class DeletedRecord(models.Model):
    """A deleted record with all that was deleted with it: its rows as they were, in no table.

    So no query and no page can find them. `links` are the columns of other rows that pointed at
    them and were emptied.
    """

    model = models.CharField(_("model"), max_length=100)
    record_id = models.PositiveBigIntegerField(_("record"))
    title = models.CharField(_("title"), max_length=250)
    was_published = models.BooleanField(_("readers saw it"))
    rows = models.JSONField(_("rows"))
    links = models.JSONField(_("links"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("deleted by"),
    )
    deleted_at = models.DateTimeField(_("deleted at"), default=timezone.now)

    objects = DeletedRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("deleted record")
        verbose_name_plural = _("bin")
        ordering = ["-deleted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "record_id"],
                name="deleted_record_once",
                violation_error_message=_("This record is in the bin already."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def record_model(self) -> type[models.Model]:
        """The model of the record."""
        return apps.get_model(self.model)

    @property
    def kind(self) -> str:
        """What kind of record it is, for people."""
        return str(self.record_model._meta.verbose_name)

    @property
    def gone_on(self) -> Any:
        """The moment from which it cannot be brought back."""
        return self.deleted_at + KEPT

    def file_names(self) -> Iterator[str]:
        """The files that its rows name."""
        for row in self.rows:
            for field in apps.get_model(row["model"])._meta.concrete_fields:
                if isinstance(field, models.FileField) and (name := row["values"][field.attname]):
                    yield name
