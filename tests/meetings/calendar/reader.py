"""A reader of iCalendar files of our own, which takes nothing but what RFC 5545 and 5546 allow.

It shares no code with the library that writes the files, and knows no time zone: which moment a
local time is, it takes from the file's own VTIMEZONE, as a program without a list of zones does.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone

LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*):(.*)')
PARAMETER = re.compile(r';([A-Z0-9-]+)=("[^"]*"|[^";:,]*)')
OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
ESCAPE = re.compile(r"\\(.)")
# What a component must have, and may have once (RFC 5545, 3.6; RFC 5546, 3.2).
REQUIRED = {
    "VCALENDAR": {"VERSION", "PRODID"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
OFTEN = {"ATTENDEE", "COMMENT"}
INSIDE = {
    "VCALENDAR": {"VEVENT", "VTIMEZONE"},
    "VTIMEZONE": {"STANDARD", "DAYLIGHT"},
}


@dataclass(frozen=True)
class Value:
    """What a line says, with its parameters."""

    text: str
    parameters: dict[str, str]

    @property
    def words(self) -> str:
        """The text without its escapes (RFC 5545, 3.3.11)."""
        return ESCAPE.sub(lambda found: {"n": "\n", "N": "\n"}.get(found[1], found[1]), self.text)


@dataclass
class Component:
    """What stands between BEGIN and END."""

    name: str
    values: dict[str, list[Value]] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)

    def __getitem__(self, name: str) -> Value:
        [value] = self.values[name]
        return value

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def all(self, name: str) -> list["Component"]:
        """Its parts of a name."""
        return [part for part in self.parts if part.name == name]


def read(content: bytes) -> Component:
    """The calendar that a file holds; an AssertionError says what it may not hold."""
    root = Component("")
    path = [root]
    for line in _lines(content):
        match = LINE.fullmatch(line)
        assert match, line
        name, parameters, text = match.groups()
        here = path[-1]
        if name == "BEGIN":
            assert text in INSIDE.get(here.name, {"VCALENDAR"} if here is root else set()), text
            here.parts.append(Component(text))
            path.append(here.parts[-1])
        elif name == "END":
            assert text == here.name
            path.pop()
        else:
            found = PARAMETER.findall(parameters)
            names = [one for one, _value in found]
            assert len(names) == len({*names}), line
            value = Value(text, {one: given.strip('"') for one, given in found})
            here.values.setdefault(name, []).append(value)
    assert path == [root]
    [calendar] = root.parts
    _check(calendar)
    return calendar


def moment(calendar: Component, name: str) -> datetime | date:
    """The instant, in UTC, at which the event has DTSTART or DTEND; a day where it has days."""
    [event] = calendar.all("VEVENT")
    value = event[name]
    if value.parameters.get("VALUE") == "DATE":
        assert re.fullmatch(r"\d{8}", value.text)
        return datetime.strptime(value.text, "%Y%m%d").replace(tzinfo=UTC).date()
    if value.text.endswith("Z"):
        return _local(value.text.removesuffix("Z")).replace(tzinfo=UTC)
    [zone] = [one for one in calendar.all("VTIMEZONE") if one["TZID"] == Value(_zone(value), {})]
    local = _local(value.text)
    # The rule in force is the one with the latest onset that is not after the time.
    clock_changes = sorted(
        (_local(part["DTSTART"].text), part["TZOFFSETTO"].text) for part in zone.parts
    )
    [*_others, (_onset, offset)] = [one for one in clock_changes if one[0] <= local]
    return local.replace(tzinfo=timezone(_offset(offset))).astimezone(UTC)


def _lines(content: bytes) -> list[str]:
    """The lines, put together again (RFC 5545, 3.1)."""
    assert content.endswith(b"\r\n")
    raw = content.removesuffix(b"\r\n").split(b"\r\n")
    for line in raw:
        assert len(line) <= 75, line
        assert b"\r" not in line
        assert b"\n" not in line
        line.decode()  # no fold within a character
    return b"\r\n".join(raw).replace(b"\r\n ", b"").decode().split("\r\n")


def _check(component: Component) -> None:
    """That it has what it must have, and nothing twice."""
    assert REQUIRED[component.name] <= component.values.keys(), component.name
    for name, values in component.values.items():
        assert name in OFTEN or len(values) == 1, name
    for part in component.parts:
        _check(part)
    if component.name == "VCALENDAR":
        assert component["VERSION"].text == "2.0"
        assert component.all("VEVENT")
        zones = [zone["TZID"].text for zone in component.all("VTIMEZONE")]
        assert len(zones) == len({*zones})
        _check_scheduling(component)
    if component.name == "VTIMEZONE":
        assert component.parts


def _check_scheduling(calendar: Component) -> None:
    """What RFC 5546 asks of each method."""
    if "METHOD" not in calendar:
        return
    for event in calendar.all("VEVENT"):
        method, attendees = calendar["METHOD"].text, event.values.get("ATTENDEE", [])
        assert event["ORGANIZER"].text.startswith("mailto:")
        assert event["SEQUENCE"].text.isdigit()
        if method == "PUBLISH":
            assert attendees == []
        else:
            assert method in {"REQUEST", "CANCEL"}
            assert len(attendees) == 1
        if method == "CANCEL":
            assert event["STATUS"].text == "CANCELLED"


def _zone(value: Value) -> str:
    return value.parameters["TZID"]


def _local(text: str) -> datetime:
    assert re.fullmatch(r"\d{8}T\d{6}", text), text
    return datetime.strptime(text, "%Y%m%dT%H%M%S")


def _offset(text: str) -> timedelta:
    match = OFFSET.fullmatch(text)
    assert match, text
    sign, hours, minutes, seconds = match.groups()
    span = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    return -span if sign == "-" else span
