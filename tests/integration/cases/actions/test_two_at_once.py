"""Two who want the same case at the same moment: the second waits, then decides on what the first left behind."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from linli.cases.actions.acting import act
from linli.cases.actions.relocating import apply_area_change
from linli.cases.actions.sweeping import sweep
from linli.cases.models import Case, Clock
from linli.cases.queries import verify
from linli.core.errors import LinliError
from tests.integration.cases.conftest import Open
from tests.world import NAMED, World

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 10.0
"""Seconds that the second one has to arrive at the lock."""


def meanwhile(first: Callable[[], object], second: Callable[[], Any]) -> Future[Any]:
    """Lets the second arrive while the first is done but not committed; answers what came of the second."""

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            came = pool.submit(elsewhere, second)
            _until_somebody_waits()
        with suppress(LinliError):
            came.result(PATIENCE)
    return came


def elsewhere(work: Callable[[], Any]) -> Any:
    """On a connection of its own."""
    try:
        return work()
    finally:
        connection.close()


WAITS_FOR_US = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
"""Tests that run at the same time have locks of their own in the same server."""


def _until_somebody_waits() -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(WAITS_FOR_US)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    pytest.fail("the second never came to wait for the first")


def test_a_sweep_leaves_a_case_that_somebody_works_on_for_the_next(report: Open, world: World, now: datetime) -> None:
    opened, other = report(), report()
    late = now + timedelta(days=2)

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        act(number=opened.number, action="file", inputs={}, by=world.actor("desk"), now=late)
        swept = pool.submit(elsewhere, lambda: sweep(now=late)).result(PATIENCE)

    assert swept.breached == 1
    assert Clock.objects.get(case__number=other.number, key="file").breached_at == late
    assert sweep(now=late).breached == 0
    assert Clock.objects.get(case__number=opened.number, key="file").state == "stopped"
    assert list(verify()) == []


def test_the_second_step_sees_the_clocks_and_parts_of_the_first(report: Open, world: World, now: datetime) -> None:
    opened = report()
    desk = world.actor("desk")
    act(number=opened.number, action="file", inputs={}, by=desk, now=now)
    lead = {"lead": world.organisations["lead"].pk, "task": "请处置"}

    noted = meanwhile(
        lambda: act(number=opened.number, action="dispatch", inputs=lead, by=desk, now=now),
        lambda: act(number=opened.number, action="remind", inputs={"note": "请尽快"}, by=desk, now=now),
    )

    assert noted.result().stage == "dispatched"
    assert list(verify()) == []


def test_of_two_merges_into_each_other_one_is_refused(report: Open, world: World, now: datetime) -> None:
    desk = world.actor("desk")

    def merge(number: str, into: str) -> None:
        act(number=number, action="merge", inputs={"into": into}, by=desk, now=now)

    barrier = threading.Barrier(2, timeout=PATIENCE)

    def at_once(number: str, into: str) -> None:
        try:
            barrier.wait()
            merge(number, into)
        finally:
            connection.close()

    for _turn in range(10):
        one, other = report(), report()
        with ThreadPoolExecutor(2) as pool:
            runs = [pool.submit(at_once, one.number, other.number), pool.submit(at_once, other.number, one.number)]
        came = [run.exception(PATIENCE) for run in runs]
        assert sum(fault is None for fault in came) == 1
        assert all(fault is None or isinstance(fault, LinliError) for fault in came)
    assert list(verify()) == []


def test_a_case_closed_meanwhile_does_not_follow_the_map(report: Open, world: World, now: datetime) -> None:
    opened = report()
    inputs = {"receiver": "供电公司", "reason": "产权不在本市"}

    moved = meanwhile(
        lambda: act(number=opened.number, action="forward", inputs=inputs, by=world.actor("desk"), now=now),
        lambda: apply_area_change(replaced={NAMED["@grid"]: (NAMED["@other_grid"],)}, now=now),
    )

    assert moved.result() == 0
    assert Case.objects.get().area_id == NAMED["@grid"]
    assert list(verify()) == []
