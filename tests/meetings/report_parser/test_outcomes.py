"""The sections of a report, and what it lists as decisions and next steps."""

import pytest

from meetings.report_parser.layout import Layout
from meetings.report_parser.outcomes import decisions_of, next_steps_of, opening_of, sections_of
from tests.meetings.report_parser.samples import reading_of

TEXT = """Réunion de la coalition

La réunion s'est tenue à Libreville le 2 juin 2021, avec vingt-quatre participants de quinze pays.

Défis

Les participants en ont nommé deux, dont chacun a été discuté pendant une demi-journée entière.
- l'accès à l'information ;
- la sécurité.

Décisions

- publier une déclaration
- se revoir en mai

Prochaines étapes :
- relire le texte
- l'envoyer aux membres
"""


def test_the_opening_is_the_prose_before_the_first_heading() -> None:
    reading = reading_of(TEXT)
    assert [span.of(TEXT) for span in opening_of(reading, Layout(reading))] == [TEXT.split("\n")[2]]


def test_a_text_without_headings_is_all_opening() -> None:
    told = "Les participants ont parlé longuement de ce que la mine laisse derrière elle."
    text = f"Réunion de la coalition\n\n{told}\n\n- la sécurité\n\n{told}\n"
    reading = reading_of(text)
    assert [span.of(text) for span in opening_of(reading, Layout(reading))] == [told, told]


def test_each_heading_has_the_paragraphs_and_items_below_it() -> None:
    reading = reading_of(TEXT)
    challenges, decisions = sections_of(reading, Layout(reading))[:2]
    assert challenges.heading.value == "Défis"
    assert [span.of(TEXT)[:16] for span in challenges.paragraphs] == ["Les participants"]
    assert [span.of(TEXT) for span in challenges.items] == [
        "l'accès à l'information ;",
        "la sécurité.",
    ]
    assert decisions.heading.value == "Décisions"
    assert decisions.paragraphs == ()


def test_lists_are_found_below_headings_and_below_lines_that_end_in_a_colon() -> None:
    reading = reading_of(TEXT)
    layout = Layout(reading)
    found = [
        [fact.value for fact in facts_of(reading, layout)]
        for facts_of in (decisions_of, next_steps_of)
    ]
    assert found == [
        ["publier une déclaration", "se revoir en mai"],
        ["relire le texte", "l'envoyer aux membres"],
    ]


@pytest.mark.parametrize(
    ("opening", "of_decisions", "of_next_steps"),
    [
        ("The members agreed:", 2, 0),
        ("Os participantes decidiram:", 2, 0),
        ("The way forward:", 0, 2),
        ("Próximos passos:", 0, 2),
        ("The objectives were to meet the challenges:", 0, 0),
        ("La réunion a décidé de recommander au gouvernement :", 0, 0),
        ("Présents :", 0, 0),
        ("Many decisions were hard.", 0, 0),  # no colon
    ],
)
def test_what_a_list_is_of_stands_above_it(
    opening: str, of_decisions: int, of_next_steps: int
) -> None:
    reading = reading_of(f"The meeting took place in Accra.\n\n{opening}\n- one thing\n- another")
    layout = Layout(reading)
    assert len(decisions_of(reading, layout)) == of_decisions
    assert len(next_steps_of(reading, layout)) == of_next_steps


@pytest.mark.parametrize("item", ["Aucune décision n'a été prise.", "None", "Néant"])
def test_that_nothing_was_decided_is_no_decision(item: str) -> None:
    reading = reading_of(f"The meeting took place in Accra.\n\nDecisions:\n- {item}\n")
    assert decisions_of(reading, Layout(reading)) == ()


def test_lists_without_marks_are_items_of_their_section() -> None:
    told = "The members of the coalition spoke at length of what the mine leaves behind in Bo."
    text = (
        f"Decisions\n\n{told} They decided:\n\nto publish a statement;\n\nto meet in May.\n\n"
        f"Challenges\n\n{told}\n"
    )
    reading = reading_of(text)
    layout = Layout(reading)
    first = sections_of(reading, layout)[0]
    assert [span.of(text) for span in first.items] == [
        "to publish a statement;",
        "to meet in May.",
    ]
    assert [fact.value for fact in decisions_of(reading, layout)] == [
        "to publish a statement",
        "to meet in May",
    ]
