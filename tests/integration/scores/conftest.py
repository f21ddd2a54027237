"""The world of the walks, and cases that its departments closed."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from linli.cases.actions.acting import act
from linli.cases.actions.opening import open_case
from linli.cases.types import NewCase
from linli.people.access import PUBLIC
from linli.places import queries as places
from tests.functional import small_city
from tests.functional.small_city import City
from tests.world import World, build, photo

Closed = Callable[..., str]


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def closed(world: World, now: datetime) -> Closed:
    """Walks a case to its closing: by which department, in time or late. Answers its number."""

    def walk(*, by: str = "lead", at: datetime = now, place: str = "430102001001001", category: str = "") -> str:
        report = NewCase(pack="event", text="河边有垃圾", channel="web", area_code=place, category=category)
        number = open_case(report=report, by=PUBLIC, now=at).number
        org = world.organisations[by].pk
        act(number=number, action="dispatch", inputs={"lead": org, "assists": []}, by=world.actor("desk"), now=at)
        act(number=number, action="accept", inputs={}, by=world.actor(by), now=at)
        proof = {"note": "已清运", "photo_after": [photo(purpose="after", now=at)]}
        act(number=number, action="finish", inputs=proof, by=world.actor(by), now=at)
        check = {"method": "on_site", "note": "已清运"}
        act(number=number, action="verify_pass", inputs=check, by=world.actor("verifier"), now=at)
        act(
            number=number,
            action="answer",
            inputs={"answer": "垃圾已清运，感谢您的反映。"},
            by=world.actor("desk"),
            now=at,
        )
        return number

    return walk


@pytest.fixture
def city(db: None) -> Iterator[City]:
    """Its areas, bodies and people."""
    built = small_city.build()
    places.forget()
    yield built
    places.forget()
