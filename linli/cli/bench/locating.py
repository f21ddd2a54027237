"""The steps of `linli bench locate` that run in a process of their own: make the map, then measure as a worker."""

import csv
import os
import resource
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click

SINGLES = 50_000
PAGE = os.sysconf("SC_PAGE_SIZE")


def prepare() -> None:
    """Tables, divisions, grids and a schematic map."""
    from django.core.management import call_command
    from django.utils import timezone

    from linli.cli.city import load_city

    call_command("migrate", verbosity=0)
    load_city(now=timezone.now(), progress=lambda text: click.echo(text, err=True), grids=4)


def measure(points: int) -> list[tuple[str, float, str]]:
    """Figures of one worker: the whole web application loaded, then the map."""
    import numpy as np
    from django.conf import settings

    import_module(settings.WSGI_APPLICATION.rpartition(".")[0])  # all that a worker loads
    from linli.places import queries

    bare = _resident()
    first = _seconds(lambda: queries.locate(lon=113.0, lat=28.2))
    tree = _seconds(lambda: queries.area("1201"))
    loaded = _resident()
    west, south, east, north = queries.bounds_of("1201") or (0, 0, 1, 1)
    dice = np.random.default_rng(1)
    lons, lats = dice.uniform(west, east, points), dice.uniform(south, north, points)
    singles = list(zip(lons[:SINGLES].tolist(), lats[:SINGLES].tolist(), strict=True))
    times = sorted(_each(lambda place: queries.locate(lon=place[0], lat=place[1]), singles))
    inside = [place for place in singles if queries.locate(lon=place[0], lat=place[1]).how == "inside"]
    whole = _seconds(lambda: [queries.locate(lon=lon, lat=lat) for lon, lat in inside])
    lons, lats = np.array(inside * (points // len(inside) + 1))[:points].T
    bulk = _seconds(lambda: queries.locate_many(lons, lats))
    codes = [queries.locate(lon=lon, lat=lat).area_code for lon, lat in inside[:10_000]]
    names = _seconds(lambda: [queries.name_path(code) for code in codes])
    return [
        ("grids", len(queries.areas_under("1201", "grid")), "areas"),
        ("one point, mean", whole / len(inside) * 1e6, "µs"),
        ("one point, p50", times[len(times) // 2] * 1e6, "µs"),
        ("one point, p95", times[len(times) * 95 // 100] * 1e6, "µs"),
        ("bulk", points / bulk, "points/s"),
        ("name path", names / len(codes) * 1e6, "µs"),
        ("load map", first, "s"),
        ("load areas", tree, "s"),
        ("worker, bare", bare, "MB"),
        ("worker, with map", loaded, "MB"),
        ("worker, peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB"),
    ]


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _each(work: Callable[[tuple[float, float]], object], places: list[tuple[float, float]]) -> list[float]:
    seconds = []
    for place in places:
        start = time.perf_counter()
        work(place)
        seconds.append(time.perf_counter() - start)
    return seconds


def _resident() -> float:
    """Resident memory of this process in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1024**2


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    if sys.argv[1] == "prepare":
        prepare()
    else:
        csv.writer(sys.stdout).writerows(measure(int(sys.argv[2])))
