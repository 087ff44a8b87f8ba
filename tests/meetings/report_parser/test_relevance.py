"""Which sentences of a report may speak of its meeting."""

import pytest

from meetings.report_parser.dates import dates_in
from meetings.report_parser.layout import Layout
from meetings.report_parser.meeting_date import meeting_date
from meetings.report_parser.relevance import sentences_about
from tests.meetings.report_parser.samples import reading_of

HELD = "La réunion s'est tenue le 2 juin 2021."


def kept(text: str) -> list[str]:
    """The sentences that are kept, the first date being the meeting's."""
    reading = reading_of(text)
    date = next(iter(dates_in(reading)), None)
    return [reading.of(one) for one in sentences_about(reading, Layout(reading), date)]


@pytest.mark.parametrize(
    "other",
    [
        "Un premier atelier avait réuni 40 personnes le 3 mai 2019.",
        "Un autre atelier s'est tenu le 3 mai.",  # not on this day, whatever its year
        "En 2019, 40 personnes sont venues.",
        "En mai 2019, 40 personnes avaient fait le voyage.",
        "In 2019 there were 40 participants.",
        "Em 2019, vieram 40 pessoas.",
        "Suivez-nous sur Facebook",  # around the text
    ],
)
def test_sentences_of_another_day_or_of_the_page_are_left_out(other: str) -> None:
    assert kept(f"{HELD}\n\n{other}\n\nVingt personnes sont venues.") == [
        HELD,
        "Vingt personnes sont venues.",
    ]


@pytest.mark.parametrize(
    "also",
    [
        "La réunion de juin 2021 a réuni 24 personnes.",  # less precise, and yet the same
        "Publié le 9 juin 2021 : une réunion s'est tenue entre amis.",  # the page's day
        "L'atelier s'est poursuivi dans la soirée.",
        "La loi date du 3 mai 2019.",  # not of a meeting
        "L'atelier s'est tenu le 2 juin.",  # of this year, if of any
    ],
)
def test_other_sentences_are_kept(also: str) -> None:
    assert kept(f"{HELD} {also}") == [HELD, also]


def test_without_a_date_of_the_meeting_dated_sentences_may_be_of_any() -> None:
    reading = reading_of("Le forum s'est tenu en mai 2019. Vingt personnes sont venues.")
    about = sentences_about(reading, Layout(reading), None)
    assert [reading.of(one) for one in about] == ["Vingt personnes sont venues."]


def test_a_range_of_days_without_a_year_is_compared_as_well() -> None:
    text = "La réunion s'est tenue du 10 au 12 juillet. L'atelier s'est tenu le 3 mai 2019."
    assert kept(text) == ["La réunion s'est tenue du 10 au 12 juillet."]


def test_a_sentence_with_the_opening_day_is_of_the_meeting() -> None:
    closed = "La réunion a pris fin le 31 janvier 2026."
    opened = "Ouverte le 26 janvier, cette rencontre avait rassemblé 40 personnes."
    reading = reading_of(f"{closed} {opened}")
    layout = Layout(reading)
    days = meeting_date(reading, layout).days
    about = sentences_about(reading, layout, days)
    assert [reading.of(one) for one in about] == [closed, opened]
