"""How a mediation stands, told to whoever has a seat in it, in counts and dates alone."""

from datetime import timedelta

import pytest

from linli.cases.errors import NoSuchCase
from linli.mediation.actions import performing
from linli.mediation.queries.agreements import duties_in_effect
from linli.mediation.queries.returning import Performance, Returned, returned
from tests.agreeing import agreed
from tests.mediating import Dispute


def told(dispute: Dispute, username: str = "handler") -> Returned:
    return returned(number=dispute.number, by=dispute.actor(username), now=dispute.now)


def test_before_an_agreement_there_is_nothing_to_perform(dispute: Dispute) -> None:
    dispute.both()
    found = told(dispute)
    assert (found.stage, found.is_open, found.sessions, found.agreements) == ("mediating", True, 0, ())
    assert found.performance == Performance("none", 0, 0, 0, None)
    assert [one.title["zh"] for one in found.mediators] == ["人民调解员"]


def test_the_agreement_and_its_performance_are_followed(dispute: Dispute) -> None:
    agreed(dispute)
    due = dispute.now.date() + timedelta(days=7)
    found = told(dispute, "desk")
    assert [(one.number, one.effective_date) for one in found.agreements] == [
        ("长沙人调字〔2026〕1号", dispute.now.date())
    ]
    assert found.performance == Performance("due", 1, 0, 0, due)
    dispute.now += timedelta(days=9)
    assert told(dispute).performance == Performance("late", 1, 0, 1, due)
    (duty,) = duties_in_effect(case_id=dispute.room().case_id)
    performing.record(room=dispute.room(), duty=duty.id, day=dispute.now.date(), now=dispute.now)
    assert told(dispute).performance == Performance("performed", 1, 1, 0, None)


def test_a_body_that_was_called_in_reads_it(dispute: Dispute) -> None:
    dispute.both()
    dispute.take("invite", "handler", assists=[dispute.city.organisations["furong-zj"]], task="请到场")
    assert told(dispute, "assist").stage == "mediating"


@pytest.mark.parametrize("username", ["verifier", "grid", "leader", "assist"])
def test_who_has_no_seat_reads_nothing(dispute: Dispute, username: str) -> None:
    with pytest.raises(NoSuchCase):
        told(dispute, username)
