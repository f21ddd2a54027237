"""`linli verify` finds whatever was altered, removed or put out of order, and nothing else."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from linli.cases.actions.acting import act
from linli.cases.actions.bulk import write_past
from linli.cases.actions.rebuilding import rebuild
from linli.cases.actions.roots import make_root
from linli.cases.actions.tallies import fold
from linli.cases.models import AreaTally, Event, Tally
from linli.cases.queries import verify
from linli.cases.queries.packs import pack_of
from linli.cases.rules.importing import PastCase, Stages
from tests.integration.cases.conftest import Open
from tests.world import TOWN, World


@pytest.fixture
def number(report: Open, world: World, now: datetime) -> str:
    opened = report()
    act(number=opened.number, action="file", inputs={}, by=world.actor("desk"), now=now + timedelta(minutes=5))
    return opened.number


def tamper(sql: str) -> None:
    """As somebody with the database's own password would: past the trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_event DISABLE TRIGGER cases_event_append_only")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE cases_event ENABLE TRIGGER cases_event_append_only")


def found() -> list[str]:
    return [finding.what for finding in verify()]


def test_it_is_clean(number: str) -> None:
    assert found() == []


def test_it_finds_an_altered_body(number: str) -> None:
    tamper("""UPDATE cases_event SET body = jsonb_set(body, '{text}', '"x"') WHERE seq = 1""")

    assert found() == ["event 1 was altered: its body does not match"]


def test_it_finds_an_altered_header(number: str) -> None:
    tamper("UPDATE cases_event SET at = at + interval '1 hour' WHERE seq = 2")

    assert "event 2 was altered: its hash does not match" in found()


def test_it_finds_a_missing_event(number: str) -> None:
    tamper("DELETE FROM cases_event WHERE seq = 2")

    assert found()[0].startswith("has 1 events instead of 2")


def test_it_finds_a_case_moved_by_hand(number: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET stage = 'answering'")

    assert "stands at another stage than its last event says" in found()


def test_it_finds_a_wrong_tally(number: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_tallydelta SET n = 2 WHERE measure = 'opened' AND n = 1")

    assert found() == ["tallies differ from the cases themselves"]


def test_it_finds_a_wrong_sum_of_an_area(number: str) -> None:
    fold()
    AreaTally.objects.filter(measure="opened", view="pack", grain="d").update(n=2)

    assert set(found()) == {"sums of areas differ from the tallies"}


def test_it_finds_a_life_that_no_event_tells(number: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("""UPDATE cases_case SET counts = counts || '{"counted:reopened": 1772413200}'""")

    assert "counts of its life differ from its events" in found()


def test_counting_anew_puts_everything_right(number: str) -> None:
    fold()
    standing = sorted(Tally.objects.values_list()), sorted(AreaTally.objects.values_list())
    Tally.objects.filter(measure="opened").update(n=7)
    AreaTally.objects.filter(measure="opened").delete()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET counts = '{}'")

    rebuild()

    assert found() == []
    assert (sorted(Tally.objects.values_list()), sorted(AreaTally.objects.values_list())) == standing


def test_it_finds_a_day_that_was_rewritten(number: str, now: datetime) -> None:
    make_root(date=now.date(), now=now + timedelta(days=1))
    assert found() == []
    tamper("UPDATE cases_event SET hash = sha256(hash) WHERE seq = 2")

    assert "daily root does not match the events of its day" in found()


def test_events_cannot_be_changed_or_removed(number: str) -> None:
    for sql in ("UPDATE cases_event SET kind = 'x'", "DELETE FROM cases_event"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert Event.objects.count() == 2


def test_an_import_of_a_day_long_published_is_no_fault(number: str, now: datetime) -> None:
    make_root(date=now.date(), now=now + timedelta(days=1))
    past = PastCase(
        external_number="7",
        source="热线",
        title="路灯不亮",
        text="路灯不亮",
        category="utility.streetlight",
        area_code=TOWN,
        located_by="chosen",
        located_reason="",
        desk_area=TOWN,
        opened_at=now - timedelta(hours=1),
        closed_at=now,
        closed_stage="closed",
    )

    write_past(pack=pack_of(key="event"), stages=Stages("filed", "handling"), cases=[past], now=now + timedelta(days=2))

    assert found() == []
