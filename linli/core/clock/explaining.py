"""Why something is due when it is: the same count as `counting`, told step by step with dates. No wording here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Literal

from linli.core.clock.counting import ROLLING, CountFrom, Ends, Extension, Pause, Unit, begins, due, ended, ending_unit
from linli.core.clock.working_time import DAY, Calendar, date_of

StepKind = Literal["start", "begins", "counted", "skipped", "workday_exchanged", "paused", "extended", "rolled", "due"]
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the reckoning. `at` and `until` are UTC; `first_date` and `last_date` are dates of the calendar.

    `amount` counts units of `unit`: the length at the start, the days of a run, the length of an extension. `name` is
    a holiday's name (`name_en` in English), or "weekend" or "free" for days off by the weekly pattern. `is_open` marks
    a pause that has not ended. A `rolled` step has the last day as counted, its `name` if it is a day off, and the
    working day that ends the period instead as `last_date`.
    """

    kind: StepKind
    at: datetime
    until: datetime | None = None
    first_date: date | None = None
    last_date: date | None = None
    amount: int = 0
    unit: Unit | None = None
    name: str = ""
    name_en: str = ""
    is_open: bool = False


def explain(
    *,
    start: datetime,
    length: int,
    unit: Unit,
    calendar: Calendar,
    count_from: CountFrom = "moment",
    ends: Ends = "exact",
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> tuple[Step, ...]:
    """The steps from start to due, in order of time; the last is `due` and equals what `due` returns.

    Working units list every run of days that count, and every run that does not with its reason. Units that count every
    day have one run: the period itself, before pauses and extensions.
    """
    counted = due(
        start=start,
        length=length,
        unit=unit,
        calendar=calendar,
        count_from=count_from,
        pauses=pauses,
        extensions=extensions,
    )
    end = ended(at=counted, unit=ending_unit(unit, extensions), calendar=calendar, ends=ends)
    begin = begins(start=start, unit=unit, calendar=calendar, count_from=count_from)
    steps = [Step(kind="start", at=start.astimezone(UTC), amount=length, unit=unit, first_date=_date(start, calendar))]
    if begin > start:
        steps.append(Step(kind="begins", at=begin, unit=unit, first_date=_date(begin, calendar)))
    if unit in ("working_hour", "working_day"):
        steps += _runs(begin, end, calendar, counts_first=unit == "working_hour" or count_from == "next_day")
    if unit in ROLLING:
        plain = due(start=start, length=length, unit=unit, calendar=calendar, count_from=count_from)
        steps.append(_all_days(begin, plain, length, unit, calendar))
    steps += [_paused(a, b, calendar) for a, b in sorted(pauses, key=lambda pause: pause[0])]
    steps += [Step(kind="extended", at=begin, amount=more, unit=of_unit) for more, of_unit in extensions]
    if end != counted:
        steps.append(_rolled(counted, end, calendar))
    return (*steps, Step(kind="due", at=end, first_date=_last_date(end, calendar), unit=unit))


def _all_days(begin: datetime, end: datetime, length: int, unit: Unit, calendar: Calendar) -> Step:
    """Days, weeks, months and years count every day, worked or not."""
    first, last = _date(begin, calendar), _last_date(end, calendar)
    return Step(kind="counted", at=begin, until=end, first_date=first, last_date=last, amount=length, unit=unit)


def _rolled(counted: datetime, end: datetime, calendar: Calendar) -> Step:
    last = _last_date(counted, calendar)
    _kind, name, name_en = _reason(last, calendar)
    return Step(
        kind="rolled",
        at=counted,
        until=end,
        first_date=last,
        last_date=_last_date(end, calendar),
        name=name,
        name_en=name_en,
    )


def _paused(paused_at: datetime, resumed_at: datetime | None, calendar: Calendar) -> Step:
    return Step(
        kind="paused",
        at=paused_at.astimezone(UTC),
        until=resumed_at and resumed_at.astimezone(UTC),
        first_date=_date(paused_at, calendar),
        last_date=_date(resumed_at, calendar) if resumed_at else None,
        is_open=resumed_at is None,
    )


def _runs(begin: datetime, end: datetime, calendar: Calendar, *, counts_first: bool) -> Iterator[Step]:
    """Runs of days with the same reason, from the day counting begins to the day of the due moment.

    A whole number of working days from a moment of the first day does not count that day: `counts_first` is false.
    """
    first, last = calendar.wall(begin) // DAY, (calendar.wall(end) - 1) // DAY
    for (kind, name, name_en), days in groupby(
        range(first + (not counts_first), last + 1), key=lambda day: _reason(date_of(day), calendar)
    ):
        run = list(days)
        yield Step(
            kind=kind,
            at=calendar.moment(run[0] * DAY),
            first_date=date_of(run[0]),
            last_date=date_of(run[-1]),
            amount=len(run),
            unit="working_day" if kind != "skipped" else "day",
            name=name,
            name_en=name_en,
        )


def _reason(day: date, calendar: Calendar) -> tuple[StepKind, str, str]:
    if day in calendar.workdays:
        return "workday_exchanged", calendar.name_of(day), calendar.name_of(day, language="en")
    if calendar.is_working_day(day):
        return "counted", "", ""
    if day in calendar.holidays:
        return "skipped", calendar.name_of(day), calendar.name_of(day, language="en")
    return "skipped", "weekend" if day.weekday() >= SATURDAY else "free", ""


def _date(at: datetime, calendar: Calendar) -> date:
    return at.astimezone(calendar.tz).date()


def _last_date(at: datetime, calendar: Calendar) -> date:
    """The day on which a period that is due then ends: 00:00 is 24:00 of the day before."""
    return date_of((calendar.wall(at) - 1) // DAY)
