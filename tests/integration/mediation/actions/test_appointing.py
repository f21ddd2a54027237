"""Wishes, appointments, conflicts, declarations, stepping aside: each with the pack's step, and refused in words."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from linli.cases.actions.acting import act
from linli.cases.actions.opening import open_case
from linli.cases.models import Case, Event, Link
from linli.cases.types import NewCase
from linli.core.errors import Invalid, NotAllowed, NotPossible
from linli.mediation.actions import appointing, participants
from linli.mediation.errors import NotSoNow
from linli.mediation.models import Absence, Appointment, Entry, Mediator, Wish
from linli.mediation.queries import choosing
from linli.mediation.queries.rooms import entries_of
from linli.mediation.types import Joining
from linli.notify.models import Outgoing
from linli.people.access import PUBLIC
from linli.people.models import Organisation, Post
from tests.functional.small_city import COUNTY, VILLAGE, City
from tests.mediating import Dispute

BODY = "furong-cg"
TODAY = date(2026, 3, 2)


@pytest.fixture
def dispute(city: City, now: datetime) -> Dispute:
    """A dispute that the desk has accepted, and nobody leads yet."""
    new = NewCase(pack="dispute", text="楼上漏水", channel="phone", category="neighbour.leak", area_code=VILLAGE)
    number = open_case(report=new, by=PUBLIC, now=now).number
    found = Dispute(number=number, secret="", city=city, now=now)
    found.take("accept", "desk", category="neighbour.leak", grade="simple")
    return found


@pytest.fixture
def first(city: City) -> Mediator:
    return listed(city, "handler", fields=["neighbour"])


@pytest.fixture
def second(city: City) -> Mediator:
    return listed(city, "head")


def listed(city: City, username: str, body: str = BODY, **given: object) -> Mediator:
    return Mediator.objects.create(
        account_id=city.accounts[username],
        organisation_id=city.organisations[body],
        area_id=COUNTY,
        languages=["普通话"],
        **given,
    )


def named(dispute: Dispute, who: Mediator, by: str = "desk", reason: str = "熟悉邻里纠纷", **given: bool) -> int:
    return appointing.appoint(room=dispute.room(by), mediator_id=who.pk, reason=reason, now=dispute.now, **given)


def taken_on(dispute: Dispute, who: Mediator, username: str = "handler") -> int:
    made = named(dispute, who)
    appointing.declare(room=dispute.room(username), now=dispute.now)
    return made


def steps(dispute: Dispute) -> list[str]:
    return list(Event.objects.filter(case__number=dispute.number).order_by("seq").values_list("kind", flat=True))


def given(dispute: Dispute, step: str) -> dict[str, Any]:
    """What the latest step was given."""
    last = Event.objects.filter(case__number=dispute.number).latest("seq")
    assert last.kind == step
    body = last.body
    assert body is not None
    return dict(body["inputs"])


def stage(dispute: Dispute) -> str:
    return Case.objects.values_list("stage", flat=True).get(number=dispute.number)


def party(dispute: Dispute, side: str, by: str = "desk", **given: object) -> UUID:
    new = Joining(side=side, name=f"{side}甲", email=f"{side}@example.org", **given)  # type: ignore[arg-type]
    return participants.join(room=dispute.room(by), new=new, now=dispute.now)


def conflicts(dispute: Dispute, who: Mediator, by: str = "desk") -> tuple[str, ...]:
    return choosing.choice(room=dispute.room(by), mediator_id=who.pk, on_date=TODAY).ranked.conflicts


def test_the_desk_names_a_mediator_and_the_case_goes_to_their_body(dispute: Dispute, first: Mediator) -> None:
    named(dispute, first)
    case = Case.objects.get(number=dispute.number)
    assert (case.stage, case.lead_org_id) == ("assigned", dispute.city.organisations[BODY])
    row = Appointment.objects.get()
    assert (row.chosen_by, row.reason, row.declared_at) == ("desk", "熟悉邻里纠纷", None)
    told = Outgoing.objects.get(template="room_appointed")
    assert told.audience == {"accounts": [dispute.city.accounts["handler"]]}
    assert "熟悉" not in str(list(Entry.objects.values_list("body", flat=True)))


def test_they_sit_as_mediator_only_once_they_declared_no_conflict(dispute: Dispute, first: Mediator) -> None:
    named(dispute, first)
    assert dispute.room("handler").seat.kind == "body"
    appointing.declare(room=dispute.room("handler"), now=dispute.now)
    assert dispute.room("handler").seat.kind == "mediator"
    assert dispute.room("head").seat.kind == "body"
    assert stage(dispute) == "asking"
    assert steps(dispute)[-2:] == ["assign", "take_on"]
    assert Case.objects.get(number=dispute.number).handler_account_id == dispute.city.accounts["handler"]


def test_only_the_appointed_declares_and_only_once(dispute: Dispute, first: Mediator) -> None:
    named(dispute, first)
    with pytest.raises(NotSoNow):
        appointing.declare(room=dispute.room("head"), now=dispute.now)
    with pytest.raises(NotAllowed):
        appointing.declare(room=dispute.room("desk"), now=dispute.now)
    appointing.declare(room=dispute.room("handler"), now=dispute.now)
    with pytest.raises(NotSoNow):
        appointing.declare(room=dispute.room("handler"), now=dispute.now)


def test_a_reason_is_needed_unless_all_sides_wish_the_same(dispute: Dispute, first: Mediator, second: Mediator) -> None:
    with pytest.raises(Invalid):
        named(dispute, first, reason=" ")
    sides = party(dispute, "applicant"), party(dispute, "respondent")
    appointing.wish(room=dispute.seat(sides[0]), mediators=[first.pk, second.pk], now=dispute.now)
    assert choosing.chosen_by_parties(room=dispute.room("desk")) is None
    appointing.wish(room=dispute.seat(sides[1]), mediators=[second.pk], now=dispute.now)
    assert choosing.chosen_by_parties(room=dispute.room("desk")) == second.pk
    named(dispute, second, reason="")
    assert Appointment.objects.get().chosen_by == "parties"
    with pytest.raises(NotSoNow):
        appointing.wish(room=dispute.seat(sides[1]), mediators=[first.pk], now=dispute.now)


def test_a_wish_replaces_the_one_before_and_the_other_side_never_reads_it(
    dispute: Dispute, first: Mediator, second: Mediator
) -> None:
    mine, theirs = party(dispute, "applicant"), party(dispute, "respondent")
    appointing.wish(room=dispute.seat(mine), mediators=[first.pk], now=dispute.now)
    appointing.wish(room=dispute.seat(mine), mediators=[second.pk, first.pk], now=dispute.now)
    assert choosing.wishes_of(participant=mine) == (second.pk, first.pk)
    assert not [one for one in entries_of(room=dispute.seat(theirs)) if one.kind == "wished"]
    assert [one for one in entries_of(room=dispute.seat(mine)) if one.kind == "wished"]
    with pytest.raises(Invalid):
        appointing.wish(room=dispute.seat(mine), mediators=[first.pk + 99], now=dispute.now)
    with pytest.raises(NotAllowed):
        appointing.wish(room=dispute.room("desk"), mediators=[first.pk], now=dispute.now)
    appointing.wish(room=dispute.seat(mine), mediators=[], now=dispute.now)
    assert not Wish.objects.exists()


def test_whoever_put_the_case_or_is_hidden_from_it_is_in_conflict(dispute: Dispute, first: Mediator) -> None:
    Case.objects.filter(number=dispute.number).update(reporter_account_id=first.account_id)
    assert conflicts(dispute, first) == ("reporter",)
    room = dispute.room("desk")
    path = Organisation.objects.get(code=BODY).path
    hidden = replace(room, facts=replace(room.facts, hidden_paths=(path,), reporter_account_id=None))
    assert choosing.choice(room=hidden, mediator_id=first.pk, on_date=TODAY).ranked.conflicts == ("party",)
    with pytest.raises(NotPossible):
        named(dispute, first)


def test_whoever_belongs_to_a_party_is_in_conflict(dispute: Dispute, first: Mediator) -> None:
    room = dispute.room("desk")
    new = Joining(side="respondent", name="芙蓉区城市管理和综合执法局", is_organisation=True)
    participants.join(room=room, new=new, now=dispute.now)
    assert conflicts(dispute, first) == ("party",)
    other = listed(dispute.city, "assist", "furong-zj")
    assert conflicts(dispute, other) == ()
    Post.objects.create(
        account_id=dispute.city.accounts["assist"],
        role="handler",
        area_id=COUNTY,
        organisation_id=dispute.city.organisations[BODY],
        starts_date=date(2020, 1, 1),
    )
    assert conflicts(dispute, other) == ("party",)


def linked(dispute: Dispute, kind: str = "opened", pack: str = "event") -> Dispute:
    """A case beside the dispute, with a step by the handler."""
    category = "utility.streetlight" if pack == "event" else "neighbour.leak"
    new = NewCase(pack=pack, text="路灯不亮", channel="phone", category=category, area_code=VILLAGE)
    number = open_case(report=new, by=PUBLIC, now=dispute.now).number
    ends = [Case.objects.get(number=one) for one in (number, dispute.number)]
    Link.objects.create(from_case=ends[0], to_case=ends[1], kind=kind, made_at=dispute.now)
    return replace(dispute, number=number)


def test_whoever_handled_a_linked_matter_is_in_conflict(dispute: Dispute, first: Mediator, second: Mediator) -> None:
    beside = linked(dispute)
    lead = dispute.city.organisations[BODY]
    beside.take("dispatch", "desk", lead=lead, task="看现场")
    beside.take("accept", "handler")
    assert conflicts(dispute, first) == ("handled",)
    assert conflicts(dispute, second) == ()
    found = choosing.choices(room=dispute.room("desk"), on_date=TODAY)
    assert [one.mediator.id for one in found] == [second.pk, first.pk]
    with pytest.raises(NotPossible):
        named(dispute, first)


def test_whoever_mediated_a_linked_case_is_in_conflict_but_a_merged_one_is_the_same_case(
    dispute: Dispute, first: Mediator, second: Mediator
) -> None:
    for who, kind in ((first, "opened"), (second, "duplicate")):
        beside = linked(dispute, kind, "dispute")
        Appointment.objects.create(
            case=Case.objects.get(number=beside.number),
            mediator=who,
            chosen_by="desk",
            appointed_at=dispute.now,
            ended_at=dispute.now,
            ended_as="done",
        )
    assert conflicts(dispute, first) == ("mediated",)
    assert conflicts(dispute, second) == ()


def test_nobody_on_leave_retired_or_of_another_body_is_named(
    dispute: Dispute, first: Mediator, second: Mediator
) -> None:
    leave = Absence.objects.create(mediator=first, from_date=TODAY, until_date=TODAY + timedelta(days=3))
    with pytest.raises(NotPossible):
        named(dispute, first)
    leave.delete()
    Mediator.objects.filter(id=second.pk).update(is_active=False)
    with pytest.raises(NotPossible):
        named(dispute, second)
    taken_on(dispute, first)
    other = listed(dispute.city, "assist", "furong-zj")
    with pytest.raises(NotPossible):
        named(dispute, other, by="head", is_lead=False)
    assert other.pk not in [one.mediator.id for one in choosing.choices(room=dispute.room("head"), on_date=TODAY)]


def test_stepping_aside_and_another_takes_over(dispute: Dispute, first: Mediator, second: Mediator) -> None:
    made = taken_on(dispute, first)
    dispute.take("consent", "handler", rights_told=True, openness="closed")
    with pytest.raises(Invalid):
        appointing.end(room=dispute.room("handler"), appointment_id=made, why="party_asks", now=dispute.now)
    appointing.end(room=dispute.room("handler"), appointment_id=made, why="tie", now=dispute.now)
    assert stage(dispute) == "recused"
    assert dispute.room("handler").seat.kind == "body"
    assert conflicts(dispute, first, by="head") == ("stepped_aside",)
    with pytest.raises(NotPossible):
        named(dispute, first, by="head")
    named(dispute, second, by="head")
    appointing.declare(room=dispute.room("head"), now=dispute.now)
    assert stage(dispute) == "mediating"
    assert steps(dispute)[-2:] == ["recuse", "replace"]
    with pytest.raises(NotSoNow):
        appointing.end(room=dispute.room("head"), appointment_id=made, why="leave", now=dispute.now)


def test_a_party_asks_for_another_and_their_body_replaces_them(
    dispute: Dispute, first: Mediator, second: Mediator
) -> None:
    made = taken_on(dispute, first)
    mine, theirs = party(dispute, "applicant", "handler"), party(dispute, "respondent", "handler")
    appointing.ask_for_another(room=dispute.seat(mine), why="trust", now=dispute.now)
    since = Appointment.objects.get().appointed_at
    assert choosing.asks_for_another(room=dispute.room("head"), since=since) == (("applicant", "trust"),)
    assert not [one for one in entries_of(room=dispute.seat(theirs)) if one.kind == "asked_for_another"]
    with pytest.raises(Invalid):
        appointing.ask_for_another(room=dispute.seat(mine), why="", now=dispute.now)
    with pytest.raises(Invalid):
        appointing.end(room=dispute.room("head"), appointment_id=made, why="tie", now=dispute.now)
    appointing.end(room=dispute.room("head"), appointment_id=made, why="party_asks", now=dispute.now)
    assert Appointment.objects.get().ended_as == "replaced"
    assert given(dispute, "recuse")["why_replaced"] == "party_asks"
    with pytest.raises(NotSoNow):
        appointing.ask_for_another(room=dispute.seat(mine), why="trust", now=dispute.now)
    appointing.wish(room=dispute.seat(mine), mediators=[second.pk], now=dispute.now)


def test_what_is_left_to_perform_is_taken_over(dispute: Dispute, first: Mediator, second: Mediator) -> None:
    made = taken_on(dispute, first)
    dispute.take("consent", "handler", rights_told=True, openness="closed")
    terms = {"effect_date": "2026-03-02", "agreement_no": "1", "terms": "付款", "sum": 1, "instalments": 1}
    dispute.take("settle", "handler", until="2026-03-20", **terms)
    appointing.end(room=dispute.room("handler"), appointment_id=made, why="leave", now=dispute.now)
    assert stage(dispute) == "performing"
    named(dispute, second, by="head")
    appointing.declare(room=dispute.room("head"), now=dispute.now)
    assert given(dispute, "take_over")["why_replaced"] == "leave"


def test_a_co_mediator_joins_and_leaves_without_a_step(dispute: Dispute, first: Mediator, second: Mediator) -> None:
    with pytest.raises(NotSoNow):
        named(dispute, second, is_lead=False)
    taken_on(dispute, first)
    with pytest.raises(NotPossible):
        named(dispute, second, by="handler")
    before = steps(dispute)
    helps = named(dispute, second, by="handler", is_lead=False)
    appointing.declare(room=dispute.room("head"), now=dispute.now)
    assert dispute.room("head").seat.kind == "mediator"
    with pytest.raises(NotPossible):
        named(dispute, second, by="handler", is_lead=False)
    appointing.end(room=dispute.room("head"), appointment_id=helps, why="leave", now=dispute.now)
    assert steps(dispute) == before


def test_a_conflict_that_came_to_light_stops_the_declaration(dispute: Dispute, first: Mediator) -> None:
    named(dispute, first)
    Case.objects.filter(number=dispute.number).update(reporter_account_id=first.account_id)
    with pytest.raises(NotPossible):
        appointing.declare(room=dispute.room("handler"), now=dispute.now)
    assert stage(dispute) == "assigned"


def test_a_refused_step_undoes_the_appointment(dispute: Dispute, first: Mediator) -> None:
    act(
        number=dispute.number,
        action="forward",
        inputs={"receiver": "12345", "reason": "不属于"},
        by=dispute.actor("desk"),
        now=dispute.now,
    )
    with pytest.raises(NotSoNow):
        named(dispute, first)
    assert not Appointment.objects.exists()


def test_only_the_desk_names_somebody_on_an_accepted_case(dispute: Dispute, first: Mediator) -> None:
    room = replace(dispute.room("desk"), seat=replace(dispute.room("desk").seat, kind="body"))
    with pytest.raises(NotSoNow):
        appointing.appoint(room=room, mediator_id=first.pk, reason="近", now=dispute.now)
