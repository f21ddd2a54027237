"""A table's rows: read, refused by row and column, and asked for again."""

from typing import Any

import pytest

from linli.cases.errors import BadInput
from linli.cases.rules.inputs import cleaned
from linli.cases.rules.rows import merged, open_rows
from linli.process.definition import Choice, Condition, Continues, Field

WORDS = {"zh": "字", "en": "Word"}
ITEM = Field("item", "text", WORDS, WORDS, required=True, max_length=10)
RESULT = Field(
    "result", "choice", WORDS, WORDS, required=True, choices=(Choice("passed", WORDS), Choice("failed", WORDS))
)
NOTE = Field("note", "text", WORDS, WORDS, required_when=Condition("result", ("failed",)))
AMOUNT = Field("amount", "number", WORDS, WORDS, minimum=1)


def table(**given: Any) -> Field:
    return Field("items", "table", WORDS, WORDS, keeps=True, columns=(ITEM, RESULT, NOTE, AMOUNT), **given)


def read(rows: Any, known: Any = None, **given: Any) -> Any:
    return cleaned(fields=(table(**given),), inputs={"items": rows}, known={"items": known} if known else {})


GOOD = {"item": "灯", "result": "passed"}
BAD = {"item": "路", "result": "failed", "note": "坑"}


def test_it_reads_rows_and_drops_empty_ones() -> None:
    found = read([{"item": " 灯 ", "result": "passed", "amount": "3"}, {"item": "", "note": None}, BAD])
    assert found == {"items": [GOOD | {"amount": 3}, BAD]}


def test_no_rows_are_no_answer() -> None:
    assert read([]) == {}
    assert read([{"item": ""}]) == {}


FAULTS = {
    "needed": ([{"result": "passed"}], {}, {"items.1.item"}),
    "the second row": ([GOOD, {"item": "灯", "result": "x"}], {}, {"items.2.result"}),
    "every fault at once": ([{"result": "x", "amount": 0}], {}, {"items.1.item", "items.1.result", "items.1.amount"}),
    "needed in this row only": ([GOOD, {"item": "路", "result": "failed"}], {}, {"items.2.note"}),
    "too long": ([{"item": "灯" * 11, "result": "passed"}], {}, {"items.1.item"}),
    "a column that is not there": ([GOOD | {"colour": "red"}], {}, {"items.1.colour"}),
    "too many": ([GOOD, GOOD], {"max_rows": 1}, {"items"}),
    "too few": ([GOOD], {"min_rows": 2}, {"items"}),
    "none where some are needed": ([], {"min_rows": 1}, {"items"}),
    "no list": ("灯", {}, {"items"}),
    "no objects": (["灯"], {}, {"items"}),
}


@pytest.mark.parametrize(("rows", "given", "keys"), FAULTS.values(), ids=FAULTS.keys())
def test_it_says_where_the_fault_is(rows: Any, given: dict[str, Any], keys: set[str]) -> None:
    with pytest.raises(BadInput) as refused:
        read(rows, **given)
    assert set(refused.value.fields) == keys


def test_a_fault_names_row_and_column() -> None:
    with pytest.raises(BadInput) as refused:
        read([GOOD, {"result": "passed"}])
    assert "2" in str(refused.value.fields["items.2.item"])
    assert "Word" in str(refused.value.fields["items.2.item"]) or "字" in str(refused.value.fields["items.2.item"])


AGAIN = Continues("result", ("failed",), ("note",))
KEPT = [GOOD, BAD, {"item": "桥", "result": "failed", "note": "裂", "amount": 4}]


def test_it_asks_only_for_rows_that_failed() -> None:
    assert open_rows(table(continues=AGAIN), KEPT) == KEPT[1:]


def test_an_answer_carries_what_stands_fixed() -> None:
    answers = read([{"item": "路", "result": "passed"}, {"result": "failed", "note": "还裂"}], KEPT, continues=AGAIN)
    assert answers["items"][1] == {"item": "桥", "result": "failed", "note": "还裂", "amount": 4}
    passed = {"item": "路", "result": "passed"}
    assert merged(table(continues=AGAIN), KEPT, answers["items"]) == [GOOD, passed, answers["items"][1]]


AGAINST = {
    "a missing row": [{"item": "路", "result": "passed"}],
    "a row too many": [{"item": "路", "result": "passed"}, {"item": "桥", "result": "passed"}, GOOD],
    "another row": [{"item": "灯", "result": "passed"}, {"item": "桥", "result": "passed"}],
    "another order": [{"item": "桥", "result": "passed"}, {"item": "路", "result": "passed"}],
    "a changed column": [{"item": "路", "result": "passed"}, {"item": "桥", "result": "passed", "amount": 9}],
    "nothing": [],
}


@pytest.mark.parametrize("rows", AGAINST.values(), ids=AGAINST.keys())
def test_it_refuses_other_and_missing_rows(rows: list[dict[str, Any]]) -> None:
    with pytest.raises(BadInput):
        read(rows, KEPT, continues=AGAIN)


def test_it_asks_for_nothing_when_nothing_failed() -> None:
    assert read([], [GOOD], continues=AGAIN, min_rows=1) == {}
