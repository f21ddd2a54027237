"""Writes many cases of the past at once, each whole: rows by COPY, tallies summed, one transaction a batch."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.db import connection, transaction

from linli.cases.actions import numbering, record
from linli.cases.actions.opening import retain_until
from linli.cases.models import Assignment, Case, Clock, Event
from linli.cases.queries.packs import calendars_of
from linli.cases.rules import importing
from linli.cases.rules.importing import Past, PastCase, PastEvent, Stages
from linli.cases.rules.state import CaseState
from linli.core import chain
from linli.process.definition import Pack

TallyKey = tuple[str, date, str, str, int, str]

# Sorted, so that two imports at once take the rows in one order.
_TALLIES = """
INSERT INTO cases_tally (area_code, date, pack, category, org_id, measure, n)
SELECT * FROM unnest(%s::text[], %s::date[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::bigint[])
ON CONFLICT (measure, area_code, date, pack, category, org_id) DO UPDATE SET n = cases_tally.n + EXCLUDED.n
"""


def write_past(*, pack: Pack, stages: Stages, cases: Sequence[PastCase], now: datetime) -> list[str]:
    """Writes the cases in one transaction and answers their numbers, in order.

    Raises django.db.IntegrityError when one of them was imported before (source and external number).
    """
    calendars = calendars_of(pack)
    tz = calendars["default"].tz
    ids = numbering.take(count=len(cases))
    items = [
        importing.past(
            pack=pack,
            stages=stages,
            case=case,
            case_id=case_id,
            number=numbering.number_of(prefix=pack.prefix, date=case.opened_at.astimezone(tz).date(), case_id=case_id),
            now=now,
            calendars=calendars,
        )
        for case, case_id in zip(cases, ids, strict=True)
    ]
    retained: dict[tuple[int, int], date] = {}
    rows, events = [], []
    for case, item in zip(cases, items, strict=True):
        made = _events(item)
        events += made
        month = (case.opened_at.year, case.opened_at.month)
        if month not in retained:
            retained[month] = retain_until(pack=pack, now=case.opened_at)
        rows.append(_case(case, item.state, pack, made, retained[month], now))
    with transaction.atomic():
        _copy(Case, rows, without=())
        _copy(Assignment, [row for item in items for row in _parts(item.state)], without=("id",))
        clocks = [
            record.clock_row(clock, case_id=item.state.id, parts={}) for item in items for clock in item.state.clocks
        ]
        _copy(Clock, clocks, without=("id",))
        _copy(Event, events, without=("id",))
        _tally(items, tz)
    return [item.state.number for item in items]


def tell_planner() -> None:
    """Lets PostgreSQL look at the tables again: after many rows at once it would plan as if they were still small."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case, cases_event, cases_clock, cases_assignment, cases_tally")


def _events(item: Past) -> list[record.Row]:
    rows: list[record.Row] = []
    prev = chain.GENESIS
    for seq, event in enumerate(item.events, start=1):
        row = _event(event, item.state, seq, prev)
        prev = row.pop("_digest")
        rows.append(row)
    return rows


def _event(event: PastEvent, state: CaseState, seq: int, prev: bytes) -> record.Row:
    body = chain.salted(event.draft.body)
    hashed = chain.body_hash(body)
    header = chain.Header(
        number=state.number,
        seq=seq,
        at=event.at,
        kind=event.draft.kind,
        actor_kind="system",
        actor_role="",
        account_id=None,
        post_id=None,
        from_stage=event.from_stage,
        to_stage=event.to_stage,
        is_public=event.draft.is_public,
    )
    digest = chain.event_hash(prev=prev, header=header, body=hashed)
    return {
        "case_id": state.id,
        "seq": seq,
        "at": event.at,
        "kind": header.kind,
        "actor_kind": "system",
        "actor_role": "",
        "from_stage": event.from_stage,
        "to_stage": event.to_stage,
        "is_public": header.is_public,
        "body": body,
        "body_hash": hashed,
        "prev_hash": prev,
        "hash": digest,
        "_digest": digest,
    }


def _case(
    case: PastCase, state: CaseState, pack: Pack, events: list[record.Row], retained: date, now: datetime
) -> record.Row:
    return record.case_row(state=state, now=now) | {
        "pack_version": pack.version,
        "title": case.title[:160],
        "text": case.text,
        "fields": {},
        "channel": case.channel,
        "located_by": case.located_by,
        "located_reason": case.located_reason[:300],
        "source": case.source,
        "external_number": case.external_number,
        "is_demo": False,
        "retain_until_date": retained,
        "event_count": len(events),
        "last_hash": events[-1]["hash"],
    }


def _parts(state: CaseState) -> list[record.Row]:
    return [
        {
            "case_id": state.id,
            "organisation_id": part.org_id,
            "role": part.role,
            "is_final": False,
            "task": "",
            "assigned_at": part.assigned_at,
            "accepted_at": None,
            "finished_at": part.finished_at,
            "ended_at": part.ended_at,
            "ended_as": part.ended_as,
            "due_at": state.due_at if state.holder_kind == "org" else None,
        }
        for part in state.parts
    ]


def _copy(model: Any, rows: Iterable[Mapping[str, Any]], *, without: tuple[str, ...]) -> None:
    """COPY of rows given by column name; JSON columns are written as JSON, absent ones as NULL."""
    names = [field.column for field in model._meta.concrete_fields if field.column not in without]
    lines = "".join("\t".join([_FORMATS[type(value)](value) for value in map(row.get, names)]) + "\n" for row in rows)
    table = model._meta.db_table
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy,
    ):
        copy.write(lines.encode())


def _text(value: str) -> str:
    if value.isprintable() and "\\" not in value:
        return value
    escaped = value.replace("\\", "\\\\").replace("\n", "\\n")
    return escaped.replace("\r", "\\r").replace("\t", "\\t")


def _json(value: object) -> str:
    return _text(orjson.dumps(value).decode())


# The text format of COPY, by type; a dict look-up a cell is what makes the import quick.
_FORMATS: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda value: "\\N",
    str: _text,
    int: str,
    float: repr,
    bool: lambda value: "t" if value else "f",
    bytes: lambda value: "\\\\x" + value.hex(),
    datetime: datetime.isoformat,
    date: date.isoformat,
    dict: _json,
    list: _json,
}


def _tally(items: Sequence[Past], tz: ZoneInfo) -> None:
    sums: Counter[TallyKey] = Counter()
    for item in items:
        for draft in item.tallies:
            day = draft.at.astimezone(tz).date()
            sums[(draft.area_code, day, draft.pack, draft.category, draft.org_id, draft.measure)] += draft.n
    keys = sorted(sums, key=lambda key: (key[5], *key))
    columns = list(zip(*keys, strict=True)) if keys else []
    if columns:
        with connection.cursor() as cursor:
            cursor.execute(_TALLIES, [*(list(column) for column in columns), [sums[key] for key in keys]])
