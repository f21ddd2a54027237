"""Contact data of a participant is opened for a reason, with a line in the log before anything is shown."""

import pytest
from django.test import Client
from django.urls import reverse

from linli.core.errors import Invalid, NotAllowed
from linli.mediation.actions import participants
from linli.mediation.errors import NoSuchParticipant
from linli.mediation.models import Participant
from linli.people.contacts import OpenContact
from linli.people.models import Account, ContactReveal
from tests.mediating import COLLEAGUE, MEDIATOR, Dispute, open_dispute

REASON = "约定上门查看漏水的时间"
PHONE = "13912340009"


def opened(dispute: Dispute, who: str = MEDIATOR, reason: str = REASON) -> OpenContact:
    """A respondent's contact data, as a member of staff opens it."""
    one = next((one.id for one in dispute.room().of_side("respondent")), None)
    one = one or dispute.join("respondent", name="张三丰", phone=PHONE)
    return participants.reveal(room=dispute.room(who), participant=one, reason=reason, now=dispute.now)


@pytest.mark.parametrize("who", [MEDIATOR, COLLEAGUE])
def test_the_mediator_and_the_body_open_it_and_the_log_says_who_when_and_why(dispute: Dispute, who: str) -> None:
    contact = opened(dispute, who)
    assert (contact.name, contact.phone) == ("张三丰", PHONE)
    line = ContactReveal.objects.get()
    assert (line.subject, line.reason, line.revealed_at) == (dispute.number, REASON, dispute.now)
    assert (line.account_id, line.post_id) == (dispute.city.accounts[who], dispute.city.posts[who])
    assert PHONE not in repr(contact), "nor does it slip into a log of the server"


@pytest.mark.parametrize("reason", ["", "   ", "看看"])
def test_not_without_a_reason(dispute: Dispute, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        opened(dispute, reason=reason)
    assert set(refusal.value.fields) == {"reason"}
    assert not ContactReveal.objects.exists()


@pytest.mark.parametrize("who", ["desk", "assist"])
def test_not_to_other_seats(dispute: Dispute, who: str) -> None:
    dispute.both()
    dispute.take("invite", assists=[dispute.city.organisations["furong-zj"]], task="请到场")
    with pytest.raises(NotAllowed):
        opened(dispute, who)
    assert not ContactReveal.objects.exists()


def test_not_to_a_participant_not_even_their_own(dispute: Dispute) -> None:
    for one in dispute.both():
        for other in dispute.room().participants:
            with pytest.raises(NotAllowed):
                participants.reveal(room=dispute.seat(one), participant=other.id, reason=REASON, now=dispute.now)
    assert not ContactReveal.objects.exists()


def test_not_of_another_dispute(dispute: Dispute) -> None:
    other = open_dispute(city=dispute.city, now=dispute.now)
    stranger = other.join("respondent")
    with pytest.raises(NoSuchParticipant):
        participants.reveal(room=dispute.room(), participant=stranger, reason=REASON, now=dispute.now)
    assert not ContactReveal.objects.exists()


def test_who_left_nothing_has_nothing_to_open(dispute: Dispute) -> None:
    one = dispute.join("respondent")
    Participant.objects.filter(id=one).update(contact=None)
    with pytest.raises(Invalid, match="没有留下"):
        opened(dispute)


def test_the_page_shows_it_once_and_a_refusal_shows_nothing(dispute: Dispute) -> None:
    one = dispute.join("respondent", name="张三丰", phone=PHONE)
    where = reverse("console:room-act", args=[dispute.number, "parties", "reveal"])
    for who, reason, shown in ((MEDIATOR, REASON, True), (MEDIATOR, "", False), ("desk", REASON, False)):
        client = Client()
        client.force_login(Account.objects.get(username=who))
        told = client.post(where, {"participant": str(one), "reason": reason}).content.decode()
        assert ((PHONE in told), (dispute.link(one) in told)) == (shown, shown), (who, reason)
        assert PHONE not in client.get(reverse("console:room", args=[dispute.number])).content.decode()
    assert ContactReveal.objects.count() == 1
