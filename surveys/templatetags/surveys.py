"""What the pages of surveys show: moments in a zone, answers as lines, the bar of a scale."""

from collections.abc import Sequence
from typing import NamedTuple

from django import template

from kpcsc.foundation.translated_text import page_language, translated
from meetings.calendar.times import period_in_zones
from surveys.answering.forms import AnswerForm, Entry
from surveys.models import Choice
from surveys.results.summary import AnswerCount
from surveys.wording import line_of, moment_in

register = template.Library()


register.filter(moment_in)


@register.filter
def percent(number: int) -> str:
    """A share as the page's language writes it: 75 % in French, 75% in English."""
    return f"{number}\u00a0%" if page_language() == "fr" else f"{number}%"


@register.filter
def slot_lines(slot: Choice, time_zones: Sequence[str]) -> list[str]:
    """When a slot is, by the clocks of each of the zones; once where all agree."""
    first, *others = time_zones or [slot.time_zone]
    return (
        period_in_zones(slot.period, [*others, slot.time_zone], first=first) if slot.period else []
    )


@register.filter
def answered_lines(entry: Entry, form: AnswerForm) -> list[str]:
    """What was answered to a question, one thing a line."""
    choices = {choice.pk: translated(choice, "text").text for choice in entry.question.offered()}
    return [line_of(one, choices) for one in form.answers[entry.question.pk]]


class Segment(NamedTuple):
    """A stretch of a diverging bar, from 0 to 200, as SVG writes numbers in every language."""

    x: str
    width: str
    tone: str


@register.filter
def diverging(rows: Sequence[AnswerCount]) -> list[Segment]:
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


@register.filter
def with_segments(rows: Sequence[AnswerCount]) -> list[tuple[AnswerCount, Segment]]:
    """The points of a scale, each with its stretch of the bar, for a legend."""
    return list(zip(rows, diverging(rows), strict=True))


def _tone(place: int, number: int) -> str:
    """The colour of a point of the scale: the farther from the middle, the deeper."""
    distance = 2 * place - (number - 1)
    if distance == 0:
        return "mid"
    depth = 2 if abs(distance) > (number - 1) / 2 else 1
    return f"{'low' if distance < 0 else 'high'}{depth}"
