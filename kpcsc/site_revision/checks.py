"""What is said of public columns is true, and the database holds their triggers."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.core import checks
from django.core.checks import CheckMessage, Error
from django.db import connections

from kpcsc.foundation.site_revision import SiteRevision
from kpcsc.site_revision.columns import (
    PRIVATE_APPS,
    PRIVATE_COLUMNS,
    PRIVATE_INSERTS,
    PRIVATE_MODELS,
    is_private,
)
from kpcsc.site_revision.triggers import existing_triggers, trigger_names


def check_columns(**_: Any) -> list[CheckMessage]:
    """Each column that is said to be private exists, and the reason is given."""
    return [Error(f"kpcsc.site_revision.columns: {fault}.", id="kpcsc.E001") for fault in faults()]


def faults() -> Iterator[str]:
    """What is wrong with the names and reasons."""
    models = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    labels = {config.label for config in apps.get_app_configs()}
    for name, reason in (PRIVATE_APPS | PRIVATE_MODELS | PRIVATE_INSERTS).items():
        if name not in labels and name not in models:
            yield f"there is no {name}"
        if not reason:
            yield f"no reason is given for {name}"
    for label, reasons in PRIVATE_COLUMNS.items():
        model = models.get(label)
        if model is None or is_private(model):
            yield f"there is no {label}, or all of it is private"
            continue
        known = {field.attname for field in model._meta.concrete_fields}
        for column, reason in reasons.items():
            if column not in known:
                yield f"there is no {label}.{column}"
            if not reason:
                yield f"no reason is given for {label}.{column}"


def check_triggers(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Each table with a public column has its triggers.

    A warning, for `migrate` makes the missing ones, and does not run where a check fails.
    """
    return [
        checks.Warning(
            f"The trigger {missing} is missing: pages may be kept that are no longer true.",
            hint="Run manage.py migrate: it makes all triggers anew.",
            id="kpcsc.W002",
        )
        for alias in databases or ()
        for missing in missing_triggers(alias)
    ]


def missing_triggers(alias: str) -> list[str]:
    """The names of the triggers that the database lacks, once it has a site revision."""
    connection = connections[alias]
    if SiteRevision._meta.db_table not in connection.introspection.table_names():
        return []
    there = {name for name, _table in existing_triggers(connection)}
    return sorted(trigger_names(connection) - there)
