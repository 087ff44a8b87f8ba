"""Proposed changes and their conflicts, described for people."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from kpcsc.foundation.history.change_descriptions import (
    FieldChange,
    ObjectChange,
    describe_in_full,
)
from kpcsc.foundation.history.save_descriptions import describe_differences
from kpcsc.foundation.history.states import ObjectDifference
from kpcsc.foundation.history.stored_states import names_for_differences
from kpcsc.foundation.history.writing import Kinds
from kpcsc.foundation.proposals.merging import Conflict


@dataclass(frozen=True)
class DescribedConflict:
    """What differs on either side, and the code by which a form names it."""

    code: str
    change: ObjectChange
    is_taken: bool = False
    is_kept: bool = False

    @property
    def value(self) -> FieldChange | None:
        """The text that differs; None where one side removed the object."""
        return self.change.values[0] if self.change.action == "changed" else None


def describe_proposal(found: Iterable[ObjectDifference], kinds: Kinds) -> list[ObjectChange]:
    """What a proposal changes, in the columns that a person fills."""
    readable = (_readable(one, kinds) for one in found)
    return describe_differences(filter(None, readable), kinds)


def describe_conflicts(
    found: Iterable[Conflict],
    kinds: Kinds,
    taken: Collection[str] = (),
    kept: Collection[str] = (),
) -> list[DescribedConflict]:
    """What a person has to decide, each as a change from the record to the proposal."""
    conflicts = list(found)
    differences = [_difference(one) for one in conflicts]
    names = names_for_differences(kinds, differences)
    return [
        DescribedConflict(
            conflict.code,
            describe_in_full([difference], kinds, names)[0],
            conflict.code in taken,
            conflict.code in kept,
        )
        for conflict, difference in zip(conflicts, differences, strict=True)
    ]


def _difference(conflict: Conflict) -> ObjectDifference:
    return ObjectDifference(
        conflict.present, conflict.proposed, (conflict.name,) if conflict.name else ()
    )


def _readable(one: ObjectDifference, kinds: Kinds) -> ObjectDifference | None:
    """The difference without the columns that no form asks for; None where nothing is left."""
    kind = kinds[one.state.kind]
    names = tuple(name for name in one.names if kind.field(name).editable)
    if one.action == "changed" and not names:
        return None
    return replace(one, names=names)
