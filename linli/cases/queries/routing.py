"""Whose a matter likely is: the dispatch catalogue, most specific category and area first. Kept in memory."""

import time
from dataclasses import dataclass

from linli.cases.models import Route

CHECK_EVERY = 5.0
"""Seconds after which a worker reads the catalogue again."""


@dataclass(frozen=True, slots=True)
class Owner:
    """An organisation and why it is the likely one."""

    org_id: int
    basis: str


@dataclass(frozen=True, slots=True)
class _Catalogue:
    read_at: float
    owners: dict[tuple[str, str, str], Owner]


_kept: _Catalogue | None = None


def owner_of(*, pack: str, category: str, area_code: str) -> Owner | None:
    """The organisation that the catalogue names for the category (or a parent of it) in the area (or one above)."""
    owners = _catalogue().owners
    if not owners:
        return None
    for kind in _upwards(category):
        for length in range(len(area_code), -1, -1):
            found = owners.get((pack, kind, area_code[:length]))
            if found:
                return found
    return None


def forget() -> None:
    """Read the catalogue anew at the next question."""
    global _kept
    _kept = None


def _upwards(category: str) -> list[str]:
    parts = category.split(".") if category else []
    return [".".join(parts[:count]) for count in range(len(parts), 0, -1)] + [""]


def _catalogue() -> _Catalogue:
    global _kept
    if _kept is None or time.monotonic() - _kept.read_at > CHECK_EVERY:
        rows = Route.objects.filter(organisation__is_active=True)
        owners = {
            (route.pack, route.category, route.area_code): Owner(route.organisation_id, route.basis) for route in rows
        }
        _kept = _Catalogue(read_at=time.monotonic(), owners=owners)
    return _kept
