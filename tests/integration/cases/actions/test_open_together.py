"""Reports that arrive together share a statement; one that cannot be written holds up no other."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from linli.cases.actions import gathering, record
from linli.cases.actions.opening import open_case
from linli.cases.models import Case, Event
from linli.cases.queries import verify
from linli.cases.types import NewCase, Once, Opened
from linli.people.access import PUBLIC
from tests.world import World

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def first_waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], list[int]]]:
    """The first statement waits until so many others stand in the queue; answers how many cases each one held."""
    sizes: list[int] = []
    wanted, go = [0], threading.Event()
    run = record.run

    def held(sql: str, document: Any) -> list[tuple[Any, ...]]:
        sizes.append(len(document["cases"]))
        if len(sizes) == 1:
            go.wait(10)
        return run(sql, document)

    def others(count: int) -> list[int]:
        wanted[0] = count
        while len(gathering._queue) < count:
            threading.Event().wait(0.005)
        go.set()
        return sizes

    monkeypatch.setattr(record, "run", held)
    yield others
    go.set()


def opened(text: str, key: str = "") -> Opened:
    try:
        once = Once(key=key, fingerprint="f" * 64) if key else None
        report = NewCase(pack="event", text=text, channel="api", area_code="430102001001001")
        return open_case(report=report, by=PUBLIC, now=NOW, once=once)
    finally:
        connection.close()


def together(
    first_waits: Callable[[int], list[int]], *work: Callable[[], Opened]
) -> tuple[list[int], list[Future[Opened]]]:
    with ThreadPoolExecutor(len(work)) as threads:
        futures = [threads.submit(one) for one in work[:1]]
        while not gathering._is_led:
            threading.Event().wait(0.005)
        threading.Event().wait(0.05)
        futures += [threads.submit(one) for one in work[1:]]
        sizes = first_waits(len(work) - 1)
    return sizes, futures


def test_those_who_come_meanwhile_are_written_together(world: World, first_waits: Callable[[int], list[int]]) -> None:
    sizes, futures = together(first_waits, *(lambda n=n: opened(f"路灯不亮 {n}") for n in range(6)))
    receipts = [future.result() for future in futures]
    assert sizes == [1, 5]
    assert len({receipt.number for receipt in receipts}) == Case.objects.count() == Event.objects.count() == 6
    for receipt in receipts:
        assert bytes(Event.objects.get(case_id=receipt.case_id).hash).hex() == receipt.event_hash
    assert list(verify()) == []


def test_one_that_cannot_be_written_holds_up_no_other(
    world: World, first_waits: Callable[[int], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = record.opening_document

    def faulty(**given: Any) -> tuple[dict[str, Any], bytes]:
        document, digest = honest(**given)
        if given["extra"].text == "坏":
            document["cases"][0]["holder_kind"] = "nobody"
        return document, digest

    monkeypatch.setattr(record, "opening_document", faulty)
    texts = ["甲", "乙", "坏", "丙"]
    _sizes, futures = together(first_waits, *(lambda text=text: opened(text) for text in texts))
    assert isinstance(futures[2].exception(), IntegrityError)
    assert all(futures[at].exception() is None for at in (0, 1, 3))
    assert set(Case.objects.values_list("text", flat=True)) == {"甲", "乙", "丙"}


def test_a_key_used_twice_at_once_opens_one_case(world: World, first_waits: Callable[[int], list[int]]) -> None:
    work = [lambda: opened("先来"), *(lambda: opened("同一件事", key="k" * 64) for _ in range(3))]
    _sizes, futures = together(first_waits, *work)
    receipts = [future.result() for future in futures]
    assert len({receipt.number for receipt in receipts[1:]}) == 1
    assert sorted(receipt.is_repeat for receipt in receipts[1:]) == [False, True, True]
    assert Case.objects.count() == 2


def test_inside_a_transaction_it_is_a_part_of_it(world: World) -> None:
    report = NewCase(pack="event", text="不算", channel="api", area_code="430102001001001")
    with transaction.atomic():
        open_case(report=report, by=PUBLIC, now=NOW)
        assert Case.objects.count() == 1
        transaction.set_rollback(True)
    assert Case.objects.count() == 0
