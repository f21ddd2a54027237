"""A mediator proposes a session."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.core.errors import Invalid, NotAllowed
from linli.mediation.actions import sessions
from linli.mediation.errors import MediationOver, NotSoNow
from linli.mediation.models import Entry, Session, SessionTime
from tests.integration.mediation.talking import apart, kinds, mailed, plan, proposed, says, times
from tests.mediating import Dispute


def test_it_is_proposed_with_its_times_and_everybody_is_asked(dispute: Dispute) -> None:
    first, second = dispute.both()
    session = Session.objects.get(id=proposed(dispute, 24, 48, 72))
    assert (session.round, session.state, session.venue) == (1, "proposed", "街道调解室")
    assert SessionTime.objects.filter(session=session).count() == 3
    assert mailed("room_times") == [str(first), str(second)]
    assert kinds() == ["session_proposed"]


def test_of_a_talk_apart_its_side_alone_hears(dispute: Dispute) -> None:
    first, _second = dispute.both()
    apart(dispute, "applicant")
    assert mailed("room_times") == [str(first)]
    entry = Entry.objects.get(kind="session_proposed")
    assert (entry.reader, entry.side) == ("side", "applicant")


def test_nobody_who_left_is_asked(dispute: Dispute) -> None:
    from linli.mediation.actions import participants

    other = dispute.join("respondent")
    first, second = dispute.both()
    participants.agree(room=dispute.room(), participant=other, how="phone", now=dispute.now)
    participants.leave(room=dispute.seat(other), now=dispute.now)
    proposed(dispute)
    assert mailed("room_times") == [str(first), str(second)]


def test_a_faulty_plan_is_refused(dispute: Dispute) -> None:
    dispute.both()
    with pytest.raises(Invalid) as refusal:
        proposed(dispute, -5)
    assert "starts" in refusal.value.fields


def test_it_needs_somebody_to_ask(dispute: Dispute) -> None:
    with pytest.raises(NotSoNow):
        proposed(dispute)


@pytest.mark.parametrize("username", ["head", "desk"])
def test_nobody_but_a_mediator_proposes(dispute: Dispute, username: str) -> None:
    first, _second = dispute.both()
    with pytest.raises(NotAllowed):
        sessions.propose(room=dispute.room(username), plan=plan(dispute), now=dispute.now)
    with pytest.raises(NotAllowed):
        sessions.propose(room=dispute.seat(first), plan=plan(dispute), now=dispute.now)


def test_nothing_is_proposed_in_a_closed_case(dispute: Dispute) -> None:
    dispute.take("decline", end_ground="refused", routes=["court"], where_to="区法院", note="")
    dispute.take("close_declined", "desk", answer="对方不愿意调解")
    with pytest.raises(NotSoNow):
        proposed(dispute)


def test_the_database_keeps_sessions_whole(dispute: Dispute) -> None:
    dispute.both()
    one = Session.objects.filter(id=proposed(dispute))
    for broken in (
        {"side": "applicant"},
        {"manner": "apart"},
        {"state": "fixed"},
        {"state": "held"},
        {"held_at": dispute.now},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            one.update(**broken)
    time = SessionTime.objects.filter(session__in=one)
    with pytest.raises(IntegrityError), transaction.atomic():
        time.update(ends_at=dispute.now - timedelta(days=9))


def test_nothing_is_planned_once_the_mediation_has_ended(dispute: Dispute) -> None:
    first, _second = dispute.both()
    asked, fixed = proposed(dispute), proposed(dispute)
    sessions.fix(room=dispute.room(), session=fixed, time=times(fixed)[0], now=dispute.now)
    dispute.take("end", end_ground="no_agreement", routes=["court"], where_to="区法院", note="")
    assert dispute.room().stage == "ended"
    for planning in (
        lambda: proposed(dispute),
        lambda: says(dispute, first, asked, *[True] * len(times(asked))),
        lambda: sessions.fix(room=dispute.room(), session=asked, time=times(asked)[0], now=dispute.now),
    ):
        with pytest.raises(MediationOver):
            planning()
    sessions.call_off(room=dispute.room(), session=fixed, now=dispute.now)
    assert Session.objects.get(id=fixed).state == "called_off"
