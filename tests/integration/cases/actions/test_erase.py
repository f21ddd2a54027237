"""What a case knows of people goes when its retention ends; the chain still proves the rest."""

import os
import time
from datetime import datetime, timedelta
from uuid import UUID

from linli.cases.actions.acting import act
from linli.cases.actions.attaching import kept_at
from linli.cases.actions.erasing import erase_due, forget_reporter
from linli.cases.models import Attachment, Case, Event
from linli.cases.queries import verify
from linli.people.models import Contact
from tests.integration.cases.conftest import Open
from tests.world import World, photo


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


def test_a_title_of_dots_is_erased_like_any_other(report: Open, now: datetime) -> None:
    report(title="…")
    Case.objects.update(closed_at=now, outcome="resolved")

    assert erase_due(date=now.date() + timedelta(days=3650), now=now) == 1
    assert Case.objects.get().text == ""


def test_its_photos_go_too(report: Open, now: datetime) -> None:
    picture = UUID(photo(purpose="report", now=now))
    report(photos=(picture,))
    path = kept_at(path=Attachment.objects.get().path)
    os.utime(path, (time.time() - 3600,) * 2)
    Case.objects.update(closed_at=now, outcome="resolved")

    erase_due(date=now.date() + timedelta(days=3650), now=now)

    assert not Attachment.objects.exists()
    assert not path.exists()
    assert not [finding for finding in verify() if finding.what.startswith("event")]


def test_an_open_case_keeps_what_it_knows(report: Open, now: datetime) -> None:
    report()

    assert erase_due(date=now.date() + timedelta(days=3650), now=now) == 0
    assert Case.objects.get().text
