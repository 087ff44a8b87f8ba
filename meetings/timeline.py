"""A campaign's milestones and meetings on one line."""

from collections.abc import Iterable
from dataclasses import dataclass

from kpcsc.foundation.partial_date import PartialPeriod
from meetings.models import Meeting, Milestone


@dataclass(frozen=True)
class Event:
    """A point on the timeline: one milestone, or one meeting with its page."""

    period: PartialPeriod
    record: Milestone | Meeting

    @property
    def is_meeting(self) -> bool:
        """Whether it has a page of its own."""
        return isinstance(self.record, Meeting)


def timeline(milestones: Iterable[Milestone], meetings: Iterable[Meeting]) -> list[Event]:
    """All of them from the earliest on."""
    records: list[Milestone | Meeting] = [*milestones, *meetings]
    events = [Event(record.period, record) for record in records]
    return sorted(events, key=lambda event: event.period.start)
