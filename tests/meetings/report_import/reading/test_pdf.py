"""A PDF is read as it was before it was set in lines and pages."""

import pytest

from meetings.report_parser.source import SourceDocument
from tests.meetings.report_import.reading.samples import locked, pdf_of, read


def test_a_pdf_is_read_without_running_lines_and_breaks_of_its_width() -> None:
    document = read(
        pdf_of(
            [
                "Coalition – Rapport de la réunion",
                "Compte rendu (provisoire)",
                "La définition des diamants de conflit reste à élargir pour les commu-",
                "nautés, et la vice-présidente a rappelé, au nom de la",
                "Coalition, que l’on attend des États une réponse qui dise ce",
                "qu’ils feront.",
                "Les suites :",
                "• Écrire aux États et publier la lettre, puis la rappeler à chacun",
                "• inviter",
                "Page 1 sur 3",
            ],
            ["Coalition – Rapport de la réunion", "Jean Dupont", "awa Sarr", "Page 2 sur 3"],
            ["Coalition – Rapport de la réunion", "Fin.", "Page 3 sur 3"],
        ),
        "a.pdf",
    )
    assert document == SourceDocument(
        "Compte rendu (provisoire)\n"
        "La définition des diamants de conflit reste à élargir pour les communautés, et la "
        "vice-présidente a rappelé, au nom de la Coalition, que l’on attend des États une réponse "
        "qui dise ce qu’ils feront.\n"
        "Les suites :\n"
        "• Écrire aux États et publier la lettre, puis la rappeler à chacun\n"
        "• inviter\n"
        "Jean Dupont\n"
        "awa Sarr\n"
        "Fin.",
    )


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["la vice-", "présidente"], "la vice-présidente"),
        (["les commu-", "nautés"], "les communautés"),
        (["porte-parole et porte-", "parole"], "porte-parole et porte-parole"),
        (["le Nord-", "Kivu"], "le Nord-\nKivu"),
        (["de 2003 -", "fin"], "de 2003 -\nfin"),
    ],
)
def test_a_word_is_whole_again_with_the_hyphen_that_is_its_own(lines: list[str], text: str) -> None:
    assert read(pdf_of(lines), "a.pdf").text == text


def test_a_page_number_is_dropped_and_another_number_kept() -> None:
    pages = (["Un", "- 1 -"], ["Deux", "14", "2"])
    assert read(pdf_of(*pages), "a.pdf").text == "Un\nDeux\n14"


def test_a_list_of_names_stays_one() -> None:
    names = [
        f"Awa Sarr numéro {number}, Centre national d’appui au développement" for number in "abc"
    ]
    assert read(pdf_of(names), "a.pdf").text == "\n".join(names)


def test_a_pdf_that_only_forbids_copies_is_read() -> None:
    assert read(locked(pdf_of(["Texte"]), ""), "a.pdf").text == "Texte"


def test_a_title_in_larger_letters_and_names_amid_prose_are_whole_again() -> None:
    lines = [
        "Réunion des associations sur",
        "les rivières",
        "Une phrase qui va jusqu’au bord de la page et que seule la largeur",
        "coupe, puis une autre qui nomme ceux qui sont venus : le Centre du",
        "Lac, la Maison de la Rivière, le Conseil du Fleuve, le Bureau des",
        "Forêts.",
    ]
    assert read(pdf_of(lines), "a.pdf").text.split("\n") == [
        "Réunion des associations sur les rivières",
        " ".join(lines[2:]),
    ]
