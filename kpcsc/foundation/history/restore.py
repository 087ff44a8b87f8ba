"""Bringing an earlier state of a record back."""

from dataclasses import replace
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import ForeignKey, ManyToManyField

from kpcsc.foundation.history.restoration import AccessFields, Restoration, build_restoration
from kpcsc.foundation.history.save_descriptions import RESTORED
from kpcsc.foundation.history.states import BEGINNING, ObjectDifference, snapshot
from kpcsc.foundation.history.stored_states import names_for_differences, present_states, states_of
from kpcsc.foundation.history.tracked_models import TrackedModel, tracked_models_of
from kpcsc.foundation.history.writing import write_differences
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
    StaleRecordError where the record changed since it was read, PublisherNeededError where the
    person may only propose that, ValidationError where the state no longer goes with the rest of
    the records.
    """
    done = plan_restoration(record, moment)
    kinds = tracked_models_of(type(record))
    root = (record._meta.label_lower, record.pk)
    record.version = record.with_values(done.target[root].values).advance(by=by).version
    changed = done.differences
    if root not in {difference.state.key for difference in changed}:
        changed.append(ObjectDifference(done.now[root], done.target[root], ()))
    write_differences(record, kinds, changed, by=by, reason=f"{RESTORED}{moment.isoformat()}")
    return done


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
