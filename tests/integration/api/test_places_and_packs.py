"""Areas, points and kinds of matter."""

import pytest

from tests.integration.api.town import Api, Town, problem

pytestmark = pytest.mark.django_db


def test_it_lists_areas_below_a_code(api: Api, town: Town) -> None:
    assert _codes(api, town, "/areas?under=4301") == ["430102", "430103"]
    assert _codes(api, town, "/areas?under=4301&level=village") == ["430102001001", "430102001002"]
    assert _codes(api, town, "/areas?text=街道") == ["430102001", "430103001"]


def test_areas_go_page_by_page(api: Api, town: Town) -> None:
    first = api.get("/areas?level=town&limit=1", by=town.desk).json()
    assert first["next_after"] == "430102001"
    second = api.get("/areas?level=town&limit=1&after=430102001", by=town.desk).json()
    assert [area["code"] for area in second["items"]] == ["430103001"]
    assert second["next_after"] == ""


def test_it_shows_an_area(api: Api, town: Town) -> None:
    seen = api.get("/areas/430102", by=town.desk).json()
    assert [step["code"] for step in seen["path"]] == ["43", "4301", "430102"]
    assert [child["code"] for child in seen["children"]] == ["430102001"]
    problem(api.get("/areas/999999", by=town.desk), status=404)


def test_it_locates_a_point(api: Api, town: Town) -> None:
    inside = api.get("/locate?lon=113.05&lat=28.15", by=town.desk).json()
    assert (inside["area_code"], inside["how"], inside["is_schematic"]) == ("430102001001", "inside", True)
    assert [step["level"] for step in inside["ancestors"]] == ["province", "city", "county", "town", "village"]
    outside = api.get("/locate?lon=10&lat=10", by=town.desk).json()
    assert (outside["area_code"], outside["how"], outside["ancestors"]) == ("", "outside", [])
    problem(api.get("/locate?lon=east&lat=10", by=town.desk), status=422)


def test_it_shows_kinds_of_matter(api: Api, town: Town) -> None:
    assert "event" in {pack["key"] for pack in api.get("/packs", by=town.desk).json()["items"]}
    pack = api.get("/packs/event", by=town.desk).json()
    assert {"reported", "closed"} <= {stage["key"] for stage in pack["stages"]}
    problem(api.get("/packs/nonesuch", by=town.desk), status=404)


def test_each_length_of_a_deadline_has_its_own_legal_basis(api: Api, town: Town) -> None:
    clocks = {one["key"]: one for one in api.get("/packs/incident", by=town.desk).json()["clocks"]}
    first = clocks["first_report"]
    law = [("第十一条" in one["basis"] or "Art. 11" in one["basis"]) for one in first["lengths"]]
    assert law == [True, False, False]
    assert {one["basis"] for one in first["lengths"][1:]} == {first["basis"]}


def _codes(api: Api, town: Town, path: str) -> list[str]:
    return [area["code"] for area in api.get(path, by=town.desk).json()["items"]]
