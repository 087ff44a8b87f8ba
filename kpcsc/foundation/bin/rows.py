"""The rows that are deleted with a record, as JSON keeps them, and as rows again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, cast

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Field, Model
from django.db.models.deletion import Collector

from kpcsc.foundation.history.tracked_models import mirrored_columns
from kpcsc.foundation.stored_values import plain_value
from kpcsc.foundation.versioned import Versioned

type Row = dict[str, Any]


def rows_deleted_with(record: Model) -> tuple[list[Row], list[Row]]:
    """The rows that deleting a record deletes, itself first, and the links that this empties.

    What follows its record by itself, as entries of the search do, is left out. Raises
    ProtectedError where something stands in the way.
    """
    collector = Collector(using=DEFAULT_DB_ALIAS, origin=record)
    collector.collect([record])
    keys: defaultdict[type[Model], set[Any]] = defaultdict(set)
    keys[type(record)].add(record.pk)
    for model, instances in collector.data.items():
        keys[model] |= {one.pk for one in instances}
    for rows in collector.fast_deletes:
        keys[rows.model] |= {one.pk for one in rows}
    # By name, for translations build on proposals, and these on the bin.
    reviews: Any = apps.get_model("foundation.TranslationReview")
    keys[reviews] |= set(reviews.objects.below(record).values_list("pk", flat=True))
    kept = [
        {"model": model._meta.label_lower, "values": values}
        for model, own in keys.items()
        if not getattr(model, "follows_record", False)
        for values in _values_of(model, own)
    ]
    links = [
        {
            "model": field.model._meta.label_lower,
            "column": field.attname,
            "value": plain_value(value),
            "keys": [plain_value(key) for key in pointing],
        }
        for (field, value), pointing in _emptied(collector).items()
        if not getattr(field.model, "follows_record", False)
    ]
    return kept, links


def records_losing_link(record: Model) -> list[Versioned]:
    """The records that stay, and would no longer lead to this one."""
    collector = Collector(using=DEFAULT_DB_ALIAS, origin=record)
    collector.collect([record])
    groups: Iterable[Any] = chain.from_iterable(collector.field_updates.values())
    return [row for rows in groups for row in rows if isinstance(row, Versioned)]


def instance_of(row: Mapping[str, Any]) -> Any:
    """The row as an object that is not stored yet."""
    model: Any = apps.get_model(row["model"])
    columns = _columns(model)
    values = {
        name: columns[name].to_python(value)
        for name, value in row["values"].items()
        if name in columns
    }
    return model(**values | getattr(model, "reset_from_bin", {}))


def pointing_columns(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of a model that name rows of others."""
    return [field for field in model._meta.concrete_fields if field.is_relation]


def _values_of(model: type[Model], keys: Iterable[Any]) -> list[Row]:
    names = [*_columns(model)]
    rows = model._base_manager.filter(pk__in=list(keys)).order_by("pk").values(*names)
    return [{name: plain_value(value) for name, value in row.items()} for row in rows]


def _columns(model: type[Model]) -> dict[str, Field[Any, Any]]:
    """The columns by name, but for those that stand for the columns of each language."""
    mirrored = mirrored_columns(model)
    return {
        field.attname: field for field in model._meta.concrete_fields if field.name not in mirrored
    }


def _emptied(collector: Collector) -> dict[tuple[Field[Any, Any], Any], list[Any]]:
    """The rows that stay and lose a link, by the column and what it named."""
    found: defaultdict[tuple[Field[Any, Any], Any], list[Any]] = defaultdict(list)
    for (field, _value), groups in collector.field_updates.items():
        for rows in groups:
            for row in cast(Iterable[Model], rows):
                stored = type(row)._base_manager.filter(pk=row.pk)
                former = stored.values_list(field.attname, flat=True).get()
                found[field, former].append(row.pk)
    return found
