"""Choices written as lines: how the two languages pair, and which choice each line is."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.building.choice_lines import (
    ChoiceTexts,
    ExistingChoice,
    UnevenLinesError,
    keys,
    read_choice_lines,
)

OR, DIAMANT, COLTAN = (
    ChoiceTexts("Or", "Gold"),
    ChoiceTexts("Diamant", "Diamond"),
    ChoiceTexts("Coltan", "Coltan"),
)
OFFERED = [ExistingChoice(1, OR), ExistingChoice(2, DIAMANT), ExistingChoice(3, COLTAN)]

WORDS = st.text("abc é", max_size=3).map(str.strip)
LINES = st.lists(st.builds(ChoiceTexts, WORDS, WORDS), max_size=8)


@pytest.mark.parametrize(
    ("french", "english", "lines"),
    [
        ("", "", []),
        (" \n\n", "\t", []),
        ("Or\nDiamant", "Gold\nDiamond", [OR, DIAMANT]),
        ("  Or \r\n\r\n Diamant\n", "\nGold\n\n\nDiamond", [OR, DIAMANT]),
        ("Or\nDiamant", "", [ChoiceTexts("Or", ""), ChoiceTexts("Diamant", "")]),
        ("", "Gold", [ChoiceTexts("", "Gold")]),
    ],
)
def test_lines_pair_and_blank_ones_do_not_count(
    french: str, english: str, lines: list[ChoiceTexts]
) -> None:
    assert read_choice_lines(french, english) == lines


@pytest.mark.parametrize(("french", "english"), [("a\nb", "a"), ("a", "a\nb\n\nc")])
def test_lines_that_do_not_pair_are_counted(french: str, english: str) -> None:
    with pytest.raises(UnevenLinesError) as refused:
        read_choice_lines(french, english)
    counted = len(french.split()), len(english.split())
    assert (refused.value.french, refused.value.english) == counted


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ([OR, DIAMANT, COLTAN], [1, 2, 3]),
        ([COLTAN, OR, DIAMANT], [3, 1, 2]),
        ([DIAMANT], [2]),
        ([OR, ChoiceTexts("Cuivre", "Copper"), DIAMANT, COLTAN], [1, None, 2, 3]),
        ([OR, ChoiceTexts("Diamants", "Diamond"), COLTAN], [1, 2, 3]),
        ([OR, ChoiceTexts("Diamant", "Diamonds"), COLTAN], [1, 2, 3]),
        ([COLTAN, ChoiceTexts("L’or", "The gold"), DIAMANT], [3, 1, 2]),
        ([ChoiceTexts("Or", ""), ChoiceTexts("Diamant", ""), ChoiceTexts("Coltan", "")], [1, 2, 3]),
        ([], []),
    ],
)
def test_a_choice_is_known_by_its_text_wherever_it_stands(
    wanted: list[ChoiceTexts], expected: list[int | None]
) -> None:
    assert keys(wanted, OFFERED) == expected


def test_a_text_that_two_choices_share_in_one_language_does_not_swap_them() -> None:
    offered = [
        ExistingChoice(1, ChoiceTexts("Non", "No")),
        ExistingChoice(2, ChoiceTexts("Pas du tout", "No")),
    ]
    assert keys([offered[1].line, offered[0].line], offered) == [2, 1]


def test_texts_that_are_empty_in_a_language_are_not_the_same_text() -> None:
    offered = [
        ExistingChoice(1, ChoiceTexts("Or", "")),
        ExistingChoice(2, ChoiceTexts("Diamant", "")),
    ]
    assert keys([ChoiceTexts("Diamant", ""), ChoiceTexts("Or", "")], offered) == [2, 1]


@given(LINES)
def test_boxes_hold_what_was_read_from_them(lines: list[ChoiceTexts]) -> None:
    both = [line for line in lines if line.fr and line.en]
    french, english = ("\n".join(getattr(line, code) for line in both) for code in ("fr", "en"))
    assert read_choice_lines(french, english) == both


@given(st.lists(st.builds(ChoiceTexts, WORDS, WORDS), max_size=8, unique=True), st.randoms())
def test_choices_in_another_order_are_the_same_choices(
    lines: list[ChoiceTexts], chance: Random
) -> None:
    offered = [ExistingChoice(key, line) for key, line in enumerate(lines)]
    moved = list(offered)
    chance.shuffle(moved)
    assert keys([one.line for one in moved], offered) == [one.key for one in moved]


@given(LINES, LINES)
def test_no_choice_is_two_lines_and_none_is_lost_while_there_is_room(
    wanted: list[ChoiceTexts], present: list[ChoiceTexts]
) -> None:
    offered = [ExistingChoice(key, line) for key, line in enumerate(present)]
    found = keys(wanted, offered)
    kept = [key for key in found if key is not None]
    assert len(found) == len(wanted)
    assert len(set(kept)) == len(kept) == min(len(wanted), len(present))
