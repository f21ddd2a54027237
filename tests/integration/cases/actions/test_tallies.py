"""Counts agree with the cases before, during and after folding."""

from datetime import datetime

from linli.cases.actions.acting import act
from linli.cases.actions.tallies import fold
from linli.cases.models import Tally, TallyDelta
from linli.cases.queries import verify
from linli.cases.queries.tallies import total, totals
from tests.integration.cases.conftest import Open
from tests.world import CITY, TOWN, World


def test_folding_changes_no_count(report: Open, world: World, now: datetime) -> None:
    for _case in range(3):
        report()
    report("占道经营", category="street_order.stall")
    before = totals(measure="open", area=CITY, group="category")

    assert fold(limit=3) == 3
    assert (
        totals(measure="open", area=CITY, group="category")
        == before
        == {
            "utility.streetlight": 3,
            "street_order.stall": 1,
        }
    )
    while fold():
        pass
    assert not TallyDelta.objects.exists()
    assert Tally.objects.exists()
    assert total(measure="open", area=TOWN) == 4
    assert total(measure="open", area="430102002") == 0
    assert list(verify()) == []


def test_a_dispatch_moves_the_stock_to_the_organisation(report: Open, world: World, now: datetime) -> None:
    opened = report()
    lead = world.organisations["lead"].pk

    act(number=opened.number, action="dispatch", inputs={"lead": lead, "task": "x"}, by=world.actor("desk"), now=now)

    assert totals(measure="open", area=CITY, group="org_id") == {str(lead): 1}
    assert totals(measure="opened", area=CITY, group="org_id") == {str(lead): 1}
    assert list(verify()) == []
