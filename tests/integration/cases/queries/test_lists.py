"""Lists page by keyset without gaps or repeats, and each lens shows what its reader holds and no more."""

from datetime import date, datetime, timedelta

from linli.cases.actions.acting import act
from linli.cases.queries import count, listing
from linli.cases.types import Filters
from tests.integration.cases.conftest import Open
from tests.world import World


def test_pages_join_without_gap_or_repeat(report: Open, world: World, now: datetime) -> None:
    made = {report(at=now + timedelta(minutes=minute // 2)).number for minute in range(11)}
    for order in ("due", "newest", "oldest"):
        seen: list[str] = []
        cursor = ""
        while True:
            filters = Filters(lens="area", order=order)
            page = listing(by=world.actor("desk"), filters=filters, cursor=cursor, limit=3, now=now)
            seen += [row.number for row in page.rows]
            cursor = page.next_cursor
            if not cursor:
                break
        assert len(seen) == len(set(seen)) == len(made)
        assert set(seen) == made


def test_the_ball_moves_between_inboxes(report: Open, world: World, now: datetime) -> None:
    opened = report()

    def inbox(who: str) -> list[str]:
        return [row.number for row in listing(by=world.actor(who), filters=Filters(lens="inbox"), now=now).rows]

    assert inbox("desk") == [opened.number]
    assert inbox("lead") == []
    lead = world.organisations["lead"].pk
    act(number=opened.number, action="dispatch", inputs={"lead": lead, "task": "x"}, by=world.actor("desk"), now=now)
    assert inbox("desk") == []
    assert inbox("lead") == [opened.number]
    assert inbox("other") == []


def test_an_organisation_sees_its_parts_only(report: Open, world: World, now: datetime) -> None:
    opened = report()
    lead, assist = world.organisations["lead"].pk, world.organisations["assist"].pk
    inputs = {"lead": lead, "assists": [assist], "task": "x"}
    act(number=opened.number, action="dispatch", inputs=inputs, by=world.actor("desk"), now=now)

    def part(who: str) -> int:
        return len(listing(by=world.actor(who), filters=Filters(lens="org"), now=now).rows)

    assert (part("lead"), part("assist"), part("other")) == (1, 1, 0)


def test_filters_narrow_and_counts_agree(report: Open, world: World, now: datetime) -> None:
    report()
    report("占道经营", category="street_order.stall")
    for filters, rows in (
        (Filters(category="street_order"), 1),
        (Filters(category="street_order.stall"), 1),
        (Filters(state="closed"), 0),
        (Filters(area="430102001"), 2),
        (Filters(area="430102002"), 0),
        (Filters(late="late"), 0),
        (Filters(opened_from=now.date(), opened_to=now.date()), 2),
    ):
        desk = world.actor("desk")
        assert len(listing(by=desk, filters=filters, now=now).rows) == rows
        assert count(by=desk, filters=filters, now=now) == rows


def test_the_last_day_of_all_leaves_nothing_out(report: Open, world: World, now: datetime) -> None:
    report()

    found = listing(by=world.actor("desk"), filters=Filters(opened_to=date.max), now=now)

    assert len(found.rows) == 1
