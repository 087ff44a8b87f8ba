"""A person's calendar: an address that a calendar program follows, and that the person ends.

The address is made from a random key and the portal's secret, and is kept nowhere. It opens what
members see, and no more, whoever the person is: calendar programs know of no second factor.
"""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from icalendar import Calendar

from organisations.models import User

_signer = Signer(salt="kpcsc.member_area.calendar", sep=".")


def calendar_path(person: User) -> str:
    """The path of the person's calendar; empty where it has no address."""
    if person.calendar_key is None:
        return ""
    return reverse("my_calendar", args=[_signer.sign(person.calendar_key.hex)])


def owner_of_calendar(token: str) -> User | None:
    """Whose calendar the token opens; None for a token that is unknown, or ended."""
    try:
        key = UUID(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    people = User.objects.filter(calendar_key=key, is_active=True)
    return people.select_related("organisation").first()


def joined(calendars: list[bytes]) -> bytes:
    """One calendar file with the events and time zones of several."""
    whole, zones = Calendar(), set[str]()
    whole.add("prodid", "-//KP CSC//Portal//EN")
    whole.add("version", "2.0")
    for content in calendars:
        for component in Calendar.from_ical(content).subcomponents:
            name = str(component.get("tzid", ""))
            if component.name == "VTIMEZONE" and name in zones:
                continue
            zones.add(name)
            whole.add_component(component)
    return whole.to_ical()
