"""`linli bench lists`: what people look at all day, through HTTP, at a size and at ten thousand cases beside it."""

import os
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

import click

from linli.cli.bench import bench_db, city, report, web
from linli.cli.bench.matters import MATTERS, SPOTS
from linli.cli.root import bench

SMALL = 10_000
REQUESTS = 400


@dataclass(frozen=True, slots=True)
class Work:
    """Addresses to read with one token."""

    token: str
    addresses: tuple[str, ...]


@bench.command("lists")
@click.option("--cases", "size", default=1_000_000, show_default=True, type=click.IntRange(1_000, 50_000_000))
@click.option("--yardstick", default=10, show_default=True, type=click.IntRange(2, 600), help="Seconds of pgbench.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--save/--no-save", default=True, show_default=True, help="Keep the figures under bench/results/.")
def lists(size: int, yardstick: int, as_json: bool, save: bool) -> None:
    """Inbox, detail, search and my work over HTTP at 1 and 8 connections. Cases are made once and kept."""
    now = datetime.now(UTC)
    small = _in_a_process(SMALL)
    large = _in_a_process(size) if size != SMALL else small
    with bench_db.bench_database(name=f"{bench_db.DATABASE}_{size}") as url:
        tps = bench_db.yardstick(url, seconds=yardstick)
    metrics = [report.Metric(metric="pgbench_tps", value=round(tps, 1), unit="1/s", connections=8)]
    metrics += [*small, *large] if size != SMALL else small
    metrics += [_growth(metric, small) for metric in large if size != SMALL]
    report.emit(metrics, as_json=as_json)
    if save:
        report.save(metrics, name=f"lists-{size}", now=now, settings={"requests": REQUESTS, "workers": web.WORKERS})


@bench.command("lists-at", hidden=True)
@click.argument("size", type=int)
def lists_at(size: int) -> None:
    """The figures at one size, as JSON: a process of its own, because Django knows one database."""
    with bench_db.bench_database(name=f"{bench_db.DATABASE}_{size}") as url:
        ensure(size=size, url=url)
        work = prepared(now=datetime.now(UTC))
        statements = {name: _statements(one) for name, one in work.items()}
        with web.serving(url=url) as port:
            metrics = [
                _measured(name, one, port=port, connections=connections, size=size, statements=statements[name])
                for name, one in work.items()
                for connections in (1, 8)
            ]
    report.emit(metrics, as_json=True)


def ensure(*, size: int, url: str) -> None:
    """The city and as many cases as wanted; what is there already is kept."""
    from django.db import connection

    from linli.cases.models import Case

    city.load(now=datetime.now(UTC))
    missing = size - Case.objects.count()
    if missing > 0:
        shares = [missing // 2, missing - missing // 2]
        base = int(datetime.now(UTC).timestamp())
        _children([["write", str(share), str(base + at)] for at, share in enumerate(shares)], url=url)
    _children([["index", "0", "0"]], url=url)
    if missing > 0:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def prepared(*, now: datetime) -> dict[str, Work]:
    """What to read, by name."""
    from linli.cases.models import Case
    from linli.places import queries as places

    desk, department = _busiest("desk"), _busiest("org")
    with_desk = post(role="desk", area=desk, org=None, now=now)
    with_org = post(role="handler", area="4301", org=int(department), now=now)
    leader = post(role="leader", area=desk[:6], org=None, now=now)
    numbers = list(
        Case.objects.filter(area__code__startswith=desk).order_by("-id").values_list("number", flat=True)[:200]
    )
    texts = list(Case.objects.filter(area__code__startswith=desk).order_by("-id").values_list("text", flat=True)[:50])
    marks = [text.rpartition(" ")[2].rstrip("。") for text in texts]
    villages = [row.code for row in places.children_of(desk)]
    filters = [f"&area={code}" for code in villages[:5]] + ["&late=late", "&late=soon", "&pack=event", "&order=newest"]
    return {
        "inbox": Work(with_desk, ("/cases?lens=inbox",)),
        "inbox_filtered": Work(with_desk, tuple(f"/cases?lens=inbox{one}" for one in filters)),
        "area_filtered": Work(leader, ("/cases?stage=handling", "/cases?state=closed", "/cases?late=late")),
        "my_work": Work(with_org, ("/cases?lens=inbox", "/cases?lens=inbox&late=late")),
        "my_parts": Work(with_org, ("/cases?lens=org",)),
        "detail": Work(with_desk, tuple(f"/cases/{number}" for number in numbers)),
        "search_number": Work(with_desk, tuple(f"/cases?state=all&text={number}" for number in numbers)),
        "search_common": Work(leader, tuple(_search(word) for word in MATTERS)),
        "search_rare": Work(leader, tuple(_search(mark) for mark in marks)),
        "search_place": Work(leader, tuple(_search(f"{places.name_of(code)} {SPOTS[0]}") for code in villages[:8])),
    }


def post(*, role: str, area: str, org: int | None, now: datetime) -> str:
    """A bearer token of a post made for the benchmark."""
    from linli.people import tokens
    from linli.people.models import Account, Organisation, Post

    account, _made = Account.objects.get_or_create(username=f"bench-{role}-{area}-{org}", defaults={"name": "Bench"})
    organisation = Organisation.objects.get(pk=org) if org else Organisation.objects.order_by("path").first()
    held, _made = Post.objects.get_or_create(
        account=account, role=role, area_id=area, organisation=organisation, defaults={"starts_date": date(2020, 1, 1)}
    )
    return tokens.issue(name="bench", post_id=held.pk, now=now).secret


def _search(words: str) -> str:
    return f"/cases?state=all&text={quote(words)}"


def _busiest(kind: str) -> str:
    """The desk's area, or the organisation, that holds most open cases."""
    from django.db.models import Count

    from linli.cases.models import Case

    field = "holder_area" if kind == "desk" else "holder_org"
    held = Case.objects.filter(closed_at__isnull=True, holder_kind=kind)
    top = held.values_list(field).annotate(n=Count("id")).order_by("-n").first()
    if top is None:
        raise click.ClickException(f"no open case is held by a {kind}")
    return str(top[0])


def _measured(name: str, work: Work, *, port: int, connections: int, size: int, statements: float) -> report.Metric:
    plan: dict[str, Any] = {
        "addresses": [f"/api/v1{address}" for address in work.addresses],
        "headers": f"Authorization: Bearer {work.token}\r\n",
    }
    web.drive(port=port, connections=connections, seconds=10, requests=60, **plan)
    run = web.drive(port=port, connections=connections, seconds=60, requests=REQUESTS, **plan)
    if set(run.statuses) != {"200"} or run.broken:
        raise click.ClickException(f"{name}: {run.statuses}, {run.broken} broken connections")
    return report.Metric(
        metric=name,
        value=round(run.p50_ms, 2),
        unit="ms",
        cases=size,
        connections=connections,
        p50_ms=round(run.p50_ms, 2),
        p95_ms=round(run.p95_ms, 2),
        statements=statements,
    )


def _statements(work: Work) -> float:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost", "authorization": f"Bearer {work.token}"})
    for _turn in range(2):
        with CaptureQueriesContext(connection) as sent:
            answer = client.get(f"/api/v1{work.addresses[0]}")
        if answer.status_code != 200:
            raise click.ClickException(f"{work.addresses[0]} is answered {answer.status_code}")
    return float(len(sent))


def _growth(metric: report.Metric, small: list[report.Metric]) -> report.Metric:
    """How many times the figure at ten thousand cases this one is."""
    before = next(one for one in small if (one.metric, one.connections) == (metric.metric, metric.connections))
    times = round(metric.value / before.value, 2) if before.value else 0.0
    return replace(metric, metric=f"{metric.metric}_growth", value=times, unit="x", p50_ms=None, p95_ms=None)


def _in_a_process(size: int) -> list[report.Metric]:
    command = [sys.executable, "-m", "linli", "bench", "lists-at", str(size)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise click.ClickException(f"the figures at {size} cases failed")
    return [report.read(line) for line in done.stdout.splitlines() if line.startswith("{")]


def _children(steps: list[list[str]], *, url: str) -> None:
    environment = os.environ | {"DATABASE_URL": url}
    command = [sys.executable, "-m", "linli.cli.bench.generating"]
    running = [
        subprocess.Popen([*command, *step], env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
        for step in steps
    ]
    if any([child.wait() for child in running]):
        raise click.ClickException("making the cases failed")
