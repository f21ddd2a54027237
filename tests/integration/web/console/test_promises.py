"""Pages of the promises ledger: who may open them, the files, and the list behind a count."""

import csv
import io
import os
import re
from html import unescape
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import etree  # type: ignore[import-untyped]

from config.paths import ROOT
from linli.cases.actions.opening import open_case
from linli.cases.types import NewCase
from linli.documents import drafting
from linli.people.access import PUBLIC
from linli.people.models import Account
from linli.scores.models import Report, Target
from tests.functional import small_city
from tests.functional.console.promised import promised
from tests.functional.small_city import OTHER_TOWN, VILLAGE, City


@pytest.fixture
def small(db: None) -> City:
    return small_city.build()


@pytest.fixture
def known(small: City) -> dict[str, int]:
    return promised(small)


def as_user(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def opened(area: str) -> None:
    new = NewCase(pack="event", text="占道经营", channel="web", area_code=area)
    open_case(report=new, by=PUBLIC, now=timezone.now())


def test_who_opens_what(known: dict[str, int]) -> None:
    book, target = (
        reverse("console:promise-book", args=[known["book"]]),
        reverse("console:promise", args=[known["target"]]),
    )
    for username, expected in (("leader", 200), ("desk", 200), ("admin", 200), ("handler", 200), ("assist", 404)):
        for address in (book, target, f"{book}map/", f"{book}map.svg"):
            assert as_user(username).get(address).status_code == expected, (username, address)
    for username in ("verifier", "grid"):
        assert as_user(username).get(book).status_code == 403
    for username in ("desk", "handler"):
        assert as_user(username).get(f"{book}targets/new/").status_code == 403


def test_evidence_goes_to_those_who_read_the_target(known: dict[str, int]) -> None:
    assert as_user("leader").get(reverse("console:promise-evidence", args=[known["report"]])).status_code == 404
    report = Report.objects.get(id=known["waiting"])
    again = reverse("console:promise-act", args=[known["target"], "confirm"])
    assert as_user("handler").post(again, {"row": report.pk}).status_code == 403
    assert as_user("desk").post(again, {"row": report.pk}).status_code == 302
    assert as_user("desk").post(again, {"row": report.pk}).status_code == 409
    assert as_user("desk").post(reverse("console:promise-act", args=[known["target"], "erase"])).status_code == 404


def test_a_count_opens_the_list_of_just_those_cases(known: dict[str, int]) -> None:
    for area in (VILLAGE, VILLAGE, OTHER_TOWN):
        opened(area)
    target = Target.objects.get(measure="opened")
    for username in ("leader", "desk"):
        page = as_user(username).get(reverse("console:promise", args=[target.pk])).content.decode()
        found = re.search(r'<dd><a href="(/console/cases/[^"]+)">2</a></dd>', page)
        assert found, username
        listed = as_user(username).get(unescape(found[1])).content.decode()
        assert len(re.findall(r"<li [^>]*data-row", listed)) == 2
    assert (
        "/console/cases/?" not in as_user("handler").get(reverse("console:promise", args=[target.pk])).content.decode()
    )


def test_the_table_as_a_file(known: dict[str, int]) -> None:
    book, client = reverse("console:promise-book", args=[known["book"]]), as_user("leader")
    content = b"".join(client.get(book, {"as": "csv"}).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(content)))
    assert len(rows) == 5
    assert rows[1][1:3] == ["背街小巷路灯改造", "改造12条背街小巷的路灯。"]
    assert rows[1][8] == "落后"
    workbook = b"".join(client.get(book, {"as": "xlsx"}).streaming_content)  # type: ignore[attr-defined]
    assert "xl/workbook.xml" in ZipFile(io.BytesIO(workbook)).namelist()
    assert client.get(book, {"as": "exe"}).status_code == 404


def test_the_road_map_is_a_picture_by_itself(known: dict[str, int]) -> None:
    answer = as_user("leader").get(reverse("console:promise-map-file", args=[known["book"], "svg"]))
    root = etree.fromstring(answer.content)
    assert answer["Content-Type"] == "image/svg+xml"
    assert root.get("aria-label", "").endswith("4项目标挂图")
    assert len(root.findall(".//{*}g/{*}path[@class='rm-mark-late']")) == 1
    assert "attachment" in answer["Content-Disposition"]


def test_a_title_is_never_markup(known: dict[str, int]) -> None:
    Target.objects.filter(id=known["target"]).update(title="<script>alert(1)</script>")
    page = as_user("leader").get(reverse("console:promise-map", args=[known["book"]])).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_letter_of_responsibility(small: City, known: dict[str, int], language: str) -> None:
    client = as_user("leader")
    client.cookies["django_language"] = language
    owner = small.organisations["furong-cg"]
    answer = client.get(reverse("console:promise-letter", args=[known["book"], owner]))
    text = ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
    if folder := os.environ.get("LINLI_SHOTS"):
        (Path(folder) / f"letter-{language}.docx").write_bytes(answer.content)
    for wanted in {
        "zh-hans": ("目标责任书", "芙蓉区城市管理和综合执法局", "新建充电桩", "≥ 200 个", "竣工验收"),
        "en": ("Letter of Responsibility", "Furong Urban Management Bureau", "New charging points", "Work accepted"),
    }[language]:
        assert wanted in text
    assert "{{" not in text
    nobody = reverse("console:promise-letter", args=[known["book"], small.organisations["furong-zj"]])
    assert client.get(nobody).status_code == 404


def test_the_template_is_what_is_described() -> None:
    folder = ROOT / "linli" / "scores" / "documents"
    assert [file.name for file, content in drafting.made(folder) if file.read_bytes() != content] == []
