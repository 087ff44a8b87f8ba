"""Appointments as iCalendar files (RFC 5545), to be published or sent to somebody (RFC 5546)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress

from kpcsc.foundation.partial_date import PartialPeriod
from meetings.calendar.time_zones import description

AROUND = timedelta(days=366)  # of an appointment, for which the file describes its zone


class Method(StrEnum):
    """What a file asks the program that gets it to do."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Appointment:
    """What a calendar holds of a meeting whose day is known."""

    uid: str
    sequence: int  # the higher of two replaces the other
    stamped_at: datetime
    title: str
    period: PartialPeriod
    status: str = "CONFIRMED"
    description: str = ""
    place: str = ""
    address: str = ""  # of a page on it


@dataclass(frozen=True)
class Attendee:
    """Who is invited, and what they answered (PARTSTAT: RFC 5545, 3.2.12)."""

    name: str
    email: str
    answer: str = "NEEDS-ACTION"


def calendar_file(
    appointment: Appointment,
    method: Method,
    *,
    organiser: str,
    attendee: Attendee | None = None,
) -> bytes:
    """The file with which a program is told of the appointment.

    `organiser` is the e-mail address that it comes from. The attendee is the one to whom it is
    sent: who else is invited stands in no file. The same facts make the same bytes.
    """
    file = Calendar()
    file.add("prodid", "-//KP CSC//Portal//EN")
    file.add("version", "2.0")
    if organiser:  # without one there is no scheduling, and the file is a mere calendar
        file.add("method", method)
    period = appointment.period
    if period.start_time and period.time_zone != "UTC":
        first, last = period.start_moment, period.end_moment or period.start_moment
        zone = ZoneInfo(period.time_zone)
        file.add_component(description(zone, first - AROUND, last + AROUND))
    file.add_component(_event(appointment, organiser, attendee))
    return file.to_ical()


def _event(appointment: Appointment, organiser: str, attendee: Attendee | None) -> Event:
    period = appointment.period
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", appointment.stamped_at)
    event.add("summary", appointment.title)
    event.add("status", appointment.status)
    texts = {
        "description": appointment.description,
        "location": appointment.place,
        "url": appointment.address,
    }
    for name, text in texts.items():
        if text:
            event.add(name, text)
    if period.start_time:
        event.add("dtstart", period.start_moment)
        if period.end_moment:
            event.add("dtend", period.end_moment)
    else:
        event.add("dtstart", period.start)
        event.add("dtend", (period.end or period.start) + timedelta(days=1))
    if organiser:
        event.add("organizer", _party("KP CSC", organiser))
    if attendee:
        party = _party(attendee.name, attendee.email)
        party.params["PARTSTAT"] = attendee.answer
        party.params["RSVP"] = "FALSE"  # answers are given on the page that the letter leads to
        event.add("attendee", party)
    return event


def _party(name: str, email: str) -> vCalAddress:
    party = vCalAddress(f"mailto:{email}")
    party.params["CN"] = name.replace('"', "'")  # a parameter can hold none (RFC 5545, 3.2)
    return party
