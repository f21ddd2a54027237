"""A case of another kind opened out of one: nothing keyed twice, linked both ways, each seen by its own rights."""

from datetime import datetime
from typing import Any

import pytest

from linli.cases.actions.acting import act
from linli.cases.errors import BadInput, Guarded
from linli.cases.models import Case, Event, Link
from linli.cases.queries.details import detail
from linli.cases.queries.verifying import verify
from linli.cases.types import CaseDetail
from linli.notify.models import Outgoing
from linli.people import contacts
from linli.process import registry
from tests.integration.cases.conftest import Open
from tests.world import World


@pytest.fixture
def number(report: Open, sample_packs: None, world: World, now: datetime) -> str:
    opened = report("三楼护栏松动，没人管", pack="inspect", fields={"spot": "三楼"}).number
    inputs = {"lead": world.organisations["lead"].pk, "assists": [], "task": "查"}
    act(number=opened, action="send", inputs=inputs, by=world.actor("desk"), now=now)
    return opened


def take(world: World, number: str, now: datetime, **more: Any) -> Case:
    inputs = {"category": "matter.idea", "accused": world.organisations["other"].pk} | more
    act(number=number, action="accuse", inputs=inputs, by=world.actor("desk"), now=now)
    return Case.objects.get(pack="accuse")


def seen(world: World, number: str, who: str, now: datetime) -> CaseDetail:
    return detail(number=number, by=world.actor(who), now=now)


def test_it_opens_with_what_the_case_knows(world: World, number: str, now: datetime) -> None:
    made, source = take(world, number, now), Case.objects.get(number=number)

    assert (made.text, made.area_id, made.category) == (source.text, source.area_id, "matter.idea")
    assert made.fields == {"spot": "三楼", "accused": world.organisations["other"].pk}
    assert made.holder_area == "430102"
    assert source.stage == "mending"
    assert list(verify()) == []


def test_the_contact_goes_along_under_a_new_id(world: World, number: str, now: datetime) -> None:
    made, source = take(world, number, now), Case.objects.get(number=number)

    assert made.contact_id not in (None, source.contact_id)
    assert source.contact_id is not None
    assert made.contact_id is not None
    opened = [contacts.open_contact(contact_id=one, purpose="own") for one in (made.contact_id, source.contact_id)]
    assert opened[0] == opened[1]
    assert Outgoing.objects.filter(subject=made.number, template="received", contact_id=made.contact_id).exists()


def test_an_anonymous_report_stays_anonymous(world: World, report: Open, sample_packs: None, now: datetime) -> None:
    from linli.cases.types import NewContact

    number = report(pack="inspect", contact=NewContact()).number
    assert take(world, number, now).contact_id is None


def test_it_is_linked_both_ways_and_in_both_chains(world: World, number: str, now: datetime) -> None:
    made = take(world, number, now)

    link = Link.objects.get()
    assert (link.from_case.number, link.to_case.number, link.kind) == (number, made.number, "opened")
    here, there = seen(world, number, "leader", now).links, seen(world, made.number, "upper_desk", now).links
    assert [(one.number, one.is_outward, one.may_open) for one in here] == [(made.number, True, True)]
    assert [(one.number, one.is_outward) for one in there] == [(number, False)]
    bodies = [Event.objects.get(case=made, seq=1).body, Event.objects.filter(case__number=number).latest("seq").body]
    assert (bodies[0] or {})["opened_from"] == number
    assert (bodies[1] or {})["opened"] == made.number


def test_words_of_their_own_replace_those_of_the_report(world: World, number: str, now: datetime) -> None:
    made = take(world, number, now, text="反映住建局推诿")
    assert (made.text, made.title) == ("反映住建局推诿", "反映住建局推诿")


def test_a_confidential_case_is_not_even_named_across_the_link(world: World, number: str, now: datetime) -> None:
    made = take(world, number, now, category="matter.conduct")

    assert made.confidentiality == "confidential"
    for who in ("lead", "desk", "leader"):
        found = seen(world, number, who, now)
        assert found.links == (), who
        assert made.number not in repr(found), who
        assert "accuse" not in {event.kind for event in found.events}, who
    assert [one.number for one in seen(world, made.number, "upper_desk", now).links] == [number]


def test_it_refuses_a_category_of_another_tree(world: World, number: str, now: datetime) -> None:
    with pytest.raises(BadInput) as refused:
        take(world, number, now, category="utility.streetlight")
    assert set(refused.value.fields) == {"category"}
    assert not Case.objects.filter(pack="accuse").exists()


def test_without_the_other_pack_it_is_neither_offered_nor_taken(world: World, number: str, now: datetime) -> None:
    assert "accuse" in {one.action.key for one in seen(world, number, "desk", now).choices}
    pack = registry.registry().pack("inspect")
    registry.registry()._current.pop("accuse")
    assert "accuse" not in {one.action.key for one in seen(world, number, "desk", now).choices}
    assert pack.actions["accuse"].opens == "accuse"
    with pytest.raises(Guarded):
        act(
            number=number,
            action="accuse",
            inputs={"category": "matter.idea", "accused": world.organisations["other"].pk},
            by=world.actor("desk"),
            now=now,
        )
