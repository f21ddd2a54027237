"""Books are made and targets written, changed and dropped by leaders and administrators of the area."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from linli.core.errors import Invalid, NotAllowed
from linli.scores.actions import books, targets
from linli.scores.errors import NoSuchPromise
from linli.scores.queries import ledger
from linli.scores.types import NewBook
from tests.functional.small_city import OTHER_TOWN, TOWN, City
from tests.integration.scores.promising import NOW, TODAY, actor, add, by_milestones, make_book, new_target, seen


def test_a_leader_makes_a_book_and_writes_a_target(city: City) -> None:
    book = make_book()
    target = add(book, new_target(city))
    assert book.issuer == "芙蓉区人民政府"
    assert (target.place, target.owner, target.state) == (1, "芙蓉区城市管理和综合执法局", "unjudged")
    assert [one.kind for one in ledger.entries(target=target.id)] == ["made"]


def test_an_administrator_makes_one_and_nobody_else(city: City) -> None:
    new = NewBook("project", "雨污分流", "", TOWN, date(2026, 1, 1), date(2027, 6, 30))
    assert books.make(new=new, by=actor("admin"), now=NOW).area == TOWN
    for username in ("desk", "countydesk", "handler", "verifier", "grid"):
        with pytest.raises(NotAllowed):
            books.make(new=new, by=actor(username), now=NOW)
    with pytest.raises(NotAllowed):
        books.make(new=replace(new, area="4301"), by=actor("leader"), now=NOW)


def test_a_book_needs_a_title_and_days_in_order(city: City) -> None:
    with pytest.raises(Invalid) as refusal:
        make_book(title=" ", ends=date(2026, 1, 1))
    assert set(refusal.value.fields) == {"title", "ends"}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"title": ""}, "title"),
        ({"promise": " "}, "promise"),
        ({"area": "4301"}, "area"),
        ({"owner_id": 0}, "owner"),
        ({"due": date(2027, 1, 1)}, "due"),
        ({"goal": None}, "goal"),
        ({"measured": "rate", "pack": "event", "measure": "closed", "over": "opened", "goal": Decimal(101)}, "goal"),
        ({"direction": ""}, "direction"),
        ({"measured": "count", "pack": "petition", "measure": "closed"}, "pack"),
        ({"measured": "count", "pack": "event", "measure": "no_such"}, "measure"),
    ],
)
def test_what_cannot_be_promised(city: City, changed: dict[str, object], fault: str) -> None:
    book = make_book()
    with pytest.raises(Invalid) as refusal:
        targets.add(book=book.id, new=new_target(city, **changed), by=actor("leader"), now=NOW)
    assert fault in refusal.value.fields


def test_a_change_needs_a_reason_and_keeps_what_stood_before(city: City) -> None:
    target = add(make_book(), new_target(city))
    lower = new_target(city, goal=Decimal(150))
    with pytest.raises(Invalid):
        targets.change(target=target.id, new=lower, reason=" ", by=actor("leader"), now=NOW)
    with pytest.raises(NotAllowed):
        targets.change(target=target.id, new=lower, reason="太多", by=actor("handler"), now=NOW)
    targets.change(target=target.id, new=lower, reason="两个小区无法安装", by=actor("leader"), now=NOW)
    assert seen(target.id).goal == 150
    entry = ledger.entries(target=target.id)[0]
    assert (entry.kind, entry.words) == ("changed", "两个小区无法安装")
    assert entry.body == {"goal": ["200.00", "150"]}


def test_a_dropped_target_leaves_the_book_and_keeps_its_history(city: City) -> None:
    book = make_book()
    target = add(book, new_target(city))
    targets.drop(target=target.id, reason="职能划转", by=actor("leader"), now=NOW)
    assert ledger.targets(by=actor("leader"), books=[book], today=TODAY) == ()
    assert ledger.entries(target=target.id)[0].words == "职能划转"
    with pytest.raises(NoSuchPromise):
        targets.note(target=target.id, words="?", by=actor("leader"), now=NOW)


def test_a_milestone_lies_in_the_target_and_moves_with_a_reason(city: City) -> None:
    target = add(make_book(), by_milestones(city)).id
    leader = actor("leader")
    with pytest.raises(Invalid):
        targets.add_milestone(target=target, title="开工", title_en="", due=date(2027, 1, 1), by=leader, now=NOW)
    with pytest.raises(NotAllowed):
        targets.add_milestone(target=target, title="开工", title_en="", due=TODAY, by=actor("handler"), now=NOW)
    mark = targets.add_milestone(target=target, title="开工", title_en="", due=TODAY, by=leader, now=NOW)
    later = date(2026, 5, 1)
    with pytest.raises(Invalid):
        targets.move_milestone(target=target, milestone=mark, due=later, reason="", by=leader, now=NOW)
    targets.move_milestone(target=target, milestone=mark, due=later, reason="招标延期", by=leader, now=NOW)
    assert seen(target).milestones[0].due == later
    assert ledger.entries(target=target)[0].kind == "moved"


def test_who_reads_what(city: City) -> None:
    book = make_book()
    mine = add(book, new_target(city))
    other = add(book, new_target(city, owner_id=city.organisations["furong-zj"]))
    on = ledger.books(by=actor("handler"), on=TODAY)
    assert [one.id for one in on] == [book.id]
    assert [one.id for one in ledger.targets(by=actor("handler"), books=on, today=TODAY)] == [mine.id]
    with pytest.raises(NoSuchPromise):
        seen(other.id, "handler")
    assert ledger.books(by=actor("desk"), on=TODAY) == ()
    for username in ("verifier", "grid"):
        with pytest.raises(NotAllowed):
            ledger.books(by=actor(username), on=TODAY)


def test_a_town_reads_what_its_own_centre_promised_in_the_county_s_book(city: City) -> None:
    book = make_book()
    own = add(book, new_target(city, owner_id=city.organisations["wenyi-zz"], area=TOWN))
    add(book, new_target(city, area=OTHER_TOWN))
    found = ledger.targets(by=actor("desk"), books=ledger.books(by=actor("desk"), on=TODAY), today=TODAY)
    assert [one.id for one in found] == [own.id]
