"""Numbers behind a promise: from tallies, folded or not, without confidential cases."""

from datetime import timedelta
from decimal import Decimal

from linli.cases.actions.acting import act
from linli.cases.actions.opening import open_case
from linli.cases.actions.tallies import fold
from linli.cases.types import NewCase
from linli.people.access import PUBLIC
from tests.functional.small_city import OTHER_TOWN, TOWN, VILLAGE, City
from tests.integration.scores.promising import NOW, TODAY, actor, add, make_book, new_target, seen


def opened(pack: str = "event", area: str = VILLAGE, **given: str) -> str:
    new = NewCase(pack=pack, text="河边有垃圾", channel="web", area_code=area, **given)  # type: ignore[arg-type]
    return open_case(report=new, by=PUBLIC, now=NOW).number


def refuse(number: str) -> None:
    refusal = {"refusal": "out_of_scope", "reason": "不在范围", "route": "拨打12345"}
    act(number=number, action="refuse", inputs=refusal, by=actor("desk"), now=NOW)


def test_a_count_of_an_area_and_of_what_the_owner_leads(city: City) -> None:
    counted = {"measured": "count", "pack": "event", "measure": "opened", "goal": Decimal(10), "area": TOWN}
    book = make_book()
    whole, own = add(book, new_target(city, **counted)), add(book, new_target(city, is_own=True, **counted))
    first, _other = opened(), opened()
    opened(area=OTHER_TOWN)
    lead = city.organisations["furong-cg"]
    act(number=first, action="dispatch", inputs={"lead": lead}, by=actor("desk"), now=NOW)
    for _folded in range(2):
        assert seen(whole.id).reached.n == 2
        assert seen(own.id).reached.n == 1
        fold()
    assert seen(whole.id, today=TODAY - timedelta(days=1)).reached.n == 0


def test_a_rate_shows_itself_only_from_thirty_on(city: City) -> None:
    over = {"measured": "rate", "pack": "event", "measure": "closed", "over": "opened", "goal": Decimal(90)}
    target = add(make_book(), new_target(city, **over)).id
    numbers = [opened() for _case in range(30)]
    for number in numbers[:15]:
        refuse(number)
    found = seen(target)
    assert (found.reached.n, found.reached.of, found.reached.value) == (15, 30, 50)
    assert found.state == "behind"
    other = add(make_book(), new_target(city, area=OTHER_TOWN, **over))
    assert (other.reached.value, other.state) == (None, "unjudged")


def test_confidential_categories_are_left_out(city: City) -> None:
    counted = {"measured": "count", "pack": "dispute", "measure": "opened", "goal": Decimal(10)}
    target = add(make_book(), new_target(city, **counted)).id
    open_to_all, secret = _categories()
    for category in (open_to_all, secret):
        opened("dispute", category=category)
    assert seen(target).reached.n == 1


def _categories() -> tuple[str, str]:
    from linli.cases.queries.counting import secret_categories
    from linli.scores.queries.measuring import kind_of

    pack = kind_of(key="dispute")
    assert pack is not None
    hidden = secret_categories(pack=pack)
    return next(key for key in pack.categories if key not in hidden), hidden[0]
