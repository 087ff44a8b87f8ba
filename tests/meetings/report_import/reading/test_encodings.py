"""A text is read in whatever encoding it was written."""

import pytest

from meetings.report_parser.source import SourceDocument
from tests.meetings.report_import.reading.samples import SENTENCE, read


@pytest.mark.parametrize("name", ["a.txt", "A.TXT", "a.text", "a.md", "a.html"])
def test_a_text_keeps_its_characters(name: str) -> None:
    text = "# Présents :\n\n* Awa\N{NO-BREAK SPACE}Sarr\ufeff\t(IPIS) \n"
    assert read(text.encode(), name) == SourceDocument(text)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\v", "\f", "\u2028", "\u2029", "\x85"])
def test_lines_end_in_one_way(end: str) -> None:
    assert read(f"un{end}deux{end}{end}trois".encode(), "a.txt").text == "un\ndeux\n\ntrois"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_is_told_by_its_mark_or_its_look(encoding: str) -> None:
    text = "Réunion à Kinshasa – œuvre de l’État\nfin"
    assert read(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_mark_of_another_byte_order_is_dropped(encoding: str) -> None:
    assert read("\ufeffÀ midi".encode(encoding), "a.txt").text == "À midi"


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "iso8859-15", "cp850", "mac-roman"])
@pytest.mark.parametrize(
    "text",
    [
        "Compte rendu de la réunion",
        "RÉUNION DES ÉTATS",
        "À élargir : la définition ; où ça ? Là-bas, à Yaoundé.",
        "A coligação reúne organizações e não aceita exceções às regras.",
        "Participação da sociedade civil: são três questões",
        "La señora dijo que mañana habrá una reunión.",
        SENTENCE * 20,
    ],
)
def test_old_encodings_are_told_by_what_makes_sense(encoding: str, text: str) -> None:
    assert read(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman"])
def test_typographic_signs_are_told_as_well(encoding: str) -> None:
    text = "« L’œuvre » d’aujourd’hui – l’été, n° 3… l’État"
    assert read(text.encode(encoding), "a.txt").text == text


def test_a_page_says_how_it_is_written() -> None:
    source = '<html><head><meta charset="{}"></head><body><p>ђ Привет и џ</p></body></html>'
    cyrillic = source.format("windows-1251").encode("cp1251")
    assert read(cyrillic, "a.html").text == "ђ Привет и џ"
    assert read(source.format("utf-16").encode(), "a.html").text == "ђ Привет и џ"


@pytest.mark.parametrize("name", ["base64", "idna", "unicode_escape", "utf-16", "x" * 300, "utf-8"])
def test_an_odd_declaration_counts_for_nothing(name: str) -> None:
    source = f'<meta charset="{name}"><p>Réunion</p>'
    assert read(source.encode("cp1252"), "a.html").text == "Réunion"
