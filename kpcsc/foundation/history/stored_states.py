"""Reading what history keeps of a record, and the names of what it points at."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import models
from django.db.models import ForeignKey, ManyToManyField, QuerySet

from kpcsc.foundation.history.states import Key, ObjectDifference, ObjectState, with_initial_states
from kpcsc.foundation.history.tracked_models import Names, TrackedModel, tracked_models_of

FACTS = ("history_id", "history_date", "history_user_id", "history_change_reason", "history_type")


def states_of(record: models.Model) -> list[ObjectState]:
    """All states of a record and its parts that history keeps, in order of time.

    Asks once for each kind of object and once for each list of other objects in it.
    """
    return with_initial_states(
        state
        for kind in tracked_models_of(type(record)).values()
        for state in kept_states(
            kind, kind.history._default_manager.filter(**{kind.owner: record.pk})
        )
    )


def kept_states(kind: TrackedModel, rows: QuerySet[Any]) -> Iterator[ObjectState]:
    """The states in some of a kind's historical rows."""
    pk = kind.model._meta.pk.attname
    is_record = kind.parent is None and "version" in {f.name for f in kind.model._meta.fields}
    in_order = rows.order_by("history_date", "history_id")
    lists = {field.attname: _kept_list(kind, field, rows) for field in kind.lists}
    version = ["version"] if is_record else []
    for row in in_order.values(pk, *kind.columns, *version, *FACTS):
        listed = {name: tuple(kept[row["history_id"]]) for name, kept in lists.items()}
        yield ObjectState(
            kind=kind.label,
            pk=row[pk],
            values={name: row[name] for name in kind.columns} | listed,
            at=row["history_date"],
            by=row["history_user_id"],
            reason=row["history_change_reason"] or "",
            is_first=row["history_type"] == "+",
            is_gone=row["history_type"] == "-",
            version=row.get("version"),
            history_id=row["history_id"],
        )


def present_states(
    record: models.Model, kinds: Mapping[str, TrackedModel] | None = None
) -> dict[Key, ObjectState]:
    """What the tables hold of a record and its parts now, whether or not history knows of it.

    Of each kind of object the columns that history keeps, unless other `kinds` are given.
    """
    present = {}
    for kind in (kinds or tracked_models_of(type(record))).values():
        rows = kind.model._base_manager.filter(**{kind.owner: record.pk})
        lists = {field.attname: _present_list(field, rows) for field in kind.lists}
        for row in rows.values("pk", *kind.columns):
            key = row.pop("pk")
            listed = {name: tuple(now[key]) for name, now in lists.items()}
            present[kind.label, key] = ObjectState(kind.label, key, row | listed)
    return present


def names_for_differences(
    kinds: Mapping[str, TrackedModel], found: Iterable[ObjectDifference]
) -> Names:
    """What the objects are called that these differences point at: one query a model."""
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for difference in found:
        kind = kinds[difference.state.kind]
        for state in filter(None, (difference.before, difference.after)):
            for name in {*difference.names, *kind.title_columns}:
                field = kind.field(name)
                if isinstance(field, ForeignKey | ManyToManyField):
                    value = state.values[name]
                    several = isinstance(field, ManyToManyField)
                    wanted[_related(field)].update(value if several else [value])
    return names_of(wanted)


def names_of(wanted: Mapping[type[models.Model], Iterable[Any]]) -> Names:
    """What these objects are called; those that are gone have no name."""
    return {
        (model, pk): str(one)
        for model, keys in wanted.items()
        for pk, one in model._base_manager.in_bulk([key for key in keys if key is not None]).items()
    }


def _related(field: Any) -> type[models.Model]:
    return field.related_model


def _kept_list(kind: TrackedModel, field: Any, rows: QuerySet[Any]) -> dict[int, list[Any]]:
    """What each historical row's list of other objects held."""
    kept: dict[int, list[Any]] = defaultdict(list)
    other = f"{field.m2m_reverse_field_name()}_id"
    through = getattr(kind.history, field.name).model
    held = through._default_manager.filter(history__in=rows.order_by().values("pk"))
    for history_id, key in held.order_by(other).values_list("history_id", other):
        kept[history_id].append(key)
    return kept


def _present_list(field: Any, rows: QuerySet[Any]) -> dict[Any, list[Any]]:
    own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    present: dict[Any, list[Any]] = defaultdict(list)
    held = field.remote_field.through._base_manager.filter(**{f"{own}__in": rows.values("pk")})
    for key, value in held.order_by(other).values_list(own, other):
        present[key].append(value)
    return present
