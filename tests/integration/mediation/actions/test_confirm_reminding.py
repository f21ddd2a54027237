"""Both sides and the mediators are reminded of the last day for asking a court to confirm."""

from datetime import datetime, timedelta

import pytest

from linli.core.errors import NotAllowed
from linli.mediation.actions import confirm_reminding, confirming
from linli.mediation.errors import NotSoNow
from linli.mediation.models import Entry, Participant
from linli.mediation.queries.agreements import is_given_up
from linli.notify.models import Outgoing
from linli.people.models import Contact
from tests.agreeing import agreed
from tests.integration.mediation.talking import mailed
from tests.mediating import Dispute

COURT = "长沙市芙蓉区人民法院"


def told(dispute: Dispute, *days: int) -> list[int]:
    """On which of the days after the effect somebody is reminded. The last day is the thirtieth."""
    return [day for day in days or range(35) if confirm_reminding.remind(now=dispute.now + timedelta(days=day))]


def ask(dispute: Dispute, days: int) -> None:
    when = dispute.now + timedelta(days=days)
    confirming.ask(room=dispute.room(), together=True, confirms="rights", court=COURT, now=when)


def near() -> int:
    """Notices to the mediators."""
    return Outgoing.objects.filter(template="room_confirm_near", channel="inapp").count()


def test_seven_days_and_one_day_before_once_each(dispute: Dispute) -> None:
    both = agreed(dispute)
    assert told(dispute) == [23, 29]
    assert sorted(mailed("room_confirm_soon")) == sorted([str(one) for one in both] * 2)
    assert near() == 2
    entries = Entry.objects.filter(kind="confirm_reminded").order_by("id")
    assert [(one.body["days"], one.body["last_on"]) for one in entries] == [(7, "2026-04-01"), (1, "2026-04-01")]


def test_it_is_looked_at_every_hour_and_told_once(dispute: Dispute) -> None:
    agreed(dispute)
    assert told(dispute, 23) == [23]
    assert confirm_reminding.remind(now=dispute.now + timedelta(days=23, hours=1)) == 0
    assert near() == 1


def test_who_looks_late_reminds_of_the_nearest_alone(dispute: Dispute) -> None:
    agreed(dispute)
    assert told(dispute, 29, 30) == [29]
    assert Entry.objects.get(kind="confirm_reminded").body["days"] == 1


def test_never_at_night(dispute: Dispute) -> None:
    agreed(dispute)
    night: datetime = (dispute.now + timedelta(days=23)).replace(hour=20)
    assert confirm_reminding.remind(now=night) == 0


def test_it_stops_when_it_is_asked_for_and_goes_on_when_the_court_does_not_take_it(dispute: Dispute) -> None:
    agreed(dispute)
    ask(dispute, 20)
    assert told(dispute, 23, 24) == []
    dispute.take("court_refuses", reason="材料不全")
    assert told(dispute, 25) == [25]


def test_it_stops_when_the_court_has_decided(dispute: Dispute) -> None:
    agreed(dispute)
    ask(dispute, 5)
    dispute.now += timedelta(days=6)
    dispute.take("court_decides", court_result="confirmed", court_no="（2026）调确字第1号", note="")
    dispute.now -= timedelta(days=6)
    assert dispute.room().stage == "performing"
    assert told(dispute) == []


def test_it_stops_when_it_is_given_up_until_somebody_wants_it_after_all(dispute: Dispute) -> None:
    applicant, _respondent = agreed(dispute)
    confirming.give_up(room=dispute.room(), now=dispute.now)
    assert is_given_up(case_id=dispute.room().case_id)
    with pytest.raises(NotSoNow):
        confirming.give_up(room=dispute.room(), now=dispute.now)
    assert told(dispute, 23) == []
    confirming.want(room=dispute.seat(applicant), now=dispute.now)
    assert told(dispute, 24) == [24]


def test_only_the_mediators_give_it_up(dispute: Dispute) -> None:
    applicant, _respondent = agreed(dispute)
    for room in (dispute.room("desk"), dispute.seat(applicant)):
        with pytest.raises(NotAllowed):
            confirming.give_up(room=room, now=dispute.now)


def test_before_an_agreement_and_after_the_last_day_nobody_is(dispute: Dispute) -> None:
    dispute.both()
    assert told(dispute) == []
    assert near() == 0


def test_who_left_no_mail_is_named_to_the_mediators(dispute: Dispute) -> None:
    _applicant, respondent = agreed(dispute)
    kept = Participant.objects.values_list("contact_id", flat=True).get(id=respondent)
    Contact.objects.filter(id=kept).update(email=None)
    told(dispute, 23)
    assert [line["zh"] for line in Outgoing.objects.get(template="room_confirm_near").context["lines"]] == ["被申请人1"]
