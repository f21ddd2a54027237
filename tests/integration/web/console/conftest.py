"""The small city, seen through Django's test client."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from django.test import Client

from linli.cases.actions import acting, opening
from linli.cases.types import NewCase, NewContact, Opened
from linli.people import queries as people
from linli.people.access import PUBLIC, Actor
from linli.people.models import Account
from linli.places import queries as places
from tests.functional import small_city
from tests.functional.small_city import VILLAGE, City

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def plain_static(settings: LazySettings) -> None:
    """No folder of collected files is looked for."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


@pytest.fixture
def city(db: None) -> Iterator[City]:
    """The small city."""
    built = small_city.build()
    places.forget()
    yield built
    places.forget()


@pytest.fixture
def as_(city: City) -> Callable[[str], Client]:
    """A client signed in as somebody."""

    def sign_in(username: str) -> Client:
        client = Client(headers={"accept-language": "zh-hans"})
        client.force_login(Account.objects.get(username=username))
        return client

    return sign_in


def actor(username: str) -> Actor:
    """As whom somebody acts."""
    return people.actor(account=Account.objects.get(username=username), post_id=None, on_date=NOW.date())


def report(text: str = "路灯不亮三天了", *, phone: str = "13812341234", now: datetime = NOW) -> Opened:
    """A report with contact data."""
    contact = NewContact(name="反映人甲", phone=phone, email="wang@example.com", language="zh-hans")
    new = NewCase(pack="event", text=text, channel="web", area_code=VILLAGE, contact=contact)
    return opening.open_case(report=new, by=PUBLIC, now=now)


def dispatch(number: str, city: City) -> None:
    """Sent to the bureau for urban management."""
    lead = city.organisations["furong-cg"]
    acting.act(number=number, action="dispatch", inputs={"lead": lead}, by=actor("desk"), now=NOW)
