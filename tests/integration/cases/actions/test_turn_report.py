"""A report that turns into a matter of another kind: nothing keyed twice, and each case seen by its own rights."""

from datetime import datetime
from typing import Any

import pytest

from linli.cases.actions.acting import act
from linli.cases.models import Attachment, Case, Hiding
from linli.cases.queries.details import detail
from linli.cases.queries.public import public_case
from linli.cases.queries.verifying import verify
from linli.cases.types import CaseDetail, Opened
from linli.core.errors import NotFound
from tests import world as worlds
from tests.integration.cases.conftest import Open
from tests.world import World

WORDS = "一楼楼道停满电动车，还拉线充电"
FOUND = "配电间电线裸露"
FACTS = {"danger": True, "danger_note": "线已经烧黑"}


@pytest.fixture
def source(report: Open, now: datetime) -> Opened:
    photo = worlds.photo(purpose="report", now=now)
    return report(WORDS, category="safety.ebike", fields=FACTS, photos=(photo,))


def turn(world: World, number: str, now: datetime, *, into: str = "hazard", **inputs: Any) -> Case:
    given = {"category": "fire.ebike"} | inputs
    act(number=number, action=f"to_{into}", inputs=given, by=world.actor("desk"), now=now)
    return Case.objects.get(pack=into)


def hand_out(world: World, number: str, now: datetime, *, lead: str) -> None:
    inputs = {"lead": world.organisations[lead].pk}
    act(number=number, action="dispatch", inputs=inputs, by=world.actor("desk"), now=now)


def seen(world: World, number: str, who: str, now: datetime) -> CaseDetail:
    return detail(number=number, by=world.actor(who), now=now)


def test_it_goes_on_as_a_hazard_with_all_that_was_said(world: World, source: Opened, now: datetime) -> None:
    made = turn(world, source.number, now, spot="一楼楼道")

    case = Case.objects.get(number=source.number)
    assert (case.stage, case.outcome) == ("turned", "forwarded")
    assert (made.text, made.area_id, made.fields) == (WORDS, case.area_id, FACTS | {"spot": "一楼楼道"})
    assert list(verify()) == []


def test_its_photos_go_along_and_stay(world: World, source: Opened, now: datetime) -> None:
    made = turn(world, source.number, now)

    photos = Attachment.objects.filter(purpose="report").order_by("case_id")
    assert [(one.case.number if one.case else "", one.event_seq) for one in photos] == [
        (source.number, 1),
        (made.number, 1),
    ]
    assert photos[0].path == photos[1].path


def test_its_reporter_follows_both(world: World, source: Opened, now: datetime) -> None:
    made = turn(world, source.number, now)

    here = public_case(number=source.number, secret=source.secret, now=now)
    (there,) = here.links
    assert (there.number, there.is_outward) == (made.number, True)
    back = public_case(number=there.number, secret=there.secret, now=now)
    assert [(one.number, one.secret, one.is_outward) for one in back.links] == [(source.number, source.secret, False)]


def test_the_reporter_of_a_duplicate_follows_only_their_own(
    world: World, report: Open, source: Opened, now: datetime
) -> None:
    double = report(WORDS, category="safety.ebike")
    act(number=double.number, action="merge", inputs={"into": source.number}, by=world.actor("desk"), now=now)
    turn(world, source.number, now)

    assert public_case(number=double.number, secret=double.secret, now=now).links == ()


def test_who_reads_the_report_alone_learns_no_word_of_the_hazard(world: World, source: Opened, now: datetime) -> None:
    hand_out(world, source.number, now, lead="lead")
    inputs = {"category": "fire.wiring", "text": FOUND}
    act(number=source.number, action="find_hazard", inputs=inputs, by=world.actor("desk"), now=now)
    made = Case.objects.get(pack="hazard")

    assert [(one.number, one.title) for one in seen(world, source.number, "desk", now).links] == [(made.number, FOUND)]
    theirs = seen(world, source.number, "lead", now)
    assert theirs.links == ()
    assert made.number not in repr(theirs)
    assert FOUND not in repr(theirs)
    assert [event.kind for event in theirs.events][-1] == "find_hazard", "that there is one, the rule allows"
    with pytest.raises(NotFound):
        seen(world, made.number, "lead", now)


def test_who_reads_the_hazard_alone_learns_no_word_of_the_report(world: World, source: Opened, now: datetime) -> None:
    made = turn(world, source.number, now, text=FOUND)
    hand_out(world, made.number, now, lead="other")

    assert [(one.number, one.is_outward) for one in seen(world, made.number, "desk", now).links] == [
        (source.number, False)
    ]
    theirs = seen(world, made.number, "other", now)
    assert theirs.links == ()
    assert source.number not in repr(theirs)
    assert WORDS not in repr(theirs)
    with pytest.raises(NotFound):
        seen(world, source.number, "other", now)


def test_of_a_petition_not_even_the_step_is_told(world: World, source: Opened, now: datetime) -> None:
    made = turn(world, source.number, now, into="petition", category="claim.housing", request="请查处物业")

    for who in ("desk", "leader", "verifier"):
        theirs = seen(world, source.number, who, now)
        assert theirs.links == ()
        assert made.number not in repr(theirs), who
        assert "to_petition" not in {event.kind for event in theirs.events}, who
    assert [one.number for one in seen(world, made.number, "upper_desk", now).links] == [source.number]
    here = public_case(number=source.number, secret=source.secret, now=now)
    assert [one.number for one in here.links] == [made.number]


def test_the_accused_of_an_accusation_is_asked_for_and_goes_along(world: World, source: Opened, now: datetime) -> None:
    made = turn(
        world,
        source.number,
        now,
        into="petition",
        category="accusation.dereliction",
        request="请核查",
        against="某所值班人员",
    )
    assert made.fields["against"] == "某所值班人员"


def test_the_bodies_accused_never_see_what_comes_of_it(world: World, source: Opened, now: datetime) -> None:
    named = world.organisations["other"].pk
    told = {"category": "accusation.dereliction", "request": "请核查", "accused": [named], "against": "某所值班人员"}
    made = turn(world, source.number, now, into="petition", **told)
    assert list(Hiding.objects.values_list("case_id", "organisation_id")) == [(made.pk, named)]


def test_it_goes_on_as_a_dispute(world: World, source: Opened, now: datetime) -> None:
    made = turn(world, source.number, now, into="dispute", category="neighbour.leak")
    assert (made.pack, made.stage, made.text) == ("dispute", "registered", Case.objects.get(number=source.number).text)


def test_it_goes_on_as_an_incident_linked_both_ways_and_seen_by_each_ones_rights(
    world: World, source: Opened, now: datetime
) -> None:
    told = {"spot": "一楼配电间", "hurt": True, "called": True}
    made = turn(world, source.number, now, into="incident", category="accident.fire", text=FOUND, **told)

    assert (made.stage, made.text, made.fields) == ("reported", FOUND, told)
    assert made.contact_id is not None
    assert [(one.number, one.is_outward) for one in seen(world, source.number, "desk", now).links] == [
        (made.number, True)
    ]
    assert [(one.number, one.is_outward) for one in seen(world, made.number, "desk", now).links] == [
        (source.number, False)
    ]
    respond(world, made.number, now, lead="other")
    theirs = seen(world, made.number, "other", now)
    assert theirs.links == ()
    assert source.number not in repr(theirs)
    assert WORDS not in repr(theirs)
    with pytest.raises(NotFound):
        seen(world, source.number, "other", now)
    assert list(verify()) == []


def respond(world: World, number: str, now: datetime, *, lead: str) -> None:
    report = {
        "category": "accident.fire",
        "occurred_at": now.isoformat(),
        "source": "resident",
        "course": "楼道起火",
        "grade": "general",
        "done": "疏散",
        "told": "区应急局",
    }
    start = {
        "starter": world.organisations["desk"].pk,
        "level": "four",
        "task": "灭火",
        "until": now.isoformat(),
        "measures": ["rescue"],
        "lead": world.organisations[lead].pk,
    }
    for action, inputs in (("first_report", report), ("start_response", start)):
        act(number=number, action=action, inputs=inputs, by=world.actor("desk"), now=now)
