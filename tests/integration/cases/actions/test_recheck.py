"""Closed cases are drawn by a published root and checked by somebody who had no part in them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction

from linli.cases.actions import rechecking
from linli.cases.actions.acting import act
from linli.cases.actions.roots import make_root
from linli.cases.models import Case, Event, Recheck, RecheckDraw, RecheckStratum
from linli.cases.queries import rechecking as queries
from linli.cases.queries.loading import state_of
from linli.cases.rules import rechecking as rules
from linli.cases.types import Opened
from linli.core import errors
from linli.people.access import Actor
from linli.people.models import Account, Post
from tests.world import COUNTY, OTHER_TOWN, World

Open = Callable[..., Opened]
MONTH, LAST_DAY, AFTER = date(2026, 3, 1), date(2026, 3, 31), datetime(2026, 4, 1, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def share(settings: LazySettings) -> None:
    settings.RECHECK_PERCENT, settings.RECHECK_LEAST = 5, 1


@pytest.fixture
def cases(report: Open, world: World, now: datetime) -> list[str]:
    """25 cases that the lead took part in and that March saw closed as resolved."""
    numbers = [report(f"路灯坏了 {at}").number for at in range(25)]
    lead = world.organisations["lead"]
    for number in numbers:
        act(number=number, action="file", inputs={}, by=world.actor("desk"), now=now)
        act(number=number, action="dispatch", inputs={"lead": lead.pk}, by=world.actor("desk"), now=now)
        act(number=number, action="accept", inputs={}, by=world.actor("lead"), now=now)
    close(numbers, datetime(2026, 3, 20, 1, 0, tzinfo=UTC))
    return numbers


def close(numbers: list[str], at: datetime, outcome: str = "resolved") -> None:
    Case.objects.filter(number__in=numbers).update(closed_at=at, outcome=outcome, stage="closed")


def drawn() -> RecheckDraw:
    make_root(date=LAST_DAY, now=AFTER)
    made = rechecking.draw_last_month(today=AFTER.date(), now=AFTER)
    assert made is not None
    return made


def verifier(world: World, name: str, *, org: str, area: str = COUNTY) -> Actor:
    account = Account.objects.create(username=name, name=name)
    organisation = world.organisations[org]
    post = Post.objects.create(
        account=account, role="verifier", area_id=area, organisation=organisation, starts_date=date(2026, 1, 1)
    )
    return Actor(
        kind="staff",
        account_id=account.pk,
        post_id=post.pk,
        role="verifier",
        area_code=area,
        org_id=organisation.pk,
        org_path=organisation.path,
    )


def test_it_draws_what_the_root_says_and_only_once(cases: list[str]) -> None:
    made = drawn()
    stratum = RecheckStratum.objects.get()
    assert (stratum.size, stratum.drawn) == (25, 2)
    expected = rules.draw(closed=queries.closed_in(month=MONTH), percent=5, seed=bytes(made.root))[0].drawn
    assert set(Recheck.objects.values_list("case__number", flat=True)) == {one.number for one in expected}
    assert rechecking.draw_last_month(today=date(2026, 4, 9), now=AFTER) == made
    assert Recheck.objects.count() == 2


def test_it_waits_for_the_root_of_the_month_s_last_day(cases: list[str]) -> None:
    assert rechecking.draw_last_month(today=AFTER.date(), now=AFTER) is None
    assert RecheckDraw.objects.count() == 0


def test_it_leaves_out_what_was_not_resolved_or_not_in_the_month(cases: list[str]) -> None:
    close(cases[:1], datetime(2026, 3, 20, tzinfo=UTC), "unresolved")
    Case.objects.filter(number=cases[1]).update(opened_at=datetime(2026, 2, 1, tzinfo=UTC))
    close(cases[1:2], datetime(2026, 2, 28, 15, 59, tzinfo=UTC))
    close(cases[2:3], datetime(2026, 3, 31, 16, 0, tzinfo=UTC))
    Case.objects.filter(number=cases[3]).update(confidentiality="confidential")
    Case.objects.filter(number=cases[4]).update(channel="import")
    assert {one.number for one in queries.closed_in(month=MONTH)} == set(cases[5:])


def test_a_verifier_who_had_no_part_checks_it(cases: list[str], world: World) -> None:
    drawn()
    by = world.actor("verifier")
    first = queries.waiting(by=by)[0]
    before, _row = state_of(number=first.number)
    said = {"finding": "not", "note": "灯仍不亮", "photos": ()}
    assert rechecking.finish(recheck=first.id, by=by, now=AFTER, **said) == first.number  # type: ignore[arg-type]
    row = Recheck.objects.get(id=first.id)
    assert (row.finding, row.note, row.done_by_id, row.done_at) == ("not", "灯仍不亮", by.account_id, AFTER)
    after, _row = state_of(number=first.number)
    assert (after.stage, after.outcome, after.closed_at) == (before.stage, before.outcome, before.closed_at)
    event = Event.objects.filter(case__number=first.number).latest("seq")
    assert (event.kind, event.is_public, (event.body or {})["inputs"]["finding"]) == ("rechecked", False, "not")
    assert len(queries.waiting(by=by)) == 1


def test_whoever_took_a_step_cannot_check_it(cases: list[str], world: World) -> None:
    drawn()
    by = verifier(world, "stranger", org="desk")
    assert len(queries.waiting(by=by)) == 2
    same = replace(by, account_id=world.accounts["desk"].pk)
    assert queries.waiting(by=same) == ()


@pytest.mark.parametrize(("org", "area", "seen"), [("lead", COUNTY, 0), ("other", COUNTY, 2), ("other", OTHER_TOWN, 0)])
def test_nobody_of_the_handling_organisation_or_of_elsewhere_checks(
    cases: list[str], world: World, org: str, area: str, seen: int
) -> None:
    drawn()
    assert len(queries.waiting(by=verifier(world, "v", org=org, area=area))) == seen


@pytest.mark.parametrize("who", ["desk", "lead", "leader", "grid_worker"])
def test_other_posts_check_nothing(cases: list[str], world: World, who: str) -> None:
    drawn()
    assert queries.waiting(by=world.actor(who)) == ()
    with pytest.raises(errors.NotFound):
        rechecking.finish(
            recheck=Recheck.objects.earliest("id").id,
            finding="resolved",
            note="",
            photos=(),
            by=world.actor(who),
            now=AFTER,
        )


def test_it_refuses_a_second_finding_and_one_without_words(cases: list[str], world: World) -> None:
    drawn()
    by, other = world.actor("verifier"), verifier(world, "other_verifier", org="desk")
    first = queries.waiting(by=by)[0].id
    with pytest.raises(errors.Invalid):
        rechecking.finish(recheck=first, finding="partly", note=" ", photos=(), by=by, now=AFTER)
    with pytest.raises(errors.Invalid):
        rechecking.finish(recheck=first, finding="fine", note="x", photos=(), by=by, now=AFTER)
    rechecking.finish(recheck=first, finding="resolved", note="", photos=(), by=by, now=AFTER)
    with pytest.raises(errors.NotPossible):
        rechecking.finish(recheck=first, finding="not", note="x", photos=(), by=other, now=AFTER)


def test_each_number_is_that_of_its_list(cases: list[str], world: World) -> None:
    drawn()
    by, leader = world.actor("verifier"), world.actor("leader")
    for one, finding in zip(queries.waiting(by=by), ("resolved", "not"), strict=True):
        later = AFTER + timedelta(hours=1)
        rechecking.finish(recheck=one.id, finding=finding, note="x", photos=(), by=by, now=later)
    (found,) = queries.estimates(by=leader, since=MONTH, until=MONTH)
    assert (found.found.size, found.found.drawn, found.found.checked, found.found.rate) == (25, 2, 2, 0.5)
    assert (found.found.resolved, found.partly, found.not_resolved) == (1, 0, 1)
    lists = {
        finding: len(queries.drawn(by=leader, since=MONTH, until=MONTH, org_id=found.org_id, finding=finding))
        for finding in ("", "done", "resolved", "partly", "not")
    }
    assert lists == {"": 2, "done": 2, "resolved": 1, "partly": 0, "not": 1}
    assert queries.estimates(by=leader, since=date(2026, 4, 1), until=date(2026, 4, 1)) == ()
    with pytest.raises(errors.NotAllowed):
        queries.estimates(by=world.actor("lead"), since=MONTH, until=MONTH)


def test_the_database_refuses_a_finding_that_nobody_made(cases: list[str]) -> None:
    drawn()
    with pytest.raises(IntegrityError), transaction.atomic():
        Recheck.objects.update(finding="resolved")
    with pytest.raises(IntegrityError), transaction.atomic():
        RecheckStratum.objects.update(drawn=26)
