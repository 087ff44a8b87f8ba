"""A source cut where facts begin and end."""

from meetings.report_import.marks import Mark, Piece, pieces
from meetings.report_parser import Span


def test_a_text_without_facts_is_one_piece() -> None:
    assert pieces("Rien.", []) == [Piece("Rien.")]


def test_a_fact_leads_from_its_place() -> None:
    assert pieces("Le 2 juin, à Goma", [Mark("day", Span(3, 9))]) == [
        Piece("Le "),
        Piece("2 juin", ("day",), "day"),
        Piece(", à Goma"),
    ]


def test_within_several_facts_the_shortest_leads() -> None:
    marks = [Mark("title", Span(0, 12)), Mark("place", Span(8, 12))]
    assert pieces("Atelier Goma.", marks) == [
        Piece("Atelier ", ("title",), "title"),
        Piece("Goma", ("place",), "place"),
        Piece("."),
    ]


def test_facts_that_begin_together_are_both_found_there() -> None:
    marks = [Mark("first", Span(0, 4)), Mark("last", Span(0, 4))]
    assert pieces("2021", marks) == [Piece("2021", ("first", "last"), "first")]


def test_nothing_is_lost_or_said_twice() -> None:
    text = "abcdefghij"
    marks = [Mark(str(n), Span(n, n + 3)) for n in range(0, 8, 2)] + [Mark("out", Span(9, 99))]
    assert "".join(piece.text for piece in pieces(text, marks)) == text
