"""A report finds its place, its owner and its deadline in one step; repeats and refusals."""

from datetime import UTC, datetime

import pytest

from linli.cases.actions.opening import open_case
from linli.cases.errors import BadInput, NoSuchCase, RepeatedKey
from linli.cases.models import Case, Clock, Event, TallyDelta
from linli.cases.queries import public_case
from linli.cases.types import NewCase, NewContact, Once
from linli.notify.models import Outgoing
from linli.people.access import PUBLIC
from tests.integration.cases.conftest import Open
from tests.world import TOWN, World


def test_it_opens(report: Open, now: datetime) -> None:
    opened = report()

    case = Case.objects.get(number=opened.number)
    assert (case.stage, case.holder_kind, case.holder_area) == ("reported", "desk", TOWN)
    assert case.category == "utility.streetlight", "suggested from its words"
    assert case.due_at == datetime(2026, 3, 2, 3, 0, tzinfo=UTC), "two working hours from 9:00"
    assert {clock.key for clock in Clock.objects.all()} == {"file", "promise"}
    assert Event.objects.get().kind == "open"
    assert {(delta.measure, delta.n) for delta in TallyDelta.objects.all()} == {("opened", 1)}
    assert Outgoing.objects.get().template == "received"


def test_its_secret_opens_it_and_no_other_does(report: Open, now: datetime) -> None:
    opened = report()

    assert public_case(number=opened.number, secret=opened.secret, now=now).number == opened.number
    for wrong in ("", "x" * 22, opened.secret[:-1]):
        with pytest.raises(NoSuchCase):
            public_case(number=opened.number, secret=wrong, now=now)


def test_anonymous_reports_leave_nobody_to_write_to(report: Open) -> None:
    opened = report(contact=NewContact())

    assert Case.objects.get(number=opened.number).contact_id is None
    assert not Outgoing.objects.exists()


def test_the_same_key_answers_the_same(world: World, now: datetime) -> None:
    new = NewCase(pack="event", text="井盖坏了", channel="api", area_code="430102001001001")
    once = Once(key="k1", fingerprint="f1")

    first = open_case(report=new, by=PUBLIC, now=now, once=once)
    again = open_case(report=new, by=PUBLIC, now=now, once=once)

    assert (again.number, again.secret, again.is_repeat) == (first.number, first.secret, True)
    assert Case.objects.count() == 1
    with pytest.raises(RepeatedKey):
        open_case(report=new, by=PUBLIC, now=now, once=Once(key="k1", fingerprint="other"))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"category": "no.such"}, "category"),
        ({"area_code": "99"}, "place"),
        ({"area_code": ""}, "place"),
        ({"lon": 0.0, "lat": 0.0, "area_code": ""}, "place"),
        ({"fields": {"no_such_field": 1}}, "no_such_field"),
    ],
)
def test_it_refuses_what_cannot_be_used(world: World, now: datetime, given: dict[str, object], field: str) -> None:
    new = {"pack": "event", "text": "井盖坏了", "channel": "web", "area_code": "430102001001001"} | given

    with pytest.raises(BadInput) as refusal:
        open_case(report=NewCase(**new), by=PUBLIC, now=now)  # type: ignore[arg-type]

    assert field in refusal.value.fields
    assert not Case.objects.exists()
