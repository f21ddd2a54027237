"""The clock against a minute-by-minute walk: random calendars, starts, lengths, pauses and extensions."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.core.clock import Calendar, CountFrom, Interval, Unit, due, explain, shift, warn_at

CHINA = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, tzinfo=CHINA)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
WORKING: tuple[Unit, ...] = ("working_hour", "working_day")
Pauses = Sequence[tuple[datetime, datetime]]
Extensions = Sequence[tuple[int, Unit]]


def is_working(at: datetime, calendar: Calendar) -> bool:
    return any(opens <= at.time() < closes for opens, closes in hours_on(at.date(), calendar))


def hours_on(day: date, calendar: Calendar) -> Sequence[Interval]:
    if day in calendar.workdays:
        return calendar.hours[day.weekday()] or next(hours for hours in calendar.hours if hours)
    return () if day in calendar.holidays else calendar.hours[day.weekday()]


def walk(at: datetime, counts: Callable[[datetime], bool], minutes: int) -> datetime:
    """The end of the last of so many counted minutes."""
    while minutes:
        minutes -= counts(at)
        at += MINUTE
    return at


def counted(start: datetime, end: datetime, counts: Callable[[datetime], bool]) -> int:
    total, at = 0, start
    while at < end:
        total += counts(at)
        at += MINUTE
    return total


def midnight_after(at: datetime) -> datetime:
    return datetime.combine(at.date() + DAY, time(0), CHINA)


def nominal(at: datetime, length: int, unit: Unit, calendar: Calendar) -> datetime:
    if unit == "working_hour":
        return walk(at, lambda minute: is_working(minute, calendar), 60 * length)
    if unit == "working_day":
        return same_working_moment(at, length, calendar)
    return walk(at, lambda minute: True, length * {"minute": 1, "hour": 60, "day": 1440, "week": 10080}[unit])


def same_working_moment(at: datetime, length: int, calendar: Calendar) -> datetime:
    while not is_working(at, calendar):
        at += MINUTE
    day = at.date()
    while length:
        day += DAY
        length -= bool(hours_on(day, calendar))
    at = datetime.combine(day, at.time(), CHINA)
    later = [at + n * MINUTE for n in range(1440) if (at + n * MINUTE).date() == day]
    worked = [minute for minute in later if is_working(minute, calendar)]
    return worked[0] if worked else datetime.combine(day, max(ends for _, ends in hours_on(day, calendar)), CHINA)


def moved(start: datetime, at: datetime, unit: Unit, calendar: Calendar, pauses: Pauses) -> datetime:
    """`at`, later by what was paused before it: walk again from the start, counting what was not paused."""

    def runs(minute: datetime) -> bool:
        return unit not in WORKING or is_working(minute, calendar)

    def runs_unpaused(minute: datetime) -> bool:
        return runs(minute) and not any(a <= minute < b for a, b in pauses)

    def inside_a_pause(moment: datetime) -> bool:
        return all(any(a <= minute < b for a, b in pauses) for minute in (moment - MINUTE, moment))

    needed, minute = counted(start, at, runs), start
    lost = any(runs(m) and not runs_unpaused(m) for m in minutes_between(start, at))
    if not lost and not (unit == "working_day" and inside_a_pause(at)):
        return at
    while needed:
        needed -= runs_unpaused(minute)
        minute += MINUTE
    if unit == "working_day":
        while minute < at or not runs(minute) or inside_a_pause(minute):
            minute += MINUTE
    return minute


def minutes_between(start: datetime, end: datetime) -> list[datetime]:
    return [start + n * MINUTE for n in range((end - start) // MINUTE)]


def oracle_moment(
    start: datetime, length: int, unit: Unit, calendar: Calendar, pauses: Pauses, extensions: Extensions
) -> datetime:
    same = sum(more for more, of_unit in extensions if of_unit == unit)
    at = nominal(start, length + same, unit, calendar)
    return moved(start, at, unit, calendar, pauses)


def oracle_next_day(start: datetime, length: int, unit: Unit, calendar: Calendar, pauses: Pauses) -> datetime:
    end = midnight_after(start)
    while length:
        day, end = end.date(), end + DAY
        counts = unit == "day" or bool(hours_on(day, calendar))
        length -= counts and not any(a < end <= b for a, b in pauses)
    return end


times = st.integers(0, 23 * 60).map(lambda minutes: time(minutes // 60, minutes % 60))


def intervals(edges: list[time]) -> tuple[Interval, ...]:
    ordered = sorted(set(edges))
    return tuple(pair for n, pair in enumerate(pairwise(ordered)) if n % 2 == 0)


hours = st.one_of(
    st.just(((time(9), time(12)), (time(13), time(18)))), st.lists(times, min_size=2, max_size=4).map(intervals)
)
weeks = (
    st.tuples(hours, hours, hours, hours, hours, st.just(()), st.one_of(st.just(()), hours))
    .map(lambda week: tuple(tuple(day) for day in week))
    .filter(any)
)
dates = st.integers(0, 20).map(lambda day: MONDAY.date() + timedelta(days=day))
calendars = st.builds(
    Calendar,
    key=st.just("random"),
    tz=st.just(CHINA),
    hours=weeks,
    holidays=st.dictionaries(dates, st.just("holiday"), max_size=5),
    workdays=st.dictionaries(dates, st.just("exchanged"), max_size=2),
)
moments = st.integers(0, 12 * 1440).map(lambda minutes: MONDAY + minutes * MINUTE)
paused = st.lists(st.tuples(moments, st.integers(1, 3 * 1440)).map(lambda p: (p[0], p[0] + p[1] * MINUTE)), max_size=3)
units: st.SearchStrategy[Unit] = st.sampled_from(["minute", "hour", "working_hour", "working_day", "day"])
slow_walk = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


@slow_walk
@given(moments, st.integers(1, 4), units, calendars, paused, st.lists(st.integers(1, 2), max_size=2))
def test_it_agrees_from_the_moment(
    start: datetime, length: int, unit: Unit, calendar: Calendar, pauses: Pauses, more: list[int]
) -> None:
    extensions: Extensions = [(extension, unit) for extension in more]
    at = due(start=start, length=length, unit=unit, calendar=calendar, pauses=pauses, extensions=extensions)
    assert at == oracle_moment(start, length, unit, calendar, pauses, extensions)
    assert at.tzinfo is UTC


def test_a_due_moment_inside_a_pause_waits_for_its_end() -> None:
    office: tuple[Interval, ...] = ((time(9), time(12)), (time(13), time(18)))
    calendar = Calendar(key="office", tz=CHINA, hours=(*(office for _ in range(5)), (), ()))
    night = [(MONDAY + timedelta(days=2, hours=18), MONDAY + timedelta(days=3, hours=9, minutes=1))]
    for at in (
        oracle_moment(MONDAY, 3, "working_day", calendar, night, []),
        due(start=MONDAY, length=3, unit="working_day", calendar=calendar, pauses=night),
    ):
        assert at == night[0][1]


@slow_walk
@given(moments, st.integers(1, 5), st.sampled_from(["day", "working_day"]), calendars, paused)
def test_it_agrees_from_the_next_day(
    start: datetime, length: int, unit: Unit, calendar: Calendar, pauses: Pauses
) -> None:
    at = due(start=start, length=length, unit=unit, calendar=calendar, count_from="next_day", pauses=pauses)
    assert at == oracle_next_day(start, length, unit, calendar, pauses)


@slow_walk
@given(moments, st.integers(1, 5), st.sampled_from(["moment", "next_day"]), calendars, paused)
def test_a_last_day_off_is_passed_by_walking_on_day_by_day(
    start: datetime, length: int, count_from: CountFrom, calendar: Calendar, pauses: Pauses
) -> None:
    at = due(start=start, length=length, unit="day", calendar=calendar, count_from=count_from, pauses=pauses)
    rolled = due(
        start=start,
        length=length,
        unit="day",
        calendar=calendar,
        count_from=count_from,
        pauses=pauses,
        ends="working_day",
    )
    local = at.astimezone(CHINA)
    while not hours_on((local - MINUTE).date(), calendar):
        local += DAY
    assert rolled == local


@slow_walk
@given(moments, st.integers(1, 5), units, st.sampled_from(["moment", "next_day"]), calendars, paused)
def test_shifting_pause_by_pause_agrees_with_counting_anew(
    start: datetime, length: int, unit: Unit, count_from: CountFrom, calendar: Calendar, pauses: Pauses
) -> None:
    apart = [
        pause for n, pause in enumerate(sorted(pauses)) if n == 0 or pause[0] > max(b for _, b in sorted(pauses)[:n])
    ]
    at = due(start=start, length=length, unit=unit, calendar=calendar, count_from=count_from)
    for a, b in apart:
        at = shift(start=start, due=at, paused_at=a, resumed_at=b, unit=unit, calendar=calendar, count_from=count_from)
    assert at == due(start=start, length=length, unit=unit, calendar=calendar, count_from=count_from, pauses=apart)


@slow_walk
@given(moments, st.integers(1, 5), units, st.sampled_from(["moment", "next_day"]), calendars, paused)
def test_a_longer_time_is_never_due_earlier_and_a_pause_never_shortens(
    start: datetime, length: int, unit: Unit, count_from: CountFrom, calendar: Calendar, pauses: Pauses
) -> None:
    plain = due(start=start, length=length, unit=unit, calendar=calendar, count_from=count_from)
    longer = due(start=start, length=length + 1, unit=unit, calendar=calendar, count_from=count_from)
    later = due(start=start, length=length, unit=unit, calendar=calendar, count_from=count_from, pauses=pauses)
    assert start <= plain <= longer
    assert plain <= later
    assert start <= warn_at(start=start, due=later, percent=80, unit=unit, calendar=calendar, pauses=pauses) <= later


@slow_walk
@given(moments, st.integers(1, 5), units, calendars, paused)
def test_the_explanation_ends_at_the_due_moment_and_accounts_for_every_day(
    start: datetime, length: int, unit: Unit, calendar: Calendar, pauses: Pauses
) -> None:
    steps = explain(start=start, length=length, unit=unit, calendar=calendar, pauses=pauses)
    assert steps[-1].at == due(start=start, length=length, unit=unit, calendar=calendar, pauses=pauses)
    runs = [step for step in steps if step.kind in ("counted", "skipped", "workday_exchanged")]
    assert all(a.last_date and b.first_date == a.last_date + DAY for a, b in pairwise(runs))
    if unit == "working_day" and not pauses:
        on_opening_at_midnight = steps[-1].at.astimezone(CHINA).time() == time(0)
        assert sum(step.amount for step in runs if step.kind != "skipped") in (length, length - on_opening_at_midnight)
