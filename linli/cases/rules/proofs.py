"""Whether a photo was taken at the place and in the time of its case. It says so; it never refuses."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any, Literal

from linli.cases.rules.state import CaseState

EARTH_M = 6_371_008.8
CLOCK_SLACK = timedelta(minutes=10)
"""A camera's clock may be so far ahead without a word."""

Note = Literal["far", "before_dispatch", "before_report", "old", "ahead", "elsewhere", "other_time", "unknown"]


@dataclass(frozen=True, slots=True)
class Limits:
    """From how many metres and hours on a photo is noted."""

    metres: int
    hours: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A photo that waits for its case: when and where it was taken, from the photo itself or from the device.

    Where both speak: how far apart they are, and how many seconds after the device's clock the photo says it was taken.
    """

    sha256: str
    purpose: str
    at: datetime | None
    by: str
    lon: float | None
    lat: float | None
    apart_metres: int | None = None
    apart_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What is kept of it: the time, the distance from the place of the case, and what is to be noted. No position.

    `apart` is the distance in metres of photo and device, kept only where it is noted.
    """

    sha256: str
    at: datetime | None
    by: str
    metres: int | None
    notes: tuple[Note, ...]
    apart: int | None = None

    def plain(self) -> dict[str, Any]:
        """As it goes into the event."""
        at = self.at.isoformat() if self.at else None
        kept = {"photo": self.sha256, "at": at, "by": self.by, "metres": self.metres, "notes": list(self.notes)}
        return kept if self.apart is None else {**kept, "apart": self.apart}


def proof_of(*, photo: Taken, state: CaseState, now: datetime, limits: Limits) -> Proof:
    """The photo held against the case at the step taken `now`."""
    metres = _metres(photo, state)
    notes: tuple[Note, ...] = ("far",) if metres is not None and metres > limits.metres else ()
    if photo.at is not None:
        notes += _of_time(photo, photo.at, state, now, limits)
    differing = _of_device(photo, limits)
    notes += differing
    if photo.at is None and metres is None:
        notes += ("unknown",)
    apart = photo.apart_metres if "elsewhere" in differing else None
    return Proof(sha256=photo.sha256, at=photo.at, by=photo.by, metres=metres, notes=notes, apart=apart)


def proof_in(item: dict[str, Any]) -> Proof:
    """The proof as an event keeps it."""
    at = datetime.fromisoformat(item["at"]) if item["at"] else None
    return Proof(
        sha256=item["photo"],
        at=at,
        by=item["by"],
        metres=item["metres"],
        notes=tuple(item["notes"]),
        apart=item.get("apart"),  # events of before do not have it
    )


def metres_between(*, lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Along the great circle, by the haversine formula on a sphere of the mean radius; ± 0.5 %."""
    phi, other_phi = radians(lat), radians(other_lat)
    half = sin((other_phi - phi) / 2) ** 2 + cos(phi) * cos(other_phi) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_M * asin(sqrt(min(1.0, half)))


def _metres(photo: Taken, state: CaseState) -> int | None:
    """None where either has no point."""
    if photo.lon is None or photo.lat is None or state.lon is None or state.lat is None:
        return None
    return round(metres_between(lon=photo.lon, lat=photo.lat, other_lon=state.lon, other_lat=state.lat))


def _of_time(photo: Taken, at: datetime, state: CaseState, now: datetime, limits: Limits) -> tuple[Note, ...]:
    """One note at most. A photo of how it looks now cannot be older than the order to act."""
    lead = state.lead()
    if at > now + CLOCK_SLACK:
        return ("ahead",)
    if at < state.opened_at and photo.purpose in ("before", "after"):
        return ("before_report",)
    if photo.purpose == "after" and lead is not None and at < lead.assigned_at:
        return ("before_dispatch",)
    return ("old",) if at < now - timedelta(hours=limits.hours) else ()


def _of_device(photo: Taken, limits: Limits) -> tuple[Note, ...]:
    """Where the photo and the device that sent it do not say the same."""
    metres, seconds = photo.apart_metres, photo.apart_seconds
    notes: tuple[Note, ...] = ("elsewhere",) if metres is not None and metres > limits.metres else ()
    if seconds is not None and not -timedelta(hours=limits.hours) <= timedelta(seconds=seconds) <= CLOCK_SLACK:
        notes += ("other_time",)
    return notes
