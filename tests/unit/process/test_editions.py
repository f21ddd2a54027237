"""Which edition of a clock's rule binds which case on which day, and what is wrong with editions."""

from datetime import date
from pathlib import Path

import pytest

from linli.process import check, registry
from linli.process.definition import ClockRule, Pack
from tests.unit.process.conftest import Write

LENGTHS = 'lengths = [{ length = 3, unit = "working_day" }]'
EDITIONS = """
[[clocks.whole.edition]]
from = 2027-01-01
lengths = [{ length = 30, unit = "day" }]
ends = "working_day"
basis = { text = { zh = "新条例", en = "New act" }, article = "第十条", effective_from = 2027-01-01 }

[[clocks.whole.edition]]
from = 2028-01-01
to = 2028-06-30
transition = "running"
lengths = [{ length = 5, unit = "working_day" }]
basis = { text = { zh = "专项", en = "Campaign" }, article = "第一条" }

[categories.things]"""


@pytest.fixture
def pack(write: Write) -> Pack:
    found = check.read(write(("[categories.things]", EDITIONS)) / "pack.toml", folder=Path("lost"))
    assert found.pack, found.faults
    return found.pack


@pytest.fixture
def rule(pack: Pack) -> ClockRule:
    return pack.clocks["whole"]


def test_a_case_keeps_the_law_it_was_opened_under(rule: ClockRule) -> None:
    old = rule.in_force(opened=date(2026, 12, 31), on=date(2027, 6, 1))
    assert (old.lengths[0].length, old.edition_date, old.basis) == (3, None, None)
    new = rule.in_force(opened=date(2027, 1, 1), on=date(2027, 6, 1))
    assert (new.lengths[0].length, new.ends, new.edition_date) == (30, "working_day", date(2027, 1, 1))
    assert new.basis is not None
    assert new.basis.article == "第十条"


def test_a_law_for_running_clocks_binds_every_case_while_it_lasts(rule: ClockRule) -> None:
    for opened in (date(2026, 5, 1), date(2027, 5, 1), date(2028, 5, 1)):
        assert rule.in_force(opened=opened, on=date(2028, 6, 30)).edition_date == date(2028, 1, 1)
    assert rule.in_force(opened=date(2026, 5, 1), on=date(2028, 7, 1)).edition_date is None
    assert rule.in_force(opened=date(2028, 5, 1), on=date(2028, 7, 1)).edition_date == date(2027, 1, 1)


def test_what_an_edition_does_not_say_stays(rule: ClockRule) -> None:
    assert rule.edition(date(2028, 1, 1)).ends == "exact"
    assert rule.edition(date(2028, 1, 1)).count_from == rule.count_from
    assert rule.edition(date(1999, 1, 1)) is rule


def test_a_law_for_running_clocks_reaches_cases_of_earlier_versions(pack: Pack, write: Write) -> None:
    older = check.read(write() / "pack.toml", folder=Path("lost")).pack
    assert older
    bound = registry.under_law_of(pack, older=older).clocks["whole"]
    assert [one.starts_date for one in bound.editions] == [date(2028, 1, 1)]
    assert bound.in_force(opened=date(2026, 5, 1), on=date(2028, 2, 1)).lengths[0].length == 5


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("from = 2028-01-01", "from = 2027-01-01", "two editions from 2027-01-01"),
        ("to = 2028-06-30", "to = 2027-06-30", "ends before it begins"),
        (
            '{ length = 30, unit = "day" }',
            '{ length = 30, unit = "day", urgency = "slow" }',
            "no length for every case",
        ),
        ('{ length = 30, unit = "day" }', '{ length = 30, unit = "hour" }', "ends on a working day anyway"),
        ('transition = "running"', 'transition = "sometimes"', "transition"),
    ],
)
def test_faulty_editions_are_named(write: Write, old: str, new: str, said: str) -> None:
    assert old in EDITIONS
    faults = check.check(write(("[categories.things]", EDITIONS.replace(old, new, 1))))
    assert any(said in fault.message for fault in faults), faults


def test_an_extension_that_nobody_may_grant_is_a_fault(write: Write) -> None:
    faults = check.check(write((LENGTHS, f'{LENGTHS}\nextension = {{ times = 1, approver = "leader" }}')))
    assert any("who may take no action that grants it" in fault.message for fault in faults), faults
