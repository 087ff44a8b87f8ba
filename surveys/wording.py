"""Moments and answers in words, for pages and letters."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, get_timezone_location
from django.utils.translation import gettext as _

from kpcsc.foundation.partial_date import LOCALES, PartialPeriod
from kpcsc.foundation.translated_text import page_language
from organisations.country_names import short_name
from surveys.kinds import Given
from surveys.kinds.availability import WORDS, Availability


def moment_in(moment: datetime, time_zone: str) -> str:
    """A moment as it is told in a place: "2 June 2026 at 14:00 (Kinshasa time)"."""
    zone, locale = ZoneInfo(time_zone), LOCALES[page_language()]
    pattern = {"fr": "d MMMM y 'à' HH:mm", "en": "d MMMM y 'at' HH:mm"}
    told = format_datetime(moment, pattern[page_language()], tzinfo=zone, locale=locale)
    if page_language() == "fr" and told.startswith("1 "):
        told = told.replace("1 ", "1er ", 1)
    if time_zone == "UTC":
        return f"{told} UTC"
    city = get_timezone_location(zone, locale=locale, return_city=True)
    return _("%(moment)s (%(city)s time)") % {"moment": told, "city": city}


def day_in(moment: datetime, time_zone: str) -> str:
    """The day of a moment in a place: "2 June 2026"."""
    return PartialPeriod(moment.astimezone(ZoneInfo(time_zone)).date()).formatted(page_language())


def slot_answer(slot: str, answer: Any) -> str:
    """What was answered to a slot: "Wednesday 14 October 2026: if need be"."""
    return _("%(slot)s: %(answer)s") % {"slot": slot, "answer": answer}


def line_of(given: Given, choices: dict[int, str]) -> str:
    """One thing that was answered; `choices` has the texts of choices by their keys."""
    if given.choice:
        label = choices[given.choice]
        if given.number is not None:
            return slot_answer(label, WORDS[Availability(int(given.number))])
        return f"{given.rank}. {label}" if given.rank else label
    if given.country:
        return short_name(given.country, page_language())
    return f"{given.number.normalize():f}" if given.number is not None else given.text
