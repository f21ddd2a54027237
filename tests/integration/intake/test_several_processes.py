"""Two processes bring in what one does; a process that is killed leaves whole batches, and the next run goes on."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections

from linli.cases.actions import bulk
from linli.cases.models import AreaTally, Assignment, Case, Clock, Event, Tally
from linli.cases.queries import verify
from linli.cli.city import load_city
from linli.core.processes import WorkStopped
from linli.intake.actions import importing
from linli.intake.actions.importing import Report, import_cases
from linli.intake.models import ImportRun
from linli.people.models import Organisation

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
FIRST = datetime(2026, 1, 5, 1, 30, tzinfo=UTC)
ROWS = 240
MAPPING = """
source = "old"
time_zone = "Asia/Shanghai"
[columns]
external_number = "number"
title = "title"
opened_at = "opened"
category = "kind"
organisation = "unit"
[values.category]
"*" = "utility.streetlight"
[opening]
with_organisation = "handling"
[closing]
column = "closed"
[place]
by = ["text"]
default = "4301"
"""

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:This process:DeprecationWarning"),  # pytest-xdist has threads.
]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """A city without grids, and batches of thirty rows."""
    load_city(now=NOW, progress=lambda line: None, grids=0, schematic=False)
    monkeypatch.setattr(importing, "BATCH", 30)


def file() -> bytes:
    """Cases open and closed, with and without an organisation; one row is faulty, one has an earlier one's number."""
    unit = Organisation.objects.order_by("id").values_list("code", flat=True)[0]
    lines = ["number,title,opened,closed,kind,unit"]
    for turn in range(ROWS):
        opened = FIRST + timedelta(hours=7 * turn)
        closed = (opened + timedelta(days=1 + turn % 9)).isoformat() if turn % 3 else ""
        number = 5 if turn == 200 else turn
        moment = "yesterday" if turn == 100 else opened.isoformat()
        lines.append(f"{number},岳麓区的路灯 {turn},{moment},{closed},x,{unit if turn % 2 else ''}")
    return "\n".join(lines).encode()


def imported(content: bytes, processes: int) -> Report:
    return import_cases(content=content, name="old.csv", mapping=MAPPING.encode(), now=NOW, processes=processes)


def kept() -> dict[str, Any]:
    """Everything that is kept of the cases, but for their ids and what follows from them."""
    rows = Case.objects.order_by("external_number").values()
    names = dict(Case.objects.values_list("id", "external_number"))
    own = {"id", "case_id", "number", "last_hash", "hash", "prev_hash", "body_hash", "body", "salt"}

    def plain(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{key: value for key, value in row.items() if key not in own} for row in rows]

    def by_case(model: Any, *order: str) -> list[tuple[str, dict[str, Any]]]:
        rows = sorted(model.objects.order_by(*order).values(), key=lambda row: names[row["case_id"]])
        return list(zip([names[row["case_id"]] for row in rows], plain(rows), strict=True))

    return {
        "cases": plain([dict(row) for row in rows]),
        "events": by_case(Event, "seq"),
        "bodies": [
            {**(event.body or {}), "salt": ""} for event in Event.objects.order_by("case__external_number", "seq")
        ],
        "clocks": by_case(Clock, "key"),
        "parts": by_case(Assignment, "role"),
        "tallies": sorted(Tally.objects.values_list()),
        "areas": sorted(AreaTally.objects.values_list()),
    }


def wipe() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE cases_case, cases_tally, cases_areatally, cases_tallydelta CASCADE")


def test_two_processes_bring_in_what_one_does() -> None:
    content = file()
    alone = imported(content, 1)
    by_one = kept()
    wipe()

    together = imported(content, 2)

    assert (together.rows, together.created, together.repeated) == (ROWS, ROWS - 2, 0)
    assert [(fault.line, fault.column) for fault in together.faults] == [(102, "opened"), (202, "number")]
    assert together.faults[1].what == "the same number as line 7"
    assert together == alone
    assert kept() == by_one
    assert list(verify()) == []
    check_tallies()
    run = ImportRun.objects.latest("id")
    assert (run.created, run.faulty, run.finished_at) == (ROWS - 2, 2, NOW)


def check_tallies() -> None:
    """Counting the cases themselves gives every tally."""
    zone = ZoneInfo("Asia/Shanghai")
    counted: Counter[tuple[Any, ...]] = Counter()
    for case in Case.objects.all():
        key = (case.area_id, case.pack, case.category, case.lead_org_id or 0)
        opened = case.opened_at.astimezone(zone).date()
        counted[("opened", opened, *key)] += 1
        if case.closed_at is None:
            continue
        assert case.promised_at is not None
        closed = case.closed_at.astimezone(zone).date()
        counted[("closed", closed, *key)] += 1
        counted[("on_time" if case.closed_at <= case.promised_at else "late", closed, *key)] += 1
    found: Counter[tuple[Any, ...]] = Counter()
    for *tallied, n in Tally.objects.values_list("measure", "date", "area_code", "pack", "category", "org_id", "n"):
        found[tuple(tallied)] += n
    assert found == counted


def test_a_process_killed_while_it_writes_leaves_whole_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    content, tally = file(), bulk._tally

    def killed(sums: Any) -> None:
        if Case.objects.filter(external_number="75").exists():  # The third batch, in its own transaction.
            os.kill(os.getpid(), signal.SIGKILL)
        tally(sums)

    with monkeypatch.context() as patched:
        patched.setattr(bulk, "_tally", killed)
        with pytest.raises(WorkStopped, match="-9"):
            imported(content, 2)

    batches = Counter(int(number) // 30 for number in Case.objects.values_list("external_number", flat=True))
    whole = dict.fromkeys(range(8), 30) | {3: 29, 6: 29}  # Each of these two has a faulty row.
    assert 2 not in batches
    assert batches == {batch: whole[batch] for batch in batches}
    assert list(verify()) == []
    assert ImportRun.objects.get().finished_at is None
    check_it_goes_on(content, done=batches.total())


def check_it_goes_on(content: bytes, *, done: int) -> None:
    again = imported(content, 2)
    assert 0 < done == again.repeated
    assert again.created == ROWS - 2 - done
    assert list(verify()) == []
    check_tallies()


def test_a_refusal_of_the_database_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    content = file()

    def broken(sums: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT no_such_thing")

    monkeypatch.setattr(bulk, "_tally", broken)
    with pytest.raises(WorkStopped, match="no_such_thing") as stopped:
        imported(content, 2)

    assert "\n" not in str(stopped.value)
    assert not Case.objects.exists()


def test_an_event_loop_in_the_caller_leaves_no_connection_to_share() -> None:
    """As a browser's driver does: the caller's connections then lie elsewhere than a child looks for its own."""

    async def inside() -> Report:
        try:
            return imported(file(), 2)
        finally:
            connections.close_all()

    def call() -> Report:
        try:
            assert ImportRun.objects.count() == 0  # outside the loop: nothing inside closes this connection
            return asyncio.run(inside())
        finally:
            connections.close_all()

    with pytest.MonkeyPatch.context() as patched, ThreadPoolExecutor(1) as thread:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        assert thread.submit(call).result().created == ROWS - 2
