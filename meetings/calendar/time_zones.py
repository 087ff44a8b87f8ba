"""A time zone as calendar files describe it, for programs that do not know it by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True)
class ClockChange:
    """A moment from which the clocks of a zone show another time."""

    moment: datetime  # in UTC
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def local(self) -> datetime:
        """What the clocks show at that moment, not changed yet (RFC 5545, 3.6.5)."""
        return (self.moment + self.before).replace(tzinfo=None)


def clock_changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[ClockChange]:
    """The time that the zone has at the first moment, and each change until the last.

    Found by looking at its clocks day by day: no rule is assumed, and some zones have none.
    """
    moment = first.astimezone(UTC).replace(second=0, microsecond=0)
    yield _onset(zone, moment, before=_offset(zone, moment))
    while moment < last:
        following = moment + DAY
        if _offset(zone, moment) != _offset(zone, following):
            early, late = moment, following
            while late - early > MINUTE:
                middle = early + (late - early) // MINUTE // 2 * MINUTE
                if _offset(zone, middle) == _offset(zone, moment):
                    early = middle
                else:
                    late = middle
            yield _onset(zone, late, before=_offset(zone, moment))
        moment = following


def description(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """The VTIMEZONE of a zone, true of every moment between the two.

    Each change of the clocks stands for itself. (icalendar's own has summer begin an hour late,
    and leaves out the changes that Ramadan brings to Morocco.)
    """
    component = Timezone()
    component.add("tzid", zone.key)
    for onset in clock_changes(zone, first, last):
        part = TimezoneDaylight() if onset.is_summer else TimezoneStandard()
        part.add("dtstart", onset.local)
        part.add("tzoffsetfrom", onset.before)
        part.add("tzoffsetto", onset.after)
        part.add("tzname", onset.name)
        component.add_component(part)
    return component


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _onset(zone: ZoneInfo, moment: datetime, *, before: timedelta) -> ClockChange:
    local = moment.astimezone(zone)
    return ClockChange(
        moment, before, _offset(zone, moment), local.tzname() or zone.key, bool(local.dst())
    )
