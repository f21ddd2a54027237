"""Exports hold what the list holds: never contact data, never a formula."""

import io
from collections.abc import Callable

from django.test import Client
from python_calamine import CalamineWorkbook

from tests.functional.small_city import City
from tests.integration.web.console.conftest import report

AsClient = Callable[[str], Client]


def _csv(client: Client, query: str = "") -> str:
    return b"".join(client.get(f"/console/export/area.csv{query}").streaming_content).decode()  # type: ignore[attr-defined]


def test_it_exports_csv_that_excel_reads(as_: AsClient) -> None:
    made = report()
    text = _csv(as_("desk"))
    assert text.startswith("\ufeff编号,")
    assert made.number in text
    assert "13812341234" not in text
    assert "wang@example.com" not in text


def test_it_exports_xlsx(as_: AsClient) -> None:
    made = report()
    answer = as_("desk").get("/console/export/area.xlsx")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "编号"
    assert [row[0] for row in rows[1:]] == [made.number]


def test_it_keeps_the_filters(as_: AsClient) -> None:
    made = report()
    assert made.number not in _csv(as_("desk"), "?urgency=urgent")


def test_it_makes_formulas_harmless(as_: AsClient) -> None:
    report('=HYPERLINK("http://elsewhere.example")')
    report("＝1+1 路灯不亮")
    text = _csv(as_("desk")).replace('"', "")
    assert ",=HYPERLINK" not in text
    assert ",＝1+1" not in text


def test_it_refuses_those_without_the_right(as_: AsClient, city: City) -> None:
    assert as_("verifier").get("/console/export/area.csv").status_code == 403
