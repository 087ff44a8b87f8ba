"""The order of the slots of a date poll: where most can come."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from surveys.kinds.availability import Availability


@dataclass(frozen=True)
class RankedSlot[Key]:
    """A slot with its place, from 1; slots that as many can make share theirs."""

    slot: Key
    place: int
    yes: int
    if_need_be: int
    no: int


def rank_slots[Key](
    slots: Sequence[Key], answers: Iterable[tuple[Key, Availability]]
) -> list[RankedSlot[Key]]:
    """The slots, those first to which most say yes, then those that most can make if need be.

    Slots that are equal in both stay in their order.
    """
    counts: dict[Key, Counter[Availability]] = {slot: Counter() for slot in slots}
    for slot, availability in answers:
        counts[slot][availability] += 1

    def can_come(slot: Key) -> tuple[int, int]:
        return counts[slot][Availability.YES], counts[slot][Availability.IF_NEED_BE]

    in_order = sorted(slots, key=can_come, reverse=True)
    return [
        RankedSlot(
            slot,
            1 + sum(can_come(other) > can_come(slot) for other in slots),
            *can_come(slot),
            counts[slot][Availability.NO],
        )
        for slot in in_order
    ]
