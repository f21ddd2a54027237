"""A dispute with its room."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from linli.places import queries as places
from tests.functional import small_city
from tests.functional.small_city import City
from tests.mediating import Dispute, open_dispute


@pytest.fixture
def city(db: None) -> Iterator[City]:
    """The small city."""
    built = small_city.build()
    places.forget()
    yield built
    places.forget()


@pytest.fixture
def dispute(city: City, now: datetime) -> Dispute:
    """A dispute that a mediator has taken on."""
    return open_dispute(city=city, now=now)
