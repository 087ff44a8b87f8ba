"""The way of a record from draft to published and back: which steps are open, and to whom."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    SUBMIT = "submit"  # for review
    RETURN = "return"  # to whoever works on it
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class StatusTransition:
    """From which statuses a step leads, and to which."""

    leads_from: frozenset[str]
    leads_to: str


TRANSITIONS = {
    Step.SUBMIT: StatusTransition(frozenset({"draft", "withdrawn", "published"}), "in_review"),
    Step.RETURN: StatusTransition(frozenset({"in_review"}), "draft"),
    Step.PUBLISH: StatusTransition(
        frozenset({"draft", "in_review", "withdrawn", "published"}), "published"
    ),
    Step.WITHDRAW: StatusTransition(frozenset({"published"}), "withdrawn"),
}


def allowed_steps(status: str, *, may_publish: bool, is_scheduled: bool = False) -> list[Step]:
    """The steps that a record of this status may take, in the order in which they are offered.

    Only who may publish makes a record appear to readers, or vanish from them: that includes
    taking back for review what is published. A scheduled record is published, but its moment is
    still to come, and can be set anew.
    """
    return [
        step
        for step, move in TRANSITIONS.items()
        if status in move.leads_from
        and (may_publish or "published" not in {status, move.leads_to})
        and (may_publish or step is not Step.WITHDRAW)
        and (step is not Step.PUBLISH or status != "published" or is_scheduled)
    ]
