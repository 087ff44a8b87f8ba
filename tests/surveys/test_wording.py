"""Moments and answers in words, in both languages."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from surveys.kinds import Given
from surveys.wording import line_of, moment_in

MOMENT = datetime(2026, 6, 2, 13, 30, tzinfo=UTC)
CHOICES = {1: "Impôts", 2: "Justice"}


@pytest.mark.parametrize(
    ("language", "time_zone", "told"),
    [
        ("fr", "Africa/Kinshasa", "2 juin 2026 à 14:30 (heure locale, Kinshasa)"),
        ("en", "Africa/Kinshasa", "2 June 2026 at 14:30 (Kinshasa time)"),
        ("fr", "UTC", "2 juin 2026 à 13:30 UTC"),
        ("en", "America/New_York", "2 June 2026 at 09:30 (New York time)"),
    ],
)
def test_a_moment_as_it_is_told_in_a_place(language: str, time_zone: str, told: str) -> None:
    with translation.override(language):
        assert moment_in(MOMENT, time_zone) == told


def test_the_first_of_a_month_is_told_as_the_french_say_it() -> None:
    first = datetime(2026, 7, 1, 8, tzinfo=UTC)
    with translation.override("fr"):
        assert moment_in(first, "UTC") == "1er juillet 2026 à 08:00 UTC"


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (Given(choice=2), "Justice"),
        (Given(choice=2, rank=1), "1. Justice"),
        (Given(country="CD"), "DRC"),
        (Given(number=Decimal("100.00")), "100"),
        (Given(number=Decimal("3.50")), "3.5"),
        (Given(number=Decimal(0)), "0"),
        (Given(text="Nos mots."), "Nos mots."),
    ],
)
def test_an_answer_is_a_line(given: Given, line: str) -> None:
    with translation.override("en"):
        assert line_of(given, CHOICES) == line
