"""The objectives: a list under words that say so."""

import pytest

from meetings.report_parser.layout import Layout
from meetings.report_parser.lists import MOST_ITEMS
from meetings.report_parser.objectives import objectives_of
from tests.meetings.report_parser.samples import reading_of


def objectives(text: str) -> list[str]:
    reading = reading_of(text)
    return [fact.value for fact in objectives_of(reading, Layout(reading))]


@pytest.mark.parametrize(
    "opening",
    [
        "Les objectifs de la réunion étaient les suivants :",
        "La réunion visait à :",
        "Les participants s'étaient fixé trois buts :",
        "The objectives of the workshop were to:",
        "The aims were:",
        "Os objectivos da oficina eram os seguintes:",
        "A oficina tinha como objectivos:",
    ],
)
def test_the_list_below_words_of_aims_holds_the_objectives(opening: str) -> None:
    text = f"La coalition s'est réunie hier.\n\n{opening}\n- faire le point ;\n- décider.\n\nFin."
    assert objectives(text) == ["faire le point", "décider"]


def test_a_list_may_stand_below_a_heading_or_below_what_introduces_it() -> None:
    below = "Objectifs\n\n- faire le point\n- décider\n\nLa réunion s'est tenue hier à Bangui."
    introduced = f"Objectifs\n\nLa journée devait permettre ceci.\n{below[11:]}"
    assert objectives(below) == objectives(introduced) == ["faire le point", "décider"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "La réunion s'est tenue à Bangui.",
        "The objective of the meeting was to share lessons and to agree on a plan.",  # no list
        "They came, but the company was to sell the mine.",  # no French aim
        "L'objectif du gouvernement est de vendre les mines.",
        "O governo fez uma lei com o objetivo de vender as terras.",
        "L'objectif de la prochaine réunion sera de faire le point.",
        "Les objectifs de la prochaine réunion :\n- faire le point\n- décider",
        "The company aimed to sell diamonds.",  # not the meeting's aim
        "The company's goal is to open the mine.",
        "The chair's meeting was called to order.",
        "Members met in Accra, where they agreed to go on.",
    ],
)
def test_other_aims_are_no_objectives(text: str) -> None:
    assert objectives(text) == []


def test_a_list_has_an_end() -> None:
    items = "\n".join(f"- objectif {number}" for number in range(MOST_ITEMS + 5))
    assert len(objectives(f"The aims of the meeting were:\n{items}")) == MOST_ITEMS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Les objectifs de la réunion étaient les suivants :\n\nfaire le point sur la loi ;\n\n"
            "préparer la visite des mines.\n\nLa journée a été longue.",
            ["faire le point sur la loi", "préparer la visite des mines"],
        ),
        (
            "The aims of the workshop were to:\n\nReview the draft law;\n\nPlan a visit; and\n\n"
            "Agree on a budget.\n\nIt was a long day.",
            ["Review the draft law", "Plan a visit", "Agree on a budget"],
        ),
        (
            "A oficina tinha como objetivos:\n\nouvir as aldeias;\n\ndefinir um plano.\n\n"
            "Foram dois dias.",
            ["ouvir as aldeias", "definir um plano"],
        ),
    ],
)
def test_a_list_without_marks_holds_the_objectives_as_well(text: str, found: list[str]) -> None:
    told = "The members of the coalition spoke at length of what the mine leaves behind in Bo."
    assert objectives(f"{told}\n\n{text}") == found
