"""Bringing an earlier state of a record back."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import ForeignKey, ManyToManyField

from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.history.restoration import AccessFields, Restoration, build_restoration
from kpcsc.foundation.history.save_descriptions import RESTORED
from kpcsc.foundation.history.states import BEGINNING, Key, ObjectDifference, snapshot
from kpcsc.foundation.history.stored_states import names_for_differences, present_states, states_of
from kpcsc.foundation.history.tracked_models import TrackedModel, tracked_models_of
from kpcsc.foundation.versioned import Versioned


def plan_restoration(record: Versioned, moment: datetime) -> Restoration:
    """What bringing back the record's state at that moment would do.

    A model says what must not be opened in its `access_fields`.
    """
    kinds = tracked_models_of(type(record))
    states = states_of(record)
    older = {state.key for state in states if state.at == BEGINNING}
    known = {state.key for state in states} - older
    access_fields = {
        label: getattr(kind.model, "access_fields", AccessFields()) for label, kind in kinds.items()
    }
    planned = build_restoration(
        snapshot(states, moment),
        present_states(record),
        was_created=known.__contains__,
        access_fields=access_fields,
    )
    return _without_dangling_references(planned, kinds)


@transaction.atomic
def restore(*, record: Versioned, moment: datetime, by: AbstractBaseUser) -> Restoration:
    """Brings back texts and facts of a record and its parts as they were at that moment.

    Nothing is opened by it: status, visibility, listing and the like stay as they are, and a part
    that was removed comes back for the secretariat alone. Gives what was done. Raises
    StaleRecordError where the record changed since it was read, ValidationError where the state
    no longer goes with the rest of the records.
    """
    record.advance()
    done = plan_restoration(record, moment)
    kinds = tracked_models_of(type(record))
    root: Key = (record._meta.label_lower, record.pk)
    changed = {difference.state.key: difference for difference in done.differences}
    changed.setdefault(root, ObjectDifference(done.now[root], done.target[root], ()))
    reason = f"{RESTORED}{moment.isoformat()}"
    ranked = sorted(
        changed.values(), key=lambda one: (one.action != "removed", one.state.key != root)
    )
    for difference in ranked:
        kind = kinds[difference.state.kind]
        instance = _instance(record, kind, difference)
        set_author(instance, by, reason=reason)
        if difference.action == "removed":
            instance.delete()
        else:
            _write(instance, kind, difference)
    return done


def _instance(record: Versioned, kind: TrackedModel, difference: ObjectDifference) -> Any:
    pk = difference.state.pk
    if difference.action == "added":
        assert kind.parent is not None  # noqa: S101 (the record itself is there)
        return kind.model(pk=pk, **{kind.parent: record.pk})
    return kind.model._base_manager.get(pk=pk)


def _write(instance: Any, kind: TrackedModel, difference: ObjectDifference) -> None:
    values = difference.state.values
    for name in kind.columns:
        setattr(instance, name, values[name])
    # The values were checked when they were first saved; what they meet here may be new.
    instance.clean()
    instance.validate_unique()
    instance.validate_constraints()
    instance.save(force_insert=difference.action == "added")
    for field in kind.lists:
        if field.name in difference.names:
            getattr(instance, field.name).set(values[field.name])


def _without_dangling_references(
    planned: Restoration, kinds: dict[str, TrackedModel]
) -> Restoration:
    """Leaves out what points at objects that are no longer there."""
    names = names_for_differences(kinds, planned.differences)
    target = dict(planned.target)
    for difference in planned.differences:
        if difference.after is None:
            continue
        kind = kinds[difference.state.kind]
        present = difference.before.values if difference.before else {}
        values = dict(difference.after.values)
        for field in map(kind.field, difference.names):
            name, value, model = field.attname, values[field.attname], field.related_model
            if isinstance(field, ManyToManyField):
                values[name] = tuple(key for key in value if (model, key) in names)
            elif isinstance(field, ForeignKey) and value and (model, value) not in names:
                values[name] = present.get(name)
                if values[name] is None and not field.null:
                    del target[difference.state.key]
                    break
        else:
            target[difference.state.key] = replace(difference.after, values=values)
    return replace(planned, target=target)
