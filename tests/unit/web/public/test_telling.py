"""What was filled in, as its reporter reads it."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from linli.process.definition import Field, Pack
from linli.process.registry import registry
from linli.web.public import telling

ROWS = [
    {"name": "甲", "phone": "555-01", "represents": True, "owed": 9000, "paid": "none"},
    {"name": "乙", "represents": False, "owed": 8000, "paid": "part"},
]


@pytest.fixture
def pack() -> Pack:
    return registry().pack("wage")


def told(pack: Pack, language: str = "zh-hans", fields: tuple[Field, ...] = (), **values: Any) -> tuple[Any, ...]:
    with translation.override(language):
        return telling.facts(values=values, fields=fields or pack.fields, pack=pack)


def test_each_field_stands_under_its_label(pack: Pack) -> None:
    found = told(
        pack, employer="某劳务公司", items=["wages", "overtime"], people=30, working="left", left_date="2026-02-01"
    )
    assert [(fact.label, fact.value) for fact in found] == [
        ("用人单位名称", "某劳务公司"),
        ("欠的是什么", "工资、加班工资"),
        ("被欠薪的人数", "30"),
        ("现在还在那里上班吗", "已经离开"),
        ("最早离开的日期", "2026年2月1日"),
    ]


def test_a_yes_or_no_is_told(pack: Pack) -> None:
    hazard = registry().pack("hazard")
    assert [(fact.label, fact.value) for fact in told(hazard, danger=True)] == [("现在就可能伤人", "是")]
    assert [fact.value for fact in told(hazard, "en", danger=False)] == ["No"]


def test_a_table_keeps_its_headings(pack: Pack) -> None:
    (table,) = told(pack, claimants=ROWS)
    assert table.headings == ("姓名", "电话", "推举为代表", "拖欠金额（元）", "付清了吗")
    assert table.rows[0] == ("甲", "555-01", "是", "9000", "没有付")
    assert table.cells[1][0] == ("姓名", "乙")


def test_what_is_personal_is_told_only_where_the_pack_names_the_reporter(pack: Pack) -> None:
    secret = replace(pack.fields[0], sensitivity="personal", seen_by=frozenset())
    theirs = replace(secret, seen_by=frozenset({"reporter", "desk"}))
    assert told(pack, fields=(secret,), employer="某某") == ()
    assert [fact.value for fact in told(pack, fields=(theirs,), employer="某某")] == ["某某"]


def test_a_personal_column_is_left_out(pack: Pack) -> None:
    table = next(one for one in pack.fields if one.key == "claimants")
    columns = tuple(replace(one, seen_by=frozenset()) if one.key == "phone" else one for one in table.columns)
    (found,) = told(pack, fields=(replace(table, columns=columns),), claimants=ROWS)
    assert "电话" not in found.headings
    assert "555-01" not in str(found.rows)


def test_nothing_filled_in_tells_nothing(pack: Pack) -> None:
    assert told(pack, employer="", items=[], evidence=None) == ()


def test_words_that_stand_alone_need_no_label(pack: Pack) -> None:
    asks = pack.actions["answer"].asks
    with translation.override("zh-hans"):
        alone = telling.facts(values={"answer": "已付清"}, fields=asks, pack=pack)
        several = telling.facts(
            values={"method": "call_all", "asked_people": 3, "note": "都收到了"},
            fields=pack.actions["verify_pass"].asks,
            pack=pack,
        )
        assert telling.lines(told=alone) == "已付清"
        assert telling.lines(told=several) == "核实方式：逐人回访\n回访了多少人：3\n情况说明：都收到了"
        tables = telling.facts(
            values={"claimants": ROWS, "note": "已登记"}, fields=pack.actions["register"].asks, pack=pack
        )
        assert telling.lines(told=tables) == "情况说明：已登记", "rows stand by themselves"
