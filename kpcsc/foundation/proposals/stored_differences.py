"""Differences between two states of a record, as JSON keeps them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ManyToManyField

from kpcsc.foundation.history.states import Key, ObjectDifference, ObjectState
from kpcsc.foundation.history.tracked_models import TrackedModel
from kpcsc.foundation.history.writing import Kinds, with_keys
from kpcsc.foundation.stored_values import plain_value


def encode(found: Iterable[ObjectDifference]) -> list[dict[str, Any]]:
    """The differences as lists, dictionaries and plain values."""
    return [
        {
            "kind": one.state.kind,
            "key": one.state.pk,
            "before": _encoded(one.before),
            "after": _encoded(one.after),
            "names": list(one.names),
        }
        for one in found
    ]


def decode(stored: Iterable[Mapping[str, Any]], kinds: Kinds) -> list[ObjectDifference]:
    """The differences that were encoded.

    Where the code was changed since: kinds and columns that are no more are left out, and columns
    that are new, or no longer hold such a value, say what they say of a new object.
    """
    return [
        ObjectDifference(
            _decoded(one["before"], one, kinds),
            _decoded(one["after"], one, kinds),
            tuple(name for name in one["names"] if name in _names(kinds[one["kind"]])),
        )
        for one in stored
        if one["kind"] in kinds
    ]


def with_provisional_keys(
    found: Iterable[ObjectDifference], kinds: Kinds
) -> list[ObjectDifference]:
    """The differences, each new part under a key below zero, which no row has.

    A key that the database gave in a transaction that is undone goes to another row later.
    """
    found = list(found)
    taken = [one.state.pk for one in found if isinstance(one.state.pk, int) and one.state.pk < 0]
    lowest = min(taken, default=0)
    keys: dict[Key, int] = {}
    for one in found:
        if one.action == "added" and one.state.pk > 0:
            lowest -= 1
            keys[one.state.key] = lowest
    return [_rekeyed(one, kinds, keys) for one in found]


def _rekeyed(one: ObjectDifference, kinds: Kinds, keys: Mapping[Key, int]) -> ObjectDifference:
    if one.after is None:
        return one
    state = with_keys(one.after, kinds[one.after.kind], kinds, keys)
    key = keys.get(one.after.key, one.after.pk)
    return ObjectDifference(one.before, ObjectState(state.kind, key, state.values), one.names)


def _encoded(state: ObjectState | None) -> dict[str, Any] | None:
    return {name: plain_value(value) for name, value in state.values.items()} if state else None


def _decoded(
    values: Mapping[str, Any] | None, one: Mapping[str, Any], kinds: Kinds
) -> ObjectState | None:
    if values is None:
        return None
    kind = kinds[one["kind"]]
    read = {name: _read(kind, name, values) for name in _names(kind)}
    return ObjectState(one["kind"], one["key"], read)


def _names(kind: TrackedModel) -> list[str]:
    return [field.attname for field in (*kind.fields, *kind.lists)]


def _read(kind: TrackedModel, name: str, values: Mapping[str, Any]) -> Any:
    field = kind.field(name)
    is_list = isinstance(field, ManyToManyField)
    try:
        value = values[name]
        if is_list:
            other: Any = field.related_model
            return tuple(other._meta.pk.to_python(key) for key in value)
        return field.to_python(value)
    except (KeyError, ValidationError):
        return () if is_list else field.get_default()
