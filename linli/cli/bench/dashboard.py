"""`linli bench dashboard`: the overview of every level over HTTP, at a size and at ten thousand cases, and the tallies
counted anew."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from statistics import median

import click
import orjson

from linli.cli.bench import bench_db, city, many, reading, report, web
from linli.cli.bench.lists import CONNECTIONS, SMALL
from linli.cli.bench.reading import Work
from linli.cli.root import bench

REQUESTS = 40


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
        for turn in zip(*(plans[one][1] for one in sizes), strict=True):
            for connections in CONNECTIONS:
                for one, work in zip(sizes, turn, strict=True):
                    metrics.append(_read(work, port=ports[one], connections=connections, turns=turns, size=one))
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
        yield Work(name, leader, (f"/console/overview/?{query}",))


def _read(work: Work, *, port: int, connections: int, turns: int, size: int) -> report.Metric:
    runs = []
    for turn in range(turns + 1):
        run = web.drive(
            port=port,
            connections=connections,
            seconds=60,
            requests=REQUESTS,
            addresses=list(work.addresses),
            headers=f"{work.header}\r\n",
        )
        if set(run.statuses) != {"200"} or run.broken:
            raise click.ClickException(f"{work.name}: {run.statuses}, {run.broken} broken connections")
        if turn:  # the first one warms caches
            runs.append(run)
    p50 = round(median(run.p50_ms for run in runs), 2)
    return report.Metric(
        metric=f"overview, {work.name}",
        value=p50,
        unit="ms",
        cases=size,
        connections=connections,
        p50_ms=p50,
        p95_ms=round(median(run.p95_ms for run in runs), 2),
        statements=work.statements,
    )
