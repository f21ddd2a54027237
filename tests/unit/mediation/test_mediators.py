"""What the directory takes of a mediator, and how officials' tables of them are read."""

from dataclasses import replace
from typing import Any

import pytest

from linli.core.errors import Invalid
from linli.core.tables import Table
from linli.mediation.rules.mediators import Known, NewMediator, check, read_mediators, split

SOUND = NewMediator(account_id=1, org_id=2, area_code="430102", languages=("普通话",))
KNOWN = Known(
    usernames={"lilan"},
    organisations={"tw": "tw", "文艺路街道调委会": "tw"},
    areas={"430102"},
    kinds={"neighbour": "neighbour", "邻里纠纷": "neighbour"},
)


def table(*rows: tuple[str, ...]) -> Table:
    return Table(("用户名", "调解组织", "区划", "语言", "擅长", "最多在办"), tuple(enumerate(rows, start=2)))


def test_sound_words_pass() -> None:
    check(new=replace(SOUND, fields=("neighbour",)), kinds={"neighbour"})


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("fields", {"fields": ("gossip",)}),
        ("languages", {"languages": ()}),
        ("languages", {"languages": ("x" * 25,)}),
        ("languages", {"languages": tuple("abcdefghi")}),
        ("introduction", {"introduction_en": "x" * 301}),
        ("most_cases", {"most_cases": 0}),
    ],
)
def test_each_fault_stands_at_its_field(field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        check(new=replace(SOUND, **changes), kinds={"neighbour"})
    assert set(refused.value.fields) == {field}


def test_words_are_parted_by_commas_of_either_script() -> None:
    assert split("普通话、长沙话，English; zh,\n普通话") == ("普通话", "长沙话", "English", "zh")


def test_a_table_names_bodies_and_kinds_as_officials_do() -> None:
    rows, faults = read_mediators(
        table=table(("lilan", "文艺路街道调委会", "430102", "普通话、长沙话", "邻里纠纷", "6")), known=KNOWN
    )
    assert faults == ()
    assert (rows[0].organisation, rows[0].fields, rows[0].most_cases) == ("tw", ("neighbour",), 6)
    assert rows[0].languages == ("普通话", "长沙话")


def test_every_fault_of_a_table_is_told_by_row() -> None:
    rows, faults = read_mediators(
        table=table(
            ("lilan", "tw", "430102", "普通话", "", ""),
            ("LILAN", "tw", "430102", "普通话", "", ""),
            ("nobody", "none", "1", "普通话", "闲话", "很多"),
        ),
        known=KNOWN,
    )
    assert [row.username for row in rows] == ["lilan"]
    assert [fault.row for fault in faults] == [3, 4, 4, 4, 4, 4]
