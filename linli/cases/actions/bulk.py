"""Writes many cases of the past at once, each whole: rows by COPY, tallies summed, one transaction a batch."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from linli.cases.actions import numbering, record
from linli.cases.actions.opening import retain_until
from linli.cases.models import Assignment, Case, Clock, Event, TallyDelta
from linli.cases.queries.packs import calendars_of
from linli.cases.rules import importing
from linli.cases.rules.importing import Past, PastCase, PastEvent, Stages
from linli.cases.rules.state import CaseState
from linli.core import chain
from linli.core.clock import Calendar
from linli.core.collecting import no_collecting
from linli.core.postgres.copying import copy_rows
from linli.process.definition import Pack


def write_past(*, pack: Pack, stages: Stages, cases: Sequence[PastCase], now: datetime) -> list[str]:
    """Writes the cases in one transaction and answers their numbers, in order.

    Raises django.db.IntegrityError when one of them was imported before (source and external number).
    """
    with no_collecting():
        return _write(pack=pack, stages=stages, cases=cases, now=now)


def _write(*, pack: Pack, stages: Stages, cases: Sequence[PastCase], now: datetime) -> list[str]:
    calendars = calendars_of(pack)
    tz = calendars["default"].tz
    items = _items(pack=pack, stages=stages, cases=cases, now=now, calendars=calendars)
    events = [_events(item) for item in items]
    states = [item.state for item in items]
    clocks = [record.clock_row(clock, case_id=state.id, parts={}) for state in states for clock in state.clocks]
    tallied = _tallied(items, tz)
    with transaction.atomic():
        _copy(Case, _cases(cases, states, events, pack=pack, now=now))
        _copy(Assignment, [row for state in states for row in _parts(state)])
        _copy(Clock, clocks)
        _copy(Event, [row for rows in events for row in rows])
        _tally(tallied)
    return [state.number for state in states]


def _items(
    *, pack: Pack, stages: Stages, cases: Sequence[PastCase], now: datetime, calendars: Mapping[str, Calendar]
) -> list[Past]:
    tz = calendars["default"].tz
    return [
        importing.past(
            pack=pack,
            stages=stages,
            case=case,
            case_id=case_id,
            number=numbering.number_of(prefix=pack.prefix, date=case.opened_at.astimezone(tz).date(), case_id=case_id),
            now=now,
            calendars=calendars,
        )
        for case, case_id in zip(cases, numbering.take(count=len(cases)), strict=True)
    ]


def tell_planner() -> None:
    """Lets PostgreSQL look at the tables again: after many rows at once it would plan as if they were still small."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case, cases_event, cases_clock, cases_assignment, cases_tally, cases_areatally")


def _events(item: Past) -> list[record.Row]:
    rows: list[record.Row] = []
    prev = chain.GENESIS
    for seq, event in enumerate(item.events, start=1):
        rows.append(_event(event, item.state, seq, prev))
        prev = rows[-1]["hash"]
    return rows


def _event(event: PastEvent, state: CaseState, seq: int, prev: bytes) -> record.Row:
    body = chain.canonical(chain.salted(event.draft.body))
    hashed = chain.canonical_hash(body)
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
        "body": body.decode(),
        "body_hash": hashed,
        "prev_hash": prev,
        "hash": chain.event_hash(prev=prev, header=header, body=hashed),
    }


def _cases(
    cases: Sequence[PastCase],
    states: Sequence[CaseState],
    events: Sequence[list[record.Row]],
    *,
    pack: Pack,
    now: datetime,
) -> list[record.Row]:
    retained: dict[tuple[int, int], date] = {}
    rows = []
    for case, state, made in zip(cases, states, events, strict=True):
        month = (case.opened_at.year, case.opened_at.month)
        if month not in retained:
            retained[month] = retain_until(pack=pack, now=case.opened_at)
        row = record.case_row(state=state, now=now)
        row |= _beside_state(case, pack, retained[month])
        row |= {"event_count": len(made), "last_hash": made[-1]["hash"]}
        rows.append(row)
    return rows


def _beside_state(case: PastCase, pack: Pack, retained: date) -> record.Row:
    return {
        "pack_version": pack.version,
        "title": case.title[:160],
        "text": case.text,
        "fields": {},
        "channel": case.channel,
        "located_by": case.located_by,
        "located_reason": case.located_reason[:300],
        "source": case.source,
        "external_number": case.external_number,
        "cues": "",
        "is_demo": False,
        "retain_until_date": retained,
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


def _copy(model: type[Case | Assignment | Clock | Event | TallyDelta], rows: Sequence[record.Row]) -> None:
    """The rows of a table; ids are the database's to give, but for those of cases."""
    copy_rows(table=model._meta.db_table, rows=rows, without=() if model is Case else ("id",))


def _tallied(items: Sequence[Past], tz: ZoneInfo) -> list[record.Row]:
    """The deltas of all the cases, summed by their keys."""
    sums: dict[tuple[object, ...], tuple[int, int]] = {}
    for item in items:
        at, day = None, date.min
        for one in item.tallies:
            if one.at is not at:
                at = one.at
                day = at.astimezone(tz).date()
            key = (one.area_code, day, one.pack, one.category, one.org_id, one.channel, one.measure, one.band)
            n, total = sums.get(key, (0, 0))
            sums[key] = n + one.n, total + one.total
    names = ("area_code", "date", "pack", "category", "org_id", "channel", "measure", "band", "n", "total")
    return [dict(zip(names, (*key, *added), strict=True)) for key, added in sums.items()]


def _tally(rows: Sequence[record.Row]) -> None:
    """The deltas wait to be folded: rows of tallies themselves would have to be waited for by other imports."""
    _copy(TallyDelta, rows)
