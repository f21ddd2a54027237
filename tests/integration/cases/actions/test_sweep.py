"""Clocks that fell due get their event once, and one that cannot be dealt with holds up no other."""

from datetime import datetime, timedelta

import pytest

from linli.cases.actions.sweeping import Swept, sweep
from linli.cases.models import Case, Event
from tests.integration.cases.conftest import Open


def test_it_deals_with_a_clock_once(report: Open, now: datetime) -> None:
    opened = report()
    late = now + timedelta(hours=6)

    assert sweep(now=late).breached == 1
    assert sweep(now=late) == Swept(breached=0, warned=0)
    assert Event.objects.filter(case__number=opened.number, kind="clock_breached").count() == 1


def test_a_case_that_cannot_be_read_holds_up_no_other(report: Open, now: datetime) -> None:
    broken, whole = report(), report()
    Case.objects.filter(number=broken.number).update(pack_version="no such version")

    with pytest.raises(ExceptionGroup) as faults:
        sweep(now=now + timedelta(hours=6))

    assert len(faults.value.exceptions) >= 1
    assert Event.objects.filter(case__number=whole.number, kind="clock_breached").exists()
    assert not Event.objects.filter(case__number=broken.number, kind="clock_breached").exists()
