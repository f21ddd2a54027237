"""A mediator keeps a sealed note of a talk with one side."""

import pytest
from django.db import IntegrityError, connection, transaction

from linli.core.errors import Invalid, NotAllowed
from linli.mediation.actions import notes
from linli.mediation.errors import NotSoNow
from linli.mediation.models import Appointment, Entry, PrivateNote
from linli.mediation.queries.notes import notes_of
from tests.integration.mediation.talking import apart
from tests.mediating import Dispute, appoint

SECRET = "她愿意退到一万八千元"


def write(dispute: Dispute, side: str = "applicant", text: str = SECRET) -> None:
    """A note of a talk with the applicant."""
    notes.write(room=dispute.room(), now=dispute.now, side=side, text=text)


def test_it_is_sealed_and_bound_to_its_row(dispute: Dispute) -> None:
    write(dispute)
    write(dispute, text="另一条")
    first, second = PrivateNote.objects.order_by("id")
    assert SECRET.encode() not in bytes(first.text)
    assert [one.text for one in notes_of(room=dispute.room())][-1] == SECRET
    PrivateNote.objects.filter(id=second.id).update(text=first.text)
    with pytest.raises(Exception, match=r".+"):
        notes_of(room=dispute.room())


def test_no_table_of_the_database_holds_the_words(dispute: Dispute) -> None:
    dispute.both()
    write(dispute)
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()")
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{SECRET[:6]}%"])
            assert cursor.fetchone() == (0,), table


def test_a_replaced_mediator_reads_no_more_and_the_next_one_does(dispute: Dispute) -> None:
    write(dispute)
    assert notes_of(room=dispute.room("head")) == ()
    Appointment.objects.update(ended_at=dispute.now, ended_as="replaced")
    appoint(dispute=dispute, username="head")
    assert notes_of(room=dispute.room("handler")) == ()
    assert [one.text for one in notes_of(room=dispute.room("head"))] == [SECRET]
    with pytest.raises(NotAllowed):
        write(dispute)


def test_that_it_was_kept_is_for_mediators_alone(dispute: Dispute) -> None:
    write(dispute)
    entry = Entry.objects.get(kind="note_kept")
    assert (entry.reader, entry.body) == ("mediators", {})


def test_nobody_else_writes_or_reads(dispute: Dispute) -> None:
    first, _second = dispute.both()
    write(dispute)
    for room in (dispute.room("head"), dispute.room("desk"), dispute.seat(first)):
        assert notes_of(room=room) == ()
        with pytest.raises(NotAllowed):
            notes.write(room=room, side="applicant", text="谈话", now=dispute.now)


@pytest.mark.parametrize("given", [{"text": " "}, {"text": "字" * 4001}, {"side": "both"}])
def test_a_faulty_note_is_refused(dispute: Dispute, given: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        write(dispute, **given)


def test_it_belongs_to_a_session_of_the_same_side_or_to_none(dispute: Dispute) -> None:
    dispute.both()
    session = apart(dispute, "respondent")
    with pytest.raises(NotSoNow):
        notes.write(room=dispute.room(), side="applicant", text="谈话", session=session, now=dispute.now)
    notes.write(room=dispute.room(), side="respondent", text="谈话", session=session, now=dispute.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrivateNote.objects.update(side="")


def test_nothing_is_added_to_a_closed_case(dispute: Dispute) -> None:
    dispute.take("decline", end_ground="refused", routes=["court"], where_to="区法院", note="")
    dispute.take("close_declined", "desk", answer="对方不愿意调解")
    with pytest.raises(NotSoNow):
        write(dispute)
