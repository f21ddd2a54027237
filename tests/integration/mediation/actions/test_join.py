"""Somebody takes part in a mediation."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from linli.core.errors import Invalid, NotAllowed
from linli.mediation.actions import participants
from linli.mediation.errors import NotSoNow
from linli.mediation.models import Entry, Participant
from linli.mediation.types import Joining
from linli.people.models import Contact
from tests.mediating import Dispute


def test_it_joins_with_a_place_and_a_sealed_contact(dispute: Dispute) -> None:
    first, second = dispute.join("applicant", name="张三丰"), dispute.join("applicant", name="李四光")
    rows = {row.id: row for row in Participant.objects.select_related("contact")}
    assert [rows[one].place for one in (first, second)] == [1, 2]
    contact = rows[first].contact
    assert contact is not None
    assert "张三丰".encode() not in bytes(contact.name or b"")
    assert contact.retain_until_date
    assert [one.mask.split()[0] for one in dispute.room().of_side("applicant")] == ["张**", "李**"]
    assert "张" not in str([entry.body for entry in Entry.objects.all()])


def test_whoever_put_the_dispute_is_not_keyed_twice(dispute: Dispute) -> None:
    made = participants.bring_reporter(room=dispute.room(), now=dispute.now)
    again = participants.bring_reporter(room=dispute.room(), now=dispute.now)
    assert made
    assert again is None
    assert dispute.room().participants[0].mask == "反** 138****1234 r***@example.org"
    assert Contact.objects.filter(purpose="mediation").count() == 1


def test_the_case_page_leads_its_reporter_to_the_room(dispute: Dispute, client: Client) -> None:
    page = f"/case/{dispute.number}/{dispute.secret}/"
    assert "/room/" not in client.get(page).content.decode()
    made = participants.bring_reporter(room=dispute.room(), now=dispute.now)
    assert made
    assert f"/room/{made}/{dispute.link(made)}/" in client.get(page).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.filter(id=dispute.join("respondent")).update(is_reporter=True)


def test_a_representative_stands_for_parties_of_the_side(dispute: Dispute) -> None:
    party, other = dispute.join("applicant"), dispute.join("respondent")
    agent = dispute.join("applicant", capacity="agent", mandate="special", stands_for=(party,))
    assert next(one for one in dispute.room().participants if one.id == agent).stands_for == (party,)
    with pytest.raises(Invalid) as refusal:
        dispute.join("applicant", capacity="agent", mandate="special", stands_for=(other,))
    assert "stands_for" in refusal.value.fields


def test_an_agent_needs_a_mandate_and_a_guardian_a_minor(dispute: Dispute) -> None:
    adult = dispute.join("applicant")
    with pytest.raises(Invalid) as refusal:
        dispute.join("applicant", capacity="agent", stands_for=(adult,))
    assert "mandate" in refusal.value.fields
    with pytest.raises(Invalid) as refusal:
        dispute.join("applicant", capacity="guardian", stands_for=(adult,))
    assert "stands_for" in refusal.value.fields
    child = dispute.join("applicant", is_minor=True)
    assert dispute.join("applicant", capacity="guardian", stands_for=(child,))


def elected(dispute: Dispute, owner: UUID) -> UUID:
    """One more who speaks for an owner."""
    return dispute.join("applicant", capacity="elected", mandate="special", stands_for=(owner,))


def test_five_may_be_elected_and_no_sixth(dispute: Dispute) -> None:
    owner = dispute.join("applicant")
    for _one in range(5):
        elected(dispute, owner)
    with pytest.raises(Invalid) as refusal:
        elected(dispute, owner)
    assert [str(text) for text in refusal.value.fields.values()] == ["一方推选的代表不超过五人。"]
    agent = dispute.join("applicant", capacity="agent", mandate="special", stands_for=(owner,))
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.filter(id=agent).update(capacity="elected", place=9)


def test_who_left_makes_room_for_another(dispute: Dispute) -> None:
    owner = dispute.join("applicant")
    five = [elected(dispute, owner) for _one in range(5)]
    participants.leave(room=dispute.room(), participant=five[1], now=dispute.now)
    sixth = Participant.objects.get(id=elected(dispute, owner))
    assert sixth.place == 6, "the number of who left names nobody else"
    with pytest.raises(Invalid):
        elected(dispute, owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.filter(id=five[1]).update(left_at=None)


def test_it_needs_a_name(dispute: Dispute) -> None:
    with pytest.raises(Invalid) as refusal:
        dispute.join("applicant", name=" ")
    assert "name" in refusal.value.fields


def test_a_helper_and_a_participant_enter_nobody(dispute: Dispute) -> None:
    party = dispute.join("applicant")
    with pytest.raises(NotAllowed):
        participants.join(room=dispute.seat(party), new=Joining(side="applicant", name="乙"), now=dispute.now)


def test_nobody_joins_a_closed_dispute(dispute: Dispute) -> None:
    dispute.take("decline", end_ground="refused", routes=["court"], where_to="区法院", note="")
    dispute.take("close_declined", "desk", answer="对方不愿意调解")
    with pytest.raises(NotSoNow):
        participants.join(
            room=dispute.room(), new=Joining(side="applicant", name="乙"), now=dispute.now + timedelta(days=1)
        )
