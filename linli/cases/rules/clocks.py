"""Which clocks start, pause, run on and stop when a case moves. Due dates are counted by `core.clock`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any, cast

from linli.cases.rules.inputs import holds
from linli.cases.rules.state import Adjustment, ClockState
from linli.core import clock
from linli.core.clock import Calendar
from linli.process.definition import ClockRule, CountFrom, Ends, Length, Pack, Unit

OUTSIDE_HOLDER = frozenset({"assist", "supervision"})


def in_force(*, rule: ClockRule, opened_at: datetime, now: datetime, calendars: Mapping[str, Calendar]) -> ClockRule:
    """The rule as the law has it now for a case opened then, by the dates of the rule's own calendar."""
    if not rule.editions:
        return rule
    zone = calendars[rule.calendar].tz
    return rule.in_force(opened=opened_at.astimezone(zone).date(), on=now.astimezone(zone).date())


def rule_of(*, pack: Pack, item: ClockState) -> ClockRule:
    """The rule under which a clock is counted, in its edition."""
    return pack.clocks[item.key].edition(item.edition_date)


def started(
    *,
    rule: ClockRule,
    category: str,
    urgency: str,
    opened_at: datetime,
    now: datetime,
    calendars: Mapping[str, Calendar],
    org_id: int = 0,
    facts: Mapping[str, Any] = MappingProxyType({}),
) -> ClockState:
    """A clock of the rule that starts now, under the law that binds a case opened then and knowing these facts."""
    until = _until(rule=rule, facts=facts, since=now, calendars=calendars)
    if until:
        return fixed(rule=rule, now=now, due_at=until, calendars=calendars)
    rule = in_force(rule=rule, opened_at=opened_at, now=now, calendars=calendars)
    length = length_of(rule=rule, category=category, urgency=urgency)
    start = _start(rule=rule, facts=facts, now=now, calendars=calendars)
    due_at = due_of(rule=rule, length=length, start=start, calendars=calendars)
    return ClockState(
        key=rule.key,
        state="running",
        unit=length.unit,
        length=length.length,
        calendar=rule.calendar,
        count_from=rule.count_from,
        started_at=start,
        due_at=due_at,
        warn_at=clock.warn_at(
            start=start, due=due_at, percent=rule.warn_percent, unit=length.unit, calendar=calendars[rule.calendar]
        ),
        org_id=org_id,
        ends=rule.ends,
        edition_date=rule.edition_date,
    )


def _start(*, rule: ClockRule, facts: Mapping[str, Any], now: datetime, calendars: Mapping[str, Calendar]) -> datetime:
    """The beginning of the day that the rule counts from, where the case knows it; else now."""
    told = facts.get(rule.since) if rule.since else None
    if not told:
        return now
    return datetime.fromisoformat(str(told)[:10]).replace(tzinfo=calendars[rule.calendar].tz)


def _until(
    *, rule: ClockRule, facts: Mapping[str, Any], since: datetime, calendars: Mapping[str, Calendar]
) -> datetime | None:
    """The end of the day that the rule ends with, where the case knows it and it was not over when the clock began."""
    told = facts.get(rule.until) if rule.until else None
    if not told:
        return None
    day = date.fromisoformat(str(told)[:10]) + timedelta(days=1)
    end = datetime.combine(day, time(), calendars[rule.calendar].tz)
    return end if end > since else None


def length_of(*, rule: ClockRule, category: str, urgency: str) -> Length:
    """The length that a clock of the rule has for such a case. Raises LookupError where its pack gives none."""
    length = rule.length_of(category=category, urgency=urgency)
    if length is None:
        raise LookupError(f"clock {rule.key!r} has no length for {category!r}, {urgency!r}")
    return length


def due_of(*, rule: ClockRule, length: Length, start: datetime, calendars: Mapping[str, Calendar]) -> datetime:
    """When a clock of the rule and length that started then runs out."""
    return clock.due(
        start=start,
        length=length.length,
        unit=length.unit,
        calendar=calendars[rule.calendar],
        count_from=rule.count_from,
        ends=rule.ends,
    )


def fixed(*, rule: ClockRule, now: datetime, due_at: datetime, calendars: Mapping[str, Calendar]) -> ClockState:
    """A clock whose end was agreed as a moment rather than counted."""
    warn_at = clock.warn_at(
        start=now, due=due_at, percent=rule.warn_percent, unit="hour", calendar=calendars[rule.calendar]
    )
    return ClockState(
        key=rule.key,
        state="running",
        unit="fixed",
        length=None,
        calendar=rule.calendar,
        count_from="moment",
        started_at=now,
        due_at=due_at,
        warn_at=warn_at,
    )


def recounted(*, item: ClockState, rule: ClockRule, calendars: Mapping[str, Calendar]) -> ClockState:
    """The clock with its due date counted anew from its start, pauses and extensions; an end that was agreed stays."""
    if item.unit == "fixed" or item.length is None:
        return item
    due_at = clock.due(
        start=item.started_at,
        length=item.length,
        unit=cast("Unit", item.unit),
        calendar=calendars[item.calendar],
        count_from=cast("CountFrom", item.count_from),
        ends=cast("Ends", item.ends),
        pauses=pauses_of(item),
        extensions=extensions_of(item),
    )
    warn_at = clock.warn_at(
        start=item.started_at,
        due=due_at,
        percent=rule.warn_percent,
        unit=cast("Unit", item.unit),
        calendar=calendars[item.calendar],
        pauses=pauses_of(item),
    )
    return _moved_to(item, due_at=due_at, warn_at=warn_at)


def _moved_to(item: ClockState, *, due_at: datetime, warn_at: datetime | None) -> ClockState:
    """Due at another moment. It may be warned of, and fall due, once more only if it had not come so far by then:
    a date that was moved within the past is no second breach.
    """
    is_due_again = item.breached_at is None or item.breached_at < due_at
    is_ahead_again = item.warned_at is None or warn_at is None or item.warned_at < warn_at
    return replace(
        item,
        due_at=due_at,
        warn_at=warn_at,
        warned_at=None if is_ahead_again else item.warned_at,
        breached_at=None if is_due_again else item.breached_at,
    )


def follows_calendar(item: ClockState) -> bool:
    """Whether the working calendar has a say in when it falls due."""
    units = {item.unit, *(unit for _length, unit in extensions_of(item))}
    return item.length is not None and bool(
        units & {"working_hour", "working_day"} or (item.ends == "working_day" and units & clock.ROLLING)
    )


def pauses_of(item: ClockState) -> tuple[tuple[datetime, datetime | None], ...]:
    """The ended pauses of a clock as `core.clock` takes them."""
    return tuple(
        (step.begins_at, step.ends_at) for step in item.history if step.kind == "pause" and step.ends_at is not None
    )


def extensions_of(item: ClockState) -> tuple[tuple[int, Unit], ...]:
    """The extensions of a clock as `core.clock` takes them."""
    return tuple((step.length, cast("Unit", step.unit or item.unit)) for step in item.history if step.kind == "extend")


def paused(item: ClockState, *, now: datetime) -> ClockState:
    """The clock, standing still from now."""
    return replace(item, state="paused", paused_at=now)


def resumed(item: ClockState, *, rule: ClockRule, now: datetime, calendars: Mapping[str, Calendar]) -> ClockState:
    """The clock, running again, its due date later by exactly the pause."""
    begins_at = item.paused_at or now
    running = replace(
        item,
        state="running",
        paused_at=None,
        history=(*item.history, Adjustment(kind="pause", begins_at=begins_at, ends_at=now)),
    )
    if item.length is not None:
        return recounted(item=running, rule=rule, calendars=calendars)
    due_at, warn_at = (
        at
        and clock.shift(
            start=item.started_at,
            due=at,
            paused_at=begins_at,
            resumed_at=now,
            unit="hour",
            calendar=calendars[item.calendar],
        )
        for at in (item.due_at, item.warn_at)
    )
    return _moved_to(running, due_at=due_at or item.due_at, warn_at=warn_at)


def extended(
    item: ClockState,
    *,
    rule: ClockRule,
    unit: str,
    length: int,
    now: datetime,
    calendars: Mapping[str, Calendar],
) -> ClockState:
    """The clock with `length` more of the unit; an end that was agreed is counted on from."""
    longer = replace(item, history=(*item.history, Adjustment(kind="extend", begins_at=now, length=length, unit=unit)))
    if item.length is not None:
        return recounted(item=longer, rule=rule, calendars=calendars)
    calendar = calendars[item.calendar]
    due_at = clock.due(start=item.due_at, length=length, unit=cast("Unit", unit), calendar=calendar, ends=rule.ends)
    warn_at = clock.warn_at(start=item.started_at, due=due_at, percent=rule.warn_percent)
    return _moved_to(longer, due_at=due_at, warn_at=warn_at)


def regraded(
    item: ClockState, *, rule: ClockRule, category: str, urgency: str, calendars: Mapping[str, Calendar]
) -> ClockState:
    """The clock of a case whose kind or urgency was corrected: counted anew from its start with the new length."""
    length = rule.length_of(category=category, urgency=urgency)
    if length is None or item.state == "stopped" or (length.length, length.unit) == (item.length, item.unit):
        return item
    return recounted(item=replace(item, length=length.length, unit=length.unit), rule=rule, calendars=calendars)


def followed(
    item: ClockState,
    *,
    rule: ClockRule,
    category: str,
    urgency: str,
    opened_at: datetime,
    now: datetime,
    calendars: Mapping[str, Calendar],
) -> ClockState:
    """The clock under the edition of its rule that binds it now: counted anew from its start with what that says.

    What was extended and paused stays. A clock whose edition is in force already, that has stopped, or whose end was
    agreed is as it was.
    """
    law = in_force(rule=rule, opened_at=opened_at, now=now, calendars=calendars)
    length = law.length_of(category=category, urgency=urgency)
    if item.state == "stopped" or item.length is None or length is None or law.edition_date == item.edition_date:
        return item
    bound = replace(
        item,
        length=length.length,
        unit=length.unit,
        count_from=law.count_from,
        ends=law.ends,
        edition_date=law.edition_date,
    )
    return recounted(item=bound, rule=law, calendars=calendars)


def stopped(item: ClockState, *, rule: ClockRule, now: datetime, calendars: Mapping[str, Calendar]) -> ClockState:
    """The clock, done. A pause that still lasts ends with it, so that the time paused makes nobody late."""
    running = resumed(item, rule=rule, now=now, calendars=calendars) if item.state == "paused" else item
    return replace(running, state="stopped", stopped_at=now)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a case stands, and what conditions may look at there: its facts, category and urgency."""

    stage: str
    known: Mapping[str, Any]

    def has(self, rule: ClockRule) -> bool:
        """Whether a clock of the rule has its place there, running or paused."""
        is_so = rule.when is None or holds(rule.when, self.known)
        return is_so and self.stage in rule.runs_in | rule.pauses_in


def follow(
    *,
    pack: Pack,
    clocks: Iterable[ClockState],
    stage: str,
    category: str,
    urgency: str,
    opened_at: datetime,
    now: datetime,
    calendars: Mapping[str, Calendar],
    facts: Mapping[str, Any],
    action: str = "",
    was: Spot | None = None,
) -> tuple[ClockState, ...]:
    """Every clock of the case after `action` took it to `stage` from where it `was`, those just stopped included."""
    spot = Spot(stage, {**facts, "category": category, "urgency": urgency})
    items = tuple(clocks)
    moved = tuple(
        _moved(
            item, rule=rule_of(pack=pack, item=item), spot=spot, action=action, pack=pack, now=now, calendars=calendars
        )
        if item.state != "stopped"
        else item
        for item in items
    )
    alive = {item.key for item in items if item.state != "stopped"}
    fresh = tuple(
        started(
            rule=rule,
            category=category,
            urgency=urgency,
            opened_at=opened_at,
            now=now,
            calendars=calendars,
            facts=facts,
        )
        for rule in pack.clocks.values()
        if rule.per == "case" and rule.key not in alive and _begins(rule, spot=spot, action=action, was=was)
    )
    return (*moved, *fresh)


def _begins(rule: ClockRule, *, spot: Spot, action: str, was: Spot | None) -> bool:
    """Whether a clock that does not live starts. One that a step stopped waits until its place is come into anew."""
    if spot.stage not in rule.runs_in or not spot.has(rule) or action in rule.stopped_by:
        return False
    return not (rule.stopped_by and was and was.has(rule))


def _moved(
    item: ClockState,
    *,
    rule: ClockRule,
    spot: Spot,
    action: str,
    pack: Pack,
    now: datetime,
    calendars: Mapping[str, Calendar],
) -> ClockState:
    pauses = spot.stage in rule.pauses_in
    if pack.stages[spot.stage].is_final or action in rule.stopped_by or not spot.has(rule):
        return stopped(item, rule=rule, now=now, calendars=calendars)
    if pauses and item.state == "running":
        return paused(item, now=now)
    if not pauses and item.state == "paused":
        return resumed(item, rule=rule, now=now, calendars=calendars)
    return _agreed(item, rule=rule, facts=spot.known, calendars=calendars)


def _agreed(
    item: ClockState, *, rule: ClockRule, facts: Mapping[str, Any], calendars: Mapping[str, Calendar]
) -> ClockState:
    """The clock, ending with the day that the case keeps for it, where one was told since."""
    until = _until(rule=rule, facts=facts, since=item.started_at, calendars=calendars)
    if until is None or until == item.due_at:
        return item
    new = fixed(rule=rule, now=item.started_at, due_at=until, calendars=calendars)
    told = replace(item, unit=new.unit, length=new.length, count_from=new.count_from, ends=new.ends, edition_date=None)
    return _moved_to(told, due_at=until, warn_at=new.warn_at)


def next_due(*, pack: Pack, clocks: Iterable[ClockState]) -> datetime | None:
    """When the holder must have acted: the earliest running clock; the promise only if there is no other."""
    running = [item for item in clocks if item.state == "running" and pack.clocks[item.key].per not in OUTSIDE_HOLDER]
    steps = [item.due_at for item in running if not pack.clocks[item.key].is_promise]
    return min(steps or [item.due_at for item in running], default=None)


def promised(*, pack: Pack, clocks: Iterable[ClockState]) -> datetime | None:
    """The date that the reporter is promised, from the latest clock marked as the promise."""
    dates = [item.due_at for item in clocks if pack.clocks[item.key].is_promise]
    return dates[-1] if dates else None
