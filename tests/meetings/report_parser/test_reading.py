"""How a source is cut into lines and sentences, and how places lead back to it."""

import gc
import weakref

import pytest

from meetings.report_parser import Block, BlockKind, SourceDocument, Span
from meetings.report_parser.reading import ReportText, TextRange, once_per_reading
from tests.meetings.report_parser.samples import reading_of


def sentences(text: str) -> list[str]:
    reading = reading_of(text)
    return [reading.of(sentence) for sentence in reading.sentences]


def lines(text: str) -> list[tuple[BlockKind, str]]:
    reading = reading_of(text)
    return [(line.kind, reading.of(line)) for line in reading.lines]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Ils sont venus. Elles ont parlé.", ["Ils sont venus.", "Elles ont parlé."]),
        ("Who came? Many!", ["Who came?", "Many!"]),
        ("« Bien ! » Il est parti.", ['" Bien ! " Il est parti.']),
        ('They said "yes." Then they left.', ['They said "yes.', "Then they left."]),
        ("Title\nA sentence", ["Title", "A sentence"]),
        ("Dr. Banda and Mme. Diallo came.", ["Dr. Banda and Mme. Diallo came."]),
        ("O Sr. Silva e a Sra. Costa.", ["O Sr. Silva e a Sra. Costa."]),
        ("J. K. Mensah spoke.", ["J. K. Mensah spoke."]),
        ("The C.S.C. Coalition met.", ["The C.S.C. Coalition met."]),
        ("le no. 4 est sorti. fin", ["le no. 4 est sorti. fin"]),  # no capital, no sentence
    ],
)
def test_sentences(text: str, cut: list[str]) -> None:
    assert sentences(text) == cut


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("- one\n• two\n3) three", ["one", "two", "three"]),
        ("a) un\n(b) deux\niv. quatre", ["un", "deux", "quatre"]),
    ],
)
def test_items_of_lists(text: str, cut: list[str]) -> None:
    assert lines(text) == [(BlockKind.ITEM, item) for item in cut]


@pytest.mark.parametrize("text", ["2021 was a year", "-", "o", "A. Mensah spoke"])
def test_what_is_no_item(text: str) -> None:
    assert lines(text) == [(BlockKind.PARAGRAPH, text)]


def test_a_wrapped_paragraph_is_one_line() -> None:
    text = (
        "La réunion s’est tenue à Accra et a\n"
        "rassemblé des délégués venus de tous\n"
        "les pays de la sous-région ainsi que\n"
        "des invités.\n\n"
        "- un point"
    )
    reading = reading_of(text)
    assert [line.kind for line in reading.lines] == [BlockKind.PARAGRAPH, BlockKind.ITEM]
    assert reading.of(reading.lines[0]).endswith(
        "et a rassemblé des délégués venus de tous les "
        "pays de la sous-région ainsi que des invités."
    )
    assert reading.lines[1].after_gap


def test_a_line_of_leaders_does_not_tell_the_width() -> None:
    text = (
        "Introduction ............................................................ page 2\n\n"
        "The delegates who met in the town of\nBo in May were miners and they came by\n"
        "bus from all of the villages near the\nriver."
    )
    assert [line for _, line in lines(text)][1:] == [
        "The delegates who met in the town of Bo in May were miners and they came by bus from all "
        "of the villages near the river."
    ]


def test_a_list_of_names_is_not_joined() -> None:
    names = "Network Movement for Justice\nMaluti Community Forum\nDiamonds for Peace"
    assert [line for _, line in lines(names)] == names.split("\n")


def test_blocks_of_the_format() -> None:
    text = "1. Objectifs\npremier\nun texte"
    blocks = (
        Block(BlockKind.HEADING, Span(0, 12)),
        Block(BlockKind.ITEM, Span(13, 20)),
        Block(BlockKind.PARAGRAPH, Span(21, 29)),
    )
    reading = ReportText(SourceDocument(text, blocks))
    assert [(line.kind, line.from_format, reading.of(line)) for line in reading.lines] == [
        (BlockKind.HEADING, True, "Objectifs"),
        (BlockKind.ITEM, True, "premier"),
        (BlockKind.PARAGRAPH, False, "un texte"),
    ]


@pytest.mark.parametrize("number", ["2.", "2.1", "2.1.", "2.1 -", "II.", "B)"])
def test_a_heading_stands_without_its_number(number: str) -> None:
    text = f"{number} Objectifs"
    heading = Block(BlockKind.HEADING, Span(0, len(text)))
    reading = ReportText(SourceDocument(text, (heading,)))
    assert reading.of(reading.lines[0]) == "Objectifs"


def test_places_lead_back_to_the_source() -> None:
    text = "Le\u00ad Gha\u0301na  \ufb01nit"
    reading = reading_of(text)
    assert reading.text == "Le Ghána  finit"
    ghana = TextRange(3, 8)
    assert reading.plain_of(ghana) == "ghana"
    assert reading.span(ghana.start, ghana.end).of(text) == "Gha\u0301na"
    assert reading.as_written(TextRange(0, 15)) == "Le Gha\u0301na \ufb01nit"


def test_what_stands_at_a_place() -> None:
    reading = reading_of("One. Two.\n\nThree.")
    assert reading.of(reading.sentence_at(6)) == "Two."
    assert reading.line_at(12) == 1
    assert [reading.of(sentence) for sentence in reading.sentences_of(reading.lines[0])] == [
        "One.",
        "Two.",
    ]
    assert reading.trimmed(4, 11) == TextRange(5, 9)
    assert reading.trimmed(9, 11) == TextRange(11, 11)


def test_a_text_is_searched_once_and_then_forgotten() -> None:
    searched = []

    @once_per_reading
    def length_of(reading: ReportText) -> int:
        searched.append(len(reading.text))
        return len(reading.text)

    reading = reading_of("abc")
    assert (length_of(reading), length_of(reading)) == (3, 3)
    assert searched == [3]
    left = weakref.ref(reading)
    del reading
    gc.collect()
    assert left() is None
