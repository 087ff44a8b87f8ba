"""What machines read about a meeting (schema.org)."""

from collections.abc import Iterable
from typing import Any

from kpcsc.foundation.translated_text import page_language, translated
from meetings.models import Format, Meeting, Participation, Role, State

STATES = {
    State.CANCELLED: "https://schema.org/EventCancelled",
    State.POSTPONED: "https://schema.org/EventPostponed",
}
MODES = {
    Format.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    Format.IN_PERSON: "https://schema.org/OfflineEventAttendanceMode",
    Format.HYBRID: "https://schema.org/MixedEventAttendanceMode",
}


def event_data(
    meeting: Meeting, participations: Iterable[Participation], url: str
) -> dict[str, Any]:
    """The meeting as schema.org `Event`.

    `participations` are those that the viewer may see: only an organiser among them is named.
    """
    organisers = [
        {"@type": "Organization", "name": translated(participation.organisation, "name").text}
        for participation in participations
        if participation.role == Role.ORGANISER
    ]
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": translated(meeting, "title").text,
        "description": translated(meeting, "introduction").text,
        "startDate": meeting.period.iso,
        "endDate": meeting.period.end_iso,
        "eventStatus": STATES.get(State(meeting.state), "https://schema.org/EventScheduled"),
        "eventAttendanceMode": MODES.get(Format(meeting.format)) if meeting.format else None,
        "location": locations(meeting, url),
        "organizer": organisers,
        "inLanguage": page_language(),
        "url": url,
    }
    return {key: value for key, value in data.items() if value}


def locations(meeting: Meeting, url: str) -> list[dict[str, str]]:
    """Where it takes place; of what is online, the page that tells of it, never how to join."""
    place = translated(meeting, "place").text
    found = [{"@type": "Place", "name": place}] if place else []
    if meeting.format in {Format.ONLINE, Format.HYBRID}:
        found.append({"@type": "VirtualLocation", "url": url})
    return found
