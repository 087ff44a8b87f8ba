"""Whether a text reports of a meeting, announces one, or does neither."""

import pytest

from meetings.report_parser.facts import ReportKind
from meetings.report_parser.layout import Layout
from meetings.report_parser.report_kind import kind_of
from tests.meetings.report_parser.samples import reading_of


def kind(text: str) -> ReportKind:
    reading = reading_of(text)
    return kind_of(reading, Layout(reading))


@pytest.mark.parametrize(
    "text",
    [
        "La réunion de la coalition s'est tenue à Libreville le 2 juin 2021.",
        "The workshop took place in Accra. It brought together 24 participants.",
        "A oficina decorreu em Luanda nos dias 3 e 4 de maio de 2022.",
        # No word of holding, and yet a day on which people gathered.
        "Members gathered on 12 March 2020.",
        # Minutes say who was there.
        "Réunion du bureau du 3 mars\n\nPrésents : Awa, Bob\nExcusés : Cléo",
        # Nor even a day.
        "As plataformas reuniram-se em Lisboa.",
        # Who spoke there may have told of things to come.
        "At the workshop, the miners affirmed that the law will be read at the next meeting.",
        "Lors de l'atelier, les mineurs ont déclaré que la loi sera lue à la réunion.",
        "No encontro, os mineiros disseram que a lei será debatida num seminário.",
        # It is written as if it were now.
        "O congresso junta os mineiros em Tete. Durante dois dias vão debater a lei no encontro.",
        # The title says what it is, though the first sentence looks ahead.
        "Compte rendu de la réunion\n\nLa prochaine réunion aura lieu en mai. Dix membres "
        "ont participé à celle-ci.",
    ],
)
def test_a_meeting_that_was_held_makes_a_report(text: str) -> None:
    assert kind(text) == ReportKind.REPORT


@pytest.mark.parametrize(
    "text",
    [
        "La ville de Thiès abritera du 3 au 5 mai 2021 le forum des mineurs.",
        "Le forum se tiendra à Dakar le 12 mai 2021. Inscrivez-vous avant le 1er mai.",
        "A workshop will be held in Cape Town in May. Register by 1 May.",
        "A conferência vai decorrer em Nampula. As inscrições estão abertas.",
        # Only the accent tells this future from the past.
        "Nampula acolherá nos dias 3 e 4 de maio o congresso. É promovido pela coligação.",
        "Os mineiros reúnem-se em Nampula nesta quinta-feira, em congresso.",
        "I help to run a workshop taking place next week in Accra.",
        # It tells of the last meeting as well, after the one to come.
        "The next meeting will take place in May. The workshop of 2019 took place in Accra.",
        # Who hosts it says nothing of when.
        "Co-hosted by the league, the forum will be a place for campaigners.",
        "O fórum contará com a participação de mineiros. A entrada é livre!",
        "The league is hosting a seminar on the participation of women on 3 May 2020.",
        # What is quoted was not held, and what is welcomed may be no person.
        'Ada Mbo noted: "We joined the process in 2009." The launch event will be in May.',
        "The chair welcomed the signing. The workshop of miners will be in May.",
        "At the workshop, the miners will say that the law is old.",
        "The league announced that the workshop will be held in May.",
        "La ligue a annoncé que l'atelier se tiendra en mai.",
        "A liga anunciou que o encontro terá lugar em maio.",
        # Only a call, of an event.
        "Call for papers: our conference on mining.",
    ],
)
def test_a_meeting_to_come_makes_an_announcement(text: str) -> None:
    assert kind(text) == ReportKind.ANNOUNCEMENT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "La loi sur les ONG menace la liberté d'association.",
        "Register now for the newsletter.",
        "No workshop on rivers, no change in the law.",
        "The steering committee has met twice a year, and decides by consensus at its meetings.",
    ],
)
def test_other_texts_are_neither(text: str) -> None:
    assert kind(text) == ReportKind.OTHER
