"""Dates in three languages, in words and numbers, and what only looks like one."""

import time

import pytest

from meetings.report_parser.dates import DateMention, dates_in
from tests.meetings.report_parser.samples import reading_of


def only_date(text: str) -> DateMention:
    (mention,) = dates_in(reading_of(text))
    return mention


def found(text: str) -> list[tuple[str, str, str]]:
    """The first and last day of each date, as in ISO 8601, and what is written there."""
    reading = reading_of(text)
    return [
        (mention.start_date.iso, mention.end_date.iso, reading.of(mention))
        for mention in dates_in(reading)
    ]


@pytest.mark.parametrize(
    ("text", "day", "written"),
    [
        ("le 2 juin 2021", "2021-06-02", "2 juin 2021"),
        ("le 4 fév. 2020", "2020-02-04", "4 fév. 2020"),
        ("le 1ᵉʳ juin 2021", "2021-06-01", "1er juin 2021"),
        ("on Thursday 3rd of March, 2022", "2022-03-03", "3rd of March, 2022"),
        ("on Sept. 4, 2020", "2020-09-04", "Sept. 4, 2020"),
        ("no dia 6 de maio de 2023", "2023-05-06", "6 de maio de 2023"),
        ("12/05/2021", "2021-05-12", "12/05/2021"),  # the day first, as in all three languages
        ("12.5.2021", "2021-05-12", "12.5.2021"),
        ("no dia 12/5/21", "2021-05-12", "12/5/21"),
        ("le 3 du mois de mai 2021", "2021-05-03", "3 du mois de mai 2021"),
        ("2021-05-12", "2021-05-12", "2021-05-12"),
        ("2021-05-12T15:49:36-02:00", "2021-05-12", "2021-05-12T15:49:36-02:00"),
        ("2021-05-12 00:00:00 Z", "2021-05-12", "2021-05-12 00:00:00 Z"),
        ("en mai 2021", "2021-05", "mai 2021"),
        ("au cours de l’année 2021", "2021", "2021"),
        ("no ano de 2019", "2019", "2019"),
        ("le 31 février 2021", "2021-02", "février 2021"),  # there is no such day
    ],
)
def test_one_day_month_or_year(text: str, day: str, written: str) -> None:
    assert found(text) == [(day, day, written)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("du 12 au 14 mai 2021", "2021-05-12", "2021-05-14"),
        ("les 12, 13 et 14 mai 2021", "2021-05-12", "2021-05-14"),
        ("nos dias 12, 13 e 14/5/2021", "2021-05-12", "2021-05-14"),
        ("du 28 mai au 2 juin 2021", "2021-05-28", "2021-06-02"),
        ("du 28 décembre au 3 janvier 2022", "2021-12-28", "2022-01-03"),
        ("May 12-14, 2021", "2021-05-12", "2021-05-14"),
        ("from 3 to 5 October 2019", "2019-10-03", "2019-10-05"),
        ("May 28 to June 2, 2021", "2021-05-28", "2021-06-02"),
        ("May to June 2021", "2021-05", "2021-06"),
        ("nos dias 5 e 6 de maio de 2023", "2023-05-05", "2023-05-06"),
        ("de 30 de setembro a 2 de outubro de 2020", "2020-09-30", "2020-10-02"),
    ],
)
def test_several_days(text: str, first: str, last: str) -> None:
    assert [dates[:2] for dates in found(text)] == [(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "They may 20 people help",
        "2021-13-45",
        "31/12/99",  # of which century
        "reference 12/05/20211",
        "the 24 participants",
        "pages 3 e 12/5",
        "They may come; the mayor of Mars",
        "en octobre prochain",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("le 1er août", (8, 1), (8, 1)),
        ("12 et 13 mai", (5, 12), (5, 13)),
        ("début décembre", (12, None), (12, None)),
        ("at the beginning of May", (5, None), (5, None)),
        ("em meados de agosto", (8, None), (8, None)),
    ],
)
def test_a_date_without_a_year(
    text: str, first: tuple[int, int | None], last: tuple[int, int | None]
) -> None:
    mention = only_date(text)
    assert not mention.has_year
    assert (mention.first[1:], mention.last[1:]) == (first, last)


def test_a_year_said_elsewhere() -> None:
    dated = only_date("du 28 décembre au 3 janvier").in_year(2021)
    assert dated is not None
    assert (dated.start_date.iso, dated.end_date.iso) == ("2021-12-28", "2022-01-03")
    assert only_date("29 février").in_year(2021) is None


def test_days_within_others() -> None:
    days, day = only_date("du 12 au 14 mai 2021"), only_date("le 13 mai 2021")
    month, other = only_date("mai 2021"), only_date("juin 2021")
    assert days.holds(day)
    assert not day.holds(days)
    assert not month.holds(day)
    assert month.is_less_precise_than(day)
    assert not other.is_less_precise_than(day)
    assert not day.is_less_precise_than(month)


@pytest.mark.parametrize("unit", ["12, 13 et ", "12 e ", "1-2-", "12" + "\n" * 200, "mai et "])
def test_numbers_without_a_month_take_no_time(unit: str) -> None:
    reading = reading_of((unit * 100_000)[:100_000])
    before = time.process_time()
    assert dates_in(reading) == []
    assert time.process_time() - before < 4
