"""`linli bench sweep`: clocks that fall due among a million that run, and what it costs when none does."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from statistics import median
from typing import Any

import click

from linli.cli.bench import bench_db, city, report
from linli.cli.root import bench

DATABASE = "linli_bench_sweep"
TURNS = 3
BATCH = 2_500
LOOKS = 200
COPIES = 50_000
"""Cases copied in one statement; each brings three running clocks."""

# A copy of an open case with an id and number of its own. Its chain is not its own, so nobody acts on it here.
_COPY_CASES = """
INSERT INTO cases_case SELECT (jsonb_populate_record(c, jsonb_build_object(
    'id', n, 'number', 'COPY-' || n, 'source', '', 'external_number', ''))).*
FROM (SELECT c FROM cases_case c WHERE c.id = %(id)s) t, generate_series(%(first)s::bigint, %(last)s::bigint) n
"""
_COPY_CLOCKS = """
INSERT INTO cases_clock (case_id, key, state, length, unit, calendar, count_from, started_at, due_at, warn_at, history)
SELECT n, key, 'running', 5, 'working_day', 'default', 'moment', now(),
       now() + interval '30 days' * (1 + n %% 1000 / 1000.0), now() + interval '25 days', '[]'
FROM generate_series(%(first)s::bigint, %(last)s::bigint) n, unnest(ARRAY['promise', 'handle', 'accept']) key
"""
_RUNNING = "SELECT count(*) FROM cases_clock WHERE state = 'running'"
_FAR = """
UPDATE cases_clock SET due_at = %(now)s + interval '60 days', warn_at = %(now)s + interval '50 days',
                       breached_at = NULL, warned_at = NULL
WHERE state = 'running' AND case_id IN (SELECT id FROM cases_case WHERE source = 'bench')
"""
_FALL_DUE = """
UPDATE cases_clock SET due_at = %(now)s - interval '1 minute', warned_at = %(now)s
WHERE id IN (
    SELECT k.id FROM cases_clock k JOIN cases_case c ON c.id = k.case_id
    WHERE c.source = 'bench' AND k.key = 'promise' AND k.state = 'running' AND k.due_at > %(now)s
    ORDER BY k.id LIMIT %(due)s
)
"""


@bench.command("sweep")
@click.option("--clocks", default=1_000_000, show_default=True, type=click.IntRange(1_000, 100_000_000))
@click.option(
    "--due", default=10_000, show_default=True, type=click.IntRange(1, 1_000_000), help="Falling due at once."
)
@click.option("--yardstick", default=5, show_default=True, type=click.IntRange(2, 600), help="Seconds of pgbench.")
@click.option("--prepare", is_flag=True, help="Only make the clocks, which are kept.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--save/--no-save", default=True, show_default=True, help="Keep the figures under bench/results/.")
def sweep(clocks: int, due: int, yardstick: int, prepare: bool, as_json: bool, save: bool) -> None:
    """Seconds until every clock that fell due has its event, messages and mark; and one look when none is due."""
    now = datetime.now(UTC)
    with bench_db.bench_database(name=DATABASE) as url:
        _make(clocks=clocks, real=due * (TURNS + 1), now=now)
        if prepare:
            return
        turns = bench_db.beside(url, turns=TURNS, seconds=yardstick, work=lambda: _swept(due=due))
        idle = _idle()
    rate = round(due / median(turns.runs), 1)
    metrics = [
        report.Metric(metric="pgbench_tps", value=round(turns.tps, 1), unit="1/s", connections=8),
        report.Metric(metric="swept_seconds", value=round(median(turns.runs), 2), unit="s", cases=due),
        report.Metric(
            metric="swept_per_second",
            value=rate,
            unit="1/s",
            ratio=round(turns.ratio(lambda seconds: due / seconds), 3),
            cases=due,
        ),
        report.Metric(metric="idle_look_ms", value=round(idle, 3), unit="ms"),
    ]
    report.emit(metrics, as_json=as_json)
    if save:
        report.save(metrics, name="sweep", now=now, settings={"clocks": clocks, "due": due, "turns": TURNS})


def _make(*, clocks: int, real: int, now: datetime) -> None:
    """Open cases with a history of their own, whose clocks will fall due, and copies up to so many running clocks."""
    from django.db import connection

    from linli.cases.models import Case

    city.load(now=now)
    _write_open(real - Case.objects.filter(source="bench").count(), now)
    with connection.cursor() as cursor:
        cursor.execute(_FAR, {"now": now})
        cursor.execute(_RUNNING)
        running = int(cursor.fetchone()[0])
        template = Case.objects.filter(source="bench").values_list("id", flat=True)[0]
        first = 1 + max(Case.objects.order_by("-id").values_list("id", flat=True)[0], 10**12)
        for start in range(0, max(clocks - running, 0) // 3, COPIES):
            count = min(COPIES, (clocks - running) // 3 - start)
            span = {"id": template, "first": first + start, "last": first + start + count - 1}
            cursor.execute(_COPY_CASES, span)
            cursor.execute(_COPY_CLOCKS, span)
        cursor.execute("ANALYZE cases_case, cases_clock, cases_event")


def _write_open(count: int, now: datetime) -> None:
    from linli.cases.actions.bulk import write_past
    from linli.cases.queries.packs import pack_of
    from linli.cases.rules.importing import Stages

    source = _open_cases(now)
    while count > 0:
        cases = list(islice(source, min(BATCH, count)))
        write_past(pack=pack_of(key="event"), stages=Stages(open="filed", with_org="handling"), cases=cases, now=now)
        count -= len(cases)


def _open_cases(now: datetime) -> Iterator[Any]:
    """Cases that came in within the last day and are with an organisation."""
    from dataclasses import replace

    from linli.cli.bench.generating import cases

    for one in cases(part=0, now=now):
        if one.org_id is not None:
            yield replace(one, closed_at=None, closed_stage="", result="", opened_at=now - timedelta(hours=12))


def _swept(*, due: int) -> float:
    """Seconds of one sweep over clocks that have just fallen due."""
    from django.db import connection

    from linli.cases.actions.sweeping import sweep as swept

    now = datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute(_FAR, {"now": now})
        cursor.execute(_FALL_DUE, {"now": now, "due": due})
    begun = time.perf_counter()
    found = swept(now=now)
    seconds = time.perf_counter() - begun
    if found.breached != due:
        raise click.ClickException(f"{due} clocks fell due, but {found.breached} were dealt with")
    return seconds


def _idle() -> float:
    """Milliseconds of one look when nothing is due: the median."""
    from linli.cases.queries.waiting import has_clocks_due

    now, looks = datetime.now(UTC), []
    for _look in range(LOOKS):
        begun = time.perf_counter()
        if has_clocks_due(now=now):
            raise click.ClickException("a clock is still due")
        looks.append(time.perf_counter() - begun)
    return median(looks) * 1_000
