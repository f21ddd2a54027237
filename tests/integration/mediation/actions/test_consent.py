"""Participants consent, decline and leave."""

import pytest

from linli.cases.models import Case
from linli.cases.queries import verify
from linli.core.errors import NotAllowed
from linli.mediation.actions import participants
from linli.mediation.errors import NoSuchRoom, NotSoNow
from linli.mediation.models import Entry, Participant
from linli.mediation.queries.rooms import room_by_link
from linli.mediation.rules.joining import unanswered
from linli.notify.models import Outgoing
from tests.agreeing import agreed
from tests.mediating import Dispute


def test_an_invitation_leads_to_the_room_and_keeps_no_secret(dispute: Dispute) -> None:
    party = dispute.join("respondent")
    assert participants.invite(room=dispute.room(), participant=party, now=dispute.now)
    sent = Outgoing.objects.get(template="room_invited")
    assert sent.context["room"] == str(party)
    assert dispute.link(party) not in str(sent.context)
    assert dispute.seat(party).me is not None


def test_without_an_address_the_link_is_for_paper(dispute: Dispute) -> None:
    party = dispute.join("respondent", email="")
    assert not participants.invite(room=dispute.room(), participant=party, now=dispute.now)
    assert Participant.objects.get(id=party).invited_at


def test_a_participant_consents_by_the_link(dispute: Dispute) -> None:
    party = dispute.join("respondent")
    participants.agree(room=dispute.seat(party), now=dispute.now)
    row = Participant.objects.get(id=party)
    assert (row.agreed_at, row.answered_how) == (dispute.now, "link")
    assert Outgoing.objects.filter(template="room_answered").exists()


def test_who_stands_for_a_party_answers_for_it(dispute: Dispute) -> None:
    child = dispute.join("applicant", is_minor=True)
    guardian = dispute.join("applicant", capacity="guardian", stands_for=(child,))
    assert unanswered(present=dispute.room().participants) == (child,)
    participants.agree(room=dispute.seat(guardian), now=dispute.now)
    assert unanswered(present=dispute.room().participants) == ()


def test_a_refusal_is_told_and_stands(dispute: Dispute) -> None:
    party = dispute.join("respondent")
    participants.decline(room=dispute.seat(party), now=dispute.now)
    assert Outgoing.objects.filter(template="room_declined").exists()
    with pytest.raises(NotSoNow):
        participants.agree(room=dispute.seat(party), now=dispute.now)


def test_a_whole_sides_refusal_ends_it_and_tells_the_ways(dispute: Dispute) -> None:
    dispute.join("applicant")
    party = dispute.join("respondent")
    participants.decline(room=dispute.seat(party), now=dispute.now)
    case = Case.objects.get(number=dispute.number)
    assert (case.stage, case.fields["end_ground"]) == ("ended", "refused")
    assert case.fields["routes"] == ["settlement", "other_mediation", "court"]
    assert Outgoing.objects.filter(template="room_ended").count() == 2
    assert not list(verify())


def test_one_of_several_may_go_and_the_others_stay(dispute: Dispute) -> None:
    first, second = dispute.both()
    other = dispute.join("respondent")
    participants.agree(room=dispute.room(), participant=other, how="phone", now=dispute.now)
    participants.leave(room=dispute.seat(other), now=dispute.now)
    assert Case.objects.get(number=dispute.number).stage == "mediating"
    participants.leave(room=dispute.seat(second), now=dispute.now)
    case = Case.objects.get(number=dispute.number)
    assert (case.stage, case.fields["end_ground"]) == ("ended", "left")
    assert dispute.seat(first).me is not None


def test_a_guardians_refusal_is_that_of_the_minor(dispute: Dispute) -> None:
    child = dispute.join("applicant", is_minor=True)
    guardian = dispute.join("applicant", capacity="guardian", stands_for=(child,))
    dispute.join("respondent")
    participants.decline(room=dispute.seat(guardian), now=dispute.now)
    assert Case.objects.get(number=dispute.number).stage == "ended"


def test_the_colleagues_of_a_mediator_note_answers_and_the_other_side_cannot(dispute: Dispute) -> None:
    first, second = dispute.join("applicant"), dispute.join("respondent")
    participants.agree(room=dispute.room("head"), participant=second, how="phone", now=dispute.now)
    participants.agree(room=dispute.seat(first), participant=second, now=dispute.now)
    assert Participant.objects.get(id=first).answered_how == "link"
    assert Participant.objects.get(id=second).answered_how == "phone"
    with pytest.raises(NotAllowed):
        participants.agree(room=dispute.room("desk"), participant=first, how="phone", now=dispute.now)


def test_whoever_left_is_out(dispute: Dispute) -> None:
    party = dispute.join("respondent")
    participants.agree(room=dispute.seat(party), now=dispute.now)
    participants.leave(room=dispute.seat(party), now=dispute.now)
    assert [one.kind for one in Entry.objects.order_by("id")] == ["joined", "agreed", "left", "ended"]
    with pytest.raises(NotSoNow):
        participants.leave(room=dispute.seat(party), now=dispute.now)


def test_a_wrong_link_opens_nothing(dispute: Dispute) -> None:
    party = dispute.join("respondent")
    with pytest.raises(NoSuchRoom):
        room_by_link(participant=party, secret=dispute.secret)


def test_an_agreement_is_not_left(dispute: Dispute) -> None:
    first, _second = agreed(dispute)
    with pytest.raises(NotSoNow):
        participants.leave(room=dispute.seat(first), now=dispute.now)
