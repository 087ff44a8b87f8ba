"""Records that two people may edit at once: a number says which state of the record was edited."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from typing import Any, Self

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class StaleRecordError(Exception):
    """Somebody else changed the record since it was read."""


class PublisherNeededError(PermissionDenied):
    """Readers see the record: whoever may not publish proposes a change to it."""


# The keys of the records whose working copies are written, with the state of the proposal.
_working_copies: ContextVar[dict[tuple[str, Any], str]] = ContextVar("working_copies")


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

    @property
    def is_published(self) -> bool:
        """Whether readers see it, or will from a moment that is set."""
        return False

    @property
    def as_published(self) -> dict[str, Any]:
        """The columns that make it published, for a preview; none of what is not published."""
        return {}

    @property
    def publish_permission(self) -> str:
        """What it takes to change it once it is published."""
        return f"{self._meta.app_label}.publish_{self._meta.model_name}"

    @property
    def change_permission(self) -> str:
        """What it takes to change it as long as no reader sees it."""
        return f"{self._meta.app_label}.change_{self._meta.model_name}"

    @property
    def is_working_copy(self) -> bool:
        """Whether what is written now becomes a proposed change."""
        return (self._meta.label_lower, self.pk) in _working_copies.get({})

    @property
    def edited_state(self) -> str:
        """What tells whether a form shows the record, or its working copy, as it is now."""
        proposed = _working_copies.get({}).get((self._meta.label_lower, self.pk), "")
        return f"{self.version}{proposed}"

    def needs_publisher(self, by: Any) -> bool:
        """Whether this person can only propose a change: readers see the record as it is stored, or
        would see it as it is about to be. `by` is None where a command acts."""
        if by is None or by.has_perm(self.publish_permission):
            return False
        stored = type(self)._base_manager.filter(pk=self.pk).first()
        return self.is_published or (stored is not None and stored.is_published)

    def with_values(self, values: Mapping[str, Any]) -> Self:
        """A copy that says this in its columns, not saved; its lists are left as they are."""
        changed = copy(self)
        for field in self._meta.concrete_fields:
            if field.attname in values:
                setattr(changed, field.attname, values[field.attname])
        return changed

    def advance(self, *, by: Any) -> Self:
        """Says that this person changes the record now, from the version that was read.

        Raises PublisherNeededError where the person may only propose that, and this is no working
        copy; StaleRecordError as `advance_version` does.
        """
        if not self.is_working_copy and self.needs_publisher(by):
            raise PublisherNeededError(self)
        return self.advance_version()

    def advance_version(self) -> Self:
        """The same for what readers do not see, or what a person has a right to change at once.

        The write is conditional, so of two that started from one version only the first succeeds.
        Raises StaleRecordError for the second; call it in the transaction that changes the record.
        """
        unchanged = type(self)._base_manager.filter(pk=self.pk, version=self.version)
        if not unchanged.update(version=F("version") + 1):
            raise StaleRecordError(self)
        self.version += 1
        return self


@contextmanager
def as_working_copy(record: Versioned, proposed: str = "") -> Iterator[None]:
    """Has this record be one whose changes are kept as a proposal, in the state `proposed`."""
    key = (record._meta.label_lower, record.pk)
    token = _working_copies.set({**_working_copies.get({}), key: proposed})
    try:
        yield
    finally:
        _working_copies.reset(token)


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
