"""What maps and place pickers are answered."""

from datetime import datetime

import pytest
from django.test import Client

from linli.places import queries
from tests import changsha

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def whole_city(now: datetime) -> None:
    changsha.load(now=now)


def test_an_outline_is_small_and_says_that_it_is_schematic(client: Client) -> None:
    response = client.get("/places/outline/4301.json?zoom=9")
    assert response.status_code == 200
    assert len(response.content) < 20_000
    shown = response.json()
    assert shown["is_schematic"] is True
    assert [feature["properties"]["name"] for feature in shown["features"]][:2] == ["长沙市", "芙蓉区"]


def test_an_outline_is_asked_for_once(client: Client) -> None:
    first = client.get("/places/outline/4301.json")
    again = client.get("/places/outline/4301.json", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_outline_of_nothing_is_not_found(client: Client) -> None:
    assert client.get("/places/outline/9999.json").status_code == 404


def test_a_point_has_an_area_and_all_above_it(client: Client) -> None:
    lon, lat = queries.centre_of("430102001001001") or (0, 0)
    found = client.get(f"/places/locate.json?lon={lon}&lat={lat}").json()
    assert found["area"] == "430102001001001"
    assert [step["code"] for step in found["path"]] == [
        "43", "4301", "430102", "430102001", "430102001001", "430102001001001",
    ]  # fmt: skip
    assert (found["how"], found["is_schematic"]) == ("inside", True)


@pytest.mark.parametrize("query", ["", "lon=abc&lat=1", "lon=nan&lat=1", "lon=200&lat=1"])
def test_a_point_must_be_one(client: Client, query: str) -> None:
    assert client.get(f"/places/locate.json?{query}").status_code == 422


def test_places_are_found_by_name(client: Client) -> None:
    found = client.get("/places/search.json", {"q": "文艺路"}).json()["areas"]
    assert found[0]["code"] == "430102001"
    assert found[0]["path"] == "长沙市 芙蓉区 文艺路街道"
