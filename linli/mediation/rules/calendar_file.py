"""A session as a calendar file (RFC 5545): one event that follows its changes. Pure; it names nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

MEDIA_TYPE = "text/calendar; charset=utf-8"
MOST_OCTETS = 75


@dataclass(frozen=True, slots=True)
class Meeting:
    """What the file tells. `sequence` counts changes; with `is_off` calendars take the event away."""

    id: UUID
    sequence: int
    starts_at: datetime
    ends_at: datetime
    stamped_at: datetime
    summary: str
    where: str = ""
    url: str = ""
    is_off: bool = False


def write(*, meeting: Meeting, zone: ZoneInfo) -> bytes:
    """The file: lines of at most 75 octets that end in CR LF, times on the wall clock of `zone`."""
    return b"".join(_folded(line) for line in _lines(meeting, zone))


def _lines(meeting: Meeting, zone: ZoneInfo) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Linli//Mediation//EN", "CALSCALE:GREGORIAN")
    yield f"METHOD:{'CANCEL' if meeting.is_off else 'PUBLISH'}"
    yield from _zone(meeting.starts_at, zone)
    yield from ("BEGIN:VEVENT", f"UID:{meeting.id}@linli", f"SEQUENCE:{meeting.sequence}")
    yield f"DTSTAMP:{meeting.stamped_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;TZID={zone.key}:{_local(meeting.starts_at, zone)}"
    yield f"DTEND;TZID={zone.key}:{_local(meeting.ends_at, zone)}"
    yield f"SUMMARY:{_escaped(meeting.summary)}"
    if meeting.where:
        yield f"LOCATION:{_escaped(meeting.where)}"
    if meeting.url:
        yield f"URL:{meeting.url}"
    yield f"STATUS:{'CANCELLED' if meeting.is_off else 'CONFIRMED'}"
    yield from ("CLASS:PRIVATE", "TRANSP:TRANSPARENT" if meeting.is_off else "TRANSP:OPAQUE")
    yield from ("END:VEVENT", "END:VCALENDAR")


def _zone(at: datetime, zone: ZoneInfo) -> Iterator[str]:
    """The zone with the offset that holds on that day: the file has one event, so one observance says all."""
    offset = at.astimezone(zone).utcoffset() or timedelta()
    sign, minutes = ("-" if offset < timedelta() else "+"), abs(offset) // timedelta(minutes=1)
    told = f"{sign}{minutes // 60:02}{minutes % 60:02}"
    yield from ("BEGIN:VTIMEZONE", f"TZID:{zone.key}", "BEGIN:STANDARD", "DTSTART:19700101T000000")
    yield from (f"TZOFFSETFROM:{told}", f"TZOFFSETTO:{told}", "END:STANDARD", "END:VTIMEZONE")


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y%m%dT%H%M%S}"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> bytes:
    """Broken between characters, never inside one: Chinese takes three octets each."""
    parts, part = [], b""
    for one in line:
        octets = one.encode()
        if len(part) + len(octets) > MOST_OCTETS:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part]) + b"\r\n"
