"""The slots of a date poll as staff write them: one a line, "14 octobre 2026, 9h–12h"."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import time

from django.utils import translation

from kpcsc.foundation.partial_date import PartialPeriod, Precision
from kpcsc.foundation.translated_text import LANGUAGES
from kpcsc.foundation.written_moments import read_date, read_time
from meetings.calendar.times import period_in_zones
from surveys.building.choice_lines import ChoiceTexts

LONGEST_LINE = 200
_AFTERNOON = re.compile(r"p\.?\s?m\b", re.IGNORECASE)
_ZONE = re.compile(r"\s*\([^()]*\)\s*$")
_BETWEEN = re.compile(r"[\s,;:]+")
_FROM = re.compile(r"(?:de|à|from|at)\s+", re.IGNORECASE)
_UNTIL = re.compile(r"\s*(?:[-–—]|\bà\b|\bto\b|\buntil\b|\bjusqu['’]à\b)\s*", re.IGNORECASE)


class UnreadableSlotError(ValueError):
    """A line is no slot: `line` is what was written."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


def read_slots(
    box: str, time_zone: str, known: Mapping[str, PartialPeriod] | None = None
) -> list[PartialPeriod]:
    """The slots of a box in the order that they were written, each once; blank lines count for
    nothing. Each is a day, with hours of the zone as far as they are written.

    A line that is `known` is the slot that it was, also where that has another zone. Raises
    UnreadableSlotError for a line without a day, or that ends before it begins, or that names
    another zone in brackets.
    """
    lines = [line.strip() for line in box.splitlines() if line.strip()]
    slots = known or {}
    return list(dict.fromkeys(slots.get(line) or _read(line, time_zone) for line in lines))


def _read(line: str, time_zone: str) -> PartialPeriod:
    if len(line) > LONGEST_LINE:
        raise UnreadableSlotError(line[:LONGEST_LINE])
    text = _ZONE.sub("", line).strip()
    for words, hours in _parted(text):
        try:
            written = read_date(words)
            starts_at, ends_at = _read_hours(hours)
        except ValueError:
            continue
        is_in_order = starts_at is None or ends_at is None or starts_at < ends_at
        if written.precision == Precision.DAY and is_in_order:
            precision = Precision.MINUTE if starts_at else Precision.DAY
            slot = PartialPeriod(written.first_day, None, precision, starts_at, ends_at, time_zone)
            if _names_zone_of(line, slot):
                return slot
    raise UnreadableSlotError(line)


def _names_zone_of(line: str, slot: PartialPeriod) -> bool:
    """Whether what stands in brackets at the line's end, if anything, is the slot's own zone."""
    found = _ZONE.search(line)
    words = slot_texts(slot)
    return found is None or any(text.endswith(found[0].strip()) for text in (words.fr, words.en))


def _parted(text: str) -> Iterator[tuple[str, str]]:
    """The text as a date and what follows it, wherever the one may end."""
    yield text, ""
    for found in _BETWEEN.finditer(text):
        yield text[: found.start()], text[found.end() :]


def _read_hours(text: str) -> tuple[time | None, time | None]:
    """When it begins and ends, as far as that is written."""
    text = _FROM.sub("", text, count=1) if _FROM.match(text) else text
    if not text:
        return None, None
    first, *last = _UNTIL.split(text, maxsplit=1)
    if not last:
        return read_time(first), None
    ends_at = read_time(last[0])
    if first.strip().isdecimal() and _AFTERNOON.search(last[0]):  # "2-4 pm"
        with suppress(ValueError):
            if (starts_at := read_time(f"{first} pm")) < ends_at:
                return starts_at, ends_at
    return read_time(first), ends_at


def slot_texts(slot: PartialPeriod) -> ChoiceTexts:
    """A slot in the words of both languages, by the clocks of its zone."""
    words = {}
    for code in LANGUAGES:
        with translation.override(code):
            words[code] = period_in_zones(slot)[0]
    return ChoiceTexts(**words, slot=slot)
