"""A proposal against the record as it is now, without a database."""

from typing import Any

import pytest

from kpcsc.foundation.history.states import ObjectDifference, ObjectState, Snapshot
from kpcsc.foundation.proposals.merging import keep_first_values, merge

ROOT, PART = "meeting", "section"


def state(key: int = 1, kind: str = PART, **values: Any) -> ObjectState:
    return ObjectState(kind, key, values)


def changed(before: dict[str, Any], after: dict[str, Any]) -> ObjectDifference:
    names = tuple(name for name in before if before[name] != after[name])
    return ObjectDifference(state(**before), state(**after), names)


def snapshot(*states: ObjectState) -> Snapshot:
    return {one.key: one for one in states}


def outcome(
    proposed: ObjectDifference, *present: ObjectState, taken: tuple[str, ...] = ()
) -> tuple[list[Any], list[str]]:
    """What becomes of the object, and the codes of what is to be decided."""
    merged = merge([proposed], snapshot(*present), taken)
    done = [
        (one.action, dict(one.after.values) if one.after else None) for one in merged.differences
    ]
    return done, [conflict.code for conflict in merged.conflicts]


TEXT = changed({"heading": "A", "body": "B"}, {"heading": "A", "body": "C"})


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        ({"heading": "A", "body": "B"}, {"heading": "A", "body": "C"}),
        ({"heading": "Z", "body": "B"}, {"heading": "Z", "body": "C"}),  # changed elsewhere
    ],
)
def test_what_the_proposal_alone_changed_is_as_proposed(
    present: dict[str, Any], expected: dict[str, str]
) -> None:
    assert outcome(TEXT, state(**present)) == ([("changed", expected)], [])


def test_what_the_record_says_already_is_no_change() -> None:
    assert outcome(TEXT, state(heading="A", body="C")) == ([], [])


def test_of_what_both_changed_a_person_decides() -> None:
    present = state(heading="A", body="D")
    assert outcome(TEXT, present) == ([], ["section-1-body"])
    taken = outcome(TEXT, present, taken=("section-1-body",))
    assert taken == ([("changed", {"heading": "A", "body": "C"})], ["section-1-body"])


def test_a_new_part_comes() -> None:
    new = ObjectDifference(None, state(-1, heading="N"), ("heading",))
    assert outcome(new) == ([("added", {"heading": "N"})], [])


def test_a_part_that_went_meanwhile_comes_back_where_a_person_says_so() -> None:
    assert outcome(TEXT) == ([], ["section-1"])
    back = outcome(TEXT, taken=("section-1",))
    assert back == ([("added", {"heading": "A", "body": "C"})], ["section-1"])


REMOVED = ObjectDifference(state(heading="A"), None, ("heading",))


def test_a_part_is_removed_unless_it_was_changed_meanwhile() -> None:
    assert outcome(REMOVED, state(heading="A")) == ([("removed", None)], [])
    assert outcome(REMOVED, state(heading="B")) == ([], ["section-1"])
    taken = outcome(REMOVED, state(heading="B"), taken=("section-1",))
    assert taken == ([("removed", None)], ["section-1"])
    assert outcome(REMOVED) == ([], [])


def test_edited_again_a_proposal_remembers_where_it_began() -> None:
    """Else the text that somebody else published meanwhile would be replaced in silence."""
    begun = changed({"heading": "A", "body": "B"}, {"heading": "A", "body": "C"})
    again = changed({"heading": "A", "body": "D"}, {"heading": "A", "body": "E"})
    (kept,) = keep_first_values([again], [begun])
    assert kept.before is not None
    assert kept.before.values == {"heading": "A", "body": "B"}
    assert outcome(kept, state(heading="A", body="D"))[1] == ["section-1-body"]


def test_what_an_earlier_state_did_not_touch_begins_now() -> None:
    begun = changed({"heading": "A", "body": "B"}, {"heading": "A", "body": "C"})
    again = changed({"heading": "Y", "body": "B"}, {"heading": "Z", "body": "C"})
    (kept,) = keep_first_values([again], [begun])
    assert kept.before is not None
    assert kept.before.values == {"heading": "Y", "body": "B"}
