"""Clocks that fell due get their event once, and one that cannot be dealt with holds up no other."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection

from linli.cases.actions import sweeping
from linli.cases.actions.sweeping import Swept, sweep
from linli.cases.models import Case, Clock, Event
from linli.cases.queries import verify
from linli.cases.queries.packs import pack_of
from tests.integration.cases.conftest import Count, Open


def test_it_deals_with_a_clock_once(report: Open, now: datetime) -> None:
    opened = report()
    late = now + timedelta(hours=6)

    assert sweep(now=late).breached == 1
    assert sweep(now=late) == Swept(breached=0, warned=0)
    assert Event.objects.filter(case__number=opened.number, kind="clock_breached").count() == 1


def test_many_cases_cost_as_many_statements_as_few(report: Open, now: datetime, statements: Count) -> None:
    late = now + timedelta(hours=6)
    counts = []
    for many in (2, 12):
        for _ in range(many):
            report()
        with statements() as sent:
            assert sweep(now=late).breached == many
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert list(verify()) == []


def test_two_clocks_of_one_case_come_one_after_the_other(report: Open, now: datetime) -> None:
    opened = report()
    Clock.objects.update(due_at=now, warn_at=now)

    assert sweep(now=now).breached == 2
    told = Event.objects.filter(case__number=opened.number, kind="clock_breached").order_by("seq")
    assert [event.body and event.body["clock"] for event in told] == ["file", "promise"]
    assert list(verify()) == []


def test_a_batch_that_cannot_be_written_is_dealt_with_case_by_case(report: Open, now: datetime) -> None:
    broken, whole = report(), report()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        poison = "ALTER TABLE cases_event ADD CONSTRAINT poison CHECK (seq < 2 OR case_id <> {})"
        cursor.execute(poison.format(Case.objects.get(number=broken.number).pk))

    with pytest.raises(ExceptionGroup) as faults:
        sweep(now=now + timedelta(hours=6))

    assert len(faults.value.exceptions) >= 1
    assert Event.objects.filter(case__number=whole.number, kind="clock_breached").exists()
    assert not Event.objects.filter(case__number=broken.number, kind="clock_breached").exists()
    assert list(verify()) == []


def test_a_case_that_cannot_be_read_holds_up_no_other(report: Open, now: datetime) -> None:
    broken, whole = report(), report()
    Case.objects.filter(number=broken.number).update(pack_version="no such version")

    with pytest.raises(ExceptionGroup) as faults:
        sweep(now=now + timedelta(hours=6))

    assert len(faults.value.exceptions) >= 1
    assert Event.objects.filter(case__number=whole.number, kind="clock_breached").exists()
    assert not Event.objects.filter(case__number=broken.number, kind="clock_breached").exists()


def test_a_clock_that_says_so_brings_the_case_to_the_desk_above_and_no_further_than_the_top(
    report: Open, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a pack's `on_breach = ["escalate"]` does; none of the shipped ones has it."""
    pack = pack_of(key="event")
    rules = {key: replace(rule, on_breach=("tell_holder", "escalate")) for key, rule in pack.clocks.items()}
    monkeypatch.setattr(sweeping, "_pack", lambda row: replace(pack, clocks=rules))
    number = report().number
    late = now + timedelta(hours=6)
    for area in ("430102", "4301", "4301"):
        assert sweep(now=late).breached == 1
        assert Case.objects.get(number=number).holder_area == area
        Clock.objects.filter(case__number=number, key="file").update(breached_at=None)
    assert list(verify()) == []
