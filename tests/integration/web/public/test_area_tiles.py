"""Boundaries as tiles over HTTP."""

from datetime import datetime

import numpy as np
import pytest
from django.test import Client

from linli.core.tiles import EXTENT, Frame
from linli.places import queries
from tests import changsha
from tests.mvt import decode

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def whole_city(now: datetime) -> None:
    changsha.load(now=now)


def tile_of(client: Client, level: str, zoom: int) -> str:
    """The address of the tile over the middle of the city."""
    address: str = client.get(f"/tiles/areas/{level}.json").json()["tiles"][0]
    x, y = (Frame(0, 0, 0).steps(np.array([queries.centre_of("430102")])) * 2**zoom // EXTENT)[0].tolist()
    return address.replace("{z}", str(zoom)).replace("{x}", str(x)).replace("{y}", str(y))


def test_a_level_says_where_its_tiles_are(client: Client) -> None:
    said = client.get("/tiles/areas/county.json").json()
    assert said["tiles"] == [f"http://testserver/tiles/areas/{queries.map_version()}/county/{{z}}/{{x}}/{{y}}.mvt"]
    assert (said["is_schematic"], said["maxzoom"]) == (True, 14)
    assert client.get("/tiles/areas/grid.json").json()["minzoom"] > said["minzoom"]


def test_a_tile_holds_areas_with_code_and_names_and_is_kept_for_ever(client: Client) -> None:
    answer = client.get(tile_of(client, "county", 10))
    assert answer.status_code == 200
    layers = decode(answer.content)
    found = {one.properties["code"]: one.properties for one in layers["areas"]}
    assert found["430102"] == {"code": "430102", "name": "芙蓉区", "name_en": "Furong District", "is_schematic": True}
    assert {one.properties["code"] for one in layers["centres"]} <= set(found)
    assert "immutable" in answer["Cache-Control"]
    again = client.get(tile_of(client, "county", 10), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_it_is_zipped_for_browsers(client: Client) -> None:
    plain, zipped = (
        client.get(tile_of(client, "village", 11), headers=asks) for asks in ({}, {"Accept-Encoding": "gzip"})
    )
    assert zipped["Content-Encoding"] == "gzip"
    assert 0 < len(zipped.content) < len(plain.content)


def test_a_tile_of_another_version_is_not_kept(client: Client) -> None:
    address = tile_of(client, "county", 10).replace(f"/{queries.map_version()}/", "/1/")
    assert "max-age=0" in client.get(address)["Cache-Control"]


def test_there_is_nothing_below_the_smallest_zoom(client: Client) -> None:
    assert client.get(tile_of(client, "grid", 3)).content == b""


@pytest.mark.parametrize(
    "address", ["/tiles/areas/street.json", "/tiles/areas/1/county/2/9/1.mvt", "/tiles/areas/1/x/2/1/1.mvt"]
)
def test_what_there_is_not(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
