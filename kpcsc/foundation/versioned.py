"""Records that two people may edit at once: a number says which state of the record was edited."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class StaleRecordError(Exception):
    """Somebody else changed the record since it was read."""


class VersionField(models.PositiveIntegerField):
    """A number that saving leaves alone, however old the object saved: only `advance` moves it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": 1, "editable": False} | kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return super().pre_save(model_instance, add) if add else F(self.attname)


class Versioned(models.Model):
    """A root record with its parts, whose version each change advances, whatever way it came."""

    version = VersionField(_("version"))

    class Meta:
        abstract = True

    def advance(self) -> Self:
        """Says that the record changes now, from the version that was read.

        The write is conditional, so of two that started from one version only the first succeeds.
        Raises StaleRecordError for the second; call it in the transaction that changes the record.
        """
        unchanged = type(self)._base_manager.filter(pk=self.pk, version=self.version)
        if not unchanged.update(version=F("version") + 1):
            raise StaleRecordError(self)
        self.version += 1
        return self


def records_of(rows: Iterable[models.Model]) -> set[Versioned]:
    """The records that these rows are, or that they are parts of."""
    records: set[Versioned] = set()
    for row in rows:
        if isinstance(row, Versioned):
            records.add(row)
            continue
        for field in row._meta.fields:
            if field.remote_field and field.remote_field.on_delete is models.CASCADE:
                whole = getattr(row, field.name)
                records.update([whole] if isinstance(whole, Versioned) else [])
    return records
