"""Brings the due dates of open cases in line with an edited calendar or a changed rule, each with an entry in its case.

Some hundred cases at a time, in one transaction; work that was broken off goes on where it was, because only clocks
that are not in line yet are looked for. A case that somebody works on is left for the next time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F

from linli.cases.actions.acting import write_together
from linli.cases.models import Recount
from linli.cases.queries.loading import states_not_taken
from linli.cases.queries.moving import Moved, moves, rule_moves
from linli.cases.queries.packs import calendars_of, pack_of
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


def follow_calendars(*, now: datetime) -> int:
    """Follows every calendar edited since it was last followed. Answers how many cases moved. Safe to repeat."""
    return sum(_follow(key, version, now) for key, version in known.to_follow(now=now))


def order_rule(*, pack: str, clock: str, by: int | None, now: datetime) -> Recount:
    """Asks that the open clocks of a rule be brought in line with its law. One order at a time for a rule."""
    order, _is_new = Recount.objects.get_or_create(
        pack=pack, clock=clock, finished_at=None, defaults={"ordered_at": now, "ordered_by_id": by}
    )
    return order


def follow_rules(*, now: datetime) -> int:
    """Carries out the orders on rules. Answers how many cases were counted anew. Safe to repeat."""
    open_orders = Recount.objects.filter(finished_at=None).exclude(pack="").order_by("id")
    return sum(_follow_rule(order, now) for order in open_orders)


def _follow(key: str, version: int, now: datetime) -> int:
    known.forget()
    order, _is_new = Recount.objects.get_or_create(
        calendar=key, calendar_version=version, pack="", defaults={"ordered_at": now}
    )
    work = _Work(kind="calendar_followed", anew=_on_calendar, recount=order.id, now=now)
    moved, is_done = _apply(moves(calendar=known.calendar(key)), work)
    if is_done:
        calendars.mark_followed(key=key, version=version)
        Recount.objects.filter(id=order.id).update(finished_at=now)
    return moved


def _follow_rule(order: Recount, now: datetime) -> int:
    work = _Work(kind="rule_followed", anew=_under_law(order.clock, now), recount=order.id, now=now)
    moved, is_done = _apply(rule_moves(pack=pack_of(key=order.pack), clock=order.clock, now=now), work)
    if is_done:
        Recount.objects.filter(id=order.id).update(finished_at=now)
    return moved


def _apply(found: Iterator[Moved], work: _Work) -> tuple[int, bool]:
    """How many cases were counted anew, and whether none was left out."""
    moved, is_done = 0, True
    case_ids = iter(dict.fromkeys(one.case_id for one in found))
    while batch := list(islice(case_ids, BATCH)):
        count, left = _move(batch, work)
        moved, is_done = moved + count, is_done and not left
    return moved, is_done


def _move(case_ids: Sequence[int], work: _Work) -> tuple[int, int]:
    """These cases in one transaction; how many moved, and how many somebody is just changing."""
    with transaction.atomic():
        found = list(states_not_taken(ids=case_ids))
        changes = [change for state, row in found if (change := _change(state, row, work))]
        write_together(changes=changes, by=SYSTEM, now=work.now)
        Recount.objects.filter(id=work.recount).update(moved=F("moved") + len(changes))
    return len(changes), len(case_ids) - len(found)


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
    told = [_told(old, new, pack) for old, new in moved]
    event = EventDraft(kind=work.kind, body={"clocks": told}, is_public=is_public)
    return Change(before=state, after=after, event=event)


def _differs(old: ClockState, new: ClockState) -> bool:
    return (old.due_at, old.edition_date) != (new.due_at, new.edition_date)


def _told(old: ClockState, new: ClockState, pack: Pack) -> dict[str, Any]:
    told: dict[str, Any] = {"clock": old.key, "was": old.due_at.isoformat(), "due_at": new.due_at.isoformat()}
    if old.edition_date == new.edition_date:
        return told
    basis = clocks.rule_of(pack=pack, item=new).basis
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
