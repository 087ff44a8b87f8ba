"""When each item of an agenda begins and ends, and where the times do not add up.

An item says when it begins, how long it lasts, both or neither. One that does not say when begins
where the item above it ends; one that does not say how long ends where the next one says that it
begins. Items carry no day: where a meeting lasts several days, one whose time is not later than
that of the item above it is taken to be on the next day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext, ngettext

DAY = 24 * 60


@dataclass(frozen=True)
class TimetableItem:
    """What the agenda says of one item."""

    title: str
    starts_at: time | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class MeetingHours:
    """When a meeting begins and ends; `days` is how many it lasts."""

    starts_at: time | None = None
    ends_at: time | None = None
    days: int = 1


@dataclass(frozen=True)
class AgendaSlot:
    """When an item begins and ends, as far as that is known; `day` counts from 1."""

    item: TimetableItem
    starts_at: time | None
    ends_at: time | None
    day: int = 1


@dataclass(frozen=True)
class AgendaProblem:
    """Something that does not add up, in the page's language."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Agenda:
    """The items with their times, and what is to be said of them."""

    slots: tuple[AgendaSlot, ...] = ()
    findings: tuple[AgendaProblem, ...] = ()
    assumes_days: bool = False


@dataclass(frozen=True)
class _MinuteRange:
    """An item in minutes since the first day began; None is not known."""

    item: TimetableItem
    begin: int | None
    end: int | None

    @property
    def slot(self) -> AgendaSlot:
        known = next((moment for moment in (self.begin, self.end) if moment is not None), 0)
        return AgendaSlot(self.item, _clock(self.begin), _clock(self.end), known // DAY + 1)


def agenda_of(items: Sequence[TimetableItem], hours: MeetingHours) -> Agenda:
    """The agenda of a meeting, worked out."""
    stretches = _stretches(items, hours)
    findings = [
        *_overlaps_and_gaps(stretches),
        *_mismatches_with_meeting_hours(stretches, hours),
        *_outside_meeting_hours(stretches, hours),
        *_without_minutes(items),
    ]
    return Agenda(
        slots=tuple(stretch.slot for stretch in stretches),
        findings=tuple(findings),
        assumes_days=hours.days > 1 and any(item.starts_at for item in items),
    )


def _stretches(items: Sequence[TimetableItem], hours: MeetingHours) -> list[_MinuteRange]:
    begins = _begins(items, hours)
    stretches = []
    for item, begin, following in zip(items, begins, [*begins, None][1:], strict=True):
        end = None
        if begin is not None and item.minutes is not None:
            end = begin + item.minutes
        elif begin is not None and following is not None and following > begin:
            end = following
        stretches.append(_MinuteRange(item, begin, end))
    return stretches


def _begins(items: Sequence[TimetableItem], hours: MeetingHours) -> list[int | None]:
    """When the items begin, each on its day."""
    begins: list[int | None] = []
    free, above, day = _minutes(hours.starts_at), -1, 0
    for item in items:
        begin, clock = free, _minutes(item.starts_at)
        if clock is not None:
            if day * DAY + clock <= above and day < hours.days - 1:
                day += 1
            begin = day * DAY + clock
        begins.append(begin)
        above = above if begin is None else begin
        free = None if begin is None or item.minutes is None else begin + item.minutes
    return begins


def _overlaps_and_gaps(stretches: list[_MinuteRange]) -> Iterator[AgendaProblem]:
    """Items that overlap, and time between two for which nothing is planned."""
    for above, below in pairwise(stretches):
        if above.end is None or below.begin is None:
            continue
        words = {
            "above": above.item.title,
            "below": below.item.title,
            "end": _written(above.end),
            "begin": _written(below.begin),
        }
        if below.begin < above.end:
            sentence = gettext(
                "“%(below)s” begins at %(begin)s, but “%(above)s” lasts until %(end)s."
            )
            yield AgendaProblem("overlap", sentence % words)
        elif below.begin > above.end and below.begin // DAY == above.end // DAY:
            sentence = gettext("Nothing is planned from %(end)s to %(begin)s.")
            yield AgendaProblem("gap", sentence % words)


def _mismatches_with_meeting_hours(
    stretches: list[_MinuteRange], hours: MeetingHours
) -> Iterator[AgendaProblem]:
    """Whether the agenda begins and ends with the meeting."""
    opens, closes = _minutes(hours.starts_at), _minutes(hours.ends_at)
    first = next((one.begin for one in stretches if one.begin is not None), None)
    if opens is not None and first is not None and first != opens:
        both = {"agenda": _written(first), "meeting": _written(opens)}
        sentence = gettext("The agenda begins at %(agenda)s, the meeting at %(meeting)s.")
        yield AgendaProblem("start", sentence % both)
    last = stretches[-1].end if stretches else None
    if closes is None or last is None:
        return
    closes += (hours.days - 1) * DAY
    if last // DAY < hours.days - 1:
        return  # on an earlier day than the meeting's last: nothing says how that one is filled
    difference = abs(last - closes)
    words: dict[str, Any] = {"end": _written(last), "number": difference}
    if last > closes:
        sentence = ngettext(
            "The agenda lasts until %(end)s: %(number)d minute longer than the meeting.",
            "The agenda lasts until %(end)s: %(number)d minutes longer than the meeting.",
            difference,
        )
        yield AgendaProblem("too_long", sentence % words)
    elif last < closes:
        sentence = ngettext(
            "The agenda ends at %(end)s: %(number)d minute of the meeting is left.",
            "The agenda ends at %(end)s: %(number)d minutes of the meeting are left.",
            difference,
        )
        yield AgendaProblem("too_short", sentence % words)


def _outside_meeting_hours(
    stretches: list[_MinuteRange], hours: MeetingHours
) -> Iterator[AgendaProblem]:
    """Items that begin before the meeting or once it is over; the first and the last one's other
    mismatches are told with the whole."""
    opens, closes = _minutes(hours.starts_at), _minutes(hours.ends_at)
    first = next((one for one in stretches if one.begin is not None), None)
    for stretch in stretches:
        if stretch.begin is None:
            continue
        words = {"title": stretch.item.title, "begin": _written(stretch.begin)}
        if opens is not None and stretch.begin < opens and stretch is not first:
            sentence = gettext("“%(title)s” begins at %(begin)s, before the meeting.")
            yield AgendaProblem("outside", sentence % words)
        elif closes is not None and stretch.begin >= closes + (hours.days - 1) * DAY:
            sentence = gettext("“%(title)s” begins at %(begin)s, when the meeting is over.")
            yield AgendaProblem("outside", sentence % words)


def _without_minutes(items: Sequence[TimetableItem]) -> Iterator[AgendaProblem]:
    number = sum(item.minutes is None for item in items)
    if number:
        sentence = ngettext(
            "%(number)d item does not say how long it lasts.",
            "%(number)d items do not say how long they last.",
            number,
        )
        yield AgendaProblem("without_minutes", sentence % {"number": number})


def _minutes(clock: time | None) -> int | None:
    return None if clock is None else clock.hour * 60 + clock.minute


def _clock(minutes: int | None) -> time | None:
    return None if minutes is None else time(minutes % DAY // 60, minutes % 60)


def _written(minutes: int) -> str:
    return f"{minutes % DAY // 60:02}:{minutes % 60:02}"
