"""Somebody who stands for others hands in their mandate."""

from uuid import UUID

import pytest

from linli.cases.actions.attaching import Unreadable
from linli.cases.models import Attachment
from linli.core.errors import Invalid, NotAllowed
from linli.mediation.actions import mandates, participants
from linli.mediation.errors import NoSuchParticipant, NotSoNow
from linli.mediation.models import Entry, Participant
from linli.mediation.types import Joining, ParticipantView, Room
from tests.agreeing import DRAWN, agreed
from tests.mediating import Dispute

PAPER = (b"%PDF-1.4 mandate", "授权委托书.pdf")
PHOTO = (DRAWN, "委托书照片.png")


def agent(dispute: Dispute, party: UUID, **given: object) -> UUID:
    """Somebody who stands for an applicant."""
    return dispute.join("applicant", name="代理人甲", capacity="agent", mandate="special", stands_for=(party,), **given)


def seen(room: Room, one: UUID) -> ParticipantView:
    """A participant as a seat sees them."""
    return next(other for other in room.participants if other.id == one)


def test_it_comes_with_whoever_is_entered(dispute: Dispute) -> None:
    party = dispute.join("applicant")
    new = Joining(side="applicant", capacity="agent", name="代理人甲", mandate="general", stands_for=(party,))
    made = participants.join(room=dispute.room(), new=new, now=dispute.now, mandate=PAPER)
    file = Attachment.objects.get(id=str(Participant.objects.get(id=made).mandate_file_id))
    assert (file.name, file.purpose, file.media_type) == ("授权委托书.pdf", "room", "application/pdf")


def test_a_party_has_none_and_a_file_that_cannot_be_read_enters_nobody(dispute: Dispute) -> None:
    with pytest.raises(Invalid) as refusal:
        participants.join(room=dispute.room(), new=Joining(side="applicant", name="甲"), now=dispute.now, mandate=PAPER)
    assert set(refusal.value.fields) == {"mandate_file"}
    party = dispute.join("applicant")
    new = Joining(side="applicant", capacity="agent", name="代理人甲", mandate="general", stands_for=(party,))
    with pytest.raises(Unreadable):
        participants.join(room=dispute.room(), new=new, now=dispute.now, mandate=(b"MZ", "mandate.exe"))
    assert Participant.objects.count() == 1


def test_it_is_seen_by_its_own_side_and_the_mediator_and_told_to_all(dispute: Dispute) -> None:
    party, other = dispute.both()
    one = agent(dispute, party)
    mandates.hand_in(room=dispute.seat(one), participant=one, mandate=PAPER, now=dispute.now)
    for room in (dispute.room(), dispute.seat(one), dispute.seat(party)):
        assert seen(room, one).mandate_file
    for room in (dispute.room("head"), dispute.room("desk"), dispute.seat(other)):
        assert seen(room, one).mandate_file is None
        assert seen(room, one).has_mandate_file
        assert seen(room, one).mandate == "special"
    entry = Entry.objects.get(kind="mandate_given")
    assert entry.reader == "all"
    assert entry.body == {"side_key": "applicant", "capacity": "agent", "place": 1}


def test_the_party_itself_and_the_desk_hand_it_in_too(dispute: Dispute) -> None:
    party, _other = dispute.both()
    one = agent(dispute, party)
    mandates.hand_in(room=dispute.seat(party), participant=one, mandate=PHOTO, now=dispute.now)
    first = Participant.objects.get(id=one).mandate_file_id
    mandates.hand_in(room=dispute.room("desk"), participant=one, mandate=PAPER, now=dispute.now)
    assert Participant.objects.get(id=one).mandate_file_id not in {None, first}


@pytest.mark.django_db(transaction=True)
def test_an_earlier_file_goes(dispute: Dispute) -> None:
    party = dispute.join("applicant")
    one = agent(dispute, party)
    for file in (PHOTO, PAPER):
        mandates.hand_in(room=dispute.room(), participant=one, mandate=file, now=dispute.now)
    names = Attachment.objects.filter(purpose="room").values_list("name", flat=True)
    assert list(names) == ["授权委托书.pdf"]


def test_nobody_hands_it_in_for_the_other_side_or_for_a_party(dispute: Dispute) -> None:
    party, other = dispute.both()
    one = agent(dispute, party)
    for room, whom in ((dispute.seat(other), one), (dispute.seat(party), party), (dispute.room(), party)):
        with pytest.raises(NoSuchParticipant):
            mandates.hand_in(room=room, participant=whom, mandate=PAPER, now=dispute.now)
    stranger = dispute.join("applicant")
    with pytest.raises(NoSuchParticipant):
        mandates.hand_in(room=dispute.seat(stranger), participant=one, mandate=PAPER, now=dispute.now)


def test_who_declined_or_left_hands_in_none(dispute: Dispute) -> None:
    party, _other = dispute.both()
    one = agent(dispute, party)
    participants.decline(room=dispute.seat(one), now=dispute.now)
    for room in (dispute.seat(one), dispute.room()):
        with pytest.raises(NotSoNow):
            mandates.hand_in(room=room, participant=one, mandate=PAPER, now=dispute.now)


def test_what_an_agreement_was_made_under_stays(dispute: Dispute) -> None:
    party, _other = agreed(dispute)
    one = agent(dispute, party)
    mandates.hand_in(room=dispute.room(), participant=one, mandate=PAPER, now=dispute.now)
    with pytest.raises(NotSoNow):
        mandates.hand_in(room=dispute.room(), participant=one, mandate=PHOTO, now=dispute.now)


def test_a_helper_hands_in_none(dispute: Dispute) -> None:
    party = dispute.join("applicant")
    one = agent(dispute, party)
    dispute.take("invite", assists=[dispute.city.organisations["furong-zj"]], task="一起去")
    with pytest.raises(NotAllowed):
        mandates.hand_in(room=dispute.room("assist"), participant=one, mandate=PAPER, now=dispute.now)
