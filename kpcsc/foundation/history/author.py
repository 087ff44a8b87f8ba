"""Who made a change, as simple-history is told."""

from typing import Any

from django.db.models import Model


def set_author[Record: Model](record: Record, by: Any, *, reason: str | None = None) -> Record:
    """Has history say who saves or deletes this record next, and why; gives the record back."""
    changed: Any = record
    changed._history_user = by
    if reason is not None:
        changed._change_reason = reason
    return record
