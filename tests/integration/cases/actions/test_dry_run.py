"""Counting whom an edit moves, keeping it, and moving exactly those: with every way in which cases change meanwhile."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from linli.cases.actions import acting, dry_running, following
from linli.cases.actions.acting import act
from linli.cases.errors import DryRunMovedOn, DryRunOutdated, NoSuchDryRun
from linli.cases.models import Case, Clock, DryMove, DryRun, Event, Hiding, Recount
from linli.cases.queries import dry_runs, moving, waiting
from linli.cases.rules.state import Change
from linli.core.calendars import actions, queries
from linli.core.calendars.edits import Edit
from linli.core.calendars.errors import CalendarInvalid, DayNotFound
from linli.core.calendars.queries import Day
from linli.people.access import Actor
from linli.people.models import AdminChange
from tests.integration.cases.conftest import Open
from tests.world import World

HOLIDAY = Edit(day=Day(date(2026, 3, 4), "holiday", "临时放假", "Extra holiday"))
SHOWN = (DryMove.State.SHOWN, DryMove.State.FRESH, DryMove.State.DONE)
Confirm = Callable[[DryRun], None]


@pytest.fixture(autouse=True)
def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several batches of everything."""
    monkeypatch.setattr(moving, "BATCH", 3)
    monkeypatch.setattr(following, "BATCH", 2)
    monkeypatch.setattr(dry_runs, "_CHUNK", 2)


@pytest.fixture
def numbers(report: Open) -> list[str]:
    return [report(f"路灯不亮 {at}").number for at in range(5)]


@pytest.fixture
def admin(world: World) -> Actor:
    return Actor("staff", world.accounts["desk"].pk, None, "administrator", "4301")


@pytest.fixture
def later() -> datetime:
    """When every worker counts on the edited calendar."""
    return datetime.now(UTC) + timedelta(minutes=1)


@pytest.fixture
def confirm(admin: Actor, django_capture_on_commit_callbacks: Any) -> Confirm:
    def confirm(run: DryRun) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            dry_running.confirm(id=run.id, by=admin, now=datetime.now(UTC))

    return confirm


def counted(edit: Edit = HOLIDAY) -> DryRun:
    run = dry_running.order_for_edit(edit=edit, by=None, now=datetime.now(UTC))
    dry_running.count(id=run.id)
    return dry_runs.dry_run(id=run.id)


def shown(run: DryRun, by: Actor, *states: str) -> dict[str, set[str]]:
    """The clocks that move of each case."""
    found: dict[str, set[str]] = {}
    for move in dry_runs.rows(run=run, by=by, states=states or SHOWN):
        found.setdefault(move.number, set()).add(move.clock)
    return found


def entries(number: str) -> int:
    return Event.objects.filter(case__number=number, kind="calendar_followed").count()


def state_of(run: DryRun) -> str:
    return DryRun.objects.get(id=run.id).state


def test_it_counts_and_keeps_what_moves(numbers: list[str], admin: Actor) -> None:
    run = counted()
    assert (run.state, run.looked, run.total) == ("ready", 5, 5)
    assert shown(run, admin) == {number: {"promise"} for number in numbers}
    assert queries.days(year=2026) == ()
    assert {clock.due_at for clock in Clock.objects.filter(key="promise")} == {run.moves.first().was}  # type: ignore[union-attr]


def test_counting_goes_on_where_it_was_broken_off(numbers: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    run = dry_running.order_for_edit(edit=HOLIDAY, by=None, now=datetime.now(UTC))
    dry_running.count(id=run.id, seconds=0)
    assert (state_of(run), waiting.has_to_count()) == ("counting", True)
    found, looked = moving.found, []

    def second_fails(**given: Any) -> moving.Found | None:
        looked.append(given["after"])
        if len(looked) == 2:
            raise InterruptedError
        return found(**given)

    monkeypatch.setattr(moving, "found", second_fails)
    with pytest.raises(InterruptedError):
        dry_running.count()
    assert DryRun.objects.get(id=run.id).looked == 3
    dry_running.count()
    assert (state_of(run), waiting.has_to_count(), run.moves.count()) == ("ready", False, 5)
    assert looked[1] == looked[2] > 0


def test_what_was_confirmed_moves_with_one_entry_each(
    numbers: list[str], admin: Actor, confirm: Confirm, later: datetime
) -> None:
    run = counted()
    expected = {move.clock_id: move.due_at for move in run.moves.all()}
    confirm(run)
    assert [day.date for day in queries.days(year=2026)] == [date(2026, 3, 4)]
    assert AdminChange.objects.get().kind == "calendar.set_day"
    assert following.follow_calendars(now=later) == 5
    assert {id: Clock.objects.get(id=id).due_at for id in expected} == expected
    assert [entries(number) for number in numbers] == [1] * 5
    assert (state_of(run), Recount.objects.get().moved) == ("done", 5)
    assert queries.to_follow(now=later) == ()
    assert following.follow_calendars(now=later) == 0


def test_an_application_that_was_broken_off_goes_on_and_doubles_nothing(
    numbers: list[str], confirm: Confirm, later: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = counted()
    confirm(run)
    write, written = acting.write_together, []

    def second_fails(*, changes: Sequence[Change], **given: Any) -> None:
        written.append(changes)
        write(changes=changes, **given)
        if len(written) == 2:
            raise InterruptedError  # killed before the commit

    monkeypatch.setattr(following, "write_together", second_fails)
    with pytest.raises(InterruptedError):
        following.follow_calendars(now=later)
    assert sum(entries(number) for number in numbers) == 2
    assert (state_of(run), waiting.calendars_to_follow(now=later)) == ("applying", (("default", 1),))
    assert following.follow_calendars(now=later) == 3
    assert [entries(number) for number in numbers] == [1] * 5
    assert (state_of(run), Recount.objects.get().moved) == ("done", 5)


def test_a_case_that_changed_meanwhile_is_counted_again_and_waits(
    numbers: list[str], admin: Actor, world: World, report: Open, confirm: Confirm, later: datetime, now: datetime
) -> None:
    run = counted()
    act(number=numbers[0], action="withdraw", inputs={"reason": "x"}, by=reporter_of(numbers[0]), now=now)
    urgent = {"category": Case.objects.get(number=numbers[1]).category or "sanitation.litter", "urgency": "slow"}
    act(number=numbers[1], action="recategorise", inputs=urgent, by=world.actor("desk"), now=now)
    new = report("昨晚又坏了一盏").number
    confirm(run)

    assert following.follow_calendars(now=later) == 3
    assert (state_of(run), [entries(number) for number in (*numbers, new)]) == ("again", [0, 0, 1, 1, 1, 0])
    run = dry_runs.dry_run(id=run.id)
    assert shown(run, admin, *dry_runs.open_states(run=run)) == {number: {"promise"} for number in (numbers[1], new)}
    assert (waiting.calendars_to_follow(now=later), following.follow_calendars(now=later)) == ((), 0)

    confirm(run)
    assert following.follow_calendars(now=later) == 2
    assert (state_of(run), [entries(number) for number in (*numbers, new)]) == ("done", [0, 1, 1, 1, 1, 1])
    assert queries.to_follow(now=later) == ()


def reporter_of(number: str) -> Actor:
    return Actor("reporter", case_number=number)


def test_an_edit_on_top_of_another_is_counted_again_first(numbers: list[str], admin: Actor, confirm: Confirm) -> None:
    run, other = counted(), counted(Edit(day=Day(date(2026, 3, 5), "holiday", "又放假", "")))
    confirm(other)
    assert not dry_running.is_current(run=run, now=datetime.now(UTC))
    with pytest.raises(DryRunOutdated):
        dry_running.confirm(id=run.id, by=admin, now=datetime.now(UTC))
    assert (state_of(run), run.moves.count(), len(queries.days(year=2026))) == ("counting", 0, 1)
    dry_running.count(id=run.id)
    confirm(run)
    assert (state_of(run), state_of(other)) == ("applying", "done"), "what is left of the earlier one is in the later"


def test_the_later_edit_moves_what_the_earlier_had_not_come_to(
    numbers: list[str], confirm: Confirm, later: datetime
) -> None:
    confirm(counted())
    second = counted(Edit(day=Day(date(2026, 3, 5), "holiday", "又放假", "")))
    confirm(second)
    assert following.follow_calendars(now=later) == 5
    assert [entries(number) for number in numbers] == [1] * 5
    assert (state_of(second), Recount.objects.filter(finished_at=None).count()) == ("done", 0)


def test_of_confidential_cases_it_tells_how_many(numbers: list[str], admin: Actor) -> None:
    Case.objects.filter(number__in=numbers[:2]).update(confidentiality="confidential")
    run = counted()
    assert shown(run, admin).keys() == set(numbers[2:])
    assert dry_runs.counts(run=run, by=admin, states=SHOWN) == dry_runs.Counts(cases=5, confidential=2)
    assert len(list(dry_runs.rows(run=run, by=admin, states=SHOWN, limit=2))) == 2


def test_a_case_about_the_administrator_s_own_body_is_in_no_count(
    numbers: list[str], admin: Actor, world: World
) -> None:
    body = world.organisations["desk"]
    Hiding.objects.create(case=Case.objects.get(number=numbers[0]), organisation=body)
    run, own = counted(), replace(admin, org_id=body.pk, org_path=body.path)
    assert shown(run, own).keys() == set(numbers[1:])
    assert dry_runs.counts(run=run, by=own, states=SHOWN) == dry_runs.Counts(cases=4, confidential=0)
    assert dry_runs.counts(run=run, by=admin, states=SHOWN).cases == 5


def test_it_refuses_what_is_confirmed_already_or_gone(numbers: list[str], admin: Actor, confirm: Confirm) -> None:
    run = counted()
    confirm(run)
    for again in (dry_running.drop, lambda *, id: dry_running.recount(id=id, now=datetime.now(UTC))):
        with pytest.raises(DryRunMovedOn):
            again(id=run.id)
    with pytest.raises(DryRunMovedOn):
        dry_running.confirm(id=run.id, by=admin, now=datetime.now(UTC))
    other = counted(Edit(day=Day(date(2026, 3, 5), "holiday", "又放假", "")))
    dry_running.drop(id=other.id)
    with pytest.raises(NoSuchDryRun):
        dry_runs.dry_run(id=other.id)


@pytest.mark.parametrize(
    ("edit", "refusal"),
    [
        (Edit(day=Day(date(2026, 3, 4), "holiday", " ", "")), CalendarInvalid),
        (Edit(day=Day(date(2026, 3, 4), "feast", "x", "")), CalendarInvalid),
        (Edit(without=date(2026, 3, 4)), DayNotFound),
        (Edit(week=((),) * 7), CalendarInvalid),
    ],
)
def test_it_refuses_an_edit_that_cannot_be(db: None, edit: Edit, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        dry_running.order_for_edit(edit=edit, by=None, now=datetime.now(UTC))


def test_old_ones_are_forgotten(numbers: list[str], confirm: Confirm, later: datetime) -> None:
    kept, left = counted(), counted(Edit(day=Day(date(2026, 3, 5), "holiday", "又放假", "")))
    confirm(kept)
    following.follow_calendars(now=later)
    dry_running.prune(now=datetime.now(UTC))
    assert DryRun.objects.count() == 2
    dry_running.prune(now=datetime.now(UTC) + timedelta(days=2))
    assert list(DryRun.objects.values_list("id", flat=True)) == [kept.id]
    dry_running.prune(now=datetime.now(UTC) + timedelta(days=32))
    assert (DryRun.objects.count(), DryMove.objects.count()) == (0, 0)
    assert left.id != kept.id


@pytest.mark.parametrize(
    "wrong", [{"calendar": "default", "pack": "event"}, {"calendar": "default", "state": "applying"}]
)
def test_the_database_refuses_a_run_of_two_things_and_one_that_nobody_ordered(db: None, wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError):
        DryRun.objects.create(based_on="1", made_at=datetime.now(UTC), **wrong)


def test_a_file_brought_in_by_command_moves_whatever_is_not_in_line(
    numbers: list[str], confirm: Confirm, later: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.set_day(date=date(2026, 3, 4), kind="holiday", name="临时放假")
    assert following.follow_calendars(now=later) == 5
    assert DryRun.objects.count() == 0
