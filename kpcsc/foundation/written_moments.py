"""Dates and hours as people write them: "14 octobre 2022", "October 2022", "9h", "2:30 pm"."""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, time

from babel import Locale

from kpcsc.foundation.sort_key import fold

LANGUAGES = ("fr", "en", "pt")


def _month_names() -> dict[str, int]:
    """All names and abbreviations of months, folded, from CLDR, with those it has not."""
    names = {"fev": 2, "fevr": 2, "sept": 9, "sep": 9, "out": 10, "aout": 8, "decemb": 12}
    for language in LANGUAGES:
        months = Locale.parse(language).months["format"]
        for width in ("wide", "abbreviated"):
            for number, name in months[width].items():
                names.setdefault(fold(name).rstrip("."), number)
    return names


def _weekdays() -> set[str]:
    """All names and abbreviations of the days of the week, folded."""
    return {
        fold(name).rstrip(".")
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for name in Locale.parse(language).days["format"][width].values()
    }


MONTHS = _month_names()
_WEEKDAY = rf"(?:(?:{'|'.join(sorted(_weekdays(), key=len, reverse=True))})\b\.?,?\s*)?"
_MONTH = rf"(?P<name>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_NUMBER = r"(?P<month>\d{1,2})"
_DAY = r"(?P<day>\d{1,2})(?:\s?(?:er|ers|st|nd|rd|th|º|o))?"
_YEAR = r"(?P<year>\d{4})"
_OF = r"\s*(?:\bde\b|\bof\b|,)?\s*"
_DATES = [
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"{_YEAR}-{_NUMBER}(?:-(?P<day>\d{{1,2}}))?",
        rf"{_WEEKDAY}(?:le\s+|the\s+)?{_DAY}{_OF}{_MONTH}{_OF}{_YEAR}",
        rf"{_WEEKDAY}{_MONTH}\s*{_DAY}(?:\s*,\s*|\s+(?:of\s+)?){_YEAR}",
        rf"{_WEEKDAY}{_DAY}(?P<between>[./ -]){_NUMBER}(?P=between)(?P<year>\d{{4}}|\d\d)",
        rf"{_MONTH}{_OF}{_YEAR}",
        rf"{_NUMBER}/{_YEAR}",
        _YEAR,
    )
]
_HALF = r"(?:\s*(?P<half>[ap])\.?\s?m\.?)"
_TIME = re.compile(
    r"(?P<hours>\d{1,2})"
    r"(?:\s*(?:[:.]|h(?:eures?)?)\s*(?:(?P<minutes>\d\d)(?::(?P<seconds>\d\d))?)?)?"
    rf"{_HALF}?",
    re.ASCII,
)
_WORDS = {"midi": time(12), "noon": time(12), "minuit": time(0), "midnight": time(0)}


@dataclass(frozen=True)
class WrittenDate:
    """A date as far as it was written: `precision` is "day", "month" or "year"."""

    first_day: date
    precision: str


def read_date(written: str) -> WrittenDate:
    """The date that somebody wrote, in one of the languages; the day comes before the month.

    A year of two figures is of this century. Raises ValueError for what is no date, or none that
    exists, or one of the calendar's first and last year: in another zone, that may be none.
    """
    text = " ".join(fold(written).split())
    found = next((match for pattern in _DATES if (match := pattern.fullmatch(text))), None)
    if found is None:
        raise ValueError(written)
    parts = {"name": None, "month": None, "day": None} | found.groupdict()
    month = MONTHS[parts["name"]] if parts["name"] else int(parts["month"] or 0)
    year = str(parts["year"])
    is_unclear = len(year) == 2 and parts.get("between") == "-"  # "22-10-14"
    if is_unclear or (parts["month"] and not month):
        raise ValueError(written)
    first_day = date(int(f"20{year}"[-4:]), month or 1, int(parts["day"]) if parts["day"] else 1)
    if first_day.year in {MINYEAR, MAXYEAR}:
        raise ValueError(written)
    precision = "day" if parts["day"] else "month" if month else "year"
    return WrittenDate(first_day, precision)


def read_time(written: str) -> time:
    """The time of day that somebody wrote: "9h", "18h30", "14:30", "2:30 pm", "midi".

    Raises ValueError for what is no time of day.
    """
    text = " ".join(fold(written).split())
    if text in _WORDS:
        return _WORDS[text]
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(written)
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    if found["half"]:
        if not 1 <= hours <= 12:
            raise ValueError(written)
        hours = hours % 12 + (12 if found["half"] == "p" else 0)
    return time(hours, minutes, int(found["seconds"] or 0))
