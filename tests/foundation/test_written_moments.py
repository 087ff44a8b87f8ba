"""Dates and hours as people write them."""

from datetime import date, time

import pytest

from kpcsc.foundation.written_moments import read_date, read_time

DAY = date(2022, 10, 14)


@pytest.mark.parametrize(
    "written",
    [
        "2022-10-14",
        "14 octobre 2022",
        " 14  Octobre 2022 ",
        "vendredi 14 octobre 2022",
        "Ven. 14 oct. 2022",
        "le 14 octobre 2022",
        "14 October 2022",
        "Friday, 14 October 2022",
        "14th of October, 2022",
        "October 14, 2022",
        "Oct 14th 2022",
        "14 de outubro de 2022",
        "14/10/2022",
        "14/10/22",
        "14.10.2022",
        "14-10-2022",
        "14 10 2022",
    ],
)
def test_a_day(written: str) -> None:
    found = read_date(written)
    assert (found.first_day, found.precision) == (DAY, "day")


@pytest.mark.parametrize(
    ("written", "first_day", "precision"),
    [
        ("octobre 2022", date(2022, 10, 1), "month"),
        ("Oct. 2022", date(2022, 10, 1), "month"),
        ("outubro de 2022", date(2022, 10, 1), "month"),
        ("10/2022", date(2022, 10, 1), "month"),
        ("2022-10", date(2022, 10, 1), "month"),
        ("2022", date(2022, 1, 1), "year"),
        ("1er mars 2027", date(2027, 3, 1), "day"),
        ("1 août 2027", date(2027, 8, 1), "day"),
        ("5/6/2027", date(2027, 6, 5), "day"),
        ("29/02/2028", date(2028, 2, 29), "day"),
    ],
)
def test_as_far_as_it_was_written(written: str, first_day: date, precision: str) -> None:
    found = read_date(written)
    assert (found.first_day, found.precision) == (first_day, precision)


@pytest.mark.parametrize(
    "written",
    [
        *("", "demain", "14 octobre", "octobre", "31/02/2027", "14/13/2022", "0/5/2022", "2022-13"),
        *("14/10-2022", "14 octobre 20222", "14 octobre 2022 ou 2023", "0000"),
        *("14/00/2022", "2022-00-14", "00/2022", "October 12022", "22-10-14"),
        "1" * 400,
    ],
)
def test_what_is_no_date(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (what date() says is no more than that)
        read_date(written)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("9h", time(9)),
        ("9 h", time(9)),
        ("09h00", time(9)),
        ("18h30", time(18, 30)),
        ("18 h 30", time(18, 30)),
        ("14:30", time(14, 30)),
        ("14:30:00", time(14, 30)),
        ("14:30:07", time(14, 30, 7)),
        ("9.30", time(9, 30)),
        ("9 heures", time(9)),
        ("9", time(9)),
        ("2:30 pm", time(14, 30)),
        ("2 p.m.", time(14)),
        ("9AM", time(9)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("midi", time(12)),
        ("Noon", time(12)),
        ("0h", time(0)),
    ],
)
def test_a_time_of_day(written: str, moment: time) -> None:
    assert read_time(written) == moment


@pytest.mark.parametrize(
    "written",
    ["", "24h", "9h60", "13 pm", "0 am", "le matin", "9h3", "9:3", "9-10", "٩h", "1" * 99],
)
def test_what_is_no_time_of_day(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_time(written)
