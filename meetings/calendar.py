"""A meeting as an iCalendar file (RFC 5545)."""

from datetime import timedelta

from icalendar import Calendar, Event

from meetings.models import Meeting, State

STATUSES = {State.CANCELLED: "CANCELLED", State.POSTPONED: "TENTATIVE"}


def calendar(meeting: Meeting, page: str, *, host: str) -> bytes:
    """The calendar file of a meeting whose day is known; it names no organisation.

    `page` is the meeting's address, `host` the part of it that makes the UID unique.
    """
    period = meeting.period
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@{host}")
    event.add("dtstamp", meeting.publish_at or period.start_moment)
    event.add("summary", meeting.title)
    event.add("url", page)
    event.add("status", STATUSES.get(State(meeting.state), "CONFIRMED"))
    if meeting.introduction:
        event.add("description", meeting.introduction)
    if meeting.place:
        event.add("location", meeting.place)
    if period.start_time:
        event.add("dtstart", period.start_moment)
        if period.end_moment:
            event.add("dtend", period.end_moment)
    else:
        event.add("dtstart", period.start)
        event.add("dtend", (period.end or period.start) + timedelta(days=1))
    file = Calendar()
    file.add("prodid", "-//KP CSC//Portal//EN")
    file.add("version", "2.0")
    file.add_component(event)
    file.add_missing_timezones()
    return file.to_ical()
