"""Where a rise is looked for: every area, and neighbouring areas together, as a scan over space does.

After Kulldorff's scan statistic, in a cheap form: around each area grow zones of its nearest neighbours, of one level.
"""

from collections.abc import Mapping, Sequence

MOST_NEIGHBOURS = 6

Zone = tuple[str, ...]
"""The codes of an area, or of several neighbours, in order."""


def zones(*, neighbours: Mapping[str, Sequence[str]]) -> tuple[Zone, ...]:
    """Each area with its nearest neighbour, its two nearest, and so on; every set once. Nearest come first."""
    found: dict[Zone, None] = {}
    for code, near in neighbours.items():
        for size in range(1, min(len(near), MOST_NEIGHBOURS) + 1):
            found[tuple(sorted({code, *near[:size]}))] = None
    return tuple(found)


def overlap(one: Zone, other: Zone) -> bool:
    """Whether they have ground in common: an area contains those whose codes begin with its own."""
    return any(a.startswith(b) or b.startswith(a) for a in one for b in other)


def common(zone: Zone, *, ancestors: Mapping[str, Sequence[str]]) -> str:
    """The lowest area that holds all of the zone."""
    if len(zone) == 1:
        return zone[0]
    shared = set.intersection(*(set(ancestors[code]) for code in zone))
    return max(shared, key=len, default="")
