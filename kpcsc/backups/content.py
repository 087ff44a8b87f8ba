"""What a database holds, as counts and sums: two that hold the same have the same."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db.models import Model

DIGESTS = 2**256


@dataclass(frozen=True)
class TableContent:
    """How many rows a table has, and a digest of them, in hexadecimal: the sum of each row's own,
    for databases put rows, and even keys, in orders of their own."""

    rows: int
    digest: str


def stored_models() -> list[type[Model]]:
    """The models that have a table, those between two others among them."""
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.managed and not model._meta.proxy]


def database_content(using: str) -> dict[str, TableContent]:
    """What each model's table holds in a database, by the model's label.

    The same for the same rows on SQLite and on PostgreSQL: the values are those of Python. Indexes
    of texts are left out, because they are made from the rows.
    """
    return {model._meta.label: table_content(model, using) for model in stored_models()}


def table_content(model: type[Model], using: str) -> TableContent:
    """What one table holds."""
    total = number = 0
    columns = [field.attname for field in model._meta.concrete_fields]
    for row in model._base_manager.using(using).order_by().values_list(*columns).iterator():
        text = json.dumps([_comparable(value) for value in row], sort_keys=True)
        total += int.from_bytes(hashlib.sha256(text.encode()).digest())
        number += 1
    return TableContent(number, f"{total % DIGESTS:064x}")


def _comparable(value: Any) -> Any:
    """A value as JSON can hold it, and as every database gives it back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, dict | list | str | int | float | bool | None):
        return value
    return str(value)


def differences(
    one: dict[str, TableContent], other: dict[str, TableContent]
) -> dict[str, tuple[int, int]]:
    """The tables that differ, each with its number of rows here and there."""
    nothing = TableContent(0, "")
    return {
        label: (one.get(label, nothing).rows, other.get(label, nothing).rows)
        for label in sorted(one.keys() | other.keys())
        if one.get(label) != other.get(label)
    }
