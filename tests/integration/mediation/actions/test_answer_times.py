"""Participants say when they can come."""

import pytest

from linli.core.errors import NotAllowed
from linli.mediation.actions import participants, sessions
from linli.mediation.errors import NoSuchSession, NotConsenting, NotSoNow
from linli.mediation.models import Session, TimeAnswer
from linli.mediation.queries.sessions import sessions_of
from linli.notify.models import Outgoing
from tests.integration.mediation.talking import HOUR, apart, kinds, mailed, proposed, says, times
from tests.mediating import Dispute


def test_the_mediator_is_told_and_sees_who_can(dispute: Dispute) -> None:
    first, _second = dispute.both()
    session = proposed(dispute)
    assert says(dispute, first, session, True, False) is None
    assert [time.can for time in sessions_of(room=dispute.room())[0].times] == [{first: True}, {first: False}]
    notice = Outgoing.objects.get(template="room_times_answered")
    assert notice.audience == {"accounts": [dispute.city.accounts["handler"]]}


def test_it_is_fixed_by_itself_when_all_can(dispute: Dispute) -> None:
    first, second = dispute.both()
    session = proposed(dispute, 48, 72)
    says(dispute, first, session, True, True)
    assert says(dispute, second, session, False, True) == dispute.now + HOUR * 72
    row = Session.objects.get(id=session)
    assert (row.state, row.starts_at, row.sequence) == ("fixed", dispute.now + HOUR * 72, 0)
    assert mailed("room_session_fixed") == [str(first), str(second)]
    assert kinds() == ["session_proposed", "times_answered", "times_answered", "session_fixed"]


def test_an_answer_may_be_changed(dispute: Dispute) -> None:
    first, _second = dispute.both()
    session = proposed(dispute, 48)
    says(dispute, first, session, False)
    says(dispute, first, session, True)
    assert [one.can_come for one in TimeAnswer.objects.all()] == [True]


def test_a_talk_apart_is_fixed_by_its_side_and_hidden_from_the_other(dispute: Dispute) -> None:
    first, second = dispute.both()
    session = apart(dispute, "applicant", 48)
    with pytest.raises(NoSuchSession):
        sessions.answer(room=dispute.seat(second), session=session, can={times(session)[0]: True}, now=dispute.now)
    assert says(dispute, first, session, True)
    assert mailed("room_session_fixed") == [str(first)]


def test_consent_comes_first(dispute: Dispute) -> None:
    dispute.both()
    late = dispute.join("respondent")
    session = proposed(dispute, 48)
    with pytest.raises(NotConsenting):
        says(dispute, late, session, True)
    participants.agree(room=dispute.seat(late), now=dispute.now)
    says(dispute, late, session, True)


def test_times_that_are_gone_and_staff_are_refused(dispute: Dispute) -> None:
    first, _second = dispute.both()
    session = proposed(dispute, 48)
    with pytest.raises(NotSoNow):
        sessions.answer(room=dispute.seat(first), session=session, can={0: True}, now=dispute.now)
    with pytest.raises(NotAllowed):
        sessions.answer(room=dispute.room(), session=session, can={times(session)[0]: True}, now=dispute.now)
    sessions.call_off(room=dispute.room(), session=session, now=dispute.now)
    with pytest.raises(NotSoNow):
        says(dispute, first, session, True)
