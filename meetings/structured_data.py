"""What machines read about a meeting (schema.org)."""

from typing import Any

from meetings.models import Format, Meeting, Role, State

STATES = {
    State.CANCELLED: "https://schema.org/EventCancelled",
    State.POSTPONED: "https://schema.org/EventPostponed",
}
MODES = {
    Format.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    Format.IN_PERSON: "https://schema.org/OfflineEventAttendanceMode",
    Format.HYBRID: "https://schema.org/MixedEventAttendanceMode",
}


def event_data(meeting: Meeting, url: str) -> dict[str, Any]:
    """The meeting as schema.org `Event`.

    `meeting.named_participations` holds the participations that the viewer may see: only an
    organiser among those is named.
    """
    organisers = [
        {"@type": "Organization", "name": participation.organisation.name}
        for participation in meeting.named_participations  # type: ignore[attr-defined]  # prefetched
        if participation.role == Role.ORGANISER
    ]
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": meeting.title,
        "description": meeting.introduction,
        "startDate": meeting.period.iso,
        "endDate": meeting.period.end_iso,
        "eventStatus": STATES.get(State(meeting.state), "https://schema.org/EventScheduled"),
        "eventAttendanceMode": MODES.get(Format(meeting.format)) if meeting.format else None,
        "location": {"@type": "Place", "name": meeting.place} if meeting.place else None,
        "organizer": organisers,
        "url": url,
    }
    return {key: value for key, value in data.items() if value}
