"""Lists of the console as files: warnings and their parts, briefs, requests to strike, books of promises."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from python_calamine import CalamineWorkbook

from linli.scores.models import StrikeRequest, Surge
from tests import rising
from tests.functional.console.briefed import briefed
from tests.functional.console.promised import promised
from tests.functional.small_city import COUNTY, TOWN, VILLAGE, City
from tests.integration.web.console.conftest import dispatch, report

AsClient = Callable[[str], Client]


def rows(client: Client, address: str, name: str = "as", **asked: str) -> list[list[str]]:
    """What the file as CSV holds; the one as Excel holds as much."""
    answer: Any = client.get(address, {**asked, name: "csv"})
    found = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(address, {**asked, name: "xlsx"}).getvalue()))
    sheet = book.get_sheet_by_index(0).to_python()
    assert [len(row) for row in sheet] == [len(row) for row in found]
    assert client.get(address, {**asked, name: "pdf"}).status_code == 404
    return found


@pytest.fixture
def surge(city: City) -> int:
    now = timezone.now()
    made = rising.warned(area=VILLAGE, at=now - timedelta(days=1), now=now)
    Surge.objects.update(since=made.until, observed=rising.MANY)
    return Surge.objects.get().pk


def test_the_warnings_go_as_they_are_listed(as_: AsClient, surge: int) -> None:
    client = as_("leader")
    (line,) = client.get("/console/warnings/").context["lines"]
    head, row = rows(client, "/console/warnings/")
    assert len(head) == len(row)
    assert row == [
        line.title, line.where, line.view.since.isoformat(), line.view.until.isoformat(), str(line.view.observed),
        f"{line.view.expected:.1f}", "新预警",
    ]  # fmt: skip
    assert len(rows(client, "/console/warnings/", state="closed")) == 1, "only the head"
    assert as_("grid").get("/console/warnings/", {"as": "csv"}).status_code == 403


def test_the_parts_of_a_warning_go_one_below_the_other(as_: AsClient, surge: int) -> None:
    client, page = as_("leader"), f"/console/warnings/{surge}/"
    shown = client.get(page).context["parts"]
    found = rows(client, page)[1:]
    assert found == [
        [str(title), row.title, str(row.part.now), f"{row.part.usual:.1f}"]
        for title, _h, parts in shown
        for row in parts
    ]
    assert sum(int(n) for title, _name, n, _usual in found if title == shown[0][0]) == rising.MANY
    assert client.get(f"/console/warnings/{surge + 1}/", {"as": "csv"}).status_code == 404


def test_the_list_of_briefs_goes_as_it_is_asked(as_: AsClient, city: City) -> None:
    briefed(area=COUNTY)
    briefed(area=TOWN, kind="week")
    client = as_("leader")
    lines = client.get("/console/briefs/").context["lines"]
    found = rows(client, "/console/briefs/")[1:]
    assert [row[:3] for row in found] == [
        [line["row"].date.isoformat(), line["until"].isoformat(), line["area"]] for line in lines
    ]
    assert len(found) == 2
    assert len(rows(client, "/console/briefs/", kind="week")) == 2
    assert as_("grid").get("/console/briefs/", {"as": "csv"}).status_code == 403


def test_requests_to_strike_go_with_their_rulings(as_: AsClient, city: City) -> None:
    made = report()
    dispatch(made.number, city)
    given = {"number": made.number, "reason": "impossible", "text": "=无法办到"}
    assert as_("handler").post("/console/ranking/strikes/ask/", given).status_code == 302
    strike = StrikeRequest.objects.get().pk
    ruled = as_("leader").post(f"/console/ranking/strikes/{strike}/", {"granted": "no", "text": "本可办到"})
    assert ruled.status_code == 302
    _head, row = rows(as_("handler"), "/console/ranking/strikes/")
    assert row[0] == made.number
    assert row[5:7] == ["'=无法办到", "不予剔除"]
    assert row[-1] == "本可办到"
    assert len(rows(as_("assist"), "/console/ranking/strikes/")) == 1, "another's requests are not in it"


def test_books_of_promises_and_their_targets_go_as_files(as_: AsClient, city: City) -> None:
    promised(city)
    client, page = as_("leader"), "/console/promises/"
    shown = client.get(page).context
    head, *books = rows(client, page, "books")
    assert [row[0] for row in books] == [card["title"] for card in shown["books"]]
    for row, card in zip(books, shown["books"], strict=True):
        assert int(row[5]) == card["n"] == sum(map(int, row[6:]))
        assert {title: n for title, n in zip(head[6:], row[6:], strict=True) if n != "0"} == {
            title: str(n) for _key, title, _icon, _tag, n in card["tallied"]
        }
    targets = rows(client, page)[1:]
    assert [row[1] for row in targets] == [line.title for line in shown["lines"]]
    assert {row[-1] for row in targets} <= {row[0] for row in books}
    late = client.get(page, {"state": "behind"}).context["lines"]
    assert len(rows(client, page, state="behind")) == 1 + len(late)
    assert as_("grid").get(page, {"books": "csv"}).status_code == 403


def test_the_road_map_is_had_as_a_picture(as_: AsClient, city: City) -> None:
    page = f"/console/promises/{promised(city)['book']}/map"
    image = Image.open(io.BytesIO(as_("leader").get(f"{page}.png").content))
    assert (image.format, image.width) == ("PNG", 3000)
    assert as_("leader").get(f"{page}.pdf").status_code == 404
    assert as_("assist").get(f"{page}.png").status_code == 404
