"""What a case knows of people goes when its retention ends; the chain still proves the rest."""

from datetime import datetime, timedelta

from linli.cases.actions.acting import act
from linli.cases.actions.erasing import erase_due, forget_reporter
from linli.cases.models import Case, Event
from linli.cases.queries import verify
from linli.people.models import Contact
from tests.integration.cases.conftest import Open
from tests.world import World


def test_it_erases_when_the_retention_ends(report: Open, world: World, now: datetime) -> None:
    opened = report()
    reporter_actor = world.actor("resident")
    world.numbers["first"], world.reporters["first"] = opened.number, "resident"
    reporter_actor = world.actor("resident")
    act(number=opened.number, action="withdraw", inputs={}, by=reporter_actor, now=now)
    case = Case.objects.get()
    assert case.retain_until_date is not None

    assert erase_due(date=case.retain_until_date, now=now) == 0
    later = case.retain_until_date + timedelta(days=1)
    assert erase_due(date=later, now=now) == 1
    assert erase_due(date=later, now=now) == 0

    case.refresh_from_db()
    assert (case.title, case.text, case.address) == ("…", "", "")
    assert Contact.objects.get().phone is None
    assert not Event.objects.filter(body__isnull=False).exists()
    assert list(verify()) == []


def test_a_reporter_is_forgotten_at_their_wish(report: Open, now: datetime) -> None:
    opened = report()

    forget_reporter(number=opened.number, now=now)

    contact = Contact.objects.get()
    assert (contact.name, contact.phone, contact.email, contact.mask) == (None, None, None, "")
    assert Case.objects.get().text, "the matter goes on"
    assert list(verify()) == []
