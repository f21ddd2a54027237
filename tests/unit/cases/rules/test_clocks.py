"""What becomes of a clock that is paused, resumed, extended and stopped: its dates, and what it was warned of."""

from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from linli.cases.rules import clocks
from linli.cases.rules.state import Adjustment, ClockState
from linli.core.clock import Calendar, CountFrom, Ends, Interval, Unit
from linli.process.definition import ClockRule, Edition, Length

CHINA = ZoneInfo("Asia/Shanghai")
OFFICE: tuple[Interval, ...] = ((time(9), time(12)), (time(13), time(18)))
WEEK = (*(OFFICE for _ in range(5)), (), ())


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


SATURDAY_WORKED = at("2026-03-14 00:00").date()
CALENDARS = {"default": Calendar(key="default", tz=CHINA, hours=WEEK)}
EXCHANGED = {"default": Calendar(key="default", tz=CHINA, hours=WEEK, workdays={SATURDAY_WORKED: "调休上班"})}


def rule_of(
    length: int = 3,
    unit: Unit = "working_day",
    count_from: CountFrom = "next_day",
    ends: Ends = "exact",
    warn: int = 50,
) -> ClockRule:
    return ClockRule(
        key="k",
        title={},
        runs_in=frozenset(),
        lengths=(Length(length, unit),),
        count_from=count_from,
        ends=ends,
        warn_percent=warn,
    )


def started(rule: ClockRule, when: str = "2026-03-02 10:00") -> ClockState:
    now = at(when)
    return clocks.started(rule=rule, category="", urgency="", opened_at=now, now=now, calendars=CALENDARS)


def paused_and_resumed(item: ClockState, rule: ClockRule, since: str, until: str) -> ClockState:
    still = clocks.paused(item, now=at(since))
    return clocks.resumed(still, rule=rule, now=at(until), calendars=CALENDARS)


def agreed(due: str, rule: ClockRule | None = None) -> ClockState:
    now = at("2026-03-02 10:00")
    return clocks.fixed(rule=rule or rule_of(), now=now, due_at=at(due), calendars=CALENDARS)


def test_a_clock_that_stops_while_it_is_paused_is_not_late_for_the_pause() -> None:
    rule = rule_of()
    item = clocks.paused(started(rule), now=at("2026-03-04 10:00"))
    done = clocks.stopped(item, rule=rule, now=at("2026-03-20 10:00"), calendars=CALENDARS)
    assert (done.state, done.paused_at, done.stopped_at) == ("stopped", None, at("2026-03-20 10:00"))
    assert done.due_at == at("2026-03-24 00:00") > at("2026-03-20 10:00")
    assert done.history == (Adjustment("pause", at("2026-03-04 10:00"), at("2026-03-20 10:00")),)


def test_a_clock_that_was_late_before_its_pause_stays_late() -> None:
    rule = rule_of()
    item = clocks.paused(started(rule), now=at("2026-03-06 10:00"))
    assert item.due_at == at("2026-03-06 00:00")
    done = clocks.stopped(item, rule=rule, now=at("2026-03-20 10:00"), calendars=CALENDARS)
    assert done.due_at == at("2026-03-06 00:00")


def test_an_agreed_end_moves_by_the_pause_and_so_does_its_warning() -> None:
    item = agreed("2026-03-12 10:00")
    assert item.warn_at == at("2026-03-07 10:00")
    moved = paused_and_resumed(item, rule_of(), "2026-03-05 10:00", "2026-03-06 16:00")
    assert (moved.due_at, moved.warn_at) == (at("2026-03-13 16:00"), at("2026-03-08 16:00"))
    again = paused_and_resumed(moved, rule_of(), "2026-03-10 10:00", "2026-03-11 10:00")
    assert (again.due_at, again.warn_at) == (at("2026-03-14 16:00"), at("2026-03-08 16:00"))


def test_an_agreed_end_that_had_passed_is_not_moved_by_a_pause() -> None:
    moved = paused_and_resumed(agreed("2026-03-12 10:00"), rule_of(), "2026-03-13 10:00", "2026-03-20 10:00")
    assert moved.due_at == at("2026-03-12 10:00")


def test_an_agreed_end_is_extended_in_the_unit_of_its_rule() -> None:
    rule = rule_of(ends="working_day")
    for unit, due in (("working_day", "2026-03-16 10:00"), ("day", "2026-03-16 10:00"), ("hour", "2026-03-12 12:00")):
        longer = clocks.extended(
            agreed("2026-03-12 10:00"), rule=rule, unit=unit, length=2, now=at("2026-03-09 09:00"), calendars=CALENDARS
        )
        assert (longer.due_at, longer.extensions) == (at(due), 1)


@pytest.mark.parametrize(
    ("length", "breached", "warned"),
    [(1, True, True), (2, False, True), (9, False, False)],
    ids=["still over", "to fall due again", "to be warned of again"],
)
def test_it_falls_due_again_only_if_it_had_not_by_then(length: int, breached: bool, warned: bool) -> None:
    """Due at the end of the 5th, noticed on the 7th: one day more is over by then, two are not."""
    rule = rule_of(unit="day", warn=80)
    item = started(rule)
    noticed = replace(item, warned_at=at("2026-03-07 08:00"), breached_at=at("2026-03-07 08:00"))
    longer = clocks.extended(
        noticed, rule=rule, unit="day", length=length, now=at("2026-03-07 09:00"), calendars=CALENDARS
    )
    assert (longer.breached_at is not None, longer.warned_at is not None) == (breached, warned)


def test_an_extension_after_a_pause_counts_from_what_was_due_without_it() -> None:
    """Three working days and two more are five; the pause takes out the two days at whose end it lasted."""
    rule = rule_of()
    moved = paused_and_resumed(started(rule), rule, "2026-03-03 10:00", "2026-03-05 10:00")
    assert moved.due_at == at("2026-03-10 00:00")
    longer = clocks.extended(
        moved, rule=rule, unit="working_day", length=2, now=at("2026-03-09 09:00"), calendars=CALENDARS
    )
    assert longer.due_at == at("2026-03-12 00:00")


@pytest.mark.parametrize(("start", "due"), [
    ("2026-01-31 10:00", "2026-03-01 00:00"),
    ("2026-01-30 10:00", "2026-03-01 00:00"),
    ("2026-02-28 10:00", "2026-03-29 00:00"),
    ("2028-01-31 10:00", "2028-03-01 00:00"),
    ("2026-08-31 23:59", "2026-10-01 00:00"),
])  # fmt: skip
def test_a_month_ends_on_the_same_day_or_the_last_of_the_month(start: str, due: str) -> None:
    assert started(rule_of(length=1, unit="month"), start).due_at == at(due)


def test_a_month_that_ends_on_a_day_off_ends_on_the_next_working_day() -> None:
    """28 February 2026 is a Saturday."""
    assert started(rule_of(length=1, unit="month", ends="working_day"), "2026-01-31 10:00").due_at == at(
        "2026-03-03 00:00"
    )


@pytest.mark.parametrize("start", ["2026-03-04 10:00", "2026-03-04 23:59"])
def test_a_period_ends_on_a_saturday_that_is_worked_in_exchange(start: str) -> None:
    rule = rule_of(length=10, unit="day", ends="working_day")
    item = started(rule, start)
    assert item.due_at == at("2026-03-17 00:00")
    assert clocks.recounted(item=item, rule=rule, calendars=EXCHANGED).due_at == at("2026-03-15 00:00")


def test_working_days_count_a_saturday_that_is_worked_in_exchange() -> None:
    rule = rule_of(length=8)
    assert clocks.recounted(item=started(rule), rule=rule, calendars=EXCHANGED).due_at == at("2026-03-13 00:00")
    rule = rule_of(length=10)
    item = started(rule)
    assert item.due_at == at("2026-03-17 00:00")
    assert clocks.recounted(item=item, rule=rule, calendars=EXCHANGED).due_at == at("2026-03-15 00:00")


def test_a_pause_over_a_change_of_the_law_is_taken_out_of_the_new_period() -> None:
    """Ten days become five working days on the 9th, while the clock stands still from the 5th to the 11th."""
    edition = Edition(
        starts_date=at("2026-03-09 00:00").date(),
        lengths=(Length(5, "working_day"),),
        count_from="next_day",
        ends="exact",
        extension=None,
        basis=None,
        transition="running",
    )
    rule = replace(rule_of(length=10, unit="day"), editions=(edition,))
    item = clocks.paused(started(rule), now=at("2026-03-05 10:00"))
    law = {"rule": rule, "category": "", "urgency": "", "opened_at": at("2026-03-02 10:00"), "calendars": CALENDARS}
    assert clocks.followed(item, now=at("2026-03-08 23:59"), **law) == item  # type: ignore[arg-type]
    bound = clocks.followed(item, now=at("2026-03-09 00:00"), **law)  # type: ignore[arg-type]
    assert (bound.state, bound.due_at, bound.edition_date) == ("paused", at("2026-03-10 00:00"), edition.starts_date)
    moved = clocks.resumed(
        bound, rule=rule.edition(bound.edition_date), now=at("2026-03-11 10:00"), calendars=CALENDARS
    )
    assert moved.due_at == at("2026-03-14 00:00")  # the 5th, 6th, 9th and 10th do not count
    assert clocks.followed(moved, now=at("2026-03-12 00:00"), **law) == moved  # type: ignore[arg-type]


def test_a_last_day_off_is_passed_whichever_part_was_counted_in_days() -> None:
    """Working days extended by days under another law: 5 March and nine days more is a Saturday."""
    rule = rule_of(ends="working_day")
    item = started(rule)
    longer = clocks.extended(item, rule=rule, unit="day", length=9, now=item.started_at, calendars=CALENDARS)
    assert clocks.follows_calendar(longer)
    assert longer.due_at == at("2026-03-17 00:00")
    assert clocks.recounted(item=longer, rule=rule, calendars=EXCHANGED).due_at == at("2026-03-15 00:00")
