"""A meeting as an appointment: for everyone's calendar, or for that of somebody invited."""

from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings

from meetings.calendar import Appointment, Method, calendar_file
from meetings.models import Meeting, State

STATUSES = {State.CANCELLED: "CANCELLED", State.POSTPONED: "TENTATIVE"}


def public_file(meeting: Meeting, page: str) -> bytes:
    """The calendar file of a meeting whose day is known; it names no organisation.

    `page` is the meeting's address. Two downloads of one state of the record are the same bytes.
    """
    appointment = appointment_of(
        meeting,
        stamped_at=meeting.publish_at or meeting.period.start_moment,
        description=meeting.introduction,
        address=page,
    )
    return calendar_file(appointment, Method.PUBLISH, organiser=organiser())


def appointment_of(
    meeting: Meeting, *, stamped_at: datetime, description: str, address: str = ""
) -> Appointment:
    """The appointment that a meeting is, in the language that is active.

    Its UID is the same wherever it is told of; each change of the record makes a later one of it.
    """
    return Appointment(
        uid=f"meeting-{meeting.pk}@{urlsplit(settings.PORTAL_URL).hostname}",
        sequence=meeting.version,
        stamped_at=stamped_at,
        title=meeting.title,
        period=meeting.period,
        status=STATUSES.get(State(meeting.state), "CONFIRMED"),
        description=description,
        place=meeting.place or "",
        address=address,
    )


def organiser() -> str:
    """The address that appointments come from: where an answer by e-mail would go."""
    return settings.CONTACT_EMAIL or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
