"""Writing differences of a record and its parts to the database."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field, FileField, ForeignKey, Model
from django.utils.translation import gettext as _

from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.history.states import Key, ObjectDifference, ObjectState
from kpcsc.foundation.history.tracked_models import TrackedModel

type Kinds = Mapping[str, TrackedModel]


def write_differences(
    record: Model,
    kinds: Kinds,
    found: Iterable[ObjectDifference],
    *,
    by: AbstractBaseUser,
    reason: str,
) -> None:
    """Saves each object as it is after its difference, checked, with a state in its history.

    A part whose key is below zero has none yet, and gets one. Raises ValidationError where the
    objects no longer go with the rest of the records: by `clean`, or by a model's
    `clean_list(name)` where one of its lists of links would change.
    """
    new_keys: dict[Key, Any] = {}
    for difference in in_order_of_writing(record, kinds, found):
        kind = kinds[difference.state.kind]
        state = with_keys(difference.state, kind, kinds, new_keys)
        if difference.action == "added":
            instance = kind.model(pk=None if state.pk < 0 else state.pk)
            setattr(instance, kind.owner, record.pk)
        else:
            instance = kind.model._base_manager.get(pk=state.pk)
        set_author(instance, by, reason=reason)
        if difference.action == "removed":
            instance.delete()
        else:
            _save(instance, kind, state, difference)
            _delete_replaced_files(kind, difference)
            new_keys[difference.state.key] = instance.pk


def overwrite(record: Model, kinds: Kinds, found: Iterable[ObjectDifference]) -> None:
    """Makes the rows say the same, unchecked and without a trace in history.

    For a transaction that is undone. Raises IntegrityError where the rows do not go together.
    """
    for difference in in_order_of_writing(record, kinds, found):
        state, kind = difference.state, kinds[difference.state.kind]
        rows = kind.model._base_manager.filter(pk=state.pk)
        columns = {name: state.values[name] for name in kind.columns}
        if difference.action == "removed":
            rows.delete()
        elif difference.action == "added":
            columns |= {kind.owner: record.pk, "pk": state.pk}
            kind.model._base_manager.bulk_create([kind.model(**columns)])
        else:
            rows.update(**{name: columns[name] for name in difference.names if name in columns})
        lists = [] if difference.action == "removed" else kind.lists
        for field in lists:
            if field.attname in difference.names:
                _overwrite_list(field, state)


def in_order_of_writing(
    record: Model, kinds: Kinds, found: Iterable[ObjectDifference]
) -> list[ObjectDifference]:
    """What goes first, then the record itself, then parts before those that point at them."""
    root: Key = (record._meta.label_lower, record.pk)

    def place(one: ObjectDifference) -> tuple[bool, bool, bool]:
        points = bool(_pointing(kinds[one.state.kind], kinds))
        return one.action != "removed", one.state.key != root, points

    return sorted(found, key=place)


def with_keys(
    state: ObjectState, kind: TrackedModel, kinds: Kinds, keys: Mapping[Key, Any]
) -> ObjectState:
    """The state, which points at other parts of the record by their new `keys`."""
    values = dict(state.values)
    for field in _pointing(kind, kinds):
        other: Any = field.related_model
        at = (other._meta.label_lower, values[field.attname])
        values[field.attname] = keys.get(at, at[1])
    return replace(state, values=values)


def _pointing(kind: TrackedModel, kinds: Kinds) -> list[Field[Any, Any]]:
    """The columns that point at other parts of the record."""
    return [
        field
        for field in kind.fields
        if isinstance(field, ForeignKey) and field.related_model._meta.label_lower in kinds
    ]


def _save(
    instance: Any, kind: TrackedModel, state: ObjectState, difference: ObjectDifference
) -> None:
    for name in kind.columns:
        setattr(instance, name, state.values[name])
    _drop_lost_links(instance, kind, difference)
    _require_files(instance, kind, difference)
    # The values were checked when they were first saved; what they meet here may be new.
    instance.clean()
    instance.validate_unique()
    instance.validate_constraints()
    instance.save(force_insert=difference.action == "added")
    for field in kind.lists:
        if field.name in difference.names:
            if hasattr(instance, "clean_list"):
                instance.clean_list(field.name)
            others: Any = field.related_model
            there = others._base_manager.filter(pk__in=state.values[field.name])
            getattr(instance, field.name).set(there)


def _drop_lost_links(instance: Any, kind: TrackedModel, difference: ObjectDifference) -> None:
    """Empties the links to what was deleted meanwhile; raises ValidationError for one that the
    object cannot be without."""
    for field in kind.fields:
        if not isinstance(field, ForeignKey) or field.attname not in difference.names:
            continue
        key, others = getattr(instance, field.attname), field.related_model
        if key is None or others._base_manager.filter(pk=key).exists():
            continue
        if not field.null:
            name = field.verbose_name
            raise ValidationError(_("%(name)s: what it names was deleted.") % {"name": name})
        setattr(instance, field.attname, None)


def _require_files(instance: Any, kind: TrackedModel, difference: ObjectDifference) -> None:
    """Raises ValidationError for what would come back without its file."""
    for field in kind.fields:
        if isinstance(field, FileField) and field.attname in difference.names:
            file = getattr(instance, field.attname)
            if file and not file.storage.exists(file.name):
                raise ValidationError(
                    _("%(name)s: its file was deleted meanwhile, so it cannot come back.")
                    % {"name": instance}
                )


def _delete_replaced_files(kind: TrackedModel, difference: ObjectDifference) -> None:
    """Deletes, once that is committed, the files in whose place others stand."""
    before = difference.before.values if difference.before else {}
    for field in kind.fields:
        if not isinstance(field, FileField) or field.attname not in difference.names:
            continue
        if name := before.get(field.attname):
            transaction.on_commit(partial(field.storage.delete, name))


def _overwrite_list(field: Any, state: ObjectState) -> None:
    own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    through = field.remote_field.through
    through._base_manager.filter(**{own: state.pk}).delete()
    through._base_manager.bulk_create(
        [through(**{own: state.pk, other: key}) for key in state.values[field.attname]]
    )
