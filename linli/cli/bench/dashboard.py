"""`linli bench dashboard`: the overview of every level over HTTP, at a size and at ten thousand cases, and the tallies
counted anew."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from math import asinh, pi, radians, tan

import click
import orjson

from linli.cli.bench import bench_db, city, many, reading, report, web
from linli.cli.bench.lists import CONNECTIONS, SMALL, compared
from linli.cli.bench.reading import Work
from linli.cli.root import bench


@bench.command("dashboard")
@click.option("--cases", "size", default=10_000_000, show_default=True, type=click.IntRange(SMALL, 50_000_000))
@click.option("--turns", default=3, show_default=True, type=click.IntRange(1, 100), help="Turns of each size.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--save/--no-save", default=True, show_default=True, help="Keep the figures under bench/results/.")
def dashboard(size: int, turns: int, as_json: bool, save: bool) -> None:
    """Overviews of city, county, town, village and grid over HTTP; counting every tally anew. Cases are kept."""
    now = datetime.now(UTC)
    sizes = list(dict.fromkeys([SMALL, size]))
    plans = {one: _plan(one) for one in sizes}
    metrics = [metric for one in sizes for metric in plans[one][0]]
    with bench_db.given_server() as given, contextlib.ExitStack() as servers:
        ports = {
            one: servers.enter_context(web.serving(url=bench_db.named(given, name=_database(one)))) for one in sizes
        }
        for works in zip(*(plans[one][1] for one in sizes), strict=True):
            for connections in CONNECTIONS:
                beside = dict(zip(sizes, works, strict=True))
                metrics += compared(works=beside, ports=ports, connections=connections, turns=turns)
    report.emit(metrics, as_json=as_json)
    if save:
        report.save(metrics, name=f"dashboard-{size}", now=now, settings={"turns": turns, "workers": web.WORKERS})


@bench.command("dashboard-plan", hidden=True)
@click.argument("size", type=int)
def dashboard_plan(size: int) -> None:
    """Makes the cases and says what to read, as JSON: a process of its own, because Django knows one database."""
    with bench_db.bench_database(name=_database(size)):
        city.load(now=datetime.now(UTC))
        many.ensure(size=size, say=lambda line: click.echo(line, err=True))
        metrics = list(_rebuilt(size))
        works = [asdict(reading.counted(work)) for work in _works()]
    click.echo(orjson.dumps({"metrics": [asdict(one) for one in metrics], "works": works}))


def _plan(size: int) -> tuple[list[report.Metric], list[Work]]:
    command = [sys.executable, "-m", "linli", "bench", "dashboard-plan", str(size)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)  # noqa: S603
    if done.returncode:
        raise click.ClickException(f"making {size} cases failed")
    found = orjson.loads(done.stdout.splitlines()[-1])
    return [report.Metric(**one) for one in found["metrics"]], [Work(**one) for one in found["works"]]


def _database(size: int) -> str:
    return f"{bench_db.DATABASE}_many_{size}"


def _rebuilt(size: int) -> Iterator[report.Metric]:
    """How long counting everything anew takes, and how many rows it makes."""
    from linli.cases.actions.rebuilding import rebuild
    from linli.cases.models import AreaTally, Tally

    steps: list[tuple[str, float]] = []
    rebuild(step=lambda what: steps.append((what, time.monotonic())))
    ends = [at for _what, at in steps[1:]] + [time.monotonic()]
    for (what, began), end in zip(steps, ends, strict=True):
        yield report.Metric(f"rebuild, {what}", round(end - began, 2), "s", cases=size)
    yield report.Metric("rebuild", round(ends[-1] - steps[0][1], 2), "s", cases=size)
    yield report.Metric("tallies", Tally.objects.count(), "rows", cases=size)
    yield report.Metric("sums of areas", AreaTally.objects.count(), "rows", cases=size)


def _works() -> Iterator[Work]:
    from linli.places import queries as places
    from linli.places.city import current

    root = current().root
    leader = reading.signed_in_as(reading.post_of(role="leader", area=root, org=None))
    county = places.children_of(root)[0].code
    town = places.children_of(county)[0].code
    village = places.children_of(town)[0].code
    grid = places.children_of(village)[0].code
    year = f"{datetime.now(UTC).year}-01-01"
    for name, query in {
        "city": f"area={root}",
        "city_year": f"area={root}&from={year}&against=year",
        "city_by_category": f"area={root}&by=category",
        "city_by_org": f"area={root}&by=org",
        "county": f"area={county}",
        "town": f"area={town}",
        "village": f"area={village}",
        "grid": f"area={grid}",
    }.items():
        yield Work(f"overview, {name}", leader, (f"/console/overview/?{query}",))
    lon, lat = places.centre_of(town) or current().centre
    for zoom in (8, 10, 12, 14, 16):
        yield Work(
            f"tile of open cases, zoom {zoom}", leader, (f"/console/tiles/cases/{zoom}/{_tile(lon, lat, zoom)}.mvt",)
        )


def _tile(lon: float, lat: float, zoom: int) -> str:
    """The tile that a place lies in, as its address has it (Web Mercator)."""
    across = 2**zoom
    down = (1 - asinh(tan(radians(lat))) / pi) / 2
    return f"{int((lon + 180) / 360 * across)}/{int(down * across)}"
