"""Brings the due dates of open cases in line with an edited working calendar, each with an entry in its case."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from linli.cases.actions.acting import write
from linli.cases.queries.loading import state_by_id
from linli.cases.queries.moving import moves
from linli.cases.queries.packs import calendars_of, pack_of
from linli.cases.rules import clocks
from linli.cases.rules.state import CaseState, Change, ClockState, EventDraft
from linli.core.calendars import actions as calendars
from linli.core.calendars import queries as known
from linli.core.clock import Calendar
from linli.people.access import SYSTEM
from linli.process.definition import Pack


def follow_calendars(*, now: datetime) -> int:
    """Follows every calendar edited since it was last followed. Answers how many cases moved. Safe to repeat."""
    return sum(_follow(key, version, now) for key, version in known.to_follow(now=now))


def _follow(key: str, version: int, now: datetime) -> int:
    known.forget()
    case_ids = dict.fromkeys(move.case_id for move in moves(calendar=known.calendar(key)))
    moved = sum(_move(case_id, now) for case_id in case_ids)
    calendars.mark_followed(key=key, version=version)
    return moved


def _move(case_id: int, now: datetime) -> bool:
    """One case in its own transaction; somebody may have changed it meanwhile."""
    with transaction.atomic():
        state, row = state_by_id(case_id=case_id, lock=True)
        pack = pack_of(key=state.pack, version=row["pack_version"])
        change = _change(pack, state, calendars_of(pack))
        if change is None:
            return False
        write(change=change, by=SYSTEM, now=now, contact_id=row["contact_id"])
    return True


def _change(pack: Pack, state: CaseState, in_force: Mapping[str, Calendar]) -> Change | None:
    """The case with all its clocks counted anew, or None when nothing moves."""
    anew = tuple(_anew(item, pack, in_force) for item in state.clocks)
    moved = [(old, new) for old, new in zip(state.clocks, anew, strict=True) if old.due_at != new.due_at]
    if not moved:
        return None
    promised_at = clocks.promised(pack=pack, clocks=anew)
    after = replace(
        state,
        clocks=anew,
        due_at=clocks.next_due(pack=pack, clocks=anew),
        promised_at=promised_at or state.promised_at,
        version=state.version + 1,
    )
    told = [{"clock": old.key, "was": old.due_at.isoformat(), "due_at": new.due_at.isoformat()} for old, new in moved]
    is_public = after.promised_at != state.promised_at
    return Change(
        before=state,
        after=after,
        event=EventDraft(kind="calendar_followed", body={"clocks": told}, is_public=is_public),
    )


def _anew(item: ClockState, pack: Pack, in_force: Mapping[str, Calendar]) -> ClockState:
    if item.unit not in ("working_hour", "working_day"):
        return item
    return clocks.recounted(item=item, rule=clocks.rule_of(pack=pack, item=item), calendars=in_force)
