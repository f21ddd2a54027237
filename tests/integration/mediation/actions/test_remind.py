"""Those whom a session concerns are reminded the day before."""

from linli.mediation.actions import reminding, sessions
from linli.mediation.models import Session
from linli.mediation.queries.waiting import has_sessions_to_remind, sessions_to_remind
from tests.integration.mediation.talking import HOUR, apart, close, kinds, mailed, proposed, times
from tests.mediating import Dispute


def fixed(dispute: Dispute, session: object) -> None:
    """The session is fixed to its first time."""
    sessions.fix(room=dispute.room(), session=session, time=times(session)[0], now=dispute.now)  # type: ignore[arg-type]


def test_it_reminds_once_within_a_day(dispute: Dispute) -> None:
    both = dispute.both()
    fixed(dispute, proposed(dispute, 48))
    assert not has_sessions_to_remind(now=dispute.now + HOUR * 23)
    assert reminding.remind(now=dispute.now + HOUR * 23) == 0
    assert has_sessions_to_remind(now=dispute.now + HOUR * 24)
    assert reminding.remind(now=dispute.now + HOUR * 24) == 1
    assert reminding.remind(now=dispute.now + HOUR * 25) == 0
    assert mailed("room_session_soon") == [str(one) for one in both]
    assert kinds()[-1] == "session_reminded"


def test_of_a_talk_apart_its_side_alone_is_reminded(dispute: Dispute) -> None:
    first, _second = dispute.both()
    fixed(dispute, apart(dispute, "applicant", 48))
    reminding.remind(now=dispute.now + HOUR * 30)
    assert mailed("room_session_soon") == [str(first)]


def test_nobody_is_reminded_of_what_is_over_moved_or_called_off(dispute: Dispute) -> None:
    dispute.both()
    moved, off, over = (proposed(dispute, 48) for _one in range(3))
    for session in (moved, off, over):
        fixed(dispute, session)
    sessions.move(room=dispute.room(), session=moved, starts=[dispute.now + HOUR * 99], length=HOUR, now=dispute.now)
    sessions.call_off(room=dispute.room(), session=off, now=dispute.now)
    assert reminding.remind(now=dispute.now + HOUR * 49) == 0
    assert not has_sessions_to_remind(now=dispute.now + HOUR * 49)


def test_a_closed_case_reminds_nobody(dispute: Dispute) -> None:
    dispute.both()
    fixed(dispute, proposed(dispute, 48))
    close(dispute)
    assert reminding.remind(now=dispute.now + HOUR * 30) == 0
    assert not has_sessions_to_remind(now=dispute.now + HOUR * 30)
    assert mailed("room_session_soon") == []


def test_the_look_up_reads_its_small_index(dispute: Dispute) -> None:
    from django.db import connection

    dispute.both()
    fixed(dispute, proposed(dispute, 48))
    assert Session.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = sessions_to_remind(now=dispute.now).explain()
    assert "mediation_session_coming" in plan
