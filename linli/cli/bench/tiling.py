"""What of `linli bench tiles` runs in a process of its own: which tiles there are, and how long each takes."""

import csv
import os
import sys
import time

LEVEL = "grid"
MOST = 400
"""Tiles of a zoom, spread evenly, that are made."""


def plan() -> list[tuple[str, float, str]]:
    """Tiles of each zoom that the level is drawn at, made in this process for the first time: milliseconds by the
    clock and of the processor (which does not feel who else is on the machine), and bytes.
    Rows without a unit are addresses to ask for over HTTP, with their zoom."""
    from django.urls import reverse

    from linli.core.tiles import Frame
    from linli.places import queries

    queries.area("1201")
    found = queries.tile_set(level=LEVEL)
    rows: list[tuple[str, float, str]] = []
    for zoom in range(found.smallest_zoom, found.largest_zoom + 1):
        times, work, sizes = [], [], []
        for frame in _frames(zoom, found.bounds or (0, 0, 1, 1)):
            start, busy = time.perf_counter(), time.thread_time()
            tile = queries.area_tile(level=LEVEL, frame=Frame(*frame))
            times.append((time.perf_counter() - start) * 1_000)
            work.append((time.thread_time() - busy) * 1_000)
            sizes.append(len(tile.zipped))
            rows.append((reverse("public:area-tile", args=[found.version, LEVEL, *frame]), zoom, ""))
        times.sort()
        work.sort()
        rows += [
            (f"z{zoom} tiles", len(times), "tiles"),
            (f"z{zoom} made, p50", times[len(times) // 2], "ms"),
            (f"z{zoom} made, p95", times[len(times) * 95 // 100], "ms"),
            (f"z{zoom} made, slowest", times[-1], "ms"),
            (f"z{zoom} processor, p50", work[len(work) // 2], "ms"),
            (f"z{zoom} processor, p95", work[len(work) * 95 // 100], "ms"),
            (f"z{zoom} largest", max(sizes) / 1024, "kB"),
        ]
    return rows


def _frames(zoom: int, bounds: tuple[float, float, float, float]) -> list[tuple[int, int, int]]:
    import numpy as np

    from linli.core.tiles import EXTENT, Frame

    west, south, east, north = bounds
    steps = Frame(0, 0, 0).steps(np.array([[west, north], [east, south]]))
    (left, top), (right, bottom) = (steps * 2**zoom // EXTENT).tolist()
    most = 2**zoom - 1
    every = [(zoom, x, y) for x in range(left, min(right, most) + 1) for y in range(top, min(bottom, most) + 1)]
    return every[:: max(1, len(every) // MOST)]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    csv.writer(sys.stdout).writerows(plan())
