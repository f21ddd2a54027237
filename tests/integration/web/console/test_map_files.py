"""Shaded maps as files: the same areas, numbers and legend as on the page, for staff and for everybody."""

import io
import re
from collections.abc import Callable
from html import unescape
from math import nan
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import LazySettings
from django.test import Client
from PIL import Image

from linli.web.shading import NONE
from tests.functional.console.briefed import briefed
from tests.functional.small_city import COUNTY, OTHER_TOWN, TOWN, VILLAGE, City
from tests.indexing import city_of_ours, last_month, month, usual
from tests.integration.web.console.conftest import NOW, report

AsClient = Callable[[str], Client]
SVG = "{http://www.w3.org/2000/svg}"
DATES = "from=2026-02-27&to=2026-03-02"
PAGES = (
    f"/console/overview/?area={COUNTY}&{DATES}&shown=opened",
    f"/console/overview/?area={COUNTY}&{DATES}&shown=on_time",
    f"/console/counts/?area={COUNTY}&{DATES}&shown=opened",
    f"/numbers/?area={COUNTY}&shown=opened",
    f"/numbers/?area={COUNTY}&shown=on_time",
)


def body(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert "attachment" in answer["Content-Disposition"]
    return answer.getvalue()


def files(answer: Any, page: str) -> dict[str, str]:
    """The addresses of the map's files that the page itself offers, by the name of their kind."""
    part = answer.content.decode().partition("shaded-files")[2].partition("</p>")[0]
    found = re.findall(r'<a class="button" href="([^"]+)" lang="en">(\w+)</a>', part)
    path = page.partition("?")[0]
    return {kind: address if address.startswith("/") else path + address for address, kind in map(_plain, found)}


def _plain(pair: tuple[str, str]) -> tuple[str, str]:
    return unescape(pair[0]), pair[1]


def shades(root: ElementTree.Element) -> dict[str, str]:
    """The title of each area (its name and its number), and its fill."""
    found = {}
    for path in root.iter(f"{SVG}path"):
        if (title := path.find(f"{SVG}title")) is not None:
            found[title.text or ""] = path.get("fill") or path.get("class", "").split()[0]
    return found


def fill(shade: int | str) -> str:
    return "url(#chart-none)" if shade == NONE else f"chart-shade-{shade}"


def check(client: Client, page: str) -> ElementTree.Element:
    """The files of a page's map hold its numbers, its shades and its legend."""
    answer = client.get(page)
    shown, offered = answer.context["map"], files(answer, page)
    assert set(offered) == {"PNG", "SVG", "Excel", "CSV"}
    root = ElementTree.fromstring(body(client, offered["SVG"]))
    assert list(shades(root).values()) == [fill(row.shade) for row in shown.rows]
    words = [one.text or "" for one in root.iter(f"{SVG}text")]
    for key in shown.legend:
        assert any(one.startswith(key.least) and f"{key.places}" in one for one in words)
    lines = body(client, offered["CSV"]).decode("utf-8-sig").splitlines()
    values = [nan if row.place.value is None else row.place.value for row in shown.rows]
    assert [line.split(",")[0] for line in lines[1:]] == [row.place.name for row in shown.rows]
    found = [float(line.split(",")[1] or nan) for line in lines[1:]]
    assert found == pytest.approx(values, abs=1e-4, nan_ok=True)
    image = Image.open(io.BytesIO(body(client, offered["PNG"])))
    assert (image.format, image.width) == ("PNG", 3 * 712)
    return root


@pytest.mark.parametrize("page", PAGES)
def test_the_map_as_a_file_holds_what_the_page_shows(as_: AsClient, city: City, page: str) -> None:
    for _each in range(3):
        report(now=NOW)
    client = as_("leader") if page.startswith("/console/") else Client(headers={"accept-language": "zh-hans"})
    root = check(client, page)
    shown = client.get(page).context["map"]
    assert list(shades(root)) == [f"{row.place.name} {row.place.text}" for row in shown.rows]
    assert any("示意图" in (one.text or "") for one in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("page", ["/console/index/", "/index/"])
def test_the_index_keeps_its_colours(
    as_: AsClient, city: City, settings: LazySettings, tmp_path: Path, page: str
) -> None:
    city_of_ours(tmp_path, settings)
    period = last_month()
    usual(TOWN, period=period)
    usual(OTHER_TOWN, period=period)
    month(TOWN, period.since, on_time=60, late=40, fires=10)
    month(OTHER_TOWN, period.since, on_time=90, late=10, fires=10)
    client = as_("leader") if page.startswith("/console/") else Client(headers={"accept-language": "zh-hans"})
    asked = f"{page}?area={COUNTY}"
    root = check(client, asked)
    drawn = shades(root)
    assert drawn == {"文艺路街道 70.5": "chart-shade-yellow", "朝阳街道 100.0": "chart-shade-green"}


def test_a_brief_has_its_map_as_a_file(as_: AsClient, city: City) -> None:
    page = f"/console/briefs/{briefed(area=COUNTY)}/"
    check(as_("leader"), page)


def test_there_is_no_other_kind_and_no_map_of_what_has_none(as_: AsClient, city: City) -> None:
    client = as_("leader")
    assert client.get(f"{PAGES[0]}&map=pdf").status_code == 404
    assert client.get(f"/console/overview/?area={COUNTY}&by=pack&map=svg").status_code == 404
    assert client.get(f"/numbers/?area={VILLAGE}&map=svg").status_code == 404
    assert client.get(f"/console/overview/?area={COUNTY}&shown=nothing&map=svg").status_code == 404


def test_those_without_the_right_have_no_map(as_: AsClient, city: City) -> None:
    assert as_("grid").get(f"{PAGES[0]}&map=svg").status_code == 403
    assert as_("desk").get(f"{PAGES[0]}&map=svg").status_code == 404
