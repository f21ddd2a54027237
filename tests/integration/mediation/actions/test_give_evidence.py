"""Evidence is put on the list, shared and withdrawn."""

import io
import os
import time
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from PIL import Image

from linli.cases.actions.attaching import TooLarge, Unreadable, forget_unused, kept_at
from linli.cases.models import Attachment
from linli.core.errors import Invalid, NotAllowed
from linli.mediation.actions import evidence
from linli.mediation.errors import NoSuchEvidence, NotConsenting, NotSoNow
from linli.mediation.models import Entry, Evidence
from linli.mediation.queries.evidence import evidence_of, file_of
from linli.mediation.rules import listing
from tests.integration.mediation.talking import HOUR, PAPER, close, kinds, mailed
from tests.mediating import Dispute


def picture(colour: str = "seagreen") -> bytes:
    """A photo."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


PHOTO = replace(PAPER, kind="photo", title="天花板", content=picture(), name="天花板.jpg")


def photos() -> QuerySet[Attachment]:
    """What was handed in, beside the letters of the procedure."""
    return Attachment.objects.exclude(purpose="letter").exclude(purpose="document")


def seen(dispute: Dispute, *seats: UUID) -> list[int]:
    """How many lines each seat sees: participants, then mediator, body, desk."""
    rooms = [*(dispute.seat(one) for one in seats), *(dispute.room(name) for name in ("handler", "head", "desk"))]
    return [len(evidence_of(room=room)) for room in rooms]


def test_its_own_side_and_the_mediators_see_it_until_it_is_shared(dispute: Dispute) -> None:
    first, second = dispute.both()
    line = evidence.give(room=dispute.seat(first), new=PAPER, now=dispute.now)
    assert seen(dispute, first, second) == [1, 0, 1, 0, 0]
    assert mailed("room_evidence") == []
    evidence.share(room=dispute.seat(first), evidence=line, now=dispute.now)
    assert seen(dispute, first, second) == [1, 1, 1, 0, 0]
    assert mailed("room_evidence") == [str(second)]
    assert kinds() == ["evidence_given", "evidence_shared"]
    assert Entry.objects.get(kind="evidence_given").side == "applicant"


def test_numbers_have_no_gap_that_tells_of_another(dispute: Dispute) -> None:
    first, second = dispute.both()
    for who in (first, second, first):
        evidence.give(room=dispute.seat(who), new=PAPER, now=dispute.now)
    assert [one.number for one in evidence_of(room=dispute.seat(first))] == [1, 2]
    assert [one.number for one in evidence_of(room=dispute.seat(second))] == [1]


def test_a_photo_is_kept_in_the_room_and_served_by_seat(dispute: Dispute) -> None:
    first, second = dispute.both()
    line = evidence.give(room=dispute.seat(first), new=PHOTO, now=dispute.now)
    kept = Attachment.objects.get(purpose="room")
    assert (kept.is_public, kept.event_seq, kept.taken_lat) == (False, None, None)
    assert kept.case_id is not None
    assert file_of(room=dispute.seat(first), evidence=line).path == kept.path
    for room in (dispute.seat(second), dispute.room("head"), dispute.room("desk")):
        with pytest.raises(NoSuchEvidence):
            file_of(room=room, evidence=line)
    assert forget_unused(now=dispute.now + HOUR * 1000) == 0


def test_a_faulty_file_leaves_nothing(dispute: Dispute) -> None:
    first, _second = dispute.both()
    room = dispute.seat(first)
    with pytest.raises(Unreadable):
        evidence.give(room=room, new=replace(PHOTO, content=b"GIF89a", name="a.gif"), now=dispute.now)
    with pytest.raises(Unreadable):
        evidence.give(room=room, new=replace(PHOTO, content=b"MZ", name="a.pdf"), now=dispute.now)
    with pytest.raises(TooLarge):
        evidence.give(
            room=room, new=replace(PHOTO, content=b"%PDF-" + b"0" * 21_000_000, name="a.pdf"), now=dispute.now
        )
    assert not Evidence.objects.exists()
    assert not photos().exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "字" * 121}, "title"),
        ({"kind": "rumour"}, "kind"),
        ({"proves": "字" * 301}, "proves"),
    ],
)
def test_a_faulty_line_is_refused(dispute: Dispute, change: dict[str, str], field: str) -> None:
    first, _second = dispute.both()
    with pytest.raises(Invalid) as refusal:
        evidence.give(room=dispute.seat(first), new=replace(PAPER, **change), now=dispute.now)  # type: ignore[arg-type]
    assert field in refusal.value.fields


def test_a_list_ends(dispute: Dispute, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = dispute.both()
    monkeypatch.setattr(listing, "MOST_LINES", 1)
    evidence.give(room=dispute.seat(first), new=PAPER, now=dispute.now)
    evidence.give(room=dispute.seat(second), new=PAPER, now=dispute.now)
    with pytest.raises(Invalid):
        evidence.give(room=dispute.seat(first), new=PAPER, now=dispute.now)


def test_mediators_enter_what_they_fetched_and_what_a_side_handed_in(dispute: Dispute) -> None:
    first, second = dispute.both()
    evidence.give(room=dispute.room(), new=PAPER, now=dispute.now)
    assert seen(dispute, first, second)[:2] == [1, 1]
    line = evidence.give(room=dispute.room(), new=replace(PAPER, side="applicant"), now=dispute.now)
    assert seen(dispute, first, second)[:2] == [2, 1]
    evidence.share(room=dispute.room(), evidence=line, now=dispute.now)
    assert seen(dispute, first, second)[:2] == [2, 2]


def test_whoever_withdraws_takes_the_file_away(dispute: Dispute, django_capture_on_commit_callbacks: object) -> None:
    first, second = dispute.both()
    line = evidence.give(room=dispute.seat(first), new=replace(PHOTO, is_shared=True), now=dispute.now)
    path = kept_at(path=photos().get().path)
    os.utime(path, (time.time() - 3600,) * 2)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        evidence.withdraw(room=dispute.seat(first), evidence=line, now=dispute.now)
    assert seen(dispute, first, second)[:3] == [1, 0, 1]
    assert not photos().exists()
    assert not path.exists()
    with pytest.raises(NotSoNow):
        evidence.withdraw(room=dispute.seat(first), evidence=line, now=dispute.now)
    with pytest.raises(NotSoNow):
        evidence.share(room=dispute.seat(first), evidence=line, now=dispute.now)


def test_nobody_shares_or_withdraws_what_is_not_theirs(dispute: Dispute) -> None:
    first, second = dispute.both()
    mine = evidence.give(room=dispute.seat(first), new=PAPER, now=dispute.now)
    shown = evidence.give(room=dispute.seat(first), new=replace(PAPER, is_shared=True), now=dispute.now)
    for room in (dispute.seat(second), dispute.room(), dispute.room("head"), dispute.room("desk")):
        for line in (mine, shown):
            for verb in (evidence.share, evidence.withdraw):
                with pytest.raises((NoSuchEvidence, NotAllowed)):
                    verb(room=room, evidence=line, now=dispute.now)
    with pytest.raises(NotSoNow):
        evidence.share(room=dispute.seat(first), evidence=shown, now=dispute.now)


def test_neither_desk_nor_body_nor_who_has_not_consented_gives_any(dispute: Dispute) -> None:
    dispute.both()
    for name in ("head", "desk"):
        with pytest.raises(NotAllowed):
            evidence.give(room=dispute.room(name), new=PAPER, now=dispute.now)
    with pytest.raises(NotConsenting):
        evidence.give(room=dispute.seat(dispute.join("respondent")), new=PAPER, now=dispute.now)


def test_nothing_is_added_to_a_closed_case(dispute: Dispute) -> None:
    first, _second = dispute.both()
    line = evidence.give(room=dispute.seat(first), new=PAPER, now=dispute.now)
    close(dispute)
    with pytest.raises(NotSoNow):
        evidence.give(room=dispute.seat(first), new=PAPER, now=dispute.now)
    with pytest.raises(NotSoNow):
        evidence.share(room=dispute.seat(first), evidence=line, now=dispute.now)


def test_the_database_keeps_the_list_whole(dispute: Dispute) -> None:
    first, _second = dispute.both()
    evidence.give(room=dispute.seat(first), new=PAPER, now=dispute.now)
    evidence.give(room=dispute.seat(first), new=PAPER, now=dispute.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.update(place=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.update(side="")


def test_a_proof_of_identity_is_for_the_file_alone(dispute: Dispute) -> None:
    first, second = dispute.both()
    proof = replace(PAPER, kind="identity", title="身份证复印件")
    with pytest.raises(Invalid) as refusal:
        evidence.give(room=dispute.seat(first), new=replace(proof, is_shared=True), now=dispute.now)
    assert set(refusal.value.fields) == {"is_shared"}
    with pytest.raises(Invalid) as refusal:
        evidence.give(room=dispute.room(), new=proof, now=dispute.now)
    assert set(refusal.value.fields) == {"side"}
    made = evidence.give(room=dispute.seat(first), new=proof, now=dispute.now)
    with pytest.raises(NotSoNow):
        evidence.share(room=dispute.seat(first), evidence=made, now=dispute.now)
    assert evidence_of(room=dispute.seat(second)) == ()
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(id=made).update(is_shared=True)
