"""The items of a list below a line."""

import pytest

from meetings.report_parser.layout import Layout
from meetings.report_parser.lists import MOST_ITEMS, item_fact, items_below
from tests.meetings.report_parser.samples import reading_of

TOLD = "The members spoke at length of what the mine leaves behind, and of the dry wells."


@pytest.mark.parametrize(
    ("below", "items"),
    [
        ("- one\n- two\nThe end.", ["one", "two"]),
        ("1. one\n2. two\n\n3. three", ["one", "two", "three"]),
        ("- one\n- and these:\n- two", ["one"]),  # that opens a list of its own
        ("No item.\n- one", []),
        ("", []),
    ],
)
def test_a_list_ends_where_something_else_begins(below: str, items: list[str]) -> None:
    reading = reading_of(f"The meeting took place in Accra:\n{below}")
    assert [reading.of(line) for line in items_below(Layout(reading), 0)] == items


def test_no_list_is_endless() -> None:
    reading = reading_of("The meeting took place in Accra:\n" + "- one\n" * (MOST_ITEMS + 5))
    assert len(items_below(Layout(reading), 0)) == MOST_ITEMS


def test_an_item_is_told_without_what_stands_around_it() -> None:
    reading = reading_of("The aims were:\n- « former les membres » ;")
    [item] = items_below(Layout(reading), 0)
    fact = item_fact(reading, item, "objectives listed", is_sure=True)
    assert (fact.value, fact.span.of(reading.source.text)) == ("former les membres",) * 2


@pytest.mark.parametrize(
    ("below", "items"),
    [
        # Small letters, close together or with empty lines between.
        ("faire le point\nrelire la loi\n\nLa suite.", ["faire le point", "relire la loi"]),
        ("faire le point\n\nrelire la loi.\n\nLa suite.", ["faire le point", "relire la loi."]),
        # Semicolons, the last with a full stop, or with nothing.
        ("Present the data;\nReview the law; and\nAgree.\nThe end.", 3),
        ("Present the data;\n\nReview the law;\n\nAgree on a plan.\n\nIt was a long day there.", 3),
        ("juntar os dados;\n\nrever a lei;\n\ndefinir um plano.\n\nForam dois dias.", 3),
        # What is plainly of its own ends it, though a semicolon stands before it.
        ("Present the data;\nReview the law;\n\nThe workshop was held in Accra.", 2),
        ("Present the data;\nReview the law;\nIt was hot. It rained later.", 2),
        ("present the data\nreview the law\nand these:\nthe mines\nthe rivers", 2),
        # One line is no list, nor is a sentence that is broken into lines.
        ("faire le point.\n\nLa suite.", []),
        ("faire le point sur la\nloi et sur les mines.", []),
        ("Present the data\nReview the law", []),  # nothing tells them from prose
    ],
)
def test_a_list_that_lost_its_marks_goes_on_in_small_letters_or_semicolons(
    below: str, items: list[str] | int
) -> None:
    reading = reading_of(f"{TOLD}\n\nThe aims were to:\n{below}")
    found = [reading.of(line) for line in items_below(Layout(reading), 1)]
    assert (found if isinstance(items, list) else len(found)) == items


def test_only_a_colon_opens_a_list_without_marks() -> None:
    reading = reading_of("The aims were these\npresent the data;\nreview the law.")
    assert items_below(Layout(reading), 0) == []


def test_a_heading_ends_a_list_without_marks() -> None:
    text = f"{TOLD}\n\nThe aims were to:\n\nPresent data;\n\nReview the law;\n\nResults\n\n{TOLD}"
    reading = reading_of(text)
    below = items_below(Layout(reading), 1)
    assert [reading.of(line) for line in below] == ["Present data;", "Review the law;"]
