"""What the pages of surveys show: moments in a zone, answers as lines."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, get_timezone_location
from django import template
from django.utils.translation import gettext as _

from kpcsc.foundation.partial_date import LOCALES
from kpcsc.foundation.translated_text import page_language
from organisations.country_names import short_name
from surveys.forms import AnswerForm, Entry
from surveys.kinds import Given
from surveys.results import Row

register = template.Library()


@register.filter
def moment_in(moment: datetime, time_zone: str) -> str:
    """A moment as it is told in a place: "2 June 2026 at 14:00 (Kinshasa time)"."""
    zone, locale = ZoneInfo(time_zone), LOCALES[page_language()]
    pattern = {"fr": "d MMMM y 'à' HH:mm", "en": "d MMMM y 'at' HH:mm"}
    told = format_datetime(moment, pattern[page_language()], tzinfo=zone, locale=locale)
    if time_zone == "UTC":
        return f"{told} UTC"
    city = get_timezone_location(zone, locale=locale, return_city=True)
    return _("%(moment)s (%(city)s time)") % {"moment": told, "city": city}


@register.filter
def answered_lines(entry: Entry, form: AnswerForm) -> list[str]:
    """What was answered to a question, one thing a line."""
    choices = {choice.pk: str(choice) for choice in entry.question.offered()}
    return [line_of(one, choices) for one in form.answers[entry.question.pk]]


def line_of(given: Given, choices: dict[int, str]) -> str:
    """One thing that was answered, in words."""
    if given.choice:
        label = choices[given.choice]
        return f"{given.rank}. {label}" if given.rank else label
    if given.country:
        return short_name(given.country, page_language())
    return f"{given.number.normalize():f}" if given.number is not None else given.text


class Segment(NamedTuple):
    """A stretch of a diverging bar, from 0 to 200, as SVG writes numbers in every language."""

    x: str
    width: str
    tone: str


@register.filter
def diverging(rows: Sequence[Row]) -> list[Segment]:
    """The bar of a scale: those below its middle to the left of the middle line, those above it
    to the right, those in the middle on both sides."""
    answered = sum(row.count for row in rows) or 1
    widths = [100 * row.count / answered for row in rows]
    half, is_odd = divmod(len(rows), 2)
    below = sum(widths[:half]) + (widths[half] / 2 if is_odd else 0)
    segments, x = [], 100 - below
    for place, width in enumerate(widths):
        segments.append(Segment(f"{x:.2f}", f"{width:.2f}", _tone(place, len(rows))))
        x += width
    return segments


def _tone(place: int, number: int) -> str:
    """The colour of a point of the scale: the farther from the middle, the deeper."""
    distance = 2 * place - (number - 1)
    if distance == 0:
        return "mid"
    depth = 2 if abs(distance) > (number - 1) / 2 else 1
    return f"{'low' if distance < 0 else 'high'}{depth}"
