"""A proposed change against the record as it is now: what it does, and what a person decides."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kpcsc.foundation.history.states import Key, ObjectDifference, ObjectState, Snapshot


@dataclass(frozen=True)
class Conflict:
    """Something that was changed both in the record and in the proposal, since that began.

    `present` and `proposed` are the object on either side, None where it is removed there; `name`
    is the column in which they differ, empty where one side removed the object.
    """

    key: Key
    present: ObjectState | None
    proposed: ObjectState | None
    name: str = ""

    @property
    def code(self) -> str:
        """What tells it from others in a form."""
        return "-".join(map(str, filter(None, [*self.key, self.name])))


@dataclass(frozen=True)
class Merge:
    """What a proposal does to the present record, and what it leaves to a person to decide."""

    differences: tuple[ObjectDifference, ...]
    conflicts: tuple[Conflict, ...]


def merge(
    proposed: Iterable[ObjectDifference],
    present: Snapshot,
    taken: Collection[str] = (),
    *,
    together: Mapping[str, Sequence[str]] | None = None,
) -> Merge:
    """The proposal on the present record; of the conflicts, those `taken` by code as proposed.

    What only the proposal changed is as proposed, what only the record changed stays. `together`
    are the columns, by kind of object, that are decided on as one, named by the first.
    """
    differences: list[ObjectDifference] = []
    conflicts: list[Conflict] = []
    for one in proposed:
        group = (together or {}).get(one.state.kind, ())
        found = _merge_object(one, present.get(one.state.key), taken, group)
        differences += found.differences
        conflicts += found.conflicts
    return Merge(tuple(differences), tuple(conflicts))


def _merge_object(
    one: ObjectDifference, now: ObjectState | None, taken: Collection[str], group: Sequence[str]
) -> Merge:
    if one.after is None:
        return _merge_removal(one, now, taken)
    if one.before is None:
        return Merge((one,), ())
    if now is None:
        conflict = Conflict(one.state.key, None, one.after)
        back = replace(one, before=None, names=tuple(one.after.values))
        return Merge((back,) if conflict.code in taken else (), (conflict,))
    return _merge_values(one, now, taken, group)


def _merge_removal(one: ObjectDifference, now: ObjectState | None, taken: Collection[str]) -> Merge:
    if now is None or one.before is None:
        return Merge((), ())
    removed = ObjectDifference(now, None, one.names)
    if _same(now.values, one.before.values):
        return Merge((removed,), ())
    conflict = Conflict(one.state.key, now, None)
    return Merge((removed,) if conflict.code in taken else (), (conflict,))


def _merge_values(
    one: ObjectDifference, now: ObjectState, taken: Collection[str], group: Sequence[str]
) -> Merge:
    assert one.before is not None  # noqa: S101 (both sides have the object)
    assert one.after is not None  # noqa: S101
    before, after, values = one.before.values, one.after.values, dict(now.values)
    conflicts = []
    units: list[tuple[str, ...]] = [(name,) for name in one.names if name not in group]
    if any(name in group for name in one.names):
        units.append(tuple(group))
    for unit in units:
        if all(values[name] == after[name] for name in unit):
            continue
        if any(values[name] not in (before[name], after[name]) for name in unit):
            conflict = Conflict(now.key, now, one.after, unit[0])
            conflicts.append(conflict)
            if conflict.code not in taken:
                continue
        values |= {name: after[name] for name in unit}
    changed = tuple(name for name in values if values[name] != now.values[name])
    merged = ObjectDifference(now, replace(now, values=values), changed)
    return Merge((merged,) if changed else (), tuple(conflicts))


def _same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return all(one.get(name) == value for name, value in other.items())


def keep_first_values(
    found: Iterable[ObjectDifference], earlier: Iterable[ObjectDifference]
) -> list[ObjectDifference]:
    """The differences, each value starting where an earlier state of the proposal found it.

    A proposal that is edited again was begun before what changed in the record meanwhile.
    """
    first = {one.state.key: one for one in earlier}
    return [_with_first_values(one, first.get(one.state.key)) for one in found]


def _with_first_values(one: ObjectDifference, first: ObjectDifference | None) -> ObjectDifference:
    if one.before is None or first is None or first.before is None:
        return one
    begun = {name: first.before.values[name] for name in first.names if name in one.names}
    before = replace(one.before, values={**one.before.values, **begun})
    return replace(one, before=before)
