"""Notes on what was done about a record without changing it: letters sent, links withdrawn."""

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model


def log_action(record: Model, what: str, *, by: Any) -> None:
    """Notes that somebody did something about a record that leaves no trace in its own history.

    `what` is marked with `gettext_noop`: whoever reads it does so in their own language.
    """
    LogEntry.objects.log_actions(
        by.pk,
        type(record)._default_manager.filter(pk=record.pk),
        CHANGE,
        change_message=[{"changed": {"fields": [what]}}],
        single_object=True,
    )
