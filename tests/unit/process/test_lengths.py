"""A length under a law of its own: what it says goes before what its clock says, and no other length hears of it."""

from datetime import date
from pathlib import Path

import pytest

from linli.process import check, city, periods, reference
from linli.process.definition import Basis, Pack
from tests.unit.process.conftest import Write

OWN = """[clocks.whole]
basis = { text = { zh = "城市默认值，待核实", en = "City default, to be verified" } }"""
LENGTHS = """lengths = [
    { length = 15, unit = "day", urgency = "urgent", basis = { text = { zh = "《某法》", en = "An act" }, article = "第十四条", effective_from = 2008-05-01 } },
    { length = 3, unit = "working_day" },
]"""  # noqa: E501
EDITION = """
[[clocks.whole.edition]]
from = 2027-01-01
ends = "working_day"
basis = { text = { zh = "新规定", en = "New rule" }, article = "第二条" }

[categories.things]"""
CITY = """\
[[periods]]
pack = "lost"
clock = "whole"
from = 2026-01-01
lengths = [
    { length = 1, unit = "month", urgency = "slow", basis = { text = { zh = "《某市条例》", en = "Of a city" } } },
    { length = 20, unit = "day" },
]
basis = { text = { zh = "本市规定", en = "The city's rule" } }
"""


def read(write: Write, *changes: tuple[str, str]) -> Pack:
    whole = ('lengths = [{ length = 3, unit = "working_day" }]', LENGTHS)
    found = check.read(write(("[clocks.whole]", OWN), whole, *changes) / "pack.toml", folder=Path("lost"))
    assert found.pack, found.faults
    return found.pack


def said(basis: Basis | None) -> tuple[str, str]:
    assert basis is not None
    return basis.text["zh"], basis.article


def basis_of(pack: Pack, urgency: str, *, edition: date | None = None) -> tuple[str, str]:
    return said(pack.clocks["whole"].edition(edition).basis_of(category="", urgency=urgency))


@pytest.fixture
def pack(write: Write) -> Pack:
    return read(write)


def test_a_length_names_its_own_law_and_the_others_that_of_the_clock(pack: Pack) -> None:
    assert basis_of(pack, "urgent") == ("《某法》", "第十四条")
    assert basis_of(pack, "normal") == ("城市默认值，待核实", "")
    assert [one.article for one in pack.clocks["whole"].bases()] == ["", "第十四条"]


def test_the_table_of_periods_and_the_page_of_the_pack_tell_them_apart(pack: Pack) -> None:
    rows = [row for row in periods.rows(pack) if row[2] in {"15 days (urgent)", "3 working days"}]
    assert [row[2:] for row in rows] == [
        ("15 days (urgent)", "", "An act 《某法》", "第十四条", "2008-05-01"),
        ("3 working days", "", "City default, to be verified 城市默认值，待核实", "", ""),
    ]
    assert reference.laws(pack.clocks["whole"]) == (
        "City default, to be verified 城市默认值，待核实; 15 days (urgent): An act 《某法》 第十四条 (from 2008-05-01)"
    )


def test_a_length_that_an_edition_leaves_stays_under_its_own_law(write: Write) -> None:
    pack = read(write, ("[categories.things]", EDITION))
    assert basis_of(pack, "urgent", edition=date(2027, 1, 1)) == ("《某法》", "第十四条")
    assert basis_of(pack, "normal", edition=date(2027, 1, 1)) == ("新规定", "第二条")


def test_a_city_gives_a_length_a_law_of_its_own(pack: Pack, tmp_path: Path) -> None:
    (tmp_path / city.FILE).write_text(CITY, encoding="utf-8")
    found = city.read(tmp_path / city.FILE)
    assert found.faults == ()
    bound = city.bound(pack, periods=found.periods)
    told = {urgency: basis_of(bound, urgency, edition=date(2026, 1, 1))[0] for urgency in ("slow", "urgent", "normal")}
    assert told == {"slow": "《某市条例》", "urgent": "《某法》", "normal": "本市规定"}


def test_a_fault_in_it_is_found_by_line(write: Write) -> None:
    broken = LENGTHS.replace('en = "An act"', 'fr = "Une loi"')
    folder = write(('lengths = [{ length = 3, unit = "working_day" }]', broken))
    assert check.check(folder) != ()
