"""Clocks that fell due or reached their warning: each gets its event and messages, once. Idle, it costs nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import InterfaceError, OperationalError, connection, transaction

from linli.cases.actions.acting import act, write
from linli.cases.queries.loading import state_by_id
from linli.cases.queries.packs import pack_of
from linli.cases.queries.resolving import desk_above
from linli.cases.rules import acting
from linli.people.access import SYSTEM

# Both read a partial index that holds only clocks not yet dealt with, in order of time.
_FALLEN_DUE = """
SELECT id, case_id FROM cases_clock
WHERE state = 'running' AND breached_at IS NULL AND due_at <= %s ORDER BY due_at LIMIT %s
"""
_WARNING = """
SELECT id, case_id FROM cases_clock
WHERE state = 'running' AND warned_at IS NULL AND warn_at IS NOT NULL AND warn_at <= %s AND due_at > %s
ORDER BY warn_at LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Swept:
    """How many clocks were dealt with."""

    breached: int
    warned: int


def sweep(*, now: datetime, limit: int = 1000) -> Swept:
    """Deals with at most `limit` clocks that fell due and as many that reached their warning.

    A clock that cannot be dealt with holds up no other: the faults are raised together, after all.
    """
    faults: list[Exception] = []
    breached = _deal_with(_found(_FALLEN_DUE, [now, limit]), now, faults, warning=False)
    warned = _deal_with(_found(_WARNING, [now, now, limit]), now, faults, warning=True)
    if faults:
        raise ExceptionGroup("clocks that could not be dealt with", faults)
    return Swept(breached=breached, warned=warned)


def _found(sql: str, params: list[datetime | int]) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [(int(row[0]), int(row[1])) for row in cursor.fetchall()]


def _deal_with(found: list[tuple[int, int]], now: datetime, faults: list[Exception], *, warning: bool) -> int:
    """How many of them were dealt with. A database that is away is no fault of a clock."""
    count = 0
    for clock_id, case_id in found:
        try:
            count += _deal(clock_id, case_id, now, warning=warning)
        except (OperationalError, InterfaceError):
            raise
        except Exception as fault:
            fault.add_note(f"clock {clock_id} of case {case_id}")
            faults.append(fault)
    return count


def _deal(clock_id: int, case_id: int, now: datetime, *, warning: bool) -> bool:
    """One clock in its own transaction; somebody may have stopped it meanwhile."""
    with transaction.atomic():
        state, row = state_by_id(case_id=case_id, lock=True)
        item = next((item for item in state.clocks if item.id == clock_id and item.state == "running"), None)
        if item is None or (item.warned_at if warning else item.breached_at) is not None:
            return False
        pack = pack_of(key=state.pack, version=row["pack_version"])
        if warning:
            write(change=acting.warning(pack=pack, state=state, clock_id=clock_id, now=now), by=SYSTEM, now=now)
            return True
        above = desk_above(code=state.holder_area)
        change = acting.breach(pack=pack, state=state, clock_id=clock_id, now=now, place_above=above)
        write(change=change, by=SYSTEM, now=now)
        follows = pack.clocks[item.key].breach_action
        if follows and state.stage in pack.actions[follows].from_stages:
            act(number=state.number, action=follows, inputs={}, by=SYSTEM, now=now)
    return True
