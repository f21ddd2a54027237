"""Checks the promises on what is stored: chains, heads, clocks, holders, tallies, roots. Names each fault."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from django.db import connection

from linli.cases.models import DailyRoot
from linli.cases.queries.heads import heads_of
from linli.cases.queries.recounting import differences
from linli.cases.queries.tallies import levels
from linli.core import chain

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be."""

    subject: str
    what: str


_EVENTS = """
SELECT c.id, c.number, c.event_count, c.last_hash, e.seq, e.at, e.kind, e.actor_kind, e.actor_role, e.account_id,
       e.post_id, e.from_stage, e.to_stage, e.is_public, e.body, e.body_hash, e.prev_hash, e.hash, e.erased_at, c.stage
FROM cases_case c LEFT JOIN cases_event e ON e.case_id = c.id
WHERE c.id > %s AND c.id <= %s ORDER BY c.id, e.seq
"""


def verify(*, progress: Callable[[int], None] | None = None) -> Iterator[Finding]:
    """Every fault found, as it is found. `progress` is told how many cases were read."""
    yield from _chains(progress)
    for what, sql in CHECKS.items():
        for (subject,) in _rows(sql):
            yield Finding(str(subject), what)
    widths, grains = levels()
    yield from (Finding(*one) for one in differences(widths=widths, grains=grains))
    yield from _roots()


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _chains(progress: Callable[[int], None] | None) -> Iterator[Finding]:
    last, done = 0, 0
    while True:
        ids = _rows(f"SELECT id FROM cases_case WHERE id > {last:d} ORDER BY id LIMIT {BATCH:d}")  # noqa: S608
        if not ids:
            return
        with connection.cursor() as cursor:
            cursor.execute(_EVENTS, [last, ids[-1][0]])
            rows = cursor.fetchall()
        yield from chain_faults(rows)
        last, done = ids[-1][0], done + len(ids)
        if progress:
            progress(done)


def chain_faults(rows: list[tuple[Any, ...]]) -> Iterator[Finding]:
    """Faults of the chains in rows of `_EVENTS`, which hold whole cases in order."""
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and rows[end][0] == rows[at][0]:
            end += 1
        fault = _chain_fault(rows[at:end])
        if fault:
            yield Finding(rows[at][1], fault)
        at = end


def _chain_fault(rows: list[tuple[Any, ...]]) -> str:
    number, count, head, stage = rows[0][1], rows[0][2], bytes(rows[0][3]), rows[0][19]
    if rows[0][4] is None or len(rows) != count:
        return f"has {0 if rows[0][4] is None else len(rows)} events instead of {count}: some are missing"
    prev = chain.GENESIS
    for seq, row in enumerate(rows, start=1):
        fault = _event_fault(row, number=number, seq=seq, prev=prev)
        if fault:
            return f"event {seq} {fault}"
        prev = bytes(row[17])
    if prev != head:
        return "its last hash is not that of its last event"
    return "" if rows[-1][12] == stage else "stands at another stage than its last event says"


def _event_fault(row: tuple[Any, ...], *, number: str, seq: int, prev: bytes) -> str:
    if row[4] != seq or bytes(row[16]) != prev:
        return "is out of order"
    body = orjson.loads(row[14]) if isinstance(row[14], (str, bytes)) else row[14]
    if row[18] is None and (body is None or chain.body_hash(body) != bytes(row[15])):
        return "was altered: its body does not match"
    header = chain.Header(
        number=number,
        seq=seq,
        at=row[5],
        kind=row[6],
        actor_kind=row[7],
        actor_role=row[8],
        account_id=row[9],
        post_id=row[10],
        from_stage=row[11],
        to_stage=row[12],
        is_public=row[13],
    )
    expected = chain.event_hash(prev=prev, header=header, body=bytes(row[15]))
    return "" if expected == bytes(row[17]) else "was altered: its hash does not match"


CHECKS = {
    "is open without a running or paused clock": """
        SELECT c.number FROM cases_case c WHERE c.closed_at IS NULL AND NOT EXISTS (
            SELECT FROM cases_clock k WHERE k.case_id = c.id AND k.state <> 'stopped')""",
    "is closed with a clock still running": """
        SELECT DISTINCT c.number FROM cases_case c JOIN cases_clock k ON k.case_id = c.id
        WHERE c.closed_at IS NOT NULL AND k.state <> 'stopped'""",
    "is held by an organisation that does not lead it": """
        SELECT number FROM cases_case WHERE holder_kind = 'org' AND holder_org_id IS DISTINCT FROM lead_org_id""",
    "is led without an open lead assignment": """
        SELECT c.number FROM cases_case c WHERE c.closed_at IS NULL AND c.holder_kind = 'org' AND NOT EXISTS (
            SELECT FROM cases_assignment a WHERE a.case_id = c.id AND a.role = 'lead' AND a.ended_at IS NULL
              AND a.organisation_id = c.lead_org_id)""",
}
"""What must hold, each as a query that answers what breaks it."""


def _roots() -> Iterator[Finding]:
    prev = chain.GENESIS
    for standing in DailyRoot.objects.order_by("date"):
        if bytes(standing.prev_root) != prev:
            yield Finding(str(standing.date), "daily root does not follow the one before")
        yield from _root_fault(standing.date, bytes(standing.root), bytes(standing.prev_root))
        prev = bytes(standing.root)


def _root_fault(day: date, root: bytes, prev: bytes) -> Iterator[Finding]:
    heads, _events = heads_of(date=day)
    if chain.root(prev=prev, heads=heads) != root:
        yield Finding(str(day), "daily root does not match the events of its day")
