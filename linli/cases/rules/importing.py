"""How a matter of the past becomes a case: its history as events, its deadline as a clock, its counts. Pure.

An import brings what an earlier system knew: when it was opened, due and closed, with what result, by whom. Nobody is
told of it, and clocks that had run out before the import count as dealt with.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from linli.cases.rules import clocks, tallies
from linli.cases.rules.state import CaseState, ClockState, EventDraft, Part, TallyDraft
from linli.core import chain
from linli.core.clock import Calendar
from linli.process.definition import ClockRule, Length, Pack


@dataclass(frozen=True, slots=True)
class PastCase:
    """A matter out of an earlier system. Without a `due_at` of its own, `counts_due` lets the pack's promise run."""

    external_number: str
    source: str
    title: str
    text: str
    category: str
    area_code: str
    located_by: str
    located_reason: str
    desk_area: str
    opened_at: datetime
    urgency: str = "normal"
    address: str = ""
    lon: float | None = None
    lat: float | None = None
    org_id: int | None = None
    org_path: str = ""
    due_at: datetime | None = None
    counts_due: bool = True
    closed_at: datetime | None = None
    closed_stage: str = ""
    result: str = ""
    channel: str = "import"


@dataclass(frozen=True, slots=True)
class PastEvent:
    """An event of the past: when it happened, and the stage it led from and to."""

    at: datetime
    from_stage: str
    draft: EventDraft
    to_stage: str


@dataclass(frozen=True, slots=True)
class Past:
    """What an import of one case comes to."""

    state: CaseState
    events: tuple[PastEvent, ...]
    tallies: tuple[TallyDraft, ...]


@dataclass(frozen=True, slots=True)
class Stages:
    """Where imported cases stand in a pack: open without and with an organisation."""

    open: str
    with_org: str


def past(
    *,
    pack: Pack,
    stages: Stages,
    case: PastCase,
    case_id: int,
    number: str,
    now: datetime,
    calendars: Mapping[str, Calendar],
) -> Past:
    """The state, events and counts of a matter of the past."""
    stage = _stage(case, stages)
    items = _clocks(pack=pack, case=case, stage=stage, now=now, calendars=calendars)
    promised_at = clocks.promised(pack=pack, clocks=items)
    final = pack.stages[stage]
    state = CaseState(
        id=case_id,
        number=number,
        pack=pack.key,
        category=case.category,
        urgency=case.urgency,
        confidentiality=pack.confidentiality_of(case.category),
        area_code=case.area_code,
        stage=stage,
        holder_kind=final.holder,
        holder_area=case.desk_area,
        holder_org_id=case.org_id if final.holder == "org" else None,
        lead_org_id=case.org_id,
        lead_org_path=case.org_path,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        outcome=final.outcome or "",
        version=1,
        event_count=0,
        last_hash=chain.GENESIS,
        due_at=None if case.closed_at else clocks.next_due(pack=pack, clocks=items),
        promised_at=promised_at,
        lon=case.lon,
        lat=case.lat,
        address=case.address,
        channel=case.channel,
        clocks=items,
        parts=_parts(case),
    )
    return Past(
        state=state,
        events=_events(pack=pack, stages=stages, case=case, stage=stage),
        tallies=tallies.of_change(before=None, after=state),
    )


def _stage(case: PastCase, stages: Stages) -> str:
    if case.closed_at is not None:
        return case.closed_stage
    return stages.with_org if case.org_id else stages.open


def _clocks(
    *, pack: Pack, case: PastCase, stage: str, now: datetime, calendars: Mapping[str, Calendar]
) -> tuple[ClockState, ...]:
    """The promise for every case that has one; the stage's own clocks for those still open."""
    promise = next((rule for rule in pack.clocks.values() if rule.is_promise), None)
    if case.closed_at is not None:
        return _over(promise, case, case.closed_at, calendars) if promise else ()
    items: list[ClockState] = []
    if promise is not None and case.due_at is not None:
        items.append(clocks.fixed(rule=promise, now=case.opened_at, due_at=case.due_at, calendars=calendars))
    elif promise is not None and case.counts_due:
        items.append(_counted(promise, case, calendars))
    items += [_counted(rule, case, calendars) for rule in _of_stage(pack, case, stage)]
    return tuple(_known(item, now) for item in items)


def _over(
    promise: ClockRule, case: PastCase, closed_at: datetime, calendars: Mapping[str, Calendar]
) -> tuple[ClockState, ...]:
    """The clock of a matter that is over: most of what is imported, so no warning is counted that nobody will get."""
    if case.due_at is not None:
        return (_stopped(promise, case, closed_at, due_at=case.due_at, length=None),)
    if not case.counts_due:
        return ()
    promise = clocks.in_force(rule=promise, opened_at=case.opened_at, now=case.opened_at, calendars=calendars)
    length = clocks.length_of(rule=promise, category=case.category, urgency=case.urgency)
    due_at = clocks.due_of(rule=promise, length=length, start=case.opened_at, calendars=calendars)
    return (_stopped(promise, case, closed_at, due_at=due_at, length=length),)


def _stopped(
    promise: ClockRule, case: PastCase, closed_at: datetime, *, due_at: datetime, length: Length | None
) -> ClockState:
    return ClockState(
        key=promise.key,
        state="stopped",
        unit=length.unit if length else "fixed",
        length=length.length if length else None,
        calendar=promise.calendar,
        count_from=promise.count_from if length else "moment",
        started_at=case.opened_at,
        due_at=due_at,
        warn_at=None,
        stopped_at=closed_at,
        ends=promise.ends if length else "exact",
        edition_date=promise.edition_date,
    )


def _of_stage(pack: Pack, case: PastCase, stage: str) -> list[ClockRule]:
    spot = clocks.Spot(stage, {"category": case.category, "urgency": case.urgency})
    own = (rule for rule in pack.clocks.values() if rule.per == "case" and not rule.is_promise)
    return [rule for rule in own if stage in rule.runs_in and spot.has(rule)]


def _counted(rule: ClockRule, case: PastCase, calendars: Mapping[str, Calendar]) -> ClockState:
    return clocks.started(
        rule=rule,
        category=case.category,
        urgency=case.urgency,
        opened_at=case.opened_at,
        now=case.opened_at,
        calendars=calendars,
    )


def _known(item: ClockState, now: datetime) -> ClockState:
    """A clock that had run out before the import: nobody is warned of the past."""
    warned = item.warn_at is not None and item.warn_at <= now
    return replace(item, warned_at=now if warned else None, breached_at=now if item.due_at <= now else None)


def _parts(case: PastCase) -> tuple[Part, ...]:
    if case.org_id is None:
        return ()
    return (
        Part(
            org_id=case.org_id,
            org_path=case.org_path,
            role="lead",
            assigned_at=case.opened_at,
            finished_at=case.closed_at,
            ended_at=case.closed_at,
            ended_as="closed" if case.closed_at else "",
        ),
    )


def _events(*, pack: Pack, stages: Stages, case: PastCase, stage: str) -> tuple[PastEvent, ...]:
    begun = stages.with_org if case.org_id else stages.open
    first = EventDraft(kind="open", body=_body(case), is_public=True)
    events = [PastEvent(at=case.opened_at, from_stage="", draft=first, to_stage=begun)]
    if case.closed_at is not None:
        body: dict[str, Any] = {"inputs": {"answer": case.result}, "imported": True}
        last = EventDraft(kind="imported", body=body, is_public=True)
        events.append(PastEvent(at=case.closed_at, from_stage=begun, draft=last, to_stage=stage))
    return tuple(events)


def _body(case: PastCase) -> dict[str, Any]:
    return {
        "title": case.title,
        "text": case.text,
        "category": case.category,
        "urgency": case.urgency,
        "channel": case.channel,
        "area": case.area_code,
        "located_by": case.located_by,
        "located_reason": case.located_reason,
        "address": case.address,
        "lon": chain.plain(case.lon),
        "lat": chain.plain(case.lat),
        "lead_org": case.org_id,
        "source": case.source,
        "external_number": case.external_number,
        "imported": True,
    }
