"""How much speaks for each date of a report being the meeting's."""

import pytest

from meetings.report_parser.date_marks import (
    NOT_THE_MEETINGS,
    date_marks,
    dates_by_sentence,
    is_publication,
)
from meetings.report_parser.dates import DateMention, dates_in
from meetings.report_parser.layout import Layout
from tests.meetings.report_parser.samples import reading_of


def marks(text: str) -> dict[str, int]:
    """The marks of each date as written, amid sentences that say nothing of it."""
    nothing = "La coalition travaille dans les villages de la forêt. " * 9
    reading = reading_of(f"{nothing}\n\n{text} {nothing}")
    found = date_marks(reading, Layout(reading))
    return {reading.of(mention): mark for mention, mark in found.items()}


def test_the_more_a_date_says_the_more_speaks_for_it() -> None:
    text = "Notes : 2 juin 2021 ; mai 2021 ; du 3 au 5 mai 2021 ; en 2021 ; 4 juillet !"
    assert marks(text) == {
        "2 juin 2021": 4,
        "mai 2021": 2,
        "3 au 5 mai 2021": 5,
        "2021": 1,
        "4 juillet": 3,
    }


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Un jour, le 2 juin 2021, il a plu.", 4),
        ("Notre réunion, le 2 juin 2021, fut longue.", 4 + 1 + 3),  # named, and "our"
        ("La réunion s'est tenue le 2 juin 2021.", 4 + 3 + 1),  # held, and named
        ("Date : 2 juin 2021.", 4 + 6),
        ("Voici le compte rendu de la réunion du 2 juin 2021.", 4 + 1 + 4),
        ("La loi fut votée le 2 juin 2021.", 4 - 4),
        ("La prochaine réunion aura lieu le 2 juin 2021.", 4 + 1 - 10),
        ("The workshop started on 2 June 2021.", 4 + 1),
        ("En 2021, une réunion s'est tenue.", 1 + 3 + 1 - 3),  # so begins what is past
        ("La loi précédente fut votée le 2 juin 2021.", 4 - 4),  # once
        ("Il faut répondre avant le 2 juin 2021.", NOT_THE_MEETINGS),
        ("The law was adopted in June 2021.", NOT_THE_MEETINGS),
    ],
)
def test_words_around_a_date_say_what_it_is_of(text: str, mark: int) -> None:
    assert list(marks(text).values()) == [mark]


@pytest.mark.parametrize(
    ("text", "is_of_page"),
    [
        ("Publié le 10 juillet 2021", True),
        ("Posted on 10 July 2021 by the secretariat of the coalition", True),
        ("Atualizado em 10 de julho de 2021", True),
        ("10 July 2021", True),
        ("10 July 2021 15:46 | Tags: water, education, schools, mines, rivers", True),
        ("10 July 2021 15:46 was when the workshop of the miners opened", False),
        ("Libreville, 19 juillet 2023 (AGP) - La coalition s'est réunie hier.", True),
        ("NAIROBI, Kenya, June 4, 2019 – Members of the coalition met last week.", True),
        ("Publié par : Pierres et Droits\nDate : 2 juin 2021", True),
        ("Date : 2 juin 2021", False),
        ("Réunion du 2 juin 2021", False),
        ("10-12 July 2021", False),  # pages are published on one day
        ("La coalition a publié son rapport et a tenu une réunion le 2 juin 2021.", False),
    ],
)
def test_the_pages_own_date_is_told_apart(text: str, is_of_page: bool) -> None:
    reading = reading_of(f"La coalition\n\n{text}")
    [date] = dates_in(reading)
    assert is_publication(reading, Layout(reading), date) is is_of_page


def test_dates_come_by_sentence() -> None:
    reading = reading_of(
        "Held on 2 June 2021 in Bo, on 3 June 2021 in Oz. None. Ended on 4 June 2021."
    )

    def written(mentions: list[DateMention]) -> list[str]:
        return [reading.of(mention) for mention in mentions]

    assert [(reading.of(one)[:4], written(dates)) for one, dates in dates_by_sentence(reading)] == [
        ("Held", ["2 June 2021", "3 June 2021"]),
        ("Ende", ["4 June 2021"]),
    ]
