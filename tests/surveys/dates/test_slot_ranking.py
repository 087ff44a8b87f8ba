"""The order of the slots of a date poll."""

from surveys.dates.slot_ranking import RankedSlot, rank_slots
from surveys.kinds.availability import Availability

YES, MAYBE, NO = Availability.YES, Availability.IF_NEED_BE, Availability.NO


def test_most_yes_first_then_most_if_need_be() -> None:
    answers = [
        *[("a", YES), ("a", NO), ("a", NO)],
        *[("b", YES), ("b", MAYBE), ("b", NO)],
        *[("c", YES), ("c", YES)],
    ]
    assert rank_slots(["a", "b", "c", "d"], answers) == [
        RankedSlot("c", 1, 2, 0, 0),
        RankedSlot("b", 2, 1, 1, 1),
        RankedSlot("a", 3, 1, 0, 2),
        RankedSlot("d", 4, 0, 0, 0),
    ]


def test_equal_slots_share_a_place_and_stay_in_order() -> None:
    answers = [("b", YES), ("a", YES), ("c", MAYBE)]
    places = [(one.slot, one.place) for one in rank_slots(["a", "b", "c"], answers)]
    assert places == [("a", 1), ("b", 1), ("c", 3)]


def test_without_answers_all_are_first() -> None:
    assert [one.place for one in rank_slots(["a", "b"], [])] == [1, 1]
