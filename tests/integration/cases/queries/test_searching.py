"""Search finds cases by number, words and place, inside the actor's scope and nowhere else."""

from datetime import datetime

import pytest
from django.db import connection

from linli.cases.actions import indexing
from linli.cases.actions.acting import act
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


def test_many_at_once_are_found_and_nothing_is_left_unsorted(
    report: Open, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [report(f"路灯不亮 {count}").number for count in range(3)]
    monkeypatch.setattr(indexing, "MANY", 3)
    assert index_text() == 3

    assert numbers(world, "desk", "路灯", now) == made[::-1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('cases_searchtext_tokens')")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'cases_searchtext_tokens'")
        assert cursor.fetchone() == (["fastupdate=off"],)


def test_it_stays_in_scope(report: Open, world: World, now: datetime) -> None:
    report("路灯不亮")
    index_text()

    assert numbers(world, "upper_desk", "路灯", now)
    assert numbers(world, "other_desk", "路灯", now) == []
    assert numbers(world, "lead", "路灯", now) == [], "not dispatched to them"


def test_pages_of_a_search_join(report: Open, world: World, now: datetime) -> None:
    made = [report(f"路灯不亮 {count}").number for count in range(7)]
    index_text()

    assert pages(world, "desk", now) == made[::-1]


def test_an_organisations_pages_join_for_rare_and_common_words(
    report: Open, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [report(f"路灯不亮 {count}").number for count in range(7)]
    index_text()
    inputs = {"lead": world.organisations["lead"].pk, "task": "x"}
    for number in made[:5]:
        act(number=number, action="dispatch", inputs=inputs, by=world.actor("desk"), now=now)
    for few in (1, 3000):
        monkeypatch.setattr(searching, "FEW", few)
        assert pages(world, "lead", now) == made[4::-1]


def pages(world: World, who: str, now: datetime) -> list[str]:
    seen: list[str] = []
    cursor = ""
    while True:
        page = listing(by=world.actor(who), filters=Filters(text="路灯"), cursor=cursor, limit=3, now=now)
        seen += [row.number for row in page.rows]
        if not (cursor := page.next_cursor):
            return seen
