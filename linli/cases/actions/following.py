"""Brings the due dates of open cases in line with an edited calendar or a changed rule, each with an entry in its case.

Some hundred cases at a time, in one transaction. Where an administrator confirmed a dry run, exactly what it showed is
moved: a case that changed meanwhile is left alone, counted again and shown. Without one (a file brought in by command)
whatever is not in line is looked for. Work that was broken off goes on where it was; a case that somebody works on is
left for the next time.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F

from linli.cases.actions import dry_running
from linli.cases.actions.acting import write_together
from linli.cases.models import DryMove, DryRun, Recount
from linli.cases.queries.loading import states_not_taken
from linli.cases.queries.moving import Search, found, found_by, of_rule, on_calendar
from linli.cases.queries.packs import calendars_of, pack_of
from linli.cases.queries.waiting import calendars_to_follow, open_orders
from linli.cases.rules import clocks
from linli.cases.rules.state import CaseState, Change, ClockState, EventDraft
from linli.core.calendars import actions as calendars
from linli.core.calendars import queries as known
from linli.people.access import SYSTEM
from linli.process.definition import Pack

BATCH = 200
"""Cases of one transaction."""

Anew = Callable[[ClockState, CaseState, Pack], ClockState]


@dataclass(frozen=True, slots=True)
class _Work:
    """How clocks are counted anew, what the entry in the case is called, and where the progress is kept."""

    kind: str
    anew: Anew
    recount: int
    now: datetime


Move = Callable[[Sequence[int], _Work], tuple[int, int]]


def follow_calendars(*, now: datetime) -> int:
    """Follows every calendar edited since it was last followed. Answers how many cases moved. Safe to repeat."""
    return sum(_follow(key, version, now) for key, version in calendars_to_follow(now=now))


def order_rule(*, pack: str, clock: str, by: int | None, now: datetime) -> Recount:
    """Asks that the open clocks of a rule be brought in line with its law. One order at a time for a rule."""
    order, _is_new = Recount.objects.get_or_create(
        pack=pack, clock=clock, finished_at=None, defaults={"ordered_at": now, "ordered_by_id": by}
    )
    return order


def follow_rules(*, now: datetime) -> int:
    """Carries out the orders on rules. Answers how many cases were counted anew. Safe to repeat."""
    return sum(_follow_rule(order, now) for order in open_orders())


def _follow(key: str, version: int, now: datetime) -> int:
    known.forget()
    order, _is_new = Recount.objects.get_or_create(
        calendar=key, calendar_version=version, pack="", defaults={"ordered_at": now}
    )
    work = _Work(kind="calendar_followed", anew=_on_calendar, recount=order.id, now=now)
    moved, is_done = _carried_out(order, on_calendar(calendar=known.calendar(key)), work)
    if is_done:
        calendars.mark_followed(key=key, version=version)
        _finish(order, now)
    return moved


def _follow_rule(order: Recount, now: datetime) -> int:
    work = _Work(kind="rule_followed", anew=_under_law(order.clock, now), recount=order.id, now=now)
    search = of_rule(pack=pack_of(key=order.pack), clock=order.clock, now=now)
    moved, is_done = _carried_out(order, search, work)
    if is_done:
        _finish(order, now)
    return moved


def _carried_out(order: Recount, search: Search, work: _Work) -> tuple[int, bool]:
    """How many cases were counted anew, and whether the order is done."""
    run = DryRun.objects.filter(recount=order).first()
    if run is None:
        return _apply((one.case_id for one in found_by(search=search)), work, _move)
    moved, is_done = _apply(_cases_of(run), work, partial(_move_shown, run))
    return moved, is_done and not _counted_again(run, search)


def _finish(order: Recount, now: datetime) -> None:
    Recount.objects.filter(id=order.id).update(finished_at=now)
    DryRun.objects.filter(recount=order).update(state=DryRun.State.DONE)


def _cases_of(run: DryRun) -> Iterator[int]:
    """The cases that it shows and that were not dealt with yet."""
    last = 0
    shown = run.moves.filter(state=DryMove.State.SHOWN).order_by("case_id").values_list("case_id", flat=True).distinct()
    while some := list(shown.filter(case_id__gt=last)[:BATCH]):
        yield from some
        last = some[-1]


def _counted_again(run: DryRun, search: Search) -> bool:
    """Whether something that was not shown, or changed since, moves as well: it waits for another confirmation."""
    run.moves.filter(state=DryMove.State.FRESH).delete()
    last = 0
    while some := found(search=search, after=last):
        dry_running.keep(run=run, moved=some.moved, state=DryMove.State.FRESH)
        last = some.last
    if not run.moves.filter(state=DryMove.State.FRESH).exists():
        return False
    DryRun.objects.filter(id=run.id).update(state=DryRun.State.AGAIN)
    return True


def _apply(cases: Iterable[int], work: _Work, move: Move) -> tuple[int, bool]:
    """How many cases were counted anew, and whether none was left out."""
    moved, is_done = 0, True
    case_ids = iter(dict.fromkeys(cases))
    while batch := list(islice(case_ids, BATCH)):
        count, left = move(batch, work)
        moved, is_done = moved + count, is_done and not left
    return moved, is_done


@transaction.atomic
def _move(case_ids: Sequence[int], work: _Work) -> tuple[int, int]:
    """These cases in one transaction; how many moved, and how many somebody is just changing."""
    some = list(states_not_taken(ids=case_ids))
    changes = [change for state, row in some if (change := _change(state, row, work))]
    _write(changes, work)
    return len(changes), len(case_ids) - len(some)


@transaction.atomic
def _move_shown(run: DryRun, case_ids: Sequence[int], work: _Work) -> tuple[int, int]:
    """The same for what was shown: a case that comes to anything else by now is left alone."""
    some = list(states_not_taken(ids=case_ids))
    moves = run.moves.filter(case_id__in=[state.id for state, _row in some], state=DryMove.State.SHOWN)
    shown: dict[int, dict[int, tuple[datetime, datetime]]] = {}
    for one in moves:
        shown.setdefault(one.case_id, {})[one.clock_id] = (one.was, one.due_at)
    changes = [change for state, row in some if (change := _change(state, row, work))]
    as_shown = [change for change in changes if _dates(change) == shown.get(change.after.id)]
    _write(as_shown, work)
    done = moves.filter(case_id__in=[change.after.id for change in as_shown])
    done.update(state=DryMove.State.DONE)
    moves.update(state=DryMove.State.CHANGED)
    return len(as_shown), len(case_ids) - len(some)


def _write(changes: Sequence[Change], work: _Work) -> None:
    write_together(changes=changes, by=SYSTEM, now=work.now)
    Recount.objects.filter(id=work.recount).update(moved=F("moved") + len(changes))


def _dates(change: Change) -> dict[int, tuple[datetime, datetime]]:
    """Of each clock that moves, when it was due and when it is."""
    assert change.before is not None
    pairs = zip(change.before.clocks, change.after.clocks, strict=True)
    return {old.id: (old.due_at, new.due_at) for old, new in pairs if old.id is not None and _differs(old, new)}


def _change(state: CaseState, row: Mapping[str, Any], work: _Work) -> Change | None:
    """The case with all its clocks counted anew, or None when nothing moves."""
    pack = pack_of(key=state.pack, version=row["pack_version"])
    anew = tuple(work.anew(item, state, pack) for item in state.clocks)
    moved = [(old, new) for old, new in zip(state.clocks, anew, strict=True) if _differs(old, new)]
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
    is_public = after.promised_at != state.promised_at
    told = [_told(old, new, pack, state) for old, new in moved]
    event = EventDraft(kind=work.kind, body={"clocks": told}, is_public=is_public)
    return Change(before=state, after=after, event=event)


def _differs(old: ClockState, new: ClockState) -> bool:
    return (old.due_at, old.edition_date) != (new.due_at, new.edition_date)


def _told(old: ClockState, new: ClockState, pack: Pack, state: CaseState) -> dict[str, Any]:
    told: dict[str, Any] = {"clock": old.key, "was": old.due_at.isoformat(), "due_at": new.due_at.isoformat()}
    if old.edition_date == new.edition_date:
        return told
    rule = clocks.rule_of(pack=pack, item=new)
    basis = rule.basis_of(category=state.category, urgency=state.urgency)
    edition = new.edition_date.isoformat() if new.edition_date else ""
    return told | {"edition": edition, "article": basis.article if basis else ""}


def _on_calendar(item: ClockState, state: CaseState, pack: Pack) -> ClockState:
    if not clocks.follows_calendar(item):
        return item
    return clocks.recounted(item=item, rule=clocks.rule_of(pack=pack, item=item), calendars=calendars_of(pack))


def _under_law(key: str, now: datetime) -> Anew:
    def anew(item: ClockState, state: CaseState, pack: Pack) -> ClockState:
        if item.key != key:
            return item
        return clocks.followed(
            item,
            rule=pack.clocks[key],
            category=state.category,
            urgency=state.urgency,
            opened_at=state.opened_at,
            now=now,
            calendars=calendars_of(pack),
        )

    return anew
