"""The public map narrowed to a category, or to what is open; never a confidential matter, whatever is asked for."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from linli.cases.actions.opening import open_case
from linli.cases.models import Case
from linli.cases.types import NewCase
from linli.people.access import PUBLIC
from tests import world as worlds
from tests.world import NAMED

pytestmark = pytest.mark.django_db
POINTS = "/area/430102/points.json"


@pytest.fixture(autouse=True)
def reported(settings: object) -> dict[str, Any]:
    """A heap of litter, a lamp of two months ago, a closed one, and a confidential heap."""
    worlds.build()
    rows = {}
    for name, category in (
        ("litter", "city_look.litter"),
        ("old", "utility.streetlight"),
        ("closed", "utility.streetlight"),
        ("secret", "city_look.litter"),
    ):
        made = open_case(
            report=NewCase(pack="event", text="门前", channel="web", area_code=NAMED["@grid"], category=category),
            by=PUBLIC,
            now=timezone.now(),
        )
        rows[name] = Case.objects.filter(number=made.number)
    Case.objects.update(lon=112.98, lat=28.2)
    rows["old"].update(opened_at=timezone.now() - timedelta(days=60))
    rows["closed"].update(closed_at=timezone.now(), outcome="resolved")
    rows["secret"].update(confidentiality="confidential")
    return rows


@pytest.mark.parametrize(
    ("asked", "n"),
    [
        ("", 2),
        ("?open=yes", 2),
        ("?kind=event:utility", 1),
        ("?kind=event:utility&open=yes", 1),
        ("?kind=event:city_look", 1),
        ("?kind=event:greenery", 0),
        ("?kind=event:city", 2),
        ("?kind=petition:complaint", 2),
    ],
)
def test_points_and_list_are_narrowed_alike(client: Client, asked: str, n: int) -> None:
    """A category that there is not, or that is not public, narrows nothing."""
    assert len(client.get(f"{POINTS}{asked}").json()["features"]) == n
    page = client.get(f"/area/430102/{asked}")
    assert len(page.context["lines"]) == n
    assert page.context["points"] == f"{POINTS}{page.context['asked'].query}"


def test_only_public_categories_are_offered(client: Client) -> None:
    offered = dict(client.get("/map/").context["kinds"])
    assert "event:city_look" in offered
    assert not any(key.startswith("petition:") for key in offered)
