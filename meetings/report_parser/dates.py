"""Dates as reports write them, in three languages, with or without a year."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from babel import Locale

from kpcsc.foundation.sort_key import fold
from kpcsc.foundation.written_moments import MONTHS
from meetings.report_parser.facts import StatedDate
from meetings.report_parser.patterns import any_of
from meetings.report_parser.reading import ReportText, TextRange, once_per_reading

_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_ENGLISHMONTHS = [fold(name) for name in Locale("en").months["format"]["wide"].values()]
_ENGLISH_MONTH = "|".join(rf"{name}\b|{name[:3]}\b\.?" for name in _ENGLISHMONTHS)
_WHOLE_MONTH = "|".join(name for name in MONTHS if len(name) > 3 or name in {"mai", "may"})
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:\s?(?:er|e|eme|ers|st|nd|rd|th|º|°|ª)|o)?(?![\d\w])"
_YEAR = r"(?:19[5-9]\d|20\d\d)(?![\d\w])"
_SHORT_YEAR = r"[012]\d(?![\w/.-])"

_DAYS_OF_WEEK = any_of("""
    lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche
    monday, tuesday, wednesday, thursday, friday, saturday, sunday
    segunda(?:-feira)?, terca(?:-feira)?, quarta(?:-feira)?, quinta(?:-feira)?, sexta(?:-feira)?
    sabado, domingo
""")
_UNTIL_WORDS = any_of("""
    et jusqu'au, and until, e ate, au, to, till, until, through, a, ao, ate, jusqu'au
""")
_UNTIL = rf"\s*(?:-|\b{_UNTIL_WORDS}\b)\s*"
_AND = r"\s*(?:,\s*(?:et|and|e)?|[&/-]|\b(?:et|and|e)\b)\s*"
# What stands between two days: ", and on Thursday the". Atomic and few: lists may be long.
_LINK = (
    rf"(?>(?:{_UNTIL}|{_AND})(?:and\s+|et\s+|e\s+)?(?:le\s+|the\s+|o\s+|dia\s+)?(?:au\s+)?"
    rf"(?:{_DAYS_OF_WEEK}[,\s]+)?)"
)
_DAYS = rf"{_DAY}(?:{_LINK}{_DAY}){{0,7}}"
_FEW_DAYS = rf"{_DAY}(?:{_LINK}{_DAY}){{0,3}}"
_OF = r"(?:\s*(?:,|/|\bd[uo] m[oe]i?s de\b|\bde\b|\bof\b|\bdo\b|-)?\s*|\s+)"

# "12, 13 et 14 mai 2021", "du 28 mai au 2 juin 2021", "3 de maio".
_DAY_FIRST = re.compile(
    rf"(?<![\w.,/-])(?P<days>{_DAYS}){_OF}(?P<month>{_MONTH})"
    rf"(?:{_OF}(?P<year>{_YEAR}))?"
    rf"(?:{_LINK}(?P<last_day>{_DAY}){_OF}(?P<last_month>{_MONTH})(?:{_OF}(?P<last_year>{_YEAR}))?)?"
)
# "May 12-14, 2021", "May 28 to June 2, 2021".
_MONTH_FIRST = re.compile(
    rf"(?<![\w-])(?P<month>{_ENGLISH_MONTH}|sept\b\.?)\s*(?P<days>{_DAYS})"
    rf"(?:{_LINK}(?P<last_month>{_ENGLISH_MONTH})\s*(?P<last_day>{_DAY}))?"
    rf"(?:\s*,?\s*(?:of\s+)?(?P<year>{_YEAR}))?"
)
# "mai 2021", "May to June 2021".
_MONTH_ALONE = re.compile(
    rf"(?<![\w-])(?P<month>{_MONTH})(?:(?:{_UNTIL}|{_AND})(?P<last_month>{_MONTH}))?"
    rf"{_OF}(?P<year>{_YEAR})"
)
# "12/05/2021", "12.5.2021", "12, 13 e 14/5/21".
_MONTH_NUMBER = r"(?P<month>0?[1-9]|1[0-2])"
_NUMERIC = re.compile(
    rf"(?<![\w/.-])(?P<days>{_FEW_DAYS})\s?(?P<between>[./-])\s?{_MONTH_NUMBER}\s?(?P=between)"
    rf"\s?(?P<year>{_YEAR}|(?<=/){_SHORT_YEAR})"
)
_TIME = r"[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:\s?z\b|\s?[+-]\d\d:?\d\d)?"
_ISO = re.compile(
    rf"(?<![\w/.-])(?P<year>{_YEAR})-(?P<month>\d\d)-(?P<days>\d\d)(?:{_TIME})?(?![\w-])"
)
# "in May", "last May", "début juin", "em meados de maio".
_DURING = any_of("""
    en, au mois de, au mois d', courant, (?:debut|fin|mi)(?: de| d')?
    in, last, early, late, mid, (?:beginning|start|middle|end) of
    em, no mes de, (?:inicios?|principios?|meados|fins?|final|finais) de
""")
_MONTH_WITHOUT_YEAR = re.compile(
    rf"\b{_DURING}[\s-]*\b(?P<month>{_WHOLE_MONTH})\b(?!\s(?:prochain|proximo)|-)"
)
# "in 2021", "au cours de l'année 2021".
_YEAR_ALONE = re.compile(
    r"\b(?:en|in|em|de|of|annee|year|ano|during|au cours de|durante)\s+"
    rf"(?:l'annee\s+|the year\s+|o ano (?:de\s+)?)?(?P<year>{_YEAR})(?![/-]\d\d)"
)
_NUMBER = re.compile(r"\d+")


class WrittenDate(NamedTuple):
    """A date as it is written: `year` is 0 where none is, `month` and `day` None."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def first_day(self) -> date:
        """The day, or the first of the month or year, of 2000 where no year is written.

        Raises ValueError where there is no such day.
        """
        return date(self.year or 2000, self.month or 1, self.day or 1)

    @property
    def exists(self) -> bool:
        """Whether there is such a day."""
        try:
            return bool(self.first_day)
        except ValueError:
            return False


@dataclass(frozen=True)
class DateMention(TextRange):
    """A day, month or year where it is written, or several days from `first` to `last`."""

    first: WrittenDate
    last: WrittenDate

    @property
    def has_year(self) -> bool:
        """Whether the year is written."""
        return self.first.year > 0

    @property
    def start_date(self) -> StatedDate:
        """Its first day; needs a year."""
        return StatedDate(*self.first)

    @property
    def end_date(self) -> StatedDate:
        """Its last day; needs a year."""
        return StatedDate(*self.last)

    @property
    def first_day(self) -> date:
        """Its first day, or the first of the month or year that it names; needs a year."""
        return self.first.first_day

    def in_year(self, year: int) -> "DateMention | None":
        """The same in a year that something else says; None if there is no such day."""
        first, last = self.first, self.last
        turns_year = first.month is not None and (last.month or 0) < first.month
        dated = replace(
            self, first=first._replace(year=year), last=last._replace(year=year + turns_year)
        )
        return dated if dated.first.exists and dated.last.exists else None

    def holds(self, other: "DateMention") -> bool:
        """Whether it is a stretch of days that the other's first day is one of."""
        if self.first == self.last or self.first.day is None or other.first.day is None:
            return False
        return self.first_day <= other.first_day <= self.last.first_day

    def is_less_precise_than(self, other: "DateMention") -> bool:
        """Whether the other names a day in the year or month that this is."""
        if other.first.day is None or self.first.day is not None:
            return False
        return all(
            mine in {None, theirs} for mine, theirs in zip(self.first, other.first, strict=True)
        )


@once_per_reading
def dates_in(reading: ReportText) -> list[DateMention]:
    """All dates that are written in the text, in order; where two overlap, the longer."""
    taken: list[DateMention] = []
    covered = bytearray(len(reading.plain))
    for mention in sorted(
        _written(reading.plain), key=lambda date: (date.start - date.end, date.start)
    ):
        if not any(covered[mention.start : mention.end]) and mention.last.exists:
            covered[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            taken.append(mention)
    return sorted(taken, key=lambda mention: mention.start)


def _written(plain: str) -> Iterator[DateMention]:
    """All that is written as a date is, some of it overlapping."""
    for pattern in (_DAY_FIRST, _MONTH_FIRST, _MONTH_ALONE, _NUMERIC, _ISO):
        for found in pattern.finditer(plain):
            mention = _mention(found)
            if mention.first.exists and not _is_verb_may(found):
                yield mention
    for found in _MONTH_WITHOUT_YEAR.finditer(plain):
        month = WrittenDate(0, MONTHS[found["month"]])
        yield DateMention(*found.span("month"), month, month)
    for found in _YEAR_ALONE.finditer(plain):
        year = WrittenDate(int(found["year"]))
        yield DateMention(found.start("year"), found.end(), year, year)


def _mention(found: re.Match[str]) -> DateMention:
    written = found.groupdict()
    days = _numbers(written.get("days"))
    last_days = _numbers(written.get("last_day")) or days
    month = _month(written["month"])
    last_month = _month(written.get("last_month") or written["month"])
    last_year = _year(written.get("last_year") or written.get("year"))
    year = _year(written.get("year")) or last_year
    if year and year == last_year and last_month < month:
        year -= 1  # "du 28 décembre au 3 janvier 2022"
    first = WrittenDate(year, month, days[0] if days else None)
    last = WrittenDate(last_year, last_month, last_days[-1] if last_days else None)
    return DateMention(found.start(1), found.end(), first, last)


def _numbers(written: str | None) -> list[int]:
    return [int(number) for number in _NUMBER.findall(written or "")]


def _year(written: str | None) -> int:
    """The year, of this century where two digits tell it; 0 where none is written."""
    year = int(written or 0)
    return year + 2000 if written and len(written) == 2 else year


def _month(written: str) -> int:
    return int(written) if written.isdigit() else MONTHS[written.rstrip(".")]


def _is_verb_may(found: re.Match[str]) -> bool:
    """Whether it only looks like a date: "may 20 people"."""
    if found.re is not _MONTH_FIRST or found["year"] or not found["month"].startswith("may"):
        return False
    return len(_numbers(found["days"])) == 1
