"""Offers between sessions: drafted, sent, answered, withdrawn, lapsed."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from linli.core.errors import Invalid, NotAllowed
from linli.mediation.actions import offers, participants
from linli.mediation.actions.offers import OfferStands
from linli.mediation.errors import NoSuchOffer, NotConsenting, NotSoNow
from linli.mediation.models import Offer
from linli.mediation.queries.offers import offers_of
from linli.mediation.queries.waiting import has_offers_to_lapse
from linli.mediation.rules.offering import NoMandate
from linli.notify.models import Outgoing
from tests.integration.mediation.talking import TERMS, close, kinds, mailed
from tests.mediating import Dispute


def sent(dispute: Dispute, who: UUID) -> UUID:
    """An offer that stands."""
    return offers.send_words(room=dispute.seat(who), terms=TERMS, now=dispute.now)


def test_nothing_is_offered_once_the_mediation_has_ended(dispute: Dispute) -> None:
    first, second = dispute.both()
    kept = offers.draft(room=dispute.seat(first), terms=TERMS, now=dispute.now)
    participants.leave(room=dispute.seat(second), now=dispute.now)
    with pytest.raises(NotSoNow):
        sent(dispute, first)
    with pytest.raises(NotSoNow):
        offers.send(room=dispute.seat(first), offer=kept, days=7, now=dispute.now)
    page = Client().get(f"/room/{first}/{dispute.link(first)}/").content.decode()
    assert "对方也已同意" not in page, "who left consents no more"
    assert "双方自行和解" in page


def test_an_offer_that_stands_is_answered_no_more_once_the_mediation_has_ended(dispute: Dispute) -> None:
    first, second = dispute.both()
    offer = sent(dispute, first)
    dispute.take("end", end_ground="no_agreement", routes=["court"], where_to="区法院")
    for answer in (offers.accept, offers.decline):
        with pytest.raises(NotSoNow):
            answer(room=dispute.seat(second), offer=offer, now=dispute.now)


def counts(dispute: Dispute, *seats: UUID) -> list[int]:
    """How many offers each seat sees: participants, then mediator, body, desk."""
    rooms = [*(dispute.seat(one) for one in seats), *(dispute.room(name) for name in ("handler", "head", "desk"))]
    return [len(offers_of(room=room)) for room in rooms]


def test_a_draft_is_its_writers_alone_even_on_their_own_side(dispute: Dispute) -> None:
    first, second = dispute.both()
    ally = dispute.join("applicant")
    participants.agree(room=dispute.seat(ally), now=dispute.now)
    draft = offers.draft(room=dispute.seat(first), terms=TERMS, now=dispute.now)
    assert counts(dispute, first, ally, second) == [1, 0, 0, 0, 0, 0]
    assert TERMS.text.encode() not in bytes(Offer.objects.get().text)
    changed = replace(TERMS, text="七月底前修好")
    assert offers.draft(room=dispute.seat(first), terms=changed, offer=draft, now=dispute.now) == draft
    assert [one.text for one in offers_of(room=dispute.seat(first))] == ["七月底前修好"]
    assert kinds() == []
    assert not Outgoing.objects.filter(template__startswith="room_offer").exists()
    for who in (ally, second):
        for verb in (offers.drop, offers.accept, offers.decline, offers.withdraw):
            with pytest.raises(NoSuchOffer):
                verb(room=dispute.seat(who), offer=draft, **({} if verb is offers.drop else {"now": dispute.now}))
    offers.drop(room=dispute.seat(first), offer=draft)
    assert not Offer.objects.exists()


def test_a_sent_one_is_seen_by_all_sides_and_mediators(dispute: Dispute) -> None:
    first, second = dispute.both()
    sent(dispute, first)
    assert counts(dispute, first, second) == [1, 1, 1, 0, 0]
    found = offers_of(room=dispute.seat(second))[0]
    assert (found.text, found.amount, found.state) == (TERMS.text, Decimal("3000.50"), "sent")
    assert found.expires_at == dispute.now + timedelta(days=7)
    assert mailed("room_offer") == [str(second)]
    assert Outgoing.objects.get(channel="inapp", template="room_offer").audience == {
        "accounts": [dispute.city.accounts["handler"]]
    }
    assert kinds() == ["offer_sent"]
    assert TERMS.text not in str(list(Outgoing.objects.values_list("context", flat=True)))


def test_one_of_a_side_stands_at_a_time(dispute: Dispute) -> None:
    first, second = dispute.both()
    mine = sent(dispute, first)
    with pytest.raises(OfferStands):
        sent(dispute, first)
    assert Offer.objects.count() == 1
    sent(dispute, second)
    offers.withdraw(room=dispute.seat(first), offer=mine, now=dispute.now)
    assert mailed("room_offer_gone") == [str(second)]
    sent(dispute, first)


def test_the_other_side_accepts(dispute: Dispute) -> None:
    first, second = dispute.both()
    offer = sent(dispute, first)
    offers.accept(room=dispute.seat(second), offer=offer, now=dispute.now)
    found = offers_of(room=dispute.room())[0]
    assert found.state == "accepted"
    assert found.answered_by is not None
    assert found.answered_by.id == second
    assert mailed("room_offer_answered") == [str(first)]
    assert kinds() == ["offer_sent", "offer_accepted"]
    for verb in (offers.accept, offers.decline):
        with pytest.raises(NotSoNow):
            verb(room=dispute.seat(second), offer=offer, now=dispute.now)
    with pytest.raises(NotSoNow):
        offers.withdraw(room=dispute.seat(first), offer=offer, now=dispute.now)


def test_the_other_side_declines(dispute: Dispute) -> None:
    first, second = dispute.both()
    offers.decline(room=dispute.seat(second), offer=sent(dispute, first), now=dispute.now)
    assert Offer.objects.get().state == "declined"
    assert kinds()[-1] == "offer_declined"


def test_the_other_side_counters_and_the_first_accepts(dispute: Dispute) -> None:
    first, second = dispute.both()
    offer = sent(dispute, first)
    cheaper = replace(TERMS, amount=Decimal("2000"))
    other = offers.counter(room=dispute.seat(second), offer=offer, terms=cheaper, now=dispute.now)
    assert dict(Offer.objects.values_list("id", "state")) == {offer: "countered", other: "sent"}
    assert Offer.objects.get(id=other).answers_id == offer
    offers.accept(room=dispute.seat(first), offer=other, now=dispute.now)
    assert kinds() == ["offer_sent", "offer_countered", "offer_accepted"]


def test_a_faulty_counter_leaves_the_offer_standing(dispute: Dispute) -> None:
    first, second = dispute.both()
    offer = sent(dispute, first)
    with pytest.raises(Invalid):
        offers.counter(room=dispute.seat(second), offer=offer, terms=replace(TERMS, text=""), now=dispute.now)
    sent(dispute, second)
    with pytest.raises(OfferStands):
        offers.counter(room=dispute.seat(second), offer=offer, terms=TERMS, now=dispute.now)
    assert Offer.objects.get(id=offer).state == "sent"


def test_nobody_answers_their_own_side(dispute: Dispute) -> None:
    first, _second = dispute.both()
    ally, third = dispute.join("applicant"), dispute.join("third")
    for one in (ally, third):
        participants.agree(room=dispute.seat(one), now=dispute.now)
    offer = sent(dispute, first)
    for who in (first, ally, third):
        with pytest.raises(NoSuchOffer):
            offers.accept(room=dispute.seat(who), offer=offer, now=dispute.now)


def test_after_its_term_it_lapses_once(dispute: Dispute) -> None:
    first, second = dispute.both()
    offer, later = sent(dispute, first), dispute.now + timedelta(days=7)
    assert not has_offers_to_lapse(now=dispute.now)
    with pytest.raises(NotSoNow):
        offers.accept(room=dispute.seat(second), offer=offer, now=later)
    assert has_offers_to_lapse(now=later)
    assert offers.lapse(now=later) == 1
    assert offers.lapse(now=later) == 0
    assert Offer.objects.get().state == "lapsed"
    assert mailed("room_offer_gone") == [str(first), str(second)]
    assert kinds()[-1] == "offer_lapsed"


def test_in_a_closed_case_it_lapses_in_silence(dispute: Dispute) -> None:
    first, _second = dispute.both()
    sent(dispute, first)
    close(dispute)
    assert offers.lapse(now=dispute.now + timedelta(days=8)) == 1
    assert mailed("room_offer_gone") == []


def test_an_offer_of_somebody_who_left_is_not_accepted(dispute: Dispute) -> None:
    first, second = dispute.both()
    offer = sent(dispute, first)
    participants.leave(room=dispute.seat(first), now=dispute.now)
    with pytest.raises(NotSoNow):
        offers.accept(room=dispute.seat(second), offer=offer, now=dispute.now)


def test_who_cannot_bind_a_side_offers_and_accepts_nothing(dispute: Dispute) -> None:
    first, second = dispute.both()
    agent = dispute.join("respondent", capacity="agent", mandate="general", stands_for=(second,))
    participants.agree(room=dispute.seat(agent), now=dispute.now)
    offer = sent(dispute, first)
    with pytest.raises(NoMandate):
        offers.accept(room=dispute.seat(agent), offer=offer, now=dispute.now)
    with pytest.raises(NoMandate):
        offers.draft(room=dispute.seat(agent), terms=TERMS, now=dispute.now)


def test_staff_and_who_has_not_consented_offer_nothing(dispute: Dispute) -> None:
    dispute.both()
    for name in ("handler", "head", "desk"):
        with pytest.raises(NotAllowed):
            offers.draft(room=dispute.room(name), terms=TERMS, now=dispute.now)
    with pytest.raises(NotConsenting):
        offers.draft(room=dispute.seat(dispute.join("respondent")), terms=TERMS, now=dispute.now)


def test_nothing_is_offered_in_a_closed_case(dispute: Dispute) -> None:
    first, second = dispute.both()
    offer = sent(dispute, first)
    close(dispute)
    with pytest.raises(NotSoNow):
        offers.accept(room=dispute.seat(second), offer=offer, now=dispute.now)
    with pytest.raises(NotSoNow):
        offers.draft(room=dispute.seat(first), terms=TERMS, now=dispute.now)


def test_the_database_keeps_offers_whole(dispute: Dispute) -> None:
    first, _second = dispute.both()
    sent(dispute, first)
    for broken in (
        {"state": "draft"},
        {"sent_at": None},
        {"amount": -1},
        {"state": "accepted"},
        {"expires_at": dispute.now - timedelta(days=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Offer.objects.update(**broken)
