"""After a merge the duplicate's reporter hears of the case that took it, and can stop hearing of it."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from linli.cases.actions.acting import act
from linli.cases.models import Subscription
from linli.cases.types import NewContact
from linli.mediation.queries.secrets import secret_of
from linli.notify import actions as notify
from linli.notify.models import Outgoing
from linli.people.models import Contact
from tests.integration.cases.conftest import Open
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = NewContact(email="second@example.org", language="en")


def letters(to: str) -> list[str]:
    return [str(letter.body) for letter in mail.outbox if letter.to == [to]]


def test_a_merged_reporter_gets_news_with_a_link_that_stops_them(
    report: Open, world: World, now: datetime, client: Client
) -> None:
    main, duplicate = report(), report(contact=SECOND)
    desk = world.actor("desk")
    act(number=duplicate.number, action="merge", inputs={"into": main.number}, by=desk, now=now)
    act(number=main.number, action="forward", inputs={"receiver": "x", "reason": "y"}, by=desk, now=now)

    notify.deliver(now=now + timedelta(minutes=1), secret_of=secret_of)

    told = [letter for letter in letters("second@example.org") if main.number in letter]
    assert len(told) == 1
    stop = re.search(r"http://\S+?(/\S+/stop/)", told[0])
    assert stop is not None, "says how to stop"
    assert client.post(stop[1]).status_code == 200
    assert not Subscription.objects.exists()
    assert client.get(stop[1]).status_code == 404
    assert Contact.objects.filter(email__isnull=False).count() == 2, "the duplicate still knows its reporter"


def test_a_subscriber_follows_through_two_merges(report: Open, world: World, now: datetime) -> None:
    first, second, third = report(contact=SECOND), report(contact=NewContact()), report()
    desk = world.actor("desk")
    act(number=first.number, action="merge", inputs={"into": second.number}, by=desk, now=now)
    act(number=second.number, action="merge", inputs={"into": third.number}, by=desk, now=now)
    followed = Subscription.objects.get()
    told = Outgoing.objects.filter(template="merged", context__has_key="subscription")
    assert [message.subject for message in told] == [second.number], "once"
    assert followed.case is not None
    assert followed.case.number == third.number
    assert secret_of(subscription=str(followed.id)) is not None
