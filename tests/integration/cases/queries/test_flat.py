"""Lists and searches read a page's worth of rows from an index made for them, whatever the size of the table."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.cases.actions.acting import act
from linli.cases.actions.indexing import index_again, index_text
from linli.cases.models import Case
from linli.cases.queries import listing, searching
from linli.cases.types import Filters
from linli.people.access import Actor
from tests.integration.cases.conftest import Open
from tests.world import World


def asked(*, by: Actor, filters: Filters, now: datetime) -> list[str]:
    """The statements of a list, with their values."""
    with CaptureQueriesContext(connection) as sent:
        listing(by=by, filters=filters, now=now)
    return [query["sql"] for query in sent.captured_queries]


def plan_of(sql: str) -> str:
    """How PostgreSQL would answer, were the tables large."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(row[0] for row in cursor.fetchall())


def dispatch(world: World, number: str, now: datetime, *, assists: tuple[str, ...] = ()) -> None:
    ids = [world.organisations[name].pk for name in assists]
    inputs = {"lead": world.organisations["lead"].pk, "assists": ids, "task": "请处置"}
    act(number=number, action="dispatch", inputs=inputs, by=world.actor("desk"), now=now)


def test_an_organisations_history_comes_off_the_index_of_what_it_leads(world: World, now: datetime) -> None:
    sent = asked(by=world.actor("lead"), filters=Filters(lens="org", state="all"), now=now)

    assert "Index Only Scan Backward using cases_led on cases_case" in plan_of(sent[-1])


def test_open_cases_of_an_organisation_come_off_theirs(world: World, now: datetime) -> None:
    sent = asked(by=world.actor("lead"), filters=Filters(lens="area"), now=now)

    assert "using cases_led_open on cases_case" in plan_of(sent[-1])


def test_an_organisations_inbox_is_found_in_the_index_alone(world: World, now: datetime) -> None:
    sent = asked(by=world.actor("lead"), filters=Filters(lens="inbox"), now=now)

    assert "Index Only Scan using cases_held_org on cases_case" in plan_of(sent[-1])


def test_history_joins_what_is_led_and_what_is_assisted(report: Open, world: World, now: datetime) -> None:
    led, helped, both = report(), report(), report()
    dispatch(world, led.number, now)
    dispatch(world, helped.number, now, assists=("assist",))
    dispatch(world, both.number, now, assists=("assist",))
    Case.objects.filter(number=both.number).update(lead_org=world.organisations["assist"])

    def pages(who: str) -> list[str]:
        seen: list[str] = []
        cursor = ""
        while True:
            filters = Filters(lens="org", state="all")
            page = listing(by=world.actor(who), filters=filters, cursor=cursor, limit=1, now=now)
            seen += [row.number for row in page.rows]
            if not (cursor := page.next_cursor):
                return seen

    assert pages("lead") == [helped.number, led.number]
    assert pages("assist") == [both.number, helped.number]
    assert pages("other") == []


def test_a_number_is_looked_up_among_ours_and_those_of_elsewhere(world: World, now: datetime) -> None:
    sent = asked(by=world.actor("desk"), filters=Filters(state="all", text="101004113747"), now=now)

    either = "(c.number = '101004113747' OR c.external_number = '101004113747')"
    assert any(either in sql for sql in sent)
    plan = plan_of(f"SELECT FROM cases_case c WHERE {either}")
    assert "Bitmap Index Scan on cases_case_external" in plan
    assert "Bitmap Index Scan on cases_case_number" in plan


def test_a_search_goes_window_by_window(report: Open, world: World, now: datetime) -> None:
    report("路灯不亮")
    index_text()

    sent = asked(by=world.actor("desk"), filters=Filters(text="路灯"), now=now)

    plan = plan_of(sent[-1])
    assert len(sent) <= 2, "the statistics are read once in a while"
    assert "Bitmap Index Scan on cases_searchtext_tokens" in plan
    assert "tokens @@ (quote_literal" in plan


@pytest.mark.parametrize("far", [0, 3, 40])
def test_windows_join_without_gap_or_repeat(report: Open, world: World, now: datetime, far: int) -> None:
    """Cases that lie `far` coarse windows apart, and on both sides of every kind of border."""
    fine, coarse = 1 << searching.FINE, 1 << searching.COARSE
    borders = [0, fine, searching.STEPS * fine, coarse, far * coarse]
    made = sorted({max(1, border + by) for border in borders for by in (-1, 0, 1)})
    base = Case.objects.get(number=report("路灯不亮").number)
    for case_id in made:
        base.pk, base.number = case_id, f"T{case_id}"
        base.save(force_insert=not Case.objects.filter(pk=case_id).exists())
        index_again(case_id=case_id)

    seen: list[int] = []
    cursor = ""
    while True:
        filters = Filters(state="all", text="路灯")
        page = listing(by=world.actor("desk"), filters=filters, cursor=cursor, limit=2, now=now)
        seen += [row.id for row in page.rows if row.id in made]
        if not (cursor := page.next_cursor):
            break
    assert seen == made[::-1]


def test_the_list_behind_a_count_reads_only_cases_that_were_counted(world: World, now: datetime) -> None:
    filters = Filters(pack="dispute", state="all", counted="confirmed", order="newest", open_to_all=True)
    sent = asked(by=world.actor("leader"), filters=filters, now=now)

    assert "Index Scan Backward using cases_counted on cases_case" in plan_of(sent[-1])
