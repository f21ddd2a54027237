"""Importing divisions: all or nothing, again and again the same."""

import io
from datetime import UTC, datetime

import pytest
import xlsxwriter

from config.paths import ROOT
from linli.places import queries
from linli.places.actions import DivisionsReport, import_divisions
from linli.places.errors import FileInvalid
from linli.places.models import Area, AreaChange, MapVersion

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def bring(text: str, **more: object) -> DivisionsReport:
    return import_divisions(content=text.encode(), name="areas.csv", by=None, now=NOW, **more)  # type: ignore[arg-type]


def test_it_imports() -> None:
    report = import_divisions(
        content=(ROOT / "cities/changsha/divisions.csv").read_bytes(), name="divisions.csv", by=None, now=NOW
    )
    assert (report.created, report.faults) == (1832, ())
    assert queries.area("430102001").name == "文艺路街道"
    assert queries.name_path("430102001", top="county") == (("430102", "芙蓉区"), ("430102001", "文艺路街道"))
    assert len(queries.areas_under("4301", "town")) == 172
    assert AreaChange.objects.get().what == "import_divisions"


def test_the_same_again_changes_nothing() -> None:
    bring("code,name\n43,湖南省\n4301,长沙市\n")
    version = MapVersion.objects.get().version
    report = bring("code,name\n43,湖南省\n4301,长沙市\n")
    assert (report.created, report.unchanged) == (0, 2)
    assert MapVersion.objects.get().version == version


def test_it_renames_and_names_what_the_file_leaves_out() -> None:
    bring("code,name\n43,湖南省\n4301,长沙市\n430102,芙蓉区\n430103,天心区\n")
    report = bring("统计用区划代码,名称\n430102000000,芙蓉新区\n")
    assert report.renamed == (("430102", "芙蓉区", "芙蓉新区"),)
    assert report.absent == ("430103",)
    assert Area.objects.get(code="430103").is_active


def test_it_reads_excel_with_columns_named() -> None:
    sheet = io.BytesIO()
    with xlsxwriter.Workbook(sheet) as book:
        page = book.add_worksheet()
        for row, cells in enumerate([["编号", "叫法"], [43, "湖南省"], [430100, "长沙市"]]):
            page.write_row(row, 0, cells)
    report = import_divisions(
        content=sheet.getvalue(), name="a.xlsx", by=None, now=NOW, columns={"code": "编号", "name": "叫法"}
    )
    assert report.created == 2


def test_any_fault_leaves_everything_as_it_was() -> None:
    report = bring("code,name\n43,湖南省\n43x10,坏\n4301,长沙市\n4301,又是\n430102001,没有区\n4401,广州市\n430105,\n")
    assert [fault.row for fault in report.faults] == [3, 5, 6, 7, 8]
    assert not Area.objects.exists()


def test_it_refuses_a_file_without_the_columns() -> None:
    with pytest.raises(FileInvalid):
        bring("a,b\n1,2\n")
