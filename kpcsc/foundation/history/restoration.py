"""What bringing back an earlier state makes of the present one, without opening anything."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kpcsc.foundation.history.states import (
    Key,
    ObjectDifference,
    ObjectState,
    Snapshot,
    differences,
)


@dataclass(frozen=True)
class AccessFields:
    """The fields of a model that decide who sees an object, each with its strictest value.

    Restoring one of the `revealing` fields would show what is not shown now: the access fields
    then take their strictest values. To `growing` texts restoring adds lines, and takes none away:
    names that the portal no longer knows would be readable where they are hidden.
    """

    strictest: Mapping[str, Any] = field(default_factory=dict)
    revealing: Collection[str] = ()
    growing: Collection[str] = ()


@dataclass(frozen=True)
class Restoration:
    """The present, what it would become, and which access of then is not restored."""

    now: Snapshot
    target: Snapshot
    not_restored: tuple[ObjectDifference, ...]

    @property
    def differences(self) -> list[ObjectDifference]:
        """What it changes."""
        return differences(self.now, self.target)


def build_restoration(
    then: Snapshot,
    now: Snapshot,
    *,
    was_created: Callable[[Key], bool],
    access_fields: Mapping[str, AccessFields],
) -> Restoration:
    """The texts and facts of `then`, with the access of `now`.

    What was removed since comes back under the strictest access. What was added since is removed
    if history saw that it `was_created`; what history does not know stays.
    """
    target = {key: state for key, state in now.items() if key not in then and not was_created(key)}
    not_restored = []
    for key, state in then.items():
        fields = access_fields.get(state.kind, AccessFields())
        present = now.get(key)
        values = {**state.values, **_access_values(state, present, fields)}
        if present is not None:
            values |= {name: _lines_of_both(present, state, name) for name in fields.growing}
        restored = replace(state, values=values)
        target[key] = restored
        names = tuple(
            name for name in fields.strictest if state.values[name] != restored.values[name]
        )
        if names:
            not_restored.append(ObjectDifference(state, restored, names))
    return Restoration(now, target, tuple(not_restored))


def _lines_of_both(present: ObjectState, then: ObjectState, name: str) -> str:
    lines = [*(present.values[name] or "").splitlines(), *(then.values[name] or "").splitlines()]
    return "\n".join(dict.fromkeys(lines))


def _access_values(
    state: ObjectState, present: ObjectState | None, fields: AccessFields
) -> Mapping[str, Any]:
    if present is None or any(
        state.values[name] != present.values[name] for name in fields.revealing
    ):
        return fields.strictest
    return {name: present.values[name] for name in fields.strictest}
