"""Clocks that fell due or reached their warning: each gets its event and messages, once. Idle, it costs nothing.

Some hundred cases are read, decided and written together, in one transaction. A case that somebody works on is left for
the next sweep; a batch that cannot be written is dealt with case by case, so that one holds up no other.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils.timezone import localdate

from linli.cases.actions.acting import act, write_together
from linli.cases.queries.hiding import desks_outside
from linli.cases.queries.loading import states_not_taken
from linli.cases.queries.packs import calendars_of, pack_of
from linli.cases.queries.resolving import desk_above
from linli.cases.rules import acting
from linli.cases.rules.state import CaseState, Change
from linli.core.collecting import no_collecting
from linli.people.access import SYSTEM
from linli.process.definition import Pack

BATCH = 500
"""Cases of one transaction."""

# Both read a partial index that holds only clocks not yet dealt with, in order of time.
_FALLEN_DUE = """
SELECT id, case_id FROM cases_clock
WHERE state = 'running' AND breached_at IS NULL AND due_at <= %s {under} ORDER BY due_at LIMIT %s
"""
_WARNING = """
SELECT id, case_id FROM cases_clock
WHERE state = 'running' AND warned_at IS NULL AND warn_at IS NOT NULL AND warn_at <= %s AND due_at > %s {under}
ORDER BY warn_at LIMIT %s
"""
_UNDER = "AND case_id IN (SELECT id FROM cases_case WHERE area_id ^@ %s)"


@dataclass(frozen=True, slots=True)
class Swept:
    """How many clocks were dealt with."""

    breached: int
    warned: int


@dataclass(frozen=True, slots=True)
class _Dealt:
    """What one clock of a case came to, and the action that the system takes next, if its rule names one."""

    change: Change
    follows: str = ""


Decide = Callable[[Pack, CaseState, int, datetime], _Dealt | None]


def sweep(*, now: datetime, limit: int = 20_000, under: str = "") -> Swept:
    """Deals with at most `limit` clocks that fell due and as many that reached their warning; only with those of cases
    under an area, if one is named.

    A clock that cannot be dealt with holds up no other: the faults are raised together, after all.
    """
    faults: list[Exception] = []
    breached = _deal_with(_found(_FALLEN_DUE, [now], under, limit), now, faults, _breach)
    warned = _deal_with(_found(_WARNING, [now, now], under, limit), now, faults, _warn)
    if faults:
        raise ExceptionGroup("clocks that could not be dealt with", faults)
    return Swept(breached=breached, warned=warned)


def _found(sql: str, moments: list[datetime], under: str, limit: int) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(under=_UNDER if under else ""), [*moments, *([under] if under else []), limit])
        return [(int(row[0]), int(row[1])) for row in cursor.fetchall()]


def _deal_with(found: Sequence[tuple[int, int]], now: datetime, faults: list[Exception], decide: Decide) -> int:
    """How many of them were dealt with. A database that is away is no fault of a clock."""
    count = 0
    for clock_of in _batches(found):
        try:
            count += _deal(clock_of, now, decide, faults)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            count += sum(_deal_alone(case_id, clock_of, now, decide, faults) for case_id in clock_of)
    return count


def _batches(found: Sequence[tuple[int, int]]) -> Iterator[Mapping[int, int]]:
    """The clock of each case, some hundred cases at a time; a case's second clock comes in a later batch."""
    rounds: list[dict[int, int]] = []
    seen: dict[int, int] = {}
    for clock_id, case_id in found:
        turn = seen[case_id] = seen.get(case_id, -1) + 1
        if turn == len(rounds):
            rounds.append({})
        rounds[turn][case_id] = clock_id
    for one in rounds:
        clocks = iter(one.items())
        while part := dict(islice(clocks, BATCH)):
            yield part


def _deal_alone(
    case_id: int, clock_of: Mapping[int, int], now: datetime, decide: Decide, faults: list[Exception]
) -> int:
    try:
        return _deal({case_id: clock_of[case_id]}, now, decide, faults)
    except (OperationalError, InterfaceError):
        raise
    except Exception as fault:
        faults.append(_noted(fault, case_id, clock_of))
        return 0


def _deal(clock_of: Mapping[int, int], now: datetime, decide: Decide, faults: list[Exception]) -> int:
    """These cases in one transaction. Nothing is kept of the faults of a batch that is dealt with anew."""
    found: list[Exception] = []
    with no_collecting(), transaction.atomic():
        dealt = list(_decided(clock_of, now, decide, found))
        write_together(changes=[one.change for one in dealt], by=SYSTEM, now=now)
        for one in dealt:
            if one.follows:
                act(number=one.change.after.number, action=one.follows, inputs={}, by=SYSTEM, now=now)
    faults += found
    return len(dealt)


def _decided(clock_of: Mapping[int, int], now: datetime, decide: Decide, faults: list[Exception]) -> Iterator[_Dealt]:
    """What each case's clock comes to; somebody may have stopped it meanwhile."""
    for state, row in states_not_taken(ids=list(clock_of)):
        try:
            one = decide(_pack(row), state, clock_of[state.id], now)
        except Exception as fault:
            faults.append(_noted(fault, state.id, clock_of))
            continue
        if one:
            yield one


def _pack(row: Mapping[str, Any]) -> Pack:
    return pack_of(key=row["pack"], version=row["pack_version"])


def _breach(pack: Pack, state: CaseState, clock_id: int, now: datetime) -> _Dealt | None:
    item = next((item for item in state.clocks if item.id == clock_id and item.state == "running"), None)
    if item is None or item.breached_at is not None or item.due_at > now:
        return None
    above = _desk_above(state, now)
    change = acting.breach(
        pack=pack, state=state, clock_id=clock_id, now=now, calendars=calendars_of(pack), place_above=above
    )
    follows = pack.clocks[item.key].breach_action
    return _Dealt(change, follows if follows and state.stage in pack.actions[follows].from_stages else "")


def _desk_above(state: CaseState, now: datetime) -> str:
    """The desk above, or, where nobody there may see the case, the next one up."""
    above = desk_above(code=state.holder_area)
    if not (above and state.hidden):
        return above
    return desks_outside(codes=(above,), org_ids=state.hidden, on_date=localdate(now))[above]


def _warn(pack: Pack, state: CaseState, clock_id: int, now: datetime) -> _Dealt | None:
    item = next((item for item in state.clocks if item.id == clock_id and item.state == "running"), None)
    if item is None or item.warned_at is not None or item.due_at <= now:
        return None
    return _Dealt(acting.warning(pack=pack, state=state, clock_id=clock_id, now=now))


def _noted(fault: Exception, case_id: int, clock_of: Mapping[int, int]) -> Exception:
    fault.add_note(f"clock {clock_of[case_id]} of case {case_id}")
    return fault
