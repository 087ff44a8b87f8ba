"""A source cut where facts begin and end."""

from meetings.report_import.marks import FactMark, SourcePiece, pieces
from meetings.report_parser import Span


def test_a_text_without_facts_is_one_piece() -> None:
    assert pieces("Rien.", []) == [SourcePiece("Rien.")]


def test_a_fact_leads_from_its_place() -> None:
    assert pieces("Le 2 juin, à Goma", [FactMark("day", Span(3, 9))]) == [
        SourcePiece("Le "),
        SourcePiece("2 juin", ("day",), "day"),
        SourcePiece(", à Goma"),
    ]


def test_within_several_facts_the_shortest_leads() -> None:
    marks = [FactMark("title", Span(0, 12)), FactMark("place", Span(8, 12))]
    assert pieces("Atelier Goma.", marks) == [
        SourcePiece("Atelier ", ("title",), "title"),
        SourcePiece("Goma", ("place",), "place"),
        SourcePiece("."),
    ]


def test_facts_that_begin_together_are_both_found_there() -> None:
    marks = [FactMark("first", Span(0, 4)), FactMark("last", Span(0, 4))]
    assert pieces("2021", marks) == [SourcePiece("2021", ("first", "last"), "first")]


def test_nothing_is_lost_or_said_twice() -> None:
    text = "abcdefghij"
    marks = [FactMark(str(n), Span(n, n + 3)) for n in range(0, 8, 2)] + [
        FactMark("out", Span(9, 99))
    ]
    assert "".join(piece.text for piece in pieces(text, marks)) == text
