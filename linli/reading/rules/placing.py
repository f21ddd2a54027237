"""Areas of reports as numbers to gather by, and many reports in blocks that lie together. Pure."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from linli.reading.rules.vectors import SPREAD, Ids, Placed

BLOCK = 30_000
"""Reports that are held against one another at once; more are parted by place."""


def placed(areas: Sequence[str], *, widths: Sequence[int]) -> Placed:
    """The part of the city and the spot of each area. `widths`: how long codes are, level by level below the city.

    Parts are of the highest level on which there are enough of them to tell what is said everywhere.
    """
    width = next((one for one in widths if len({_cut(area, one) for area in areas} - {""}) >= SPREAD), widths[0])
    deepest = widths[-1]
    spots = [area[:deepest] if len(area) > width else "" for area in areas]
    return Placed(_numbered([_cut(area, width) for area in areas]), _numbered(spots))


def blocks(where: Placed, days: Sequence[float], *, most: int = BLOCK) -> list[Ids]:
    """The rows in blocks of at most `most`: whole parts of the city together, large parts by spot and then by time."""
    order = np.lexsort((np.asarray(days), where.spots, where.parts))
    found: list[Ids] = []
    waiting: list[Ids] = []
    for part in np.split(order, np.flatnonzero(np.diff(where.parts[order])) + 1) if len(order) else []:
        if sum(map(len, waiting)) + len(part) > most and waiting:
            found.append(np.concatenate(waiting))
            waiting = []
        if len(part) > most:
            found += np.array_split(part, -(-len(part) // most))
        else:
            waiting.append(part)
    return found + ([np.concatenate(waiting)] if waiting else [])


def shared(areas: Sequence[str], *, widths: Sequence[int], share: float = 0.6) -> str:
    """The deepest area in which so large a share of the reports lies; empty where none is of a level below the city."""
    for width in reversed(widths):
        codes = Counter(cut for area in areas if (cut := _cut(area, width)))
        if codes and codes.most_common(1)[0][1] >= share * len(areas):
            return min(codes, key=lambda code: (-codes[code], code))
    return ""


def _cut(area: str, width: int) -> str:
    return area[:width] if len(area) >= width else ""


def _numbered(keys: Sequence[str]) -> Ids:
    known = {key: number for number, key in enumerate(sorted(set(keys) - {""}))}
    return np.array([known.get(key, -1) for key in keys], dtype=np.int64)
