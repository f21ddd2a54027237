"""Where the pack says so, nobody of the organisation that handled, or of its department, verifies."""

from datetime import date, datetime

import pytest

from linli.cases.actions.acting import act
from linli.cases.errors import VerifierIsHandler, VerifierOfSameBody
from linli.cases.queries.details import detail
from linli.people.access import Actor
from linli.people.models import Account, Organisation, Post
from tests.integration.cases.conftest import Open
from tests.world import COUNTY, World, photo


def verifier_of(organisation: Organisation) -> Actor:
    """A verifier of the county who belongs to the organisation."""
    account = Account.objects.create(username=f"v{organisation.pk}", name="v")
    starts = date(2026, 1, 1)
    post = Post.objects.create(
        account=account, role="verifier", area_id=COUNTY, organisation=organisation, starts_date=starts
    )
    return Actor("staff", account.pk, post.pk, "verifier", COUNTY, organisation.pk, organisation.path)


@pytest.fixture
def tree(world: World) -> dict[str, Organisation]:
    """A government, a bureau under it, two divisions of the bureau."""
    made: dict[str, Organisation] = {}
    rows = (("gov", "00Z1", "gov"), ("bureau", "00Z10001", "cg"), ("one", "00Z100010001", ""))
    for code, path, kind in (*rows, ("two", "00Z100010002", "")):
        made[code] = Organisation.objects.create(code=code, name=code, path=path, kind=kind, area_id=COUNTY)
    return made


def mended(report: Open, world: World, lead: Organisation, now: datetime) -> str:
    number = report(pack="inspect").number
    inputs = {"lead": lead.pk, "assists": [world.organisations["assist"].pk], "task": "x"}
    act(number=number, action="send", inputs=inputs, by=world.actor("desk"), now=now)
    account = Account.objects.create(username=f"h{lead.pk}", name="h")
    by = Actor("staff", account.pk, 0, "handler", COUNTY, lead.pk, lead.path)
    act(number=number, action="finish", inputs={}, by=by, now=now)
    return number


def offered(number: str, by: Actor, now: datetime) -> set[str]:
    return {one.action.key for one in detail(number=number, by=by, now=now).choices}


def test_somebody_from_outside_verifies(
    report: Open, sample_packs: None, world: World, tree: dict[str, Organisation], now: datetime
) -> None:
    number = mended(report, world, tree["one"], now)
    for outside in (world.organisations["other"], tree["gov"]):
        assert "pass" in offered(number, verifier_of(outside), now), outside.code


@pytest.mark.parametrize("code", ["one", "two", "bureau"])
def test_nobody_of_the_body_or_its_department_does(
    report: Open, sample_packs: None, world: World, tree: dict[str, Organisation], now: datetime, code: str
) -> None:
    number = mended(report, world, tree["one"], now)
    by = verifier_of(tree[code])
    assert "pass" not in offered(number, by, now)
    with pytest.raises(VerifierOfSameBody):
        act(number=number, action="pass", inputs={}, by=by, now=now)


def test_nobody_of_who_assisted_does(
    report: Open, sample_packs: None, world: World, tree: dict[str, Organisation], now: datetime
) -> None:
    number = mended(report, world, tree["one"], now)
    with pytest.raises(VerifierOfSameBody):
        act(number=number, action="pass", inputs={}, by=verifier_of(world.organisations["assist"]), now=now)


def test_a_pack_that_does_not_say_so_lets_them(report: Open, world: World, now: datetime) -> None:
    number = report().number
    lead = world.organisations["lead"]
    act(number=number, action="dispatch", inputs={"lead": lead.pk, "assists": []}, by=world.actor("desk"), now=now)
    act(number=number, action="accept", inputs={}, by=world.actor("lead"), now=now)
    done = {"note": "好", "photo_after": [photo(purpose="after", now=now)]}
    act(number=number, action="finish", inputs=done, by=world.actor("lead"), now=now)
    assert "verify_pass" in offered(number, verifier_of(lead), now)


def test_who_finished_before_the_rework_is_no_judge_of_it(report: Open, world: World, now: datetime) -> None:
    number = report().number
    inputs = {"lead": world.organisations["lead"].pk, "assists": []}
    act(number=number, action="dispatch", inputs=inputs, by=world.actor("desk"), now=now)
    act(number=number, action="accept", inputs={}, by=world.actor("lead"), now=now)
    for who in ("handler_verifier", "lead"):
        done = {"note": "好", "photo_after": [photo(purpose="after", now=now)]}
        act(number=number, action="finish", inputs=done, by=world.actor(who), now=now)
        if who == "handler_verifier":
            again = {"method": "photos", "reason": "没修好"}
            act(number=number, action="reject", inputs=again, by=world.actor("verifier"), now=now)
    by = world.actor("handler_verifier", roles=frozenset({"verifier"}))
    with pytest.raises(VerifierIsHandler):
        act(number=number, action="reject", inputs={"method": "photos", "reason": "x"}, by=by, now=now)
