"""The ranking read from tallies, folded or not: of areas and organisations, with struck cases taken off."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from linli.cases.actions.tallies import fold
from linli.cases.models import Tally, TallyDelta
from linli.core.errors import NotPossible
from linli.scores.actions import striking
from linli.scores.indicators.definition import Indicator
from linli.scores.indicators.queries import current
from linli.scores.queries.ranking import Asked, Ranked, levels_under, ranked
from linli.scores.rules.ranking import rank
from tests.world import CITY, COUNTY, OTHER_TOWN, TOWN, World

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
ON_TIME = "on_time"


def indicator(key: str = ON_TIME) -> Indicator:
    return current().indicators[key]


def asked(units: str = "areas", level: str = "town", area: str = CITY, key: str = ON_TIME) -> Asked:
    since, until = DAY - timedelta(days=30), DAY + timedelta(days=30)
    return Asked(indicator(key), area, units, since, until, level if units == "areas" else "")  # type: ignore[arg-type]


def counted(area: str, org: int, on_time: int, late: int, category: str = "city_appearance", **more: object) -> None:
    for model, share in ((Tally, 1), (TallyDelta, 0)):
        for measure, n in (("on_time", on_time), ("late", late)):
            part = n // 2 if share else n - n // 2
            given = {"date": DAY, "pack": "event"} | more
            model.objects.create(area_code=area, category=category, org_id=org, measure=measure, n=part, **given)


def ranks(found: Ranked) -> dict[str, int]:
    return {one.key: one.rank for one in found.ranking.placed}


def test_areas_of_a_level_are_ranked_with_what_is_not_folded_yet(world: World) -> None:
    org = world.organisations["lead"].pk
    counted(TOWN + "001001", org, 950, 50)
    counted(OTHER_TOWN, org, 600, 400)
    counted(COUNTY, org, 0, 900)
    found = ranked(asked=asked())
    assert ranks(found) == {TOWN: 1, OTHER_TOWN: 2}
    assert (found.measured[TOWN].n, found.measured[TOWN].value) == (1000, 0.95)
    fold()
    assert ranked(asked=asked()) == found
    assert found.tried == {}


def test_organisations_are_ranked_and_cases_that_nobody_leads_are_not(world: World) -> None:
    lead, other = (str(world.organisations[key].pk) for key in ("lead", "other"))
    counted(TOWN, int(lead), 900, 100)
    counted(OTHER_TOWN, int(other), 700, 300)
    counted(TOWN, 0, 500, 500)
    assert ranks(ranked(asked=asked("organisations"))) == {lead: 1, other: 2}
    assert [one.why for one in ranked(asked=asked("organisations", area=TOWN)).ranking.unplaced] == ["alone"]


def test_a_body_with_one_case_leads_nothing(world: World) -> None:
    lead, other = (world.organisations[key].pk for key in ("lead", "other"))
    counted(TOWN, lead, 900, 100)
    counted(OTHER_TOWN, other, 2, 0)
    found = ranked(asked=asked())
    assert OTHER_TOWN not in ranks(found)
    assert found.measured[OTHER_TOWN].value is None


def test_other_dates_kinds_and_secret_categories_are_left_out(world: World) -> None:
    org = world.organisations["lead"].pk
    counted(TOWN, org, 50, 0, date=DAY - timedelta(days=31))
    counted(TOWN, org, 50, 0, pack="petition")
    counted(TOWN, org, 50, 0, pack="nothing")
    assert ranked(asked=asked()).measured == {}


def test_a_struck_case_is_left_out_of_its_organisations_score_and_of_no_places(
    world: World, closed: Callable[..., str], now: datetime
) -> None:
    numbers = [closed() for _each in range(2)]
    org = str(world.organisations["lead"].pk)
    day = now.date()
    given = Asked(indicator(), CITY, "organisations", day - timedelta(days=5), day + timedelta(days=5))
    before = ranked(asked=given)
    request = striking.ask(
        number=numbers[0], reason="impossible", text="无法办到", by=world.actor("lead"), now=now
    ).request
    striking.rule(request=request, granted=True, text="属实", by=world.actor("leader"), now=now)
    after = ranked(asked=given)
    assert (before.measured[org].n, after.measured[org].n) == (2, 1)
    assert (after.tried[org].asked, after.tried[org].granted, after.tried[org].refused) == (1, 1, 0)
    assert after.left_out[org] == 1
    places = Asked(indicator(), CITY, "areas", given.since, given.until, "town")
    assert ranked(asked=places).measured[TOWN].n == 2


@pytest.mark.parametrize(
    ("units", "level", "key"),
    [
        ("areas", "grid", ON_TIME),
        ("areas", "", ON_TIME),
        ("areas", "town", "mean_days"),
        ("areas", "town", "closed"),
    ],
)
def test_grids_means_and_counts_are_never_ranked(world: World, units: str, level: str, key: str) -> None:
    with pytest.raises(NotPossible):
        ranked(asked=asked(units, level, key=key))


def test_no_person_can_be_ranked(world: World) -> None:
    """A grid is one worker's; tallies hold no account; what is ranked is an area or an organisation."""
    assert levels_under(CITY) == ("county", "town", "village")
    assert levels_under(TOWN) == ("village",)
    assert levels_under(TOWN + "001") == ()
    for model in (Tally, TallyDelta):
        assert not [one.name for one in model._meta.fields if "account" in one.name or "person" in one.name]
    assert rank(mixes={}, least=30, better="higher").placed == ()
