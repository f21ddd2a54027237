# ruff: noqa: E501 TOML tables on one line
"""Tables, kept facts, what goes on and what hides: read as written, and every fault said at its line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from linli.process.check import check, read

Write = Callable[..., Path]

CLAIMANTS = """
[asks.items]
type = "table"
label = { zh = "检查项", en = "Items" }
purpose = { zh = "逐项核对", en = "Each is looked at" }
keeps = true
min_rows = 1
max_rows = 40
columns.item = { type = "text", required = true, label = { zh = "项目", en = "Item" }, purpose = { zh = "名称", en = "Name" } }
columns.note = { type = "text", label = { zh = "说明", en = "Note" }, purpose = { zh = "说明", en = "Why" }, required_when = { field = "result", values = ["failed"] } }
columns.result = { type = "choice", label = { zh = "结果", en = "Result" }, purpose = { zh = "判断", en = "Verdict" }, choices = { passed = { zh = "合格", en = "Passed" }, failed = { zh = "不合格", en = "Failed" } } }

[asks.note]"""
AGAIN = '{ use = "items", continues = { column = "result", values = ["failed"], asks = ["note"] } }'
TABLE = ("\n[asks.note]", CLAIMANTS)
FIRST = ('by = ["desk"]\nasks = ["note"]', 'by = ["desk"]\nasks = ["note", "items"]')
SECOND = ('effect = "finish"\nasks = ["note"]', f'effect = "finish"\nasks = ["note", {AGAIN}]')


def test_it_reads_a_table_that_is_kept_and_goes_on(write: Write) -> None:
    folder = write(TABLE, FIRST, SECOND)
    assert check(folder) == ()
    pack = read(folder / "pack.toml", folder=folder).pack
    assert pack is not None
    items = pack.actions["send"].asks[1]
    assert [one.key for one in items.columns] == ["item", "note", "result"]
    assert (items.min_rows, items.max_rows, items.keeps) == (1, 40, True)
    again = pack.actions["hand_over"].asks[1].continues
    assert again is not None
    assert again.open() == {"result", "note"}
    assert [one.key for one in pack.facts()] == ["colour", "items"]


def test_a_fact_has_the_options_of_every_step_that_keeps_it(write: Write) -> None:
    ended = '{{ key = "ending", type = "choice", keeps = true, label = {{ zh = "结果", en = "End" }}, purpose = {{ zh = "统计", en = "Counts" }}, choices = {{ {} }} }}'
    back, lost = 'back = { zh = "找回", en = "Back" }', 'lost = { zh = "没找到", en = "Lost" }'
    folder = write(
        ('by = ["desk"]\nasks = ["note"]', f'by = ["desk"]\nasks = ["note", {ended.format(lost)}]'),
        ('effect = "finish"\nasks = ["note"]', f'effect = "finish"\nasks = ["note", {ended.format(back)}]'),
    )
    pack = read(folder / "pack.toml", folder=folder).pack
    assert pack is not None
    assert [one.key for one in pack.facts()[-1].choices] == ["lost", "back"]
    assert [one.key for one in pack.actions["send"].asks[1].choices] == ["lost"]


def test_it_reads_verification_and_a_categorys_confidentiality(write: Write) -> None:
    folder = write(
        ("retention_months", 'verification = "organisation"\nretention_months'),
        ('en = "Bag", urgency = "fast"', 'en = "Bag", confidentiality = "confidential"'),
    )
    pack = read(folder / "pack.toml", folder=folder).pack
    assert pack is not None
    assert pack.verification == "organisation"
    assert pack.confidentiality_of("things.bag") == "confidential"
    assert pack.confidentiality_of("things") == pack.confidentiality_of("") == "internal"


def test_it_reads_how_fine_an_address_is_shown(write: Write) -> None:
    plain = read((folder := write()) / "pack.toml", folder=folder).pack
    folder = write(("retention_months", 'public_address = "building"\nretention_months'))
    pack = read(folder / "pack.toml", folder=folder).pack
    assert plain is not None
    assert pack is not None
    assert (plain.public_address, pack.public_address) == ("village", "building")


def test_a_condition_may_look_at_the_category_and_at_what_was_kept(write: Write) -> None:
    where = '{ use = "note", shown_when = { field = "category", values = ["things"] } }'
    kept = '{ use = "note", keeps = true }'
    later = '{ key = "why", type = "text", label = { zh = "为何", en = "Why" }, purpose = { zh = "为何", en = "Why" }, '
    later += 'required_when = { field = "note", values = ["lost"] } }'
    folder = write(
        ('by = ["desk"]\nasks = ["note"]', f'by = ["desk"]\nasks = [{kept}]'),
        ('effect = "finish"\nasks = ["note"]', f'effect = "finish"\nasks = [{where}, {later}]'),
    )
    assert check(folder) == ()


CASES = {
    "no columns": ([('[asks.note]\ntype = "text"', '[asks.note]\ntype = "table"')], "is a table without columns"),
    "columns elsewhere": (
        [TABLE, FIRST, ('type = "table"', 'type = "text"')],
        "has columns but is no table",
    ),
    "a cell that holds no scalar": (
        [TABLE, FIRST, ('columns.item = { type = "text"', 'columns.item = { type = "photos"')],
        "column items.item is of type 'photos'",
    ),
    "too few rows allowed": ([TABLE, FIRST, ("max_rows = 40", "max_rows = 0")], "max_rows must be at least 1"),
    "fewer than needed": ([TABLE, FIRST, ("min_rows = 1", "min_rows = 41")], "at least 41 rows but at most 40"),
    "unknown column in a row": (
        [TABLE, FIRST, ('field = "result"', 'field = "verdict"')],
        "depends on 'verdict', which is no column of the table",
    ),
    "kept photos": (
        [('asks = ["note"]\n\n', 'asks = [{ use = "note", type = "photos", keeps = true }]\n\n')],
        "which the case keeps in its own place",
    ),
    "kept when reporting": (
        [('[fields.colour]\ntype = "choice"', '[fields.colour]\nkeeps = true\ntype = "choice"')],
        "is asked when reporting and kept anyway",
    ),
    "kept as two types": (
        [('asks = ["note"]\n\n', 'asks = [{ use = "note", key = "colour", keeps = true }]\n\n')],
        "colour is kept as text here and as choice elsewhere",
    ),
    "goes on from nothing": ([TABLE, SECOND], "continues a table that no step fills in first"),
    "goes on by no column": (
        [TABLE, FIRST, (SECOND[0], SECOND[1].replace('column = "result"', 'column = "verdict"'))],
        "continues by 'verdict', which is no column",
    ),
    "goes on by an impossible value": (
        [TABLE, FIRST, (SECOND[0], SECOND[1].replace('"failed"', '"broken"'))],
        "result = 'broken', which it cannot be",
    ),
    "hides from a text": (
        [('asks = ["note"]\n\n', 'asks = [{ use = "note", hides_from = true }]\n\n')],
        "its type must be organisation(s)",
    ),
    "opens nothing": (
        [('by = ["verifier"]', 'by = ["verifier"]\nopens = "event"')],
        "`opens` names the pack of a case that the effect 'open_linked' opens",
    ),
    "reviews what it does not give out": (
        [('by = ["verifier"]', 'by = ["verifier"]\nreviews = true')],
        "only the effect 'dispatch' gives a case to a body that reviews it",
    ),
    "a category that is not there": (
        [('asks = ["note"]\n\n', 'asks = [{ use = "note", shown_when = { field = "category", values = ["x"] } }]\n\n')],
        "depends on the category 'x', which is not in the tree",
    ),
}


@pytest.mark.parametrize(("changes", "said"), CASES.values(), ids=CASES.keys())
def test_it_says_what_is_wrong(write: Write, changes: list[tuple[str, str]], said: str) -> None:
    faults = check(write(*changes))
    assert any(said in fault.message for fault in faults), [str(fault) for fault in faults]
    assert all(fault.line > 0 for fault in faults)
