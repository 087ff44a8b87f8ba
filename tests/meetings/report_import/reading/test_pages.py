"""A saved page is read as a person reads it."""

from pathlib import Path

import pytest

from tests.meetings.report_import.reading.samples import PAGE, SENTENCE, blocks, page, piece, read

PASTED = Path(__file__).parents[3] / "data" / "pasted"


def test_a_saved_page_is_read_without_what_stands_around_its_text() -> None:
    document = read(PAGE.encode(), "a.html")
    assert blocks(document) == [
        ("heading", "Compte rendu"),
        ("paragraph", "3 mai 2024"),
        ("heading", "Présents"),
        ("item", "Jean Dupont, CENADEP"),
        ("item", "Awa Sarr, IPIS"),
        ("heading", "Ouverture"),
        ("paragraph", f"{SENTENCE}Écrire à la coordination, ou lire la suite."),
        ("paragraph", "Fin à midi."),
        ("paragraph", "Nom\tPays"),
        ("paragraph", "Awa Sarr\tSénégal"),
        ("paragraph", SENTENCE.strip()),
    ]


@pytest.mark.parametrize("name", ["a.htm", "a.xhtml", "a.txt"])
def test_a_page_may_have_several_endings(name: str) -> None:
    assert read(PAGE.encode(), name) == read(PAGE.encode(), "a.html")


def test_a_headline_stands_first_even_where_it_is_set_apart() -> None:
    document = page(
        f"<header><h1>Compte rendu</h1></header><main><p>{SENTENCE}</p><p>{SENTENCE}</p></main>",
        "<title>Compte rendu | Coalition</title>",
    )
    assert blocks(document)[:2] == [("heading", "Compte rendu"), ("paragraph", SENTENCE.strip())]


def test_the_name_of_a_site_is_no_headline() -> None:
    document = page(
        f"<header><h1>Coalition</h1></header><main><p>{SENTENCE}</p></main>",
        "<title>Compte rendu | Coalition</title>",
    )
    assert document.text == SENTENCE.strip()


def test_a_page_all_of_surroundings_is_read_all_the_same() -> None:
    assert page("<nav><p>Un menu</p></nav>").text == "Un menu"


def test_a_form_that_holds_the_page_is_read() -> None:
    source = f"<form><p>{SENTENCE}</p><button>Envoyer</button></form>"
    assert read(source.encode(), "a.html").text == SENTENCE.strip()


def test_a_piece_is_read_as_it_stands() -> None:
    document = piece(
        "<p>Un <del>vieux</del> <a href='https://a.example/?q=1'> mot </a>,\n  deux\n</p>"
        "<ul><li><p>un</p><p>suite</p></li><li>deux<ul><li>trois</li></ul>fin</li></ul>"
        "<nav>menu</nav><script>x</script><p hidden>y</p><p style='display:none'>z</p>"
        "<pre>a  b\n c</pre><p style='font-weight:700'>Décisions :</p><p><b>C’est décidé.</b></p>"
    )
    assert blocks(document) == [
        ("paragraph", "Un mot , deux"),
        ("item", "un"),
        ("paragraph", "suite"),
        ("item", "deux"),
        ("item", "trois"),
        ("paragraph", "fin"),
        ("paragraph", "a b"),
        ("paragraph", "c"),
        ("heading", "Décisions :"),
        ("paragraph", "C’est décidé."),
    ]


def test_a_row_is_a_line_unless_it_only_places_its_content() -> None:
    document = piece(
        "<table><tr><td><b>Nom</b></td><td><b>Pays</b></td></tr>"
        "<tr><td><p>Awa</p><p>Sarr</p></td><td></td><td><a href='https://a.example'>Mali</a></td>"
        "</tr><tr><td colspan=3><b>Excusés</b></td></tr>"
        "<tr><td>Menu</td><td><ul><li>un</li></ul></td></tr>"
        f"<tr><td>Point</td><td>{SENTENCE * 4}</td></tr></table>"
    )
    assert blocks(document) == [
        ("paragraph", "Nom\tPays"),
        ("paragraph", "Awa, Sarr\t\tMali"),
        ("heading", "Excusés"),
        ("paragraph", "Menu"),
        ("item", "un"),
        ("paragraph", "Point"),
        ("paragraph", (SENTENCE * 4).strip()),
    ]


def test_a_page_of_word_is_read_as_word_means_it() -> None:
    document = read((PASTED / "word.html").read_bytes(), "a.htm")
    assert blocks(document)[:6] == [
        ("heading", "Réunion stratégique"),
        ("heading", "Les constats"),
        (
            "paragraph",
            "Le processus de Kimberley date de 2003\N{NO-BREAK SPACE}; il est contesté, partout. "
            "Voir le rapport ou écrire. Fin.",
        ),
        ("heading", "Ce qui est demandé"),
        ("item", "Aux États"),
        ("item", "producteurs"),
    ]
    assert blocks(document)[-1] == ("paragraph", "Selon les membres.")
