"""Counting anew gives what was counted as cases changed, while others go on, and leaves nothing behind."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from linli.cases.actions.acting import act
from linli.cases.actions.rebuilding import rebuild
from linli.cases.actions.tallies import fold
from linli.cases.models import AreaTally, Case, Tally, TallyDelta
from linli.cases.queries import verify
from linli.cases.queries.tallies import total
from tests.integration.cases.conftest import Open
from tests.world import CITY, World

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = 1_772_413_200
ODD = {
    "counted:asked": SECOND,
    "timed:asked": 40,
    "counted:asked@7": SECOND + 86_400,
    "each:called@7:1772413200": 3,
    "each:called@12:1772499600": 1,
    "sum:paid@12:1772499600": 5_000_000_000,
    "counted:responded": SECOND,
}
"""Counts of every kind that packs may keep, also of a pack that is no longer here."""


@pytest.fixture
def lived(report: Open, world: World, now: datetime) -> list[str]:
    """Cases of several kinds and days, one of them filed."""
    numbers = [report(at=now - timedelta(days=days)).number for days in (0, 1, 30, 31, 400)]
    numbers.append(report("占道经营", category="street_order.stall", channel="phone").number)
    act(number=numbers[0], action="file", inputs={}, by=world.actor("desk"), now=now + timedelta(minutes=5))
    return numbers


def standing() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    return sorted(Tally.objects.values_list()), sorted(AreaTally.objects.values_list())


def left_over() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE '%\\_anew%'")
        return [name for (name,) in cursor.fetchall()]


def elsewhere(work: Callable[[], object]) -> None:
    """On a connection of its own."""

    def done() -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(done).result()


def test_it_counts_what_folding_counted(lived: list[str]) -> None:
    while fold():
        pass
    before = standing()
    assert all(before)
    Tally.objects.all().delete()
    AreaTally.objects.filter(measure="opened").update(n=9)

    rebuild()

    assert standing() == before
    assert not TallyDelta.objects.exists()
    assert list(verify()) == []
    assert left_over() == []


def test_it_counts_whatever_a_pack_ever_counted(lived: list[str], now: datetime) -> None:
    Case.objects.filter(number=lived[1]).update(counts=ODD)
    Case.objects.filter(number=lived[2]).update(closed_at=now, outcome="resolved", promised_at=now, category="")
    Case.objects.filter(number=lived[3]).update(closed_at=now, outcome="resolved", promised_at=now - timedelta(1))

    rebuild()

    assert [one.what for one in verify() if "tallies" in one.what or "sums" in one.what] == []
    assert total(measure="paid_sum", area=CITY) == ODD["sum:paid@12:1772499600"]
    assert total(measure="called", area=CITY) == 4
    assert total(measure="late", area=CITY) == total(measure="on_time", area=CITY) == 1


def test_nothing_of_a_secret_case_is_counted(lived: list[str]) -> None:
    Case.objects.filter(number=lived[1]).update(confidentiality="confidential")

    rebuild()

    assert total(measure="opened", area=CITY) == len(lived) - 1


def test_what_changes_meanwhile_is_counted_once(lived: list[str], report: Open) -> None:
    def meanwhile(step: str) -> None:
        elsewhere(lambda: report(f"井盖松动：{step}"))

    rebuild(step=meanwhile)

    assert total(measure="opened", area=CITY) == Case.objects.count() == len(lived) + 3
    assert list(verify()) == []
    while fold():
        pass
    assert list(verify()) == []


def test_one_that_breaks_off_leaves_what_stood(lived: list[str]) -> None:
    rebuild()
    before = standing()

    def broken(step: str) -> None:
        if step == "areas":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        rebuild(step=broken)

    assert standing() == before
    assert left_over() == []


def test_the_classes_of_times_ascend(lived: list[str], now: datetime) -> None:
    for minutes, number in enumerate(lived):
        closed_at = now + timedelta(minutes=7**minutes)
        Case.objects.filter(number=number).update(opened_at=now, closed_at=closed_at, outcome="resolved")

    rebuild()

    found = AreaTally.objects.filter(area_code=CITY, view="pack", grain="m", measure="closed").values_list(
        "bands", "times"
    )
    assert all(bands == sorted(set(bands)) and len(bands) == len(times) for bands, times in found)
    assert sum(sum(times) for _bands, times in found) == len(lived)
