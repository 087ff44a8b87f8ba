"""Dates as precise as they are known: "2 June 2021, 14:00", "2 June 2021", "June 2021", "2021"."""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_interval, format_skeleton, format_time
from django.db import models
from django.utils.translation import gettext_lazy as _

# The coalition's readers live in countries that write the day first.
LOCALES = {"fr": "fr", "en": "en_GB"}
SKELETONS = {"day": "yMMMMd", "minute": "yMMMMd", "month": "yMMMM", "year": "y"}
ISO_LENGTHS = {"day": 10, "minute": 10, "month": 7, "year": 4}


class Precision(models.TextChoices):
    MINUTE = "minute", _("to the minute")
    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")


@dataclass(frozen=True)
class PartialPeriod:
    """A day or a stretch of days, local to `time_zone`; `end` is None for a single date."""

    start: date
    end: date | None = None
    precision: str = Precision.DAY
    start_time: time | None = None
    end_time: time | None = None
    time_zone: str = "UTC"

    @property
    def iso(self) -> str:
        """The start for `<time datetime>` and schema.org, no more precise than it is known."""
        if self.precision == Precision.MINUTE:
            return self.start_moment.isoformat(timespec="minutes")
        return self.start.isoformat()[: ISO_LENGTHS[self.precision]]

    @property
    def end_iso(self) -> str:
        """The end, as `iso` gives the start; empty where the hour it ends at is not known."""
        if self.precision == Precision.MINUTE:
            return self.end_moment.isoformat(timespec="minutes") if self.end_moment else ""
        return (self.end or self.start).isoformat()[: ISO_LENGTHS[self.precision]]

    @property
    def start_moment(self) -> datetime:
        """The instant it starts; midnight where only the day is known."""
        return datetime.combine(self.start, self.start_time or time(), ZoneInfo(self.time_zone))

    @property
    def end_moment(self) -> datetime | None:
        """The instant it ends, where that is known to the minute."""
        if self.end_time is None:
            return None
        return datetime.combine(self.end or self.start, self.end_time, ZoneInfo(self.time_zone))

    @property
    def over_moment(self) -> datetime:
        """The instant from which it is over, however little is known of it."""
        if self.end_moment:
            return self.end_moment
        last = self.end or self.start
        if last.year == MAXYEAR:  # no day follows
            return datetime.max.replace(tzinfo=UTC)
        following = {
            Precision.MONTH: (last.replace(day=1) + timedelta(days=32)).replace(day=1),
            Precision.YEAR: date(last.year + 1, 1, 1),
        }
        day = following.get(Precision(self.precision), last + timedelta(days=1))
        return datetime.combine(day, time(), ZoneInfo(self.time_zone))

    @lru_cache(maxsize=5_000)  # noqa: B019 (a frozen value, not an object with a life)
    def formatted(self, language: str) -> str:
        """The period in words ("2 June 2021", "2–4 Jun 2021"), by the forms of CLDR."""
        locale = LOCALES[language]
        skeleton = SKELETONS[self.precision]
        if self.end is None or self.end == self.start:
            day_known = self.precision in {Precision.DAY, Precision.MINUTE}
            text = (
                format_date(self.start, "long", locale)
                if day_known
                else format_skeleton(skeleton, self.start, locale=locale)
            )
        else:
            text = format_interval(self.start, self.end, skeleton, locale=locale)
        if language == "fr":
            text = re.sub(r"\b1(?= \w|\u2009?–)", "1er", text)
        return f"{text}, {self._hours(locale)}" if self.start_time else text

    def _hours(self, locale: str) -> str:
        times = [moment for moment in (self.start_time, self.end_time) if moment]
        hours = "–".join(format_time(moment, "short", locale=locale) for moment in times)
        return f"{hours} ({self.time_zone.rpartition('/')[2].replace('_', ' ')})"
