"""A session is put on record."""

from datetime import UTC, datetime, timedelta

import pytest

from linli.cases.errors import WrongStage
from linli.cases.models import Case, Event
from linli.core.errors import Invalid, NotAllowed
from linli.mediation.actions import holding, sessions
from linli.mediation.actions.holding import Record
from linli.mediation.errors import NotSoNow
from linli.mediation.models import PrivateNote, Session
from tests.integration.mediation.talking import apart, kinds, proposed, times
from tests.mediating import Dispute


def record(dispute: Dispute, **given: str) -> Record:
    """What came of it today."""
    return Record(held_on=dispute.now.date(), **given)


def test_the_procedure_takes_the_values_of_the_room(dispute: Dispute) -> None:
    dispute.both()
    session = proposed(dispute)
    made = record(dispute, agreed="漏水来自楼上", still_open="谁出粉刷的钱")
    holding.hold(room=dispute.room(), session=session, record=made, now=dispute.now)
    row = Session.objects.get()
    assert (row.state, row.agreed, row.still_open) == ("held", "漏水来自楼上", "谁出粉刷的钱")
    step = Event.objects.filter(kind="note_session").get()
    assert step.body is not None
    kept = {key: step.body["inputs"][key] for key in ("held_on", "round", "manner", "agreed", "still_open")}
    assert kept == {
        "held_on": "2026-03-02",
        "round": 1,
        "manner": "together",
        "agreed": "漏水来自楼上",
        "still_open": "谁出粉刷的钱",
    }
    assert kinds()[-1] == "session_held"


def test_of_a_talk_apart_a_sealed_note_is_kept_and_the_case_hears_nothing(dispute: Dispute) -> None:
    dispute.both()
    before = Case.objects.values_list("version", flat=True).get()
    holding.hold(
        room=dispute.room(), session=apart(dispute), record=record(dispute, private="底线是一千元"), now=dispute.now
    )
    assert Session.objects.get().state == "held"
    assert PrivateNote.objects.get().session_id == Session.objects.get().id
    assert not Event.objects.filter(kind="note_session").exists()
    assert Case.objects.values_list("version", flat=True).get() == before


def test_talks_apart_leave_no_gap_in_the_count(dispute: Dispute) -> None:
    dispute.both()
    for session, words in (
        (apart(dispute), {"private": "一"}),
        (proposed(dispute), {"agreed": "二"}),
        (apart(dispute, "respondent"), {"private": "三"}),
        (proposed(dispute), {"still_open": "四"}),
    ):
        holding.hold(room=dispute.room(), session=session, record=record(dispute, **words), now=dispute.now)
    rounds = [event.body["inputs"]["round"] for event in Event.objects.filter(kind="note_session") if event.body]
    assert rounds == [1, 2]


def test_one_that_was_not_planned_is_put_on_record(dispute: Dispute) -> None:
    dispute.both()
    made = record(dispute, agreed="当场修好")
    holding.hold_unplanned(room=dispute.room(), manner="on_site", side="", record=made, now=dispute.now)
    assert (Session.objects.get().state, Session.objects.get().manner) == ("held", "on_site")
    assert Event.objects.filter(kind="note_session").exists()
    with pytest.raises(Invalid):
        holding.hold_unplanned(room=dispute.room(), manner="apart", side="", record=made, now=dispute.now)


def test_a_record_that_says_nothing_or_the_wrong_thing_is_refused(dispute: Dispute) -> None:
    dispute.both()
    together, alone = proposed(dispute), apart(dispute)
    for session, words, field in (
        (together, {}, "still_open"),
        (together, {"agreed": "好", "private": "密"}, "private"),
        (alone, {}, "private"),
        (alone, {"agreed": "好", "private": "密"}, "private"),
    ):
        with pytest.raises(Invalid) as refusal:
            holding.hold(room=dispute.room(), session=session, record=record(dispute, **words), now=dispute.now)
        assert field in refusal.value.fields
    tomorrow = Record(held_on=dispute.now.date() + timedelta(days=2), agreed="好")
    with pytest.raises(Invalid):
        holding.hold(room=dispute.room(), session=together, record=tomorrow, now=dispute.now)
    assert not PrivateNote.objects.exists()


def test_it_is_held_once_and_by_a_mediator(dispute: Dispute) -> None:
    first, _second = dispute.both()
    session = proposed(dispute)
    for room in (dispute.room("head"), dispute.room("desk"), dispute.seat(first)):
        with pytest.raises(NotAllowed):
            holding.hold(room=room, session=session, record=record(dispute, agreed="好"), now=dispute.now)
    holding.hold(room=dispute.room(), session=session, record=record(dispute, agreed="好"), now=dispute.now)
    with pytest.raises(NotSoNow):
        holding.hold(room=dispute.room(), session=session, record=record(dispute, agreed="好"), now=dispute.now)


def test_when_the_procedure_refuses_nothing_is_kept(dispute: Dispute) -> None:
    dispute.join("applicant")
    session = proposed(dispute)
    with pytest.raises(WrongStage):
        holding.hold(room=dispute.room(), session=session, record=record(dispute, agreed="好"), now=dispute.now)
    assert Session.objects.get().state == "proposed"


def test_it_was_held_on_the_day_that_the_record_names(dispute: Dispute) -> None:
    dispute.both()
    session = proposed(dispute, 24)
    sessions.fix(room=dispute.room(), session=session, time=times(session)[0], now=dispute.now)
    later = dispute.now + timedelta(days=3)
    for back, at in ((2, dispute.now + timedelta(days=1)), (1, datetime(2026, 3, 4, 4, 0, tzinfo=UTC)), (0, later)):
        row = Session.objects.get(id=session)
        assert holding.when(row=row, held_on=(later - timedelta(days=back)).date(), now=later) == at
