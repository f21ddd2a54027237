"""Whole histories of clocks against a walk over every minute of the calendar: law that changes and is applied, also to
clocks that stand still, pauses, extensions in any unit, a corrected urgency, an end within a pause, a calendar that is
edited midway.

A thousand in the ordinary run; `HISTORIES=100000` for all of them. The walk knows nothing of the engine: it has an
array of the minutes worked, another of the minutes paused, and counts.
"""

import os
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pytest

from linli.cases.rules import clocks
from linli.cases.rules.state import ClockState
from linli.core.clock import Calendar, CountFrom, Ends, Interval, Unit
from linli.process.definition import ClockRule, Edition, Length, Transition

HISTORIES = int(os.environ.get("HISTORIES", "1000"))
OF_ONE_CALENDAR = 100
CHINA = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 1, 1)
ORIGIN = datetime.combine(FIRST, time(0), CHINA)
DAYS = 1500
DAY = 1440
OFFICE: tuple[Interval, ...] = ((time(9), time(12)), (time(13), time(18)))
LENGTHS: dict[Unit, int] = {
    "minute": 5000, "hour": 200, "working_hour": 60, "day": 70, "working_day": 30, "week": 8, "month": 4, "year": 1,
}  # fmt: skip
ROLLING = {"day", "week", "month", "year"}
Minutes = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Law:
    starts: int
    ends: int | None
    transition: Transition
    length: int
    urgent: int
    count_from: CountFrom
    roll: Ends


@dataclass(frozen=True)
class History:
    """Days and minutes since the origin. The base law comes first. The law is applied at each of `looks`; `corrected`
    is when the matter is found to be urgent, `edited` when the calendar is corrected; extensions are when, in what unit
    and how long; with `stops`, the last pause ends because the clock does."""

    unit: Unit
    opened: int
    start: int
    laws: tuple[Law, ...]
    pauses: tuple[tuple[int, int], ...]
    extensions: tuple[tuple[int, Unit, int], ...]
    looks: tuple[int, ...]
    corrected: int | None
    edited: int | None
    stops: bool


def random_calendar(dice: random.Random) -> Calendar:
    days = [FIRST + timedelta(days=dice.randrange(DAYS)) for _ in range(dice.randrange(200))]
    runs = {day + timedelta(days=more) for day in days[: len(days) // 3] for more in range(dice.randrange(1, 9))}
    return Calendar(
        key="default",
        tz=CHINA,
        hours=tuple(_hours(dice, weekday) for weekday in range(7)),
        holidays=dict.fromkeys(runs, "holiday"),
        workdays=dict.fromkeys(days[len(days) // 3 : len(days) // 2], "exchanged"),
    )


def edited_calendar(dice: random.Random, calendar: Calendar) -> Calendar:
    """Other days off and exchanged, and sometimes other hours."""
    other = random_calendar(dice)
    hours = other.hours if dice.random() < 0.3 else calendar.hours
    return replace(calendar, holidays=other.holidays, workdays=other.workdays, hours=hours)


def _hours(dice: random.Random, weekday: int) -> tuple[Interval, ...]:
    if weekday >= 5 and dice.random() < 0.8:
        return ()
    if dice.random() < 0.6 or weekday == 0:
        return OFFICE
    edges = sorted(dice.sample(range(0, 1440, 5), 2 * dice.randrange(1, 4)))
    clock = [time(minute // 60, minute % 60) for minute in edges]
    return tuple(zip(clock[::2], clock[1::2], strict=True))


def random_history(dice: random.Random) -> History:
    unit = dice.choices(list(LENGTHS), weights=[1, 1, 3, 4, 5, 2, 3, 0.5])[0]
    opened = dice.randrange(0, 200)
    start = (opened + dice.choice([0, 0, 0, 1, 3, 20])) * DAY + dice.randrange(DAY)
    laws = [Law(-1, None, "opened", *_said(dice, unit))]
    for starts in sorted(dice.sample(range(max(opened - 30, 0), opened + 60), dice.choice([0, 0, 1, 2]))):
        until = starts + dice.randrange(0, 60) if dice.random() < 0.2 else None
        laws.append(Law(starts, until, dice.choice(["opened", "running"]), *_said(dice, unit)))
    span = sorted(dice.sample(range(start + 1, start + 60 * DAY), 2 * dice.choice([0, 0, 1, 2, 3])))
    stops = bool(span) and dice.random() < 0.3
    until = span[-1] if stops else max([start, *span]) + 30 * DAY
    more = sorted(_longer(dice, unit, start, until) for _ in range(dice.choice([0, 0, 1, 2])))
    return History(
        unit=unit,
        opened=opened,
        start=start,
        laws=tuple(laws),
        pauses=tuple(zip(span[::2], span[1::2], strict=True)),
        extensions=tuple(more),
        looks=tuple(sorted(dice.randrange(start, until) for _ in range(dice.choice([0, 1, 1, 2, 3])))),
        corrected=dice.randrange(start, until) if dice.random() < 0.3 else None,
        edited=dice.randrange(start, until) if dice.random() < 0.3 else None,
        stops=stops,
    )


def _longer(dice: random.Random, unit: Unit, since: int, until: int) -> tuple[int, Unit, int]:
    """An extension, half of them in the clock's own unit."""
    own = unit if dice.random() < 0.5 else dice.choice(list(LENGTHS))
    return dice.randrange(since, until), own, dice.randrange(1, LENGTHS[own] + 1)


def _said(dice: random.Random, unit: Unit) -> tuple[int, int, CountFrom, Ends]:
    count_from: CountFrom = dice.choice(["moment", "next_day"])
    ends: Ends = dice.choice(["exact", "working_day"])
    return dice.randrange(1, LENGTHS[unit] + 1), dice.randrange(1, LENGTHS[unit] + 1), count_from, ends


# The engine: the same events in the order in which they come.


def by_the_engine(history: History, calendar: Calendar, edited: Calendar) -> datetime:
    given: dict[str, Any] = {"category": "", "calendars": {"default": calendar}}
    rule, opened_at, urgency = _rule(history), _at(history.opened * DAY), "normal"
    item = clocks.started(rule=rule, opened_at=opened_at, now=_at(history.start), urgency=urgency, **given)
    for minute, kind, unit, length in _events(history):
        now, law = _at(minute), rule.edition(item.edition_date)
        counted = {"rule": law, "calendars": given["calendars"]}
        if kind == "pause":
            item = clocks.paused(item, now=now)
        elif kind == "resume":
            item = clocks.resumed(item, now=now, **counted)
        elif kind == "stop":
            item = clocks.stopped(item, now=now, **counted)
        elif kind == "extend":
            item = clocks.extended(item, unit=unit, length=length, now=now, **counted)
        elif kind == "correct":
            urgency = "urgent"
            item = clocks.regraded(item, rule=law, urgency=urgency, **given)
        elif kind == "edit":
            given["calendars"] = {"default": edited}
            item = _recounted(item, law, edited)
        else:
            item = clocks.followed(item, rule=rule, opened_at=opened_at, now=now, urgency=urgency, **given)
    assert item.paused_at is None
    return item.due_at


def _recounted(item: ClockState, law: ClockRule, calendar: Calendar) -> ClockState:
    """As the edit of a calendar does: only what depends on it."""
    if not clocks.follows_calendar(item):
        return item
    return clocks.recounted(item=item, rule=law, calendars={"default": calendar})


def _events(history: History) -> list[tuple[int, str, Unit, int]]:
    ends = ["resume"] * len(history.pauses)
    ends[-1:] = ["stop" if history.stops else "resume"] * bool(ends)
    events = [(since, "pause") for since, _until in history.pauses]
    events += [(until, kind) for (_since, until), kind in zip(history.pauses, ends, strict=True)]
    events += [(at, "look") for at in history.looks]
    once = ((history.corrected, "correct"), (history.edited, "edit"))
    events += [(at, kind) for at, kind in once if at is not None]
    longer = [(at, "extend", unit, length) for at, unit, length in history.extensions]
    return sorted([*longer, *((at, kind, history.unit, 0) for at, kind in events)])


def _rule(history: History) -> ClockRule:
    base, *later = history.laws
    return ClockRule(
        key="k",
        title={},
        runs_in=frozenset(),
        lengths=_lengths(base, history.unit),
        count_from=base.count_from,
        ends=base.roll,
        editions=tuple(
            Edition(
                starts_date=_date(one.starts),
                ends_date=None if one.ends is None else _date(one.ends),
                transition=one.transition,
                lengths=_lengths(one, history.unit),
                count_from=one.count_from,
                ends=one.roll,
                extension=None,
                basis=None,
            )
            for one in later
        ),
    )


def _lengths(law: Law, unit: Unit) -> tuple[Length, ...]:
    return Length(law.urgent, unit, urgency="urgent"), Length(law.length, unit)


def _at(minute: int) -> datetime:
    return ORIGIN + timedelta(minutes=minute)


def _date(day: int) -> date:
    return FIRST + timedelta(days=day)


# The walk.


def minutes_worked(calendar: Calendar) -> Minutes:
    worked = np.zeros((DAYS, DAY), dtype=np.bool_)
    usual = next(hours for hours in calendar.hours if hours)
    for day in range(DAYS):
        on = _date(day)
        hours = calendar.hours[on.weekday()]
        if on in calendar.workdays:
            hours = hours or usual
        elif on in calendar.holidays:
            hours = ()
        for opens, closes in hours:
            worked[day, opens.hour * 60 + opens.minute : closes.hour * 60 + closes.minute] = True
    return worked.ravel()


def days_worked(worked: Minutes) -> Minutes:
    return np.asarray(worked.reshape(-1, DAY).any(axis=1), dtype=np.bool_)


def by_walking(history: History, worked: Minutes) -> datetime:
    law = _law(history)
    own = law.length if history.corrected is None else law.urgent
    lengths = [(history.unit, own), *((unit, more) for _at, unit, more in history.extensions)]
    units = {unit for unit, _length in lengths}
    next_day = law.count_from == "next_day"
    at = begin = (history.start // DAY + 1) * DAY if next_day else history.start
    for unit, run in groupby(lengths, key=lambda one: one[0]):
        at = _counted(at, sum(length for _unit, length in run), unit, worked, next_day=next_day)
    if len(units) == 1:
        at = _not_paused(begin, at, history, worked, next_day=next_day)
    else:
        at = _moved_on(begin, at, history, worked, next_day=next_day)
    if law.roll == "working_day" and units & ROLLING:
        while not worked[(at - 1) // DAY * DAY :][:DAY].any():
            at += DAY
    return _at(at)


def _not_paused(begin: int, at: int, history: History, worked: Minutes, *, next_day: bool) -> int:
    """The same count over what was not paused."""
    paused = np.zeros(len(worked), dtype=np.bool_)
    for a, b in history.pauses:
        paused[a:b] = True
    if next_day and history.unit in ("day", "working_day", "week", "month", "year"):
        return _days_not_paused(begin, at, history, worked)
    if history.unit == "working_day":
        return _working_day_not_paused(begin, at, worked, paused)
    counts = worked if history.unit == "working_hour" else np.ones(len(worked), dtype=np.bool_)
    return _nth(begin, int(counts[begin:at].sum()), counts & ~paused)


def _moved_on(begin: int, at: int, history: History, worked: Minutes, *, next_day: bool) -> int:
    """An extension in another unit ends anywhere, also where the clock's own unit does not count: each pause that began
    before the end moves it on by what that unit lost."""
    whole_days = next_day and history.unit in ROLLING | {"working_day"}
    counts = worked if history.unit in ("working_hour", "working_day") else np.ones(len(worked), dtype=np.bool_)
    if whole_days:
        days = counts.reshape(-1, DAY).any(axis=1)
        counts = np.zeros_like(counts)
        counts[DAY - 1 :: DAY] = days
    for a, b in history.pauses:
        lost = int(counts[max(a, begin) : max(b, begin)].sum())
        if max(a, begin) < at and lost:
            at = _later(at, lost, history.unit, worked, whole_days=whole_days)
    return at


def _later(at: int, lost: int, unit: Unit, worked: Minutes, *, whole_days: bool) -> int:
    if whole_days:
        return _counted(at, lost, "working_day" if unit == "working_day" else "day", worked, next_day=True)
    if unit not in ("working_hour", "working_day"):
        return at + lost
    at = _nth(at, lost, worked)
    while unit == "working_day" and not worked[at]:
        at += 1
    return at


def _law(history: History) -> Law:
    """Day after day until it was last applied, whoever comes to bind the clock binds it."""
    law, last = history.laws[0], max([history.start, *history.looks]) // DAY
    for day in range(last + 1):
        for one in history.laws[1:]:
            asked = history.opened if one.transition == "opened" else last
            if one.starts == day and day <= asked and (one.ends is None or asked <= one.ends):
                law = one
    return law


def _nth(begin: int, count: int, counts: Minutes) -> int:
    """The end of the last of so many counted minutes."""
    return begin + int(np.flatnonzero(counts[begin:])[count - 1]) + 1 if count else begin


def _counted(begin: int, length: int, unit: Unit, worked: Minutes, *, next_day: bool) -> int:
    if unit == "working_hour":
        return _nth(begin, 60 * length, worked)
    if unit == "working_day":
        return _working_days(begin, length, worked, next_day=next_day)
    if unit in ("month", "year"):
        day = (begin - 1) // DAY if next_day else begin // DAY
        return begin + (_months_on(day, length * (12 if unit == "year" else 1)) - day) * DAY
    return begin + length * {"minute": 1, "hour": 60, "day": DAY, "week": 7 * DAY}[unit]


def _working_days(begin: int, length: int, worked: Minutes, *, next_day: bool) -> int:
    days = days_worked(worked)
    if next_day:
        last = (begin - 1) // DAY
        return (_nth(last + 1, length, days) - 1) * DAY + begin - last * DAY
    while not worked[begin]:
        begin += 1
    day = _nth(begin // DAY + 1, length, days) - 1
    at = day * DAY + begin % DAY
    of_the_day = np.flatnonzero(worked[day * DAY : (day + 1) * DAY]) + day * DAY
    later = of_the_day[of_the_day >= at]
    return int(later[0]) if len(later) else int(of_the_day[-1]) + 1


def _months_on(day: int, months: int) -> int:
    on = _date(day)
    for last in range(on.day, 0, -1):
        try:
            month = on.month - 1 + months
            return (date(on.year + month // 12, month % 12 + 1, last) - FIRST).days
        except ValueError:
            continue
    raise AssertionError


def _days_not_paused(begin: int, at: int, history: History, worked: Minutes) -> int:
    """Days count at their end, 24:00, unless it is paused then."""
    days = days_worked(worked) if history.unit == "working_day" else np.ones(DAYS, dtype=np.bool_)
    left, end = int(days[begin // DAY : at // DAY].sum()), begin
    while left:
        end += DAY
        left -= bool(days[end // DAY - 1]) and not any(a < end <= b for a, b in history.pauses)
    return end


def _working_day_not_paused(begin: int, at: int, worked: Minutes, paused: Minutes) -> int:
    def inside(minute: int) -> bool:
        return bool(minute and paused[minute - 1] and paused[minute])

    if not (worked & paused)[begin:at].any() and not inside(at):
        return at
    minute = _nth(begin, int(worked[begin:at].sum()), worked & ~paused)
    while minute < at or not worked[minute] or inside(minute):
        minute += 1
    return minute


@pytest.mark.parametrize("turn", range(HISTORIES // OF_ONE_CALENDAR))
def test_the_engine_agrees_with_the_walk(turn: int) -> None:
    dice = random.Random(turn)
    calendar = random_calendar(dice)
    edited = edited_calendar(dice, calendar)
    before, after = minutes_worked(calendar), minutes_worked(edited)

    def both(history: History) -> tuple[datetime, datetime]:
        worked = before if history.edited is None else after
        return by_the_engine(history, calendar, edited), by_walking(history, worked)

    told = {history: both(history) for history in (random_history(dice) for _ in range(OF_ONE_CALENDAR))}
    wrong: Sequence[History] = [history for history, (engine, walk) in told.items() if engine != walk]
    assert not wrong, (len(wrong), wrong[0], told[wrong[0]])
