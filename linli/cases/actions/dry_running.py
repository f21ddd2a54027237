"""Counts what an edited calendar or a changed rule would move, keeps the result, and has exactly that applied.

Counting goes some thousand clocks at a time, each in its own transaction, and goes on where it was broken off. What is
confirmed is carried out by `following`; the cases that changed in between are counted again and shown before they move.
"""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from linli.cases.errors import DryRunMovedOn, DryRunOutdated, NotInForce
from linli.cases.models import DryMove, DryRun, Recount
from linli.cases.queries import moving
from linli.cases.queries.dry_runs import search_of
from linli.cases.queries.moving import Moved
from linli.cases.queries.packs import pack_of
from linli.core.calendars import edits
from linli.core.calendars import queries as calendars
from linli.core.calendars.edits import Edit
from linli.core.calendars.tables import Week
from linli.people.access import Actor
from linli.people.actions.changes import record

KEPT = timedelta(days=30)
FRESH_FOR = timedelta(days=1)
"""How long a count that nobody confirmed is worth anything."""

_KEEP = """
INSERT INTO cases_drymove (run_id, state, case_id, clock_id, was, due_at)
SELECT %s, %s, * FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::timestamptz[])
"""


def order_for_edit(*, edit: Edit, by: int | None, now: datetime) -> DryRun:
    """A dry run of an edit that nobody has kept. Raises CalendarInvalid, DayNotFound when it could not be."""
    edits.check(edit=edit)
    return _ordered_count(DryRun(calendar=edit.key, edit=edit.plain(), made_by_id=by, made_at=now))


def order_for_rule(*, pack: str, clock: str, law_at: datetime, by: int | None, now: datetime) -> DryRun:
    """A dry run of a rule as the law has it at a moment, now or to come."""
    return _ordered_count(DryRun(pack=pack, clock=clock, law_at=law_at, made_by_id=by, made_at=now))


def count(*, seconds: float = float("inf"), id: int | None = None) -> None:
    """Counts the dry runs that are to be counted (or one of them), until done or the time is up. Safe to repeat."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and _count_some(id):
        pass


def confirm(*, id: int, by: Actor, now: datetime) -> DryRun:
    """Keeps the edit, and has exactly what was counted applied in the background; or, `AGAIN`, what was counted since.

    Raises DryRunMovedOn, DryRunOutdated, NotInForce, CalendarInvalid, DayNotFound.
    """
    run = _confirmed(id, by, now)
    if run is None:
        recount(id=id, now=now)
        raise DryRunOutdated
    return run


@transaction.atomic
def _confirmed(id: int, by: Actor, now: datetime) -> DryRun | None:
    """None when it is outdated."""
    run = _held(id, DryRun.State.READY, DryRun.State.AGAIN)
    if run.state == DryRun.State.AGAIN:
        run.moves.filter(state=DryMove.State.FRESH).update(state=DryMove.State.SHOWN)
        return _now(run, DryRun.State.APPLYING)
    if not is_current(run=run, now=now):
        return None
    if run.law_at is not None and run.law_at > now:
        raise NotInForce
    _close_others(run, now)
    run.recount = _applied(run, by, now) if run.calendar else _ordered(run, by, now)
    return _now(run, DryRun.State.APPLYING)


def is_current(*, run: DryRun, now: datetime) -> bool:
    """Whether what was counted is counted on the calendar, or the pack, as it is."""
    return run.based_on == _version(run) and run.made_at > now - FRESH_FOR


@transaction.atomic
def recount(*, id: int, now: datetime) -> None:
    """Forgets what was counted and counts again. Raises DryRunMovedOn once it was confirmed."""
    run = _held(id, DryRun.State.READY, DryRun.State.COUNTING)
    run.moves.all().delete()
    run.based_on, run.made_at = _version(run), now
    run.last, run.looked, run.total, run.counted_at = 0, 0, None, None
    _now(run, DryRun.State.COUNTING)


def drop(*, id: int) -> None:
    """Leaves everything as it is. Raises DryRunMovedOn once it was confirmed."""
    dropped, _rows = DryRun.objects.filter(id=id, recount=None).delete()
    if not dropped:
        raise DryRunMovedOn


def prune(*, now: datetime) -> None:
    """Forgets dry runs that were done long ago, or that nobody confirmed."""
    DryRun.objects.filter(recount__finished_at__lt=now - KEPT).delete()
    DryRun.objects.filter(recount=None, made_at__lt=now - FRESH_FOR).delete()


def keep(*, run: DryRun, moved: Sequence[Moved], state: DryMove.State) -> None:
    """Keeps what moves: some thousand rows in one statement."""
    columns = [[getattr(one, name) for one in moved] for name in ("case_id", "clock_id", "was", "due_at")]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [run.id, state, *columns])


def _count_some(id: int | None) -> bool:
    """The next some thousand clocks of a dry run that nobody else is counting; whether there may be more to do."""
    with transaction.atomic():
        waiting = DryRun.objects.select_for_update(skip_locked=True).filter(state=DryRun.State.COUNTING).order_by("id")
        run = (waiting.filter(id=id) if id else waiting).first()
        if run is None:
            return False
        search = search_of(run=run)
        if run.total is None:
            run.total = moving.how_many(search=search)
        some = moving.found(search=search, after=run.last)
        if some is None:
            run.counted_at = timezone.now()
            _now(run, DryRun.State.READY)
            return id is None
        keep(run=run, moved=some.moved, state=DryMove.State.SHOWN)
        run.last, run.looked = some.last, run.looked + some.looked
        run.save()
    return True


def _ordered_count(run: DryRun) -> DryRun:
    run.based_on = _version(run)
    run.save()
    return run


def _version(run: DryRun) -> str:
    """Of the calendar or the pack, as it is now."""
    return str(calendars.version(key=run.calendar)) if run.calendar else pack_of(key=run.pack).version


def _held(id: int, *states: DryRun.State) -> DryRun:
    """The dry run, locked. Raises DryRunMovedOn when it is in none of the states."""
    run = DryRun.objects.select_for_update().filter(id=id).first()
    if run is None or run.state not in states:
        raise DryRunMovedOn
    return run


def _now(run: DryRun, state: DryRun.State) -> DryRun:
    run.state = state
    run.save()
    return run


def _close_others(run: DryRun, now: datetime) -> None:
    """What an earlier confirmation has not moved yet, this one has looked at as well."""
    same = {"calendar": run.calendar, "pack": run.pack, "clock": run.clock}
    others = DryRun.objects.filter(**same, state__in=[DryRun.State.APPLYING, DryRun.State.AGAIN])
    Recount.objects.filter(run__in=others, finished_at=None).update(finished_at=now)
    others.update(state=DryRun.State.DONE)


def _ordered(run: DryRun, by: Actor, now: datetime) -> Recount:
    """The order to bring a rule's open clocks in line, on record."""
    Recount.objects.filter(pack=run.pack, clock=run.clock, finished_at=None).update(finished_at=now)
    record(kind="rule.apply", subject=f"rule {run.pack} {run.clock}", by=by, now=now)
    return Recount.objects.create(pack=run.pack, clock=run.clock, ordered_at=now, ordered_by_id=by.account_id)


def _applied(run: DryRun, by: Actor, now: datetime) -> Recount:
    """The edit, kept and on record, with the order to bring open cases in line."""
    edit = edits.of_plain(key=run.calendar, plain=run.edit)
    before = _written(calendars.hours(key=edit.key))
    version = edits.apply(edit=edit)
    subject = f"calendar {edit.key} {edit.date or ''}".strip()
    if edit.day:
        told = {"kind": edit.day.kind, "name": edit.day.name}
        record(kind="calendar.set_day", subject=subject, by=by, now=now, after=told)
    elif edit.without:
        record(kind="calendar.remove_day", subject=subject, by=by, now=now)
    else:
        hours = _written(edit.week)
        record(kind="calendar.set_hours", subject=subject, by=by, now=now, before=before, after=hours)
    return Recount.objects.create(
        calendar=edit.key, calendar_version=version, ordered_at=now, ordered_by_id=by.account_id
    )


def _written(week: Week) -> dict[str, str]:
    """The hours of each weekday as text."""
    return {str(day): ", ".join(f"{a:%H:%M}-{b:%H:%M}" for a, b in line) for day, line in enumerate(week)}
