"""Which series rise at a night, as one finding for each event, and how often they do so over many nights."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from linli.scores.rules.baseline import GUARD, WINDOWS, Expected, Series, expect
from linli.scores.rules.tails import upper_tail
from linli.scores.rules.zones import Zone, overlap

LEAST_CASES = 5
"""Fewer than this many in a window are told of nobody."""
LOOSEST = 0.01
"""Chances above this are not even looked at."""
QUIET = 7
"""Days without a finding after which the next one is another event."""
PARTS = 3
"""Parts of an area that rise at once before the area itself is named."""
_SCREEN = 1.5


@dataclass(frozen=True, slots=True)
class Hit:
    """A series that was higher than chance explains: over `days` days that end with day number `night`."""

    night: int
    row: int
    category: int
    zone: Zone
    days: int
    observed: int
    expected: float
    chance: float


def hits(*, series: Series, zones: Sequence[Zone], night: int, at_most: float = LOOSEST) -> tuple[Hit, ...]:
    """Of every series its most unusual window at this night, if its chance is low enough; the lowest first,
    and of equal ones the smallest area: the same cases are counted in those above it."""
    expected = expect(series=series, night=night)
    chances, observed = _chances(series, expected, night)
    best = chances.argmin(axis=1)
    found = []
    for row in np.flatnonzero(chances.min(axis=1) <= at_most).tolist():
        at = int(best[row])
        found.append(
            Hit(
                night=night,
                row=row,
                category=int(series.category[row]),
                zone=zones[row],
                days=WINDOWS[at],
                observed=int(observed[row, at]),
                expected=float(expected.mean[row, at]),
                chance=float(chances[row, at]),
            )
        )
    return tuple(sorted(found, key=lambda hit: (hit.chance, -min(map(len, hit.zone)), hit.row)))


def _chances(series: Series, expected: Expected, night: int) -> tuple[np.ndarray, np.ndarray]:
    last = series.counts[:, night - GUARD + 1 : night + 1]
    observed = np.stack([last[:, -window:].sum(axis=1) for window in WINDOWS], axis=1)
    chances = np.ones_like(observed, dtype=float)
    far = (observed - expected.mean) > _SCREEN * np.sqrt(expected.variance)
    look = far & (observed >= LEAST_CASES)
    if look.any():
        chances[look] = upper_tail(count=observed[look], mean=expected.mean[look], variance=expected.variance[look])
    return chances, observed


def apart(found: Iterable[Hit]) -> Iterator[Hit]:
    """One finding for each event: of those of a category with ground in common, the most unusual; but an area as a
    whole where it rises and at least `PARTS` of its parts do."""
    by_category: dict[int, list[Hit]] = {}
    for hit in found:
        by_category.setdefault(hit.category, []).append(hit)
    for listed in by_category.values():
        taken = _first_apart(listed)
        wide = [hit for hit in listed if len(hit.zone) == 1 and sum(_holds(hit, one) for one in taken) >= PARTS]
        yield from _first_apart([*sorted(wide, key=lambda hit: len(hit.zone[0])), *listed]) if wide else taken


def _first_apart(listed: Iterable[Hit]) -> list[Hit]:
    taken: list[Hit] = []
    for hit in listed:
        if not any(overlap(hit.zone, one.zone) for one in taken):
            taken.append(hit)
    return taken


def _holds(wide: Hit, part: Hit) -> bool:
    return all(code.startswith(wide.zone[0]) and code != wide.zone[0] for code in part.zone)


@dataclass(slots=True)
class Episode:
    """An event as nights went by: found first by `first`, seen last on day `last`, at its most unusual `peak`."""

    first: Hit
    peak: Hit
    last: int


def episodes(*, nights: Iterable[Sequence[Hit]], at_most: float) -> list[Episode]:
    """The events of nights in order, of each night its hits in order of chance."""
    running: dict[int, list[Episode]] = {}
    found: list[Episode] = []
    for night in nights:
        for hit in apart(hit for hit in night if hit.chance <= at_most):
            known = running.setdefault(hit.category, [])
            same = next((one for one in known if _is_same(one, hit)), None)
            if same is None:
                same = Episode(first=hit, peak=hit, last=hit.night)
                known.append(same)
                found.append(same)
            same.last = hit.night
            same.peak = min(same.peak, hit, key=lambda one: one.chance)
    return found


def _is_same(one: Episode, hit: Hit) -> bool:
    zones = (one.first.zone, one.peak.zone)
    return hit.night - one.last <= QUIET and any(overlap(zone, hit.zone) for zone in zones)
