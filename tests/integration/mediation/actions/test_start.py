"""A mediator starts a mediation on their own."""

from datetime import datetime

import pytest

from linli.cases.models import Case
from linli.core.errors import Invalid, NotAllowed
from linli.mediation.actions.starting import Found, start
from linli.mediation.models import Mediator
from linli.mediation.queries.mine import in_hand, is_mediator
from linli.people import queries as people
from linli.people.access import Actor
from linli.people.models import Account
from tests.functional.small_city import COUNTY, VILLAGE, City

FOUND = Found(text="两户为过道堆物争吵", request="清理过道", category="neighbour.shared", area_code=VILLAGE)


def actor(username: str, now: datetime) -> Actor:
    return people.actor(account=Account.objects.get(username=username), post_id=None, on_date=now.date())


@pytest.fixture
def mediator(city: City) -> Mediator:
    return Mediator.objects.create(
        account_id=city.accounts["handler"], organisation_id=city.organisations["furong-cg"], area_id=COUNTY
    )


@pytest.mark.usefixtures("mediator")
def test_it_opens_takes_in_and_takes_on(city: City, now: datetime) -> None:
    by = actor("handler", now)
    opened = start(found=FOUND, by=by, now=now)
    case = Case.objects.get(number=opened.number)
    assert (case.stage, case.lead_org_id, case.fields["source"]) == ("asking", city.organisations["furong-cg"], "found")
    assert [row.number for row in in_hand(by=by, now=now)] == [opened.number]
    assert is_mediator(by=by)


@pytest.mark.usefixtures("mediator")
def test_only_a_mediator_starts_one(now: datetime) -> None:
    for username in ("head", "desk"):
        with pytest.raises(NotAllowed):
            start(found=FOUND, by=actor(username, now), now=now)
    assert not Case.objects.exists()


def test_a_place_outside_the_area_is_refused(mediator: Mediator, now: datetime) -> None:
    outside = Found(text="两户争吵", request="和好", category="neighbour.shared", area_code="4301")
    with pytest.raises(Invalid) as refusal:
        start(found=outside, by=actor("handler", now), now=now)
    assert "area" in refusal.value.fields
    assert not Case.objects.exists()
