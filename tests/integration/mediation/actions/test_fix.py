"""A mediator fixes a time, moves a session or calls it off."""

import pytest

from linli.core.errors import Invalid, NotAllowed
from linli.mediation.actions import sessions
from linli.mediation.errors import NoSuchSession, NotSoNow
from linli.mediation.models import Session
from tests.integration.mediation.talking import HOUR, apart, kinds, mailed, proposed, says, times
from tests.mediating import Dispute


def test_the_mediator_fixes_one_whoever_answered(dispute: Dispute) -> None:
    both = dispute.both()
    session = proposed(dispute, 48, 72)
    sessions.fix(room=dispute.room(), session=session, time=times(session)[1], now=dispute.now)
    row = Session.objects.get(id=session)
    assert (row.state, row.starts_at, row.reminded_at) == ("fixed", dispute.now + HOUR * 72, None)
    assert mailed("room_session_fixed") == [str(one) for one in both]


def test_one_that_is_near_is_not_reminded_of_again(dispute: Dispute) -> None:
    dispute.both()
    session = proposed(dispute, 20)
    sessions.fix(room=dispute.room(), session=session, time=times(session)[0], now=dispute.now)
    assert Session.objects.get().reminded_at == dispute.now


def test_a_time_that_is_over_or_of_another_session_is_refused(dispute: Dispute) -> None:
    dispute.both()
    session, other = proposed(dispute, 48), proposed(dispute, 48)
    with pytest.raises(NotSoNow):
        sessions.fix(room=dispute.room(), session=session, time=times(other)[0], now=dispute.now)
    with pytest.raises(NotSoNow):
        sessions.fix(room=dispute.room(), session=session, time=times(session)[0], now=dispute.now + HOUR * 60)


def test_a_moved_session_asks_again_and_counts_the_change(dispute: Dispute) -> None:
    first, second = dispute.both()
    session = proposed(dispute, 48)
    for one in (first, second):
        says(dispute, one, session, True)
    sessions.move(room=dispute.room(), session=session, starts=[dispute.now + HOUR * 96], length=HOUR, now=dispute.now)
    row = Session.objects.get(id=session)
    assert (row.state, row.sequence, row.starts_at) == ("proposed", 1, dispute.now + HOUR * 48)
    assert mailed("room_session_moved") == [str(first), str(second)]
    for one in (first, second):
        says(dispute, one, session, True)
    row.refresh_from_db()
    assert (row.state, row.sequence, row.starts_at) == ("fixed", 2, dispute.now + HOUR * 96)


def test_faulty_times_are_refused(dispute: Dispute) -> None:
    dispute.both()
    session = proposed(dispute)
    with pytest.raises(Invalid):
        sessions.move(room=dispute.room(), session=session, starts=[dispute.now], length=HOUR, now=dispute.now)
    assert len(times(session)) == 2


def test_one_that_is_called_off_is_told_and_stays_so(dispute: Dispute) -> None:
    both = dispute.both()
    session = proposed(dispute)
    sessions.call_off(room=dispute.room(), session=session, now=dispute.now)
    assert Session.objects.get().state == "called_off"
    assert mailed("room_session_off") == [str(one) for one in both]
    assert kinds()[-1] == "session_called_off"
    with pytest.raises(NotSoNow):
        sessions.call_off(room=dispute.room(), session=session, now=dispute.now)
    with pytest.raises(NotSoNow):
        sessions.fix(room=dispute.room(), session=session, time=times(session)[0], now=dispute.now)


def test_of_a_talk_apart_that_is_called_off_its_side_alone_hears(dispute: Dispute) -> None:
    first, _second = dispute.both()
    sessions.call_off(room=dispute.room(), session=apart(dispute), now=dispute.now)
    assert mailed("room_session_off") == [str(first)]


@pytest.mark.parametrize("username", ["head", "desk"])
def test_nobody_but_a_mediator_changes_them(dispute: Dispute, username: str) -> None:
    first, _second = dispute.both()
    session = proposed(dispute)
    for room in (dispute.room(username), dispute.seat(first)):
        with pytest.raises(NotAllowed):
            sessions.fix(room=room, session=session, time=times(session)[0], now=dispute.now)
        with pytest.raises(NotAllowed):
            sessions.move(room=room, session=session, starts=[dispute.now], length=HOUR, now=dispute.now)
        with pytest.raises(NotAllowed):
            sessions.call_off(room=room, session=session, now=dispute.now)


def test_a_session_of_another_case_is_none(dispute: Dispute) -> None:
    from tests.mediating import open_dispute

    dispute.both()
    other = open_dispute(city=dispute.city, now=dispute.now)
    other.both()
    with pytest.raises(NoSuchSession):
        sessions.call_off(room=other.room(), session=proposed(dispute), now=dispute.now)
