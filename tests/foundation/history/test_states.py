"""Which writes make one save, what there was at a moment, and what differs."""

from datetime import UTC, datetime, timedelta
from typing import Any

from kpcsc.foundation.history.states import (
    BEGINNING,
    ObjectDifference,
    ObjectState,
    differences,
    made_after,
    saves,
    snapshot,
    with_initial_states,
)

NOON = datetime(2021, 6, 3, 12, tzinfo=UTC)
ANNA, BORIS = 1, 2


def state(seconds: float, kind: str = "meeting", pk: int = 1, **facts: Any) -> ObjectState:
    values = facts.pop("values", {})
    return ObjectState(
        kind, pk, values, at=NOON + timedelta(seconds=seconds), **{"by": ANNA} | facts
    )


def test_a_record_and_its_parts_written_one_after_the_other_are_one_save() -> None:
    root = state(0, version=2, is_first=True)
    parts = [state(0.1 * number, "section", number, is_first=True) for number in (1, 2)]
    (save,) = saves([root, *parts])
    assert save.states == (root, *parts)
    assert (save.at, save.by) == (NOON + timedelta(seconds=0.2), ANNA)
    assert [(one.state.key, one.action) for one in save.differences] == [
        (("meeting", 1), "added"),
        (("section", 1), "added"),
        (("section", 2), "added"),
    ]


def test_another_person_reason_version_or_a_pause_begins_another_save() -> None:
    first = state(0, version=2)
    for other in (
        state(0.1, by=BORIS, version=2),
        state(0.1, reason="import", version=2),
        state(0.1, version=3),
        state(2.1, version=2),
    ):
        assert [save.states for save in saves([first, other])] == [(first,), (other,)]
    assert len(saves([first, state(2, version=2)])) == 1


def test_a_save_tells_each_object_from_its_state_before_the_save() -> None:
    made = [
        state(0, is_first=True, values={"place": "Kinshasa"}),
        state(10, values={"place": "Matadi"}),
        state(11, values={"place": "Goma"}),
        state(20, "section", is_first=True, values={"heading": "A"}),
        state(21, "section", is_gone=True, values={"heading": "A"}),
    ]
    found = [save.differences for save in saves(made)]
    assert found[1] == (ObjectDifference(made[0], made[2], ("place",)),)
    assert found[2] == ()


def test_what_there_was_at_a_moment() -> None:
    made = [
        state(0, is_first=True, values={"place": "Kinshasa"}),
        state(5, "section", is_first=True),
        state(10, values={"place": "Goma"}),
        state(10, "section", is_gone=True),
    ]
    assert snapshot(made, NOON - timedelta(seconds=1)) == {}
    assert snapshot(made, NOON + timedelta(seconds=5)) == {
        ("meeting", 1): made[0],
        ("section", 1): made[1],
    }
    assert snapshot(made, NOON + timedelta(seconds=10)) == {("meeting", 1): made[2]}


def test_no_text_and_an_empty_text_are_the_same() -> None:
    old = state(0, values={"place": None, "title": "A", "countries": ()})
    new = state(1, values={"place": "", "title": "B", "countries": ("CD",)})
    assert differences({old.key: old}, {new.key: new}) == [
        ObjectDifference(old, new, ("title", "countries"))
    ]
    same = state(1, values={"place": "", "title": "A", "countries": ()})
    assert differences({old.key: old}, {same.key: same}) == []


def test_an_object_older_than_its_history_was_there_from_the_beginning() -> None:
    new, old = state(5, pk=1, is_first=True), state(3, pk=2, values={"place": "Goma"})
    beginning, *others = with_initial_states([new, old])
    assert others == [old, new]
    assert (beginning.at, beginning.key, beginning.values) == (BEGINNING, old.key, old.values)
    (save,) = saves([beginning, *others])
    assert [one.state for one in save.differences] == [new]


def test_what_was_made_after_a_version_counts_parts_written_without_the_record() -> None:
    made = saves(
        [
            state(0, version=1, is_first=True),
            state(0.5, "section"),
            state(60, version=2, by=BORIS),
            state(120, "section"),
        ]
    )
    assert made_after(made, 1) == made[1:]
    assert made_after(made, 2) == made[2:]
    assert made_after(made, 3) == made[2:]
    assert made_after(made, 0) == made
