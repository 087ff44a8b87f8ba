"""The page that asks before a record is deleted, in the words of people."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.utils.text import capfirst


class ReadableDeletion:
    """For a ModelAdmin: the rows that only join two tables go unmentioned, for nobody wrote them.

    Django would list each as an “object” of the table's own name, in English.
    """

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        deleted, counts, permissions, protected = super().get_deleted_objects(  # type: ignore[misc]
            objs, request
        )
        every_model = apps.get_models(include_auto_created=True)
        joining = [model._meta for model in every_model if model._meta.auto_created]
        names = tuple(f"{capfirst(options.verbose_name)}: " for options in joining)
        plurals = {options.verbose_name_plural for options in joining}
        kept = {name: number for name, number in counts.items() if name not in plurals}
        return without(deleted, names), kept, permissions, protected


def without(nested: Iterable[Any], beginnings: tuple[str, ...]) -> list[Any]:
    """The nested list without the texts that begin so, nor lists left empty by that."""
    kept = []
    for item in nested:
        if isinstance(item, list):
            if inner := without(item, beginnings):
                kept.append(inner)
        elif not str(item).startswith(beginnings):
            kept.append(item)
    return kept
