"""The objectives: as a list, or within a sentence."""

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
    ("text", "found"),
    [
        (
            "L'objectif de la réunion était de faire le point et de préparer la campagne.",
            ["faire le point", "préparer la campagne"],
        ),
        (
            "L'atelier visait à former les journalistes, à partager les données et à conclure.",
            ["former les journalistes", "partager les données", "conclure"],
        ),
        (
            "The aim of the workshop was to share lessons from the field; and to agree on a plan.",
            ["share lessons from the field", "agree on a plan"],
        ),
        (
            "The workshop aimed at sharing lessons learnt and strengthening the coalition.",
            ["sharing lessons learnt", "strengthening the coalition"],
        ),
        (
            "Les objectifs de la réunion étaient : 1) former les membres ; 2) relire la loi.",
            ["former les membres", "relire la loi"],
        ),
        (
            "O objectivo da oficina era partilhar experiências e definir um plano comum.",
            ["partilhar experiências", "definir um plano comum"],
        ),
        (
            "A reunião foi longa. O objetivo foi debater as leis e definir um plano.",
            ["debater as leis", "definir um plano"],
        ),
        (
            "The aims of the workshop were to: 1) review the law; 2) share a plan of work.",
            ["review the law", "share a plan of work"],
        ),
        (
            'The goal of the workshop was to "share the tools; bring the people together".',
            ["share the tools", "bring the people together"],
        ),
        (
            "The forum brought together people from Ghana and Benin to discuss the new law.",
            ["discuss the new law"],
        ),
        (
            "The workshop targeted young miners, with the main objective of improving "
            "1) their knowledge of the law and 2) their skills in mapping.",
            ["their knowledge of the law", "their skills in mapping"],
        ),
        (
            "Cet atelier avait comme objectif de former les élus et de relire la loi.",
            ["former les élus", "relire la loi"],
        ),
        (
            "Il a dit que l'atelier a pour objectif la relecture de la loi minière.",
            ["la relecture de la loi minière"],
        ),
        (
            "Estes encontros pretendem ouvir as aldeias mineiras e definir um plano.",
            ["ouvir as aldeias mineiras", "definir um plano"],
        ),
        (
            "The workshop aimed to review the draft law. The meeting also sought to plan a visit.",
            ["review the draft law", "plan a visit"],
        ),
        (
            "La réunion visait à relire, amender et adopter les statuts de la coalition.",
            ["relire, amender et adopter les statuts de la coalition"],  # verbs of one object
        ),
        (
            "O encontro teve como objetivos: partilhar a experiência; definir um plano.",
            ["partilhar a experiência", "definir um plano"],
        ),
        (
            "Members met in Bo, Sierra Leone, for a two-day workshop to review the draft law.",
            ["review the draft law"],
        ),
        (
            "Viemos a este encontro para partilhar a luta das aldeias e definir um plano.",
            ["partilhar a luta das aldeias", "definir um plano"],
        ),
        (
            "Les membres se sont réunis à Bangui pour relire le projet de loi.",
            ["relire le projet de loi"],
        ),
        (
            "Members met in Accra to review the draft law and to plan the campaign.",
            ["review the draft law", "plan the campaign"],
        ),
        ("Members met in Bo, Sierra Leone, to review the law.", ["review the law"]),
        ("The league held a two-day meeting to review the law.", ["review the law"]),
        ("The course is aimed at training young miners.", ["training young miners"]),
        (
            "L'atelier s'inscrit dans l'objectif global de protéger les mineurs.",
            ["protéger les mineurs"],
        ),
    ],
)
def test_a_sentence_holds_objectives_that_begin_with_verbs(text: str, found: list[str]) -> None:
    assert objectives(text) == found


def test_a_heading_may_say_that_what_follows_is_why_they_met() -> None:
    text = "Why we met\n\nWe had set out to review the draft law in the light of what was said."
    assert objectives(text) == ["review the draft law in the light of what was said"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "La réunion s'est tenue à Bangui.",
        "The objective of the meeting was unknown.",  # no verb
        "The objective of the meeting was clear.",  # nor is this one, in English
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


def test_a_part_keeps_the_form_of_the_first() -> None:
    """An infinitive within an objective of gerunds begins no objective of its own."""
    text = "The workshop aimed at training young members to write, share and publish stories."
    assert objectives(text) == ["training young members to write, share and publish stories"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "L'atelier visait à former les élus et le premier cercle de plaidoyer pour la loi.",
            "former les élus et le premier cercle de plaidoyer pour la loi",
        ),
        (
            "The meeting aimed to share the lessons learnt, clear rules and support of members.",
            "share the lessons learnt, clear rules and support of members",
        ),
        (
            "The meeting aimed at sharing the lessons learnt, including those of the north.",
            "sharing the lessons learnt, including those of the north",
        ),
        (
            "A oficina tinha como objetivo formar as mulheres do lugar e qualquer pessoa.",
            "formar as mulheres do lugar e qualquer pessoa",
        ),
    ],
)
def test_nouns_and_adjectives_that_end_as_verbs_do_begin_no_part(text: str, found: str) -> None:
    assert objectives(text) == [found]


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
