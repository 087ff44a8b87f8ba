"""Titles, headings and prose of reports, and what a saved page has around them."""

import pytest

from meetings.report_parser import Block, BlockKind, SourceDocument, Span
from meetings.report_parser.layout import Layout
from meetings.report_parser.reading import ReportText
from tests.meetings.report_parser.samples import reading_of

PROSE = (
    "La réunion s’est tenue à Accra le 3 mai 2021 et a rassemblé des délégués venus de toute la "
    "sous-région, qui ont parlé de leurs communautés et de ce que les mines changent pour elles."
)


def layout_of(text: str) -> Layout:
    return Layout(reading_of(text))


def title(text: str) -> str | None:
    layout = layout_of(text)
    return layout.reading.of(layout.title) if layout.title else None


def headings(layout: Layout) -> list[str]:
    return [layout.reading.of(heading.line) for heading in layout.headings]


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        ("Compte rendu de la réunion d’Accra", "Compte rendu de la réunion d'Accra"),
        ("Titre : Atelier des femmes minières", "Atelier des femmes minières"),
        ("Maluti Network\nReport of the Accra workshop", "Report of the Accra workshop"),
        ("Accueil | Nouvelles | Contact\nRelatório do encontro", "Relatório do encontro"),
        ("Posted by the secretariat\nReport of the workshop", "Report of the workshop"),
        ("Meeting of the allies\nMeeting in Accra, 3-4 May 2021", "Meeting in Accra, 3-4 May 2021"),
        ("Group photo of the team", None),
        ("info.desk@greenleague.org", None),
        ("Workshop @ Accra on rivers", "Workshop @ Accra on rivers"),
        ("Type: Event report", None),
        ("May 3, 2021 by Awa Sy", None),
        ("Lieu : Accra, au Ghana", None),
        ("Accra, le 3 mai 2021", None),
        ("", None),
    ],
)
def test_the_title(top: str, expected: str | None) -> None:
    assert title(f"{top}\n\n{PROSE}") == expected


@pytest.mark.parametrize(
    "heading", ["Objectifs", "2. Objectifs", "II - Objectifs", "OBJECTIFS:", "# Objectifs"]
)
def test_headings(heading: str) -> None:
    layout = layout_of(f"Compte rendu de la réunion\n\n{PROSE}\n\n{heading}\n{PROSE}")
    assert [name.casefold() for name in headings(layout)] == ["objectifs"]
    assert layout.is_heading(layout.lines[2])
    assert not layout.is_heading(layout.lines[1])


@pytest.mark.parametrize(
    "line",
    [
        "La suite fut plus calme.",
        "mots en minuscules",
        "3 mai 2021",
        "Lieu : Accra",
        "Le texte parle de",
        "Les délégués du Ghana et du Togo ont participé à la réunion de mai",
        "Partager sur Facebook",
        "May 3, 2021 by Awa Sy",
        "Awa Sy · 3 May 2021",
        "2021-05-03",
        "Version française",
        "10:45",
        "Notes: http://example.org/notes",
        "ACTION: Awa writes the letter",
        "Group photo after the opening",
        "Cerca de mil pessoas vieram à praça; a polícia chegou tarde",
        "May 3, 2021 | Page 4",
        "I am [name] from [town]",
    ],
)
def test_lines_that_are_no_headings(line: str) -> None:
    assert headings(layout_of(f"Compte rendu de la réunion\n\n{PROSE}\n\n{line}\n{PROSE}")) == []


@pytest.mark.parametrize(
    "line",
    [
        "Un article d'Awa Sy et Paul Ndong",
        "A story by Awa Sy and Paul Ndong",
        "Texto de Awa Sy e Paul Ndong",
    ],
)
def test_who_wrote_a_text_is_no_heading(line: str) -> None:
    assert headings(layout_of(f"Compte rendu de la réunion\n\n{line}\n\n{PROSE}")) == []


def test_names_in_a_list_are_no_headings() -> None:
    layout = layout_of(f"Compte rendu de la réunion\n\n{PROSE}\n\nOnt pris part\nZELA\nRAID\nPact")
    assert headings(layout) == []


def test_days_above_the_text_are_no_heading() -> None:
    assert headings(layout_of(f"Report on the workshop\n\n3 a 5 de Maio\n\n{PROSE}")) == []


def test_the_title_said_again_is_no_heading() -> None:
    text = f"Report on the workshop of Accra\n\n{PROSE}\n\nThe workshop of Accra\n{PROSE}"
    assert headings(layout_of(text)) == []


def test_a_question_is_a_heading() -> None:
    text = f"Report on the workshop\n\n{PROSE}\n\nWhat is a mine, and who has the land below it?\n"
    assert headings(layout_of(text + PROSE)) == ["What is a mine, and who has the land below it?"]


def test_a_heading_holds_the_lines_up_to_the_next() -> None:
    layout = layout_of(
        f"Compte rendu de la réunion\n\n{PROSE}\n\nObjectifs\n- former\n- unir\n\nSuites\n{PROSE}"
    )
    assert [(heading.first, heading.after) for heading in layout.headings] == [(3, 5), (6, 7)]


def test_where_the_format_names_headings_others_are_none() -> None:
    text = f"Report of the workshop\nAims\n{PROSE}\nMore\n{PROSE}"
    aims = text.index("Aims")
    document = SourceDocument(text, (Block(BlockKind.HEADING, Span(aims, aims + 4)),))
    assert headings(Layout(ReportText(document))) == ["Aims"]


@pytest.mark.parametrize(
    "line",
    [
        "Suivez-nous sur Twitter",
        "Home | About | Contact",
        "© 2021 Coalition",
        "Leia também: outra notícia",
        "12 comments",
        "Mots-clés : diamants",
        "Français English Português",
    ],
)
def test_what_stands_around_the_text(line: str) -> None:
    layout = layout_of(f"Report of the workshop\n\n{PROSE}\n\n{line}\nOther news of the site")
    assert layout.is_around(layout.lines[2])
    assert layout.text_until == 2


def test_text_that_follows_a_banner_is_still_text() -> None:
    layout = layout_of(f"Report of the workshop\n\n{PROSE}\n\nShare this\n\n{PROSE}")
    assert layout.text_until == len(layout.lines)
    assert layout.prose_from == 1


def test_a_line_that_a_sentence_announces_is_no_heading() -> None:
    announcement = "All that was shown in the two days can be found on the page of resources:"
    text = f"Report of the workshop\n\n{PROSE}\n\n{announcement}\n\nSlides of Awa Sy\n\n{PROSE}"
    assert headings(layout_of(text)) == []


def test_an_item_that_says_contact_is_no_menu() -> None:
    layout = layout_of(
        f"Compte rendu de la réunion\n\n{PROSE}\n\nSuites\n- contact the ministry\n- write again"
    )
    assert headings(layout) == ["Suites"]


def test_what_begins_as_a_button_does_may_be_of_the_report() -> None:
    items = ["Partager les constats", "Print the posters", "Rechercher des fonds"]
    layout = layout_of(f"{PROSE}\n\nObjectifs\n" + "\n".join(f"- {item}" for item in items))
    assert [line.start for line in layout.lines if layout.is_around(line)] == []
    buttons = ["Partager", "Partager sur Facebook", "Print", "Share this page"]
    layout = layout_of("\n".join(buttons))
    assert [layout.is_around(line) for line in layout.lines] == [True] * 4
