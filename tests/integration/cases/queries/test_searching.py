"""Search finds cases by number, words and place, inside the actor's scope and nowhere else."""

from datetime import datetime

from linli.cases.actions.indexing import index_text
from linli.cases.queries import listing, searching
from linli.cases.types import Filters
from tests.integration.cases.conftest import Open
from tests.world import World


def numbers(world: World, who: str, text: str, now: datetime) -> list[str]:
    return [row.number for row in listing(by=world.actor(who), filters=Filters(text=text), now=now).rows]


def test_it_finds_by_number_at_once(report: Open, world: World, now: datetime) -> None:
    opened = report()

    assert numbers(world, "desk", opened.number, now) == [opened.number]
    assert numbers(world, "desk", opened.number.lower(), now) == [opened.number]


def test_it_finds_by_words_newest_first(report: Open, world: World, now: datetime) -> None:
    first, second, _third = report("桥洞下路灯不亮"), report("路灯又坏了 A12"), report("垃圾没人清")
    index_text()

    assert numbers(world, "desk", "路灯", now) == [second.number, first.number]
    assert numbers(world, "desk", "桥洞 路灯", now) == [first.number]
    assert numbers(world, "desk", "a12", now) == [second.number]
    assert numbers(world, "desk", "没有这样的词", now) == []


def test_it_stays_in_scope(report: Open, world: World, now: datetime) -> None:
    report("路灯不亮")
    index_text()

    assert numbers(world, "upper_desk", "路灯", now)
    assert numbers(world, "other_desk", "路灯", now) == []
    assert numbers(world, "lead", "路灯", now) == [], "not dispatched to them"


def test_common_words_page_through(report: Open, world: World, now: datetime, monkeypatch: object) -> None:
    made = [report(f"路灯不亮 {count}").number for count in range(7)]
    index_text()
    for few in (1, 3000):
        monkeypatch.setattr(searching, "FEW", few)  # type: ignore[attr-defined]
        seen: list[str] = []
        cursor = ""
        while True:
            filters = Filters(text="路灯")
            page = listing(by=world.actor("desk"), filters=filters, cursor=cursor, limit=3, now=now)
            seen += [row.number for row in page.rows]
            cursor = page.next_cursor
            if not cursor:
                break
        assert seen == made[::-1]
