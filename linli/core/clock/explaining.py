"""Why something is due when it is: the same count as `counting`, told step by step with dates. No wording here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Literal

from linli.core.clock.counting import CountFrom, Extension, Pause, Unit, begins, due
from linli.core.clock.working_time import DAY, Calendar, date_of

StepKind = Literal["start", "begins", "counted", "skipped", "workday_exchanged", "paused", "extended", "due"]
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the reckoning. `at` and `until` are UTC; `first_date` and `last_date` are dates of the calendar.

    `amount` counts units of `unit`: the length at the start, the days of a run, the length of an extension. `name` is
    a holiday's name (`name_en` in English), or "weekend" or "free" for days off by the weekly pattern. `is_open` marks
    a pause that has not ended.
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
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> tuple[Step, ...]:
    """The steps from start to due, in order of time; the last is `due` and equals what `due` returns.

    Working units list every run of days that count, and every run that does not with its reason.
    """
    end = due(
        start=start,
        length=length,
        unit=unit,
        calendar=calendar,
        count_from=count_from,
        pauses=pauses,
        extensions=extensions,
    )
    begin = begins(start=start, unit=unit, calendar=calendar, count_from=count_from)
    steps = [Step(kind="start", at=start.astimezone(UTC), amount=length, unit=unit, first_date=_date(start, calendar))]
    if begin > start:
        steps.append(Step(kind="begins", at=begin, unit=unit, first_date=_date(begin, calendar)))
    if unit in ("working_hour", "working_day"):
        steps += _runs(begin, end, calendar, counts_first=unit == "working_hour" or count_from == "next_day")
    steps += [_paused(a, b, calendar) for a, b in sorted(pauses, key=lambda pause: pause[0])]
    steps += [Step(kind="extended", at=begin, amount=more, unit=of_unit) for more, of_unit in extensions]
    last = _date(end - timedelta(microseconds=1), calendar) if _is_midnight(end, calendar) else _date(end, calendar)
    return (*steps, Step(kind="due", at=end, first_date=last, unit=unit))


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


def _is_midnight(at: datetime, calendar: Calendar) -> bool:
    return calendar.wall(at) % DAY == 0
