"""The 4,326 messages to Changsha's mayor come in whole, each at the deepest division that it supports."""

import csv
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.paths import ROOT
from linli.cases.models import Case, Clock, Event
from linli.cases.queries import verify
from linli.cli.city import load_city
from linli.intake.actions.importing import Report, import_cases
from linli.places import queries as places

MAPPING = ROOT / "cities" / "changsha" / "imports" / "mayors-mailbox.toml"
MESSAGES = 4326
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def imported(file: Path) -> Report:
    return import_cases(content=file.read_bytes(), name=file.name, mapping=MAPPING.read_bytes(), now=NOW)


def counties(data: Path) -> dict[str, str]:
    with (data / "categories" / "A_codes_to_changsha.csv").open(encoding="utf-8-sig") as lines:
        return {row["code"]: row["county_code"] for row in csv.DictReader(lines) if row["code"] != "A市"}


def test_every_message_comes_in_and_knows_its_place(data: Path) -> None:
    load_city(now=NOW, progress=lambda line: None, grids=0, schematic=False)
    file = data / "messages" / "changsha_2019_4326.csv"

    report = imported(file)

    assert (report.rows, report.created, len(report.faults)) == (MESSAGES, MESSAGES, 0)
    cases = list(Case.objects.values_list("title", "text", "area_id", "located_by", "located_reason", "number"))
    assert len(cases) == MESSAGES
    assert all(area.startswith("4301") and reason for _title, _text, area, _how, reason, _number in cases)
    assert sum(how == "text" for _title, _text, _area, how, _reason, _number in cases) > 0.94 * MESSAGES
    assert sum(len(area) > 6 for _title, _text, area, _how, _reason, _number in cases) > 600, "towns and villages"
    check_counties(cases, counties(data))
    assert list(verify()) == []
    again = imported(file)
    assert (again.created, again.repeated) == (0, MESSAGES)
    check_open(NOW)


def check_counties(cases: Sequence[tuple[str, ...]], codes: dict[str, str]) -> None:
    """A message that names one county's code and no other lies in that county, in a town that it names, or is left.

    Left with the city are those that use the code in another name only: a street, a river (“A1区路”, “A9市河”).
    """
    astray, with_city = [], 0
    for title, text, area, _how, _reason, number in cases:
        named = {codes[code] for code in re.findall(r"A\d[区县市]", f"{title}\n{text}") if code in codes}
        if len(named) != 1:
            continue
        with_city += area == "4301"
        has_town = len(area) > 6 and places.name_of(area[:9]) in text
        if area != "4301" and not area.startswith(named.pop()) and not has_town:
            astray.append(number)
    assert astray == []
    assert with_city <= 60


def check_open(now: datetime) -> None:
    """Every message is an open case with its clocks; those of the past count as dealt with, and nobody was told."""
    from linli.notify.models import Outgoing

    assert not Case.objects.exclude(stage="reported").exists()
    assert not Clock.objects.filter(due_at__lte=now, breached_at__isnull=True).exists()
    assert Event.objects.count() == MESSAGES
    assert not Outgoing.objects.exists()


def test_a_faulty_row_is_reported_and_the_others_come_in() -> None:
    load_city(now=NOW, progress=lambda line: None, grids=0, schematic=False)
    rows = (
        "message_id,title,sent_at,text\n"
        "1,路灯不亮,2019/2/28 11:25:05,A3区的路灯\n"
        "2,井盖,昨天,A3区\n"
        ",无编号,2019/2/28 11:25:05,x\n"
        "1,重复,2019/2/28 11:25:05,A3区\n"
    )

    report = import_cases(content=rows.encode(), name="x.csv", mapping=MAPPING.read_bytes(), now=NOW)

    assert report.created == 1
    assert [(fault.line, fault.column) for fault in report.faults] == [
        (3, "sent_at"),
        (4, "message_id"),
        (5, "message_id"),
    ]
    assert Case.objects.get().area_id == "430104"


def test_a_dry_run_writes_nothing() -> None:
    load_city(now=NOW, progress=lambda line: None, grids=0, schematic=False)
    rows = "message_id,title,sent_at,text\n1,路灯不亮,2019/2/28 11:25:05,A3区的路灯\n"

    report = import_cases(content=rows.encode(), name="x.csv", mapping=MAPPING.read_bytes(), now=NOW, dry=True)

    assert report.created == 1
    assert not Case.objects.exists()


def test_numbers_of_people_are_masked() -> None:
    load_city(now=NOW, progress=lambda line: None, grids=0, schematic=False)
    rows = "message_id,title,sent_at,text\n1,x,2019/2/28 11:25:05,A3区 电话13812345678 证件430104199001011234\n"

    import_cases(content=rows.encode(), name="x.csv", mapping=MAPPING.read_bytes(), now=NOW)

    assert Case.objects.get().text == "A3区 电话138****5678 证件430104********1234"
