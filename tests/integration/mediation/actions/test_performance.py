"""Duties are told, put on record, reminded of, and dealt with when they are not performed."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from linli.cases.models import Case
from linli.core.errors import Invalid, NotAllowed
from linli.mediation.actions import drafting, performing, signing
from linli.mediation.agreed import Duty, DutyView
from linli.mediation.errors import NotSoNow
from linli.mediation.models import Entry, Obligation
from linli.mediation.queries.agreements import duties_in_effect, told_duties
from linli.notify.models import Outgoing
from tests.agreeing import DRAWN, agreed, fixed, whole
from tests.mediating import Dispute

HALF = Decimal(10_000)


@pytest.fixture
def deposit(dispute: Dispute) -> Dispute:
    """20,000 yuan of a deposit, to be paid back in two parts: in 10 and in 40 days."""
    first = dispute.now.date() + timedelta(days=10)
    second = first + timedelta(days=30)
    agreed(dispute, *(Duty("pay", "respondent", "applicant", "定金", day, HALF) for day in (first, second)))
    return dispute


def test_paid_in_two_parts_the_second_late(deposit: Dispute) -> None:
    first, second = duties(deposit)
    assert at(deposit, first.due_date, first) == "performed"
    case = Case.objects.get(number=deposit.number)
    assert (case.stage, case.fields["part"], case.fields["paid"]) == ("performing", 1, 10_000)
    assert at(deposit, second.due_date + timedelta(days=3), second) == "late"
    case = Case.objects.get(number=deposit.number)
    assert (case.stage, case.fields["paid"]) == ("calling_back", 20_000)
    assert Outgoing.objects.filter(template="room_performed").count() == 4


def test_a_breach_a_call_and_a_late_part(deposit: Dispute) -> None:
    first, second = duties(deposit)
    deposit.now += timedelta(days=12)
    assert performing.remind(now=deposit.now) == 1
    performing.breach(room=deposit.room(), duty=first.id, reason="到期没有付款", now=deposit.now)
    assert deposit.room().stage == "breached"
    assert performing.demand(room=deposit.room(), mode="phone", words="已电话催促", now=deposit.now) == 1
    assert at(deposit, deposit.now.date(), first) == "late"
    assert deposit.room().stage == "performing"
    assert at(deposit, second.due_date, second) == "performed"
    assert deposit.room().stage == "calling_back"


def test_a_breach_is_mediated_again_and_a_new_agreement_takes_its_place(deposit: Dispute) -> None:
    first, second = duties(deposit)
    deposit.now += timedelta(days=12)
    performing.breach(room=deposit.room(), duty=first.id, reason="到期没有付款", now=deposit.now)
    with pytest.raises(Exception, match="双方都同意"):
        performing.mediate_again(room=deposit.room(), both_agree=False, words="", now=deposit.now)
    performing.mediate_again(room=deposit.room(), both_agree=True, words="双方要求再谈", now=deposit.now)
    fixed(deposit)
    for one in deposit.room().parties():
        signing.sign_on_screen(room=deposit.seat(one.id), drawing=DRAWN, now=deposit.now)
    assert {row.state for row in Obligation.objects.filter(id__in=[first.id, second.id])} == {"released"}
    assert [one.state for one in duties(deposit)] == ["released", "due", "released"]
    assert deposit.room().stage == "performing"


def test_reminded_three_days_before_and_on_the_day_after_once_each(deposit: Dispute) -> None:
    start = deposit.now
    assert [day for day in range(16) if performing.remind(now=start + timedelta(days=day))] == [7, 11]
    assert Outgoing.objects.filter(template="room_due").count() == 1
    assert Outgoing.objects.filter(template="room_overdue").count() == 1
    alert = Outgoing.objects.get(template="room_breach")
    assert alert.audience == {"accounts": [deposit.city.accounts["handler"]]}
    assert "due_at" in alert.context


def test_nobody_is_reminded_at_night_or_of_what_is_done(deposit: Dispute) -> None:
    first, _second = duties(deposit)
    midnight = deposit.now.replace(hour=17) + timedelta(days=7)
    assert not performing.has_due(now=midnight)
    assert performing.has_due(now=deposit.now + timedelta(days=8))
    at(deposit, deposit.now.date(), first)
    assert not performing.has_due(now=deposit.now + timedelta(days=8))


def test_drafts_are_not_reminded_of(dispute: Dispute) -> None:
    dispute.both()
    drafting.save(room=dispute.room(), draft=whole(dispute), now=dispute.now)
    assert not performing.has_due(now=dispute.now + timedelta(days=6))


def test_a_participant_tells_with_a_proof_and_the_mediator_puts_it_on_record(deposit: Dispute) -> None:
    first, _second = duties(deposit)
    payer = deposit.room().of_side("respondent")[0]
    performing.tell_done(room=deposit.seat(payer.id), duty=first.id, now=deposit.now, proof=(DRAWN, "转账.png"))
    assert told_duties(room=deposit.room()) == {first.id}
    assert Obligation.objects.get(id=first.id).proof is not None
    assert Outgoing.objects.filter(template="room_told").exists()
    assert Entry.objects.filter(kind="performance_told").count() == 1
    at(deposit, deposit.now.date(), first)
    with pytest.raises(NotSoNow):
        performing.tell_done(room=deposit.seat(payer.id), duty=first.id, now=deposit.now)


def test_a_third_party_tells_nothing_of_what_two_others_owe(deposit: Dispute) -> None:
    third = deposit.join("third")
    first, _second = duties(deposit)
    with pytest.raises(NotAllowed):
        performing.tell_done(room=deposit.seat(third), duty=first.id, now=deposit.now)
    with pytest.raises(NotAllowed):
        performing.record(room=deposit.seat(third), duty=first.id, day=first.due_date, now=deposit.now)


def test_no_day_to_come_and_no_breach_before_the_day_is_over(deposit: Dispute) -> None:
    first, _second = duties(deposit)
    with pytest.raises(Invalid):
        performing.record(room=deposit.room(), duty=first.id, day=first.due_date, now=deposit.now)
    with pytest.raises(NotSoNow):
        performing.breach(room=deposit.room(), duty=first.id, reason="没付", now=deposit.now)
    with pytest.raises(NotSoNow):
        performing.demand(room=deposit.room(), mode="phone", words="催", now=deposit.now)


def duties(dispute: Dispute) -> tuple[DutyView, ...]:
    """By day."""
    return duties_in_effect(case_id=dispute.room().case_id)


def at(dispute: Dispute, day: date, duty: DutyView) -> str:
    """Put on record on the day itself."""
    now = datetime.combine(day, dispute.now.timetz())
    dispute.now = max(now, dispute.now)
    return performing.record(room=dispute.room(), duty=duty.id, day=day, now=dispute.now)
