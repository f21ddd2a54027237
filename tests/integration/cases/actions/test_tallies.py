"""Counts agree with the cases before, during and after folding."""

from datetime import datetime

from linli.cases.actions.acting import act
from linli.cases.actions.tallies import fold
from linli.cases.models import Tally, TallyDelta
from linli.cases.queries import verify
from linli.cases.queries.tallies import Asked, open_now, read, total
from tests.integration.cases.conftest import Open
from tests.world import CITY, TOWN, World

EVERYTHING = Asked((CITY,), ("opened", "closed"))


def test_folding_changes_no_count(report: Open, world: World, now: datetime) -> None:
    for _case in range(3):
        report()
    report("占道经营", category="street_order.stall")
    before = read(asked=EVERYTHING, by="category")

    assert fold(limit=3) == 3
    assert read(asked=EVERYTHING, by="category") == before
    assert {key: sums.open for key, sums in before.items()} == {
        "event:utility.streetlight": 3,
        "event:street_order.stall": 1,
    }
    while fold():
        pass
    assert not TallyDelta.objects.exists()
    assert Tally.objects.exists()
    assert read(asked=EVERYTHING, by="category") == before
    assert open_now(area=TOWN) == total(measure="opened", area=TOWN) == 4
    assert open_now(area="430102002") == 0
    assert list(verify()) == []


def test_a_dispatch_moves_the_stock_to_the_organisation(report: Open, world: World, now: datetime) -> None:
    opened = report()
    lead = world.organisations["lead"].pk

    act(number=opened.number, action="dispatch", inputs={"lead": lead, "task": "x"}, by=world.actor("desk"), now=now)

    found = {key: sums.open for key, sums in read(asked=EVERYTHING, by="org").items()}
    assert {key: n for key, n in found.items() if n} == {str(lead): 1}
    assert list(verify()) == []
