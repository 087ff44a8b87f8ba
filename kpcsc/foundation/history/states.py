"""States of a record and its parts as history kept them: which saves made them, what differs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Literal

# Before all that history kept: the state of an object that is older than its history.
BEGINNING = datetime.min.replace(tzinfo=UTC)
# A save writes the record and its parts one after the other, never so slowly.
LONGEST_PAUSE = timedelta(seconds=2)

type Key = tuple[str, Any]
type Snapshot = Mapping[Key, "ObjectState"]
type ChangeKind = Literal["added", "changed", "removed"]


@dataclass(frozen=True)
class ObjectState:
    """One object of a record (itself or a part) after one write."""

    kind: str
    pk: Any
    values: Mapping[str, Any]
    at: datetime = BEGINNING
    by: int | None = None
    reason: str = ""
    is_first: bool = False
    is_gone: bool = False
    version: int | None = None
    history_id: int = 0

    @property
    def key(self) -> Key:
        """Which object it is a state of."""
        return (self.kind, self.pk)


@dataclass(frozen=True)
class Save:
    """What one person wrote at one moment, the record and its parts together."""

    states: tuple[ObjectState, ...]
    differences: tuple["ObjectDifference", ...]

    @property
    def at(self) -> datetime:
        """The moment of its last write: asked for the state at this moment, all of it counts."""
        return self.states[-1].at

    @property
    def by(self) -> int | None:
        """The key of the person."""
        return self.states[-1].by

    @property
    def reason(self) -> str:
        """Why, where that is not simply that somebody edited the record."""
        return self.states[-1].reason


@dataclass(frozen=True)
class ObjectDifference:
    """One object that differs between two snapshots; one side is None if it is not in both."""

    before: ObjectState | None
    after: ObjectState | None
    names: tuple[str, ...]

    @property
    def action(self) -> ChangeKind:
        """What happened to the object between the two."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def state(self) -> ObjectState:
        """The object as it is now, or as it last was."""
        state = self.after or self.before
        assert state is not None  # noqa: S101 (for the type checker)
        return state


def with_initial_states(states: Iterable[ObjectState]) -> list[ObjectState]:
    """The states in order of time, each object that is older than its history beginning as it was
    first kept: what it was before nobody knows."""
    in_order = sorted(states, key=lambda state: state.at)
    first: dict[Key, ObjectState] = {}
    for state in in_order:
        first.setdefault(state.key, state)
    beginnings = [
        replace(state, at=BEGINNING, by=None, reason="", is_gone=False)
        for state in first.values()
        if not state.is_first
    ]
    return [*beginnings, *in_order]


def saves(states: Sequence[ObjectState]) -> list[Save]:
    """The saves that made these states, which are in order of time; the oldest first.

    A save ends where another person, another reason, a pause or a newer version of the record
    begins.
    """
    groups: list[list[ObjectState]] = []
    kept = [state for state in states if state.at != BEGINNING]
    for previous, state in pairwise([None, *kept]):
        assert state is not None  # noqa: S101 (only the first is None)
        if previous is None or not _continues_save(state, previous, groups[-1]):
            groups.append([])
        groups[-1].append(state)
    made = []
    present = dict(snapshot(states, BEGINNING))
    for group in groups:
        keys = {state.key: None for state in group}
        before = {key: present[key] for key in keys if key in present}
        after = _written(before, group)
        made.append(Save(tuple(group), tuple(differences(before, after))))
        present = {key: state for key, state in present.items() if key not in keys} | after
    return made


def snapshot(states: Iterable[ObjectState], moment: datetime) -> Snapshot:
    """What there was at a moment, that moment's writes included; states in order of time."""
    return _written({}, (state for state in states if state.at <= moment))


def differences(before: Snapshot, after: Snapshot) -> list[ObjectDifference]:
    """The objects that are not the same in both, with the names of the values that differ."""
    found = []
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        if old is new:
            continue
        earlier, later = (old.values if old else {}), (new.values if new else {})
        names = [
            name
            for name in later or earlier
            if _filled(earlier.get(name)) != _filled(later.get(name))
        ]
        if names or old is None or new is None:
            found.append(ObjectDifference(old, new, tuple(names)))
    return found


def made_after(made: Sequence[Save], version: int) -> list[Save]:
    """The saves that came after the record had reached this version."""
    last = -1
    for position, save in enumerate(made):
        if any(state.version is not None and state.version <= version for state in save.states):
            last = position
    return list(made[last + 1 :])


def _continues_save(
    state: ObjectState, previous: ObjectState, group: Sequence[ObjectState]
) -> bool:
    versions = [one.version for one in group if one.version is not None]
    is_newer = bool(versions) and state.version is not None and state.version > max(versions)
    return (
        (state.by, state.reason) == (previous.by, previous.reason)
        and state.at - previous.at <= LONGEST_PAUSE
        and not is_newer
    )


def _written(before: Snapshot, states: Iterable[ObjectState]) -> dict[Key, ObjectState]:
    after = dict(before)
    for state in states:
        if state.is_gone:
            after.pop(state.key, None)
        else:
            after[state.key] = state
    return after


def _filled(value: Any) -> Any:
    """An empty text and no text are the same to a person."""
    return None if value in ("", ()) else value
