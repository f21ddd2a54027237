"""Charts of the counts and of a warning: on the page, as files, and with the lists behind their numbers."""

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from python_calamine import CalamineWorkbook

from linli.scores.models import Surge
from tests import rising
from tests.functional.small_city import COUNTY, TOWN, VILLAGE, City
from tests.integration.web.console.conftest import NOW, report

AsClient = Callable[[str], Client]
COUNTS = f"/console/counts/?area={TOWN}&from=2026-02-27&to=2026-03-02"


def body(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return answer.getvalue()


def figure(client: Client, address: str) -> str:
    found = re.search(r"<figure.*?</figure>", client.get(address).content.decode(), re.DOTALL)
    assert found
    return found[0]


def listed(client: Client, address: str) -> int:
    return client.get(address).content.decode().count("data-row data-preview")


def test_the_counts_have_a_chart_and_its_numbers_open_their_lists(as_: AsClient) -> None:
    for days in (0, 0, 2, 400):
        report(now=NOW - timedelta(days=days))
    client = as_("leader")
    drawn = figure(client, COUNTS)
    assert drawn.count("<svg") == 2
    assert "文艺路街道网格事件上报与办结情况" in drawn
    assert "共上报3件，办结0件" in drawn
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', drawn)
    cells = {day: re.findall(r'<a href="([^"]+)">(\d+)</a>', row) for day, row in rows}
    assert {day: [int(n) for _address, n in found] for day, found in cells.items()} == {
        "2026年2月27日": [0, 0],
        "2026年2月28日": [1, 0],
        "2026年3月1日": [0, 0],
        "2026年3月2日": [2, 0],
    }
    for found in cells.values():
        for address, n in found:
            assert listed(client, unescape(address)) == int(n), address


def test_a_year_before_opens_its_own_list(as_: AsClient) -> None:
    report()
    report(now=NOW - timedelta(weeks=52))
    client = as_("leader")
    drawn = figure(client, COUNTS)
    assert "52周前上报" in drawn
    last = re.findall(r'<a href="([^"]+)">(\d+)</a>', drawn)[-1]
    assert last[1] == "1"
    assert listed(client, unescape(last[0])) == 1


def test_a_chart_is_had_as_svg_and_png(as_: AsClient) -> None:
    report()
    client = as_("leader")
    svg = body(client, f"{COUNTS}&chart=svg").decode()
    root = ElementTree.fromstring(svg)
    assert root.get("width") == "712"
    assert "文艺路街道网格事件上报与办结情况" in svg
    assert "#0b6158" in svg
    image = Image.open(io.BytesIO(body(client, f"{COUNTS}&chart=png")))
    assert (image.format, image.width) == ("PNG", 3 * 712)


def test_a_chart_is_had_as_a_table(as_: AsClient) -> None:
    report()
    client = as_("leader")
    lines = body(client, f"{COUNTS}&chart=csv").decode("utf-8-sig").splitlines()
    assert lines == ["日期,已上报,已办结", "2026-02-27,0,0", "2026-02-28,0,0", "2026-03-01,0,0", "2026-03-02,1,0"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(body(client, f"{COUNTS}&chart=xlsx")))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[-1] == [NOW.date(), 1, 0]


def test_months_are_told_as_months(as_: AsClient) -> None:
    report()
    client = as_("leader")
    address = f"/console/counts/?area={TOWN}&from=2025-10-05&to=2026-03-02"
    drawn = figure(client, address)
    assert "空心点表示该月只统计了所选日期以内的部分" in drawn
    assert drawn.count("chart-hollow") == 2 * 2 * 2, "October and March, of two lines, for a phone and a wide screen"
    whole = figure(client, f"/console/counts/?area={TOWN}&from=2025-10-01&to=2026-02-28")
    assert "chart-hollow" not in whole
    lines = body(client, f"{address}&chart=csv").decode("utf-8-sig").splitlines()
    assert (lines[0], lines[1], lines[-1]) == ("月份,已上报,已办结", "2025-10,0,0", "2026-03,1,0")


def test_large_text_is_drawn_larger(as_: AsClient) -> None:
    client = as_("leader")
    assert 'viewBox="0 0 340 ' in figure(client, COUNTS)
    client.cookies["linli_text"] = "large"
    assert 'viewBox="0 0 272 ' in figure(client, COUNTS)


@pytest.mark.parametrize("kind", ["pdf", "png/", "../x"])
def test_there_is_no_other_kind_of_file(as_: AsClient, kind: str) -> None:
    assert as_("leader").get(f"{COUNTS}&chart={kind}").status_code == 404


def test_those_without_the_right_have_no_file(as_: AsClient) -> None:
    assert as_("grid").get(f"{COUNTS}&chart=png").status_code == 403
    assert as_("desk").get(f"/console/counts/?area={COUNTY}&chart=png").status_code == 404


@pytest.mark.parametrize("dates", ["from=0001-01-01&to=0001-01-01", "from=1900-01-01&to=2999-12-31", "from=2030-01-01"])
def test_odd_dates_are_drawn_too(as_: AsClient, dates: str) -> None:
    assert "<svg" in figure(as_("leader"), f"/console/counts/?area={TOWN}&{dates}")


def warned(now: datetime) -> Surge:
    surge = rising.warned(area=VILLAGE, at=now - timedelta(days=1), now=now)
    Surge.objects.update(since=surge.until, observed=rising.MANY)
    return Surge.objects.get()


def test_a_warning_is_drawn_with_its_days_marked(as_: AsClient, city: City) -> None:
    surge = warned(timezone.now())
    client = as_("leader")
    drawn = figure(client, f"/console/warnings/{surge.pk}/")
    assert "预警期间" in drawn
    assert "chart-pale" in drawn
    address, n = re.findall(r'<a href="([^"]+)">(\d+)</a>', drawn)[-1]
    assert int(n) == rising.MANY
    assert listed(client, unescape(address)) == rising.MANY
    assert body(client, f"/console/warnings/{surge.pk}/?chart=png").startswith(b"\x89PNG")
    lines = body(client, f"/console/warnings/{surge.pk}/?chart=csv").decode("utf-8-sig").splitlines()
    assert lines[0] == "日期,件数,预期"
    assert lines[-1].split(",")[1] == str(rising.MANY)


def test_a_warning_of_elsewhere_has_no_file(as_: AsClient, city: City) -> None:
    surge = warned(timezone.now())
    assert as_("grid").get(f"/console/warnings/{surge.pk}/?chart=svg").status_code in {403, 404}
    assert as_("leader").get(f"/console/warnings/{surge.pk + 1}/?chart=svg").status_code == 404
