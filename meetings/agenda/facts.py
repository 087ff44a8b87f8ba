"""The times of a meeting's agenda, worked out from its record."""

from collections.abc import Collection, Iterable
from datetime import time
from typing import Any

from kpcsc.foundation.translated_text import translated
from meetings.agenda.times import Agenda, MeetingHours, TimetableItem, agenda_of
from meetings.models import AgendaItem, Meeting


def agenda_times(meeting: Meeting, items: Iterable[AgendaItem]) -> Agenda:
    """When each of all the meeting's items begins and ends, and what does not add up."""
    last = meeting.ends_on or meeting.starts_on
    hours = MeetingHours(meeting.starts_at, meeting.ends_at, (last - meeting.starts_on).days + 1)
    return agenda_of(
        [
            TimetableItem(translated(item, "title").text, item.starts_at, item.minutes)
            for item in items
        ],
        hours,
    )


def with_start_times(
    meeting: Meeting, items: Collection[Any]
) -> list[tuple[AgendaItem, time | None]]:
    """The items that a reader may see, of `queries.agenda_items`, each with when it begins.

    Times are worked out for who sees the whole agenda: a hidden item would make those after it
    wrong, and the gap would tell of it.
    """
    if any(item.of_all != len(items) for item in items):
        return [(item, item.starts_at) for item in items]
    slots = agenda_times(meeting, items).slots
    return [(item, slot.starts_at) for item, slot in zip(items, slots, strict=True)]
