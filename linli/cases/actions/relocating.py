"""Moves cases when the map changes: a grid was split, merged or replaced. One event for each open case."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from linli.cases.actions.acting import write
from linli.cases.actions.indexing import index_again
from linli.cases.models import Case
from linli.cases.queries.loading import state_by_id
from linli.cases.rules import tallies
from linli.cases.rules.state import Change, EventDraft
from linli.people.access import SYSTEM
from linli.places import queries as places


def apply_area_change(*, replaced: Mapping[str, tuple[str, ...]], now: datetime) -> int:
    """Moves every open case of a replaced area to its successor: by its point, else to the first. Answers how many.

    `replaced` maps an old code to the new ones. Cases that are closed keep the area they were closed in.
    """
    moved = 0
    for old, new in replaced.items():
        ids = Case.objects.filter(area_id=old, closed_at__isnull=True).order_by("id").values_list("id", flat=True)
        moved += sum(_move(case_id, old, new, now) for case_id in list(ids))
    return moved


def _move(case_id: int, old: str, new: tuple[str, ...], now: datetime) -> bool:
    """One case; somebody may have closed it or put it right meanwhile."""
    with transaction.atomic():
        state, row = state_by_id(case_id=case_id, lock=True)
        if state.area_code != old or state.closed_at is not None:
            return False
        code = _successor(state.lon, state.lat, new)
        after = replace(state, area_code=code, version=state.version + 1)
        change = Change(
            before=state,
            after=after,
            event=EventDraft(kind="area_changed", body={"area": [state.area_code, code]}),
            tallies=tallies.of_change(before=state, after=after),
        )
        write(change=change, by=SYSTEM, now=now, contact_id=row["contact_id"])
        index_again(case_id=case_id)
    return True


def _successor(lon: float | None, lat: float | None, new: tuple[str, ...]) -> str:
    if len(new) > 1 and lon is not None and lat is not None:
        found = places.locate(lon=lon, lat=lat).area_code
        if found in new:
            return found
    return new[0]
