"""What bringing back an earlier state makes of the present one, without opening anything."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kpcsc.foundation.history.states import Difference, Key, Snapshot, State, differences


@dataclass(frozen=True)
class Closing:
    """What of one kind of object says who learns of it.

    `closed` names those values, each with the one under which nobody outside does. Bringing back
    a fact among `by` makes known what is not known now, and so closes the object.
    """

    closed: Mapping[str, Any] = field(default_factory=dict)
    by: Collection[str] = ()


@dataclass(frozen=True)
class Restoration:
    """The present, what it would become, and what was open then and will not be."""

    now: Snapshot
    target: Snapshot
    left: tuple[Difference, ...]

    @property
    def differences(self) -> list[Difference]:
        """What it changes."""
        return differences(self.now, self.target)


def restoration(
    then: Snapshot,
    now: Snapshot,
    *,
    born: Callable[[Key], bool],
    closings: Mapping[str, Closing],
) -> Restoration:
    """The texts and facts of `then`, with the openness of `now`.

    What is removed since comes back closed; what came since goes, if history saw it `born`: what
    history does not know is left alone.
    """
    target = {key: state for key, state in now.items() if key not in then and not born(key)}
    left = []
    for key, state in then.items():
        closing = closings.get(state.kind, Closing())
        present = now.get(key)
        restored = replace(state, values={**state.values, **_openness(state, present, closing)})
        target[key] = restored
        names = tuple(
            name for name in closing.closed if state.values[name] != restored.values[name]
        )
        if names:
            left.append(Difference(state, restored, names))
    return Restoration(now, target, tuple(left))


def _openness(state: State, present: State | None, closing: Closing) -> Mapping[str, Any]:
    if present is None or any(state.values[name] != present.values[name] for name in closing.by):
        return closing.closed
    return {name: present.values[name] for name in closing.closed}
