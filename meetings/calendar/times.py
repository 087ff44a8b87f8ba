"""When a meeting is, in words, as the clocks of each of several places show it."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_location
from django.utils.translation import gettext as _

from kpcsc.foundation.partial_date import LOCALES, PartialPeriod
from kpcsc.foundation.translated_text import page_language


def period_in_zones(
    period: PartialPeriod, zones: Iterable[str] = (), *, first: str = ""
) -> list[str]:
    """When it is, at its own place and then in each zone whose clocks show something else.

    Once where all agree, and where no hour is known: "Tuesday 2 June 2026, 14:00–16:00 (Kinshasa
    time, UTC+1)". Where a zone is to come `first`, its own is told among the others, if named.
    """
    if not period.start_time:
        return [_days(period)]
    told: dict[str, str] = {}
    for zone in (first or period.time_zone, *zones):
        start = period.start_moment.astimezone(ZoneInfo(zone))
        end = period.end_moment and period.end_moment.astimezone(ZoneInfo(zone))
        hours = _hours(start, end)
        told.setdefault(hours, f"{hours} ({_place_of(start, zone)})")
    return list(told.values())


def day_in_words(day: date | None) -> str:
    """A day in words, with its weekday: "Monday 1 March 2027"; empty where there is none."""
    return _day(day) if day else ""


def _days(period: PartialPeriod) -> str:
    is_one_day = period.precision == "day" and period.end in {None, period.start}
    return _day(period.start) if is_one_day else period.formatted(page_language())


def _hours(start: datetime, end: datetime | None) -> str:
    if end is None:
        return f"{_day(start)}, {_time(start)}"
    if end.date() == start.date():
        return f"{_day(start)}, {_time(start)}–{_time(end)}"
    return f"{_day(start)}, {_time(start)} – {_day(end)}, {_time(end)}"


def _day(day: date) -> str:
    told = format_date(day, "EEEE d MMMM y", LOCALES[page_language()])
    return told.replace(" 1 ", " 1er ") if page_language() == "fr" else told


def _time(moment: datetime) -> str:
    return format_time(moment, "HH:mm", locale=LOCALES[page_language()])


def _place_of(moment: datetime, zone: str) -> str:
    if zone == "UTC":
        return zone
    city = get_timezone_location(zone, locale=LOCALES[page_language()], return_city=True)
    return _("%(city)s time, %(offset)s") % {"city": city, "offset": _offset(moment)}


def _offset(moment: datetime) -> str:
    """How far the clocks are from UTC: "UTC+5:45"."""
    offset = moment.utcoffset()
    minutes = round(offset.total_seconds() / 60) if offset else 0
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
