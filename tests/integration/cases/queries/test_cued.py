"""A report that speaks of danger stands on top of the desk's inbox, page by page, in one statement off two indexes."""

from datetime import datetime, timedelta

from django.db import connection

from linli.cases.models import Case, Event
from linli.cases.queries import detail, listing
from linli.cases.queries.cued import statement
from linli.cases.queries.lists import where_of
from linli.cases.types import Filters
from tests.integration.cases.conftest import Count, Open
from tests.world import World

INBOX = Filters(lens="inbox")


def inbox(world: World, now: datetime, *, limit: int = 50, who: str = "desk") -> list[str]:
    """The numbers of the whole inbox, read in pages."""
    found: list[str] = []
    cursor = ""
    while True:
        page = listing(by=world.actor(who), filters=INBOX, cursor=cursor, limit=limit, now=now)
        found += [row.number for row in page.rows]
        cursor = page.next_cursor
        if not cursor:
            return found


def test_it_comes_first_at_once_and_says_why(report: Open, world: World, now: datetime) -> None:
    earlier = report()
    danger = report("楼道煤气味很重，有人被困", category="street_order.stall", at=now + timedelta(minutes=1))

    assert inbox(world, now) == [danger.number, earlier.number]
    row = detail(number=danger.number, by=world.actor("desk"), now=now).row
    assert row.cue_keys == ("gas", "trapped")
    assert row.urgency == "normal"
    assert (Event.objects.get(case__number=danger.number).body or {})["cues"] == ["gas", "trapped"]
    assert Case.objects.get(number=earlier.number).cues == ""


def test_pages_join_without_gap_or_repeat(report: Open, world: World, now: datetime) -> None:
    calm = [report(at=now + timedelta(minutes=n)).number for n in range(5)]
    danger = [report("三楼着火了", at=now + timedelta(minutes=10 + n)).number for n in range(3)]

    for limit in (1, 2, 3, 4, 7, 8, 20):
        assert inbox(world, now, limit=limit) == danger + calm


def test_other_lists_keep_their_order(report: Open, world: World, now: datetime) -> None:
    calm = report()
    danger = report("三楼着火了", at=now + timedelta(hours=1))

    found = listing(by=world.actor("desk"), filters=Filters(lens="area"), now=now).rows
    assert [row.number for row in found] == [calm.number, danger.number]
    newest = listing(by=world.actor("desk"), filters=Filters(lens="inbox", order="oldest"), now=now).rows
    assert [row.number for row in newest] == [calm.number, danger.number]


def test_the_page_costs_no_more_statements(report: Open, world: World, now: datetime, statements: Count) -> None:
    report("三楼着火了")
    with statements() as sent:
        listing(by=world.actor("desk"), filters=INBOX, now=now)
    with statements() as newest:
        listing(by=world.actor("desk"), filters=Filters(lens="inbox", order="newest"), now=now)

    assert len(sent) == len(newest)


def test_it_walks_along_the_index_of_cued_cases(report: Open, world: World, now: datetime) -> None:
    report("三楼着火了")
    where = where_of(by=world.actor("desk"), filters=INBOX, now=now)
    sql, values = statement(where=where, cursor="", most=51)
    with connection.cursor() as cursor:
        # Of a table of one row every plan costs the same: leave only those that walk in the asked order.
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN {sql}", values)
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "cases_cued" in plan  # which index of the desk's own serves the rest, a table of one row cannot tell
