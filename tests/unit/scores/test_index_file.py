"""indices.toml: faults are listed all at once by line, and nothing about a person can be written into it."""

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from linli.process.definition import Pack
from linli.process.registry import registry
from linli.scores.index import definition as d
from linli.scores.index.queries import NATIONAL
from linli.scores.index.reading import Reading, read

GOOD = """publish = ["ours"]
[[indices]]
key = "ours"
version = "1"
valid_from = 2026-01-01
title = { zh = "本市", en = "Ours" }
months = 1
least = 5
prior = 20
reference = { own = 60, peers = 40 }
source = { zh = "本市", en = "The city" }
verified = true
[[indices.colours]]
name = "green"
at_least = 85
title = { zh = "好", en = "Well" }
[[indices.colours]]
name = "red"
at_least = 0
title = { zh = "差", en = "Badly" }
[[indices.groups]]
key = "fire"
title = { zh = "消防", en = "Fire" }
weight = 100
[[indices.groups.items]]
key = "late"
title = { zh = "超期", en = "Late" }
formula = "late / (on_time + late)"
pack = "hazard"
categories = ["fire", "gas"]
weight = 60
better = "lower"
[[indices.groups.items]]
key = "fires"
title = { zh = "火灾", en = "Fires" }
formula = "opened"
pack = "incident"
categories = ["accident.fire"]
weight = 40
better = "lower"
scale = "matters"
"""


def packs() -> tuple[Pack, ...]:
    return registry().known()


def said(folder: Path, text: str) -> Reading:
    file = folder / "indices.toml"
    file.write_text(text, encoding="utf-8")
    return read(file, packs=packs())


def test_those_that_come_with_linli_have_no_fault_and_none_is_published() -> None:
    found = read(NATIONAL, packs=packs())
    assert found.faults == ()
    assert set(found.catalogue.indices) == {"four_fields", "fire_and_roads", "demand_and_settling"}
    assert found.catalogue.published == ()
    for (index,) in found.catalogue.indices.values():
        assert not index.is_verified
        assert sum(group.weight for group in index.groups) == 100


def test_a_city_adds_replaces_and_publishes(tmp_path: Path) -> None:
    base = read(NATIONAL, packs=packs()).catalogue
    file = tmp_path / "indices.toml"
    file.write_text(GOOD + GOOD.replace('publish = ["ours"]', "").replace('"ours"', '"four_fields"'), encoding="utf-8")
    found = read(file, packs=packs(), base=base)
    assert found.faults == ()
    assert len(found.catalogue.indices) == 4
    assert found.catalogue.indices["four_fields"][0].title["en"] == "Ours"
    assert found.catalogue.published == ("ours",)
    index = found.catalogue.indices["ours"][0]
    assert [(item.key, item.measure, item.over, item.scale) for item in index.items()] == [
        ("late", "late", frozenset({"on_time", "late"}), "share"),
        ("fires", "opened", frozenset(), "matters"),
    ]


def test_editions_follow_each_other_by_date(tmp_path: Path) -> None:
    first = GOOD.replace("valid_from = 2026-01-01", "valid_from = 2025-01-01\nvalid_until = 2025-12-31")
    second = GOOD.replace('publish = ["ours"]', "").replace('version = "1"', 'version = "2"')
    found = said(tmp_path, first + second)
    assert found.faults == ()
    versions = {day: found.catalogue.edition(key="ours", on=day) for day in (date(2025, 12, 31), date(2026, 1, 1))}
    assert [one.version for one in versions.values() if one] == ["1", "2"]
    assert found.catalogue.edition(key="ours", on=date(2024, 12, 31)) is None


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('publish = ["ours"]', 'publish = ["none"]', 1, "'none', which is no index"),
        ("months = 1", "months = 2", 7, "months must be 1, 3, 6 or 12"),
        ("least = 5", "least = 2", 8, "least must be at least 5"),
        ("prior = 20", "prior = 5", 9, "prior must be at least 10"),
        ("own = 60", "own = 70", 10, "shares of 110 together"),
        ("at_least = 85", "at_least = 98", 13, "lie so close that one case could jump one: keep 6"),
        ('name = "red"\nat_least = 0', 'name = "red"\nat_least = 10', 13, "must go down from the highest"),
        ('name = "red"', 'name = "green"', 13, "in this order, each once"),
        ('name = "red"', 'name = "purple"', 18, "colours.1.name must be"),
        ("weight = 100", "weight = 90", 21, "groups have weights of 90 together: make them 100"),
        ("weight = 60", "weight = 50", 25, "items have weights of 90 together: make them 100"),
        ("late / (on_time + late)", "people / late", 28, "'people', which nobody counts"),
        ("late / (on_time + late)", "petitioners", 28, "'petitioners', which nobody counts"),
        ("late / (on_time + late)", "open / closed", 28, "'open', which nobody counts"),
        ("late / (on_time + late)", "2 * late / closed", 28, "without factors"),
        ("late / (on_time + late)", "(late + reopened) / closed", 28, "must be one measure"),
        ("late / (on_time + late)", "late", 28, "say against what by scale"),
        ('formula = "opened"', 'formula = "opened / closed"', 36, "is a share already: leave scale out"),
        ('pack = "hazard"', 'pack = "petition"', 29, "is confidential and counted nowhere"),
        ('pack = "hazard"', 'pack = "posts_online"', 29, "'posts_online', which is no kind of matter here"),
        ('["fire", "gas"]', '["fire", "fire.exit"]', 30, "count cases of 'fire.exit' twice"),
        ('["fire", "gas"]', '["fire", "wind"]', 30, "'wind', which the pack hazard does not have"),
        ('pack = "incident"\n', "", 37, "need a pack"),
        ('key = "fires"', 'key = "late"', 34, "two items called 'late'"),
        ('better = "lower"\nscale', 'better = "lower"\nperson = "x"\nscale', 41, "person is not known here"),
        ('scale = "matters"', 'scale = "inhabitants"', 41, "scale must be"),
    ],
)
def test_a_fault_is_named_by_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    found = said(tmp_path, text)
    assert [fault.message for fault in found.faults if fault.line == line and words in fault.message], found.faults


def test_absolute_counts_need_a_past_to_stand_beside(tmp_path: Path) -> None:
    text = GOOD.replace("own = 60, peers = 40", "own = 0, peers = 100").replace('"matters"', '"period"')
    assert [fault.line for fault in said(tmp_path, text).faults] == [10]


def test_a_confidential_category_of_an_open_kind_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace('pack = "hazard"', 'pack = "dispute"').replace('["fire", "gas"]', '["family", "neighbour"]')
    found = said(tmp_path, text)
    assert [(fault.line, "'family', which is confidential" in fault.message) for fault in found.faults] == [(30, True)]


def test_every_fault_is_listed_at_once_and_hides_none_of_another_edition(tmp_path: Path) -> None:
    bad = GOOD.replace("months = 1", "months = 2").replace("late / (on_time + late)", "lte").replace("85", "98")
    bad = bad.replace("weight = 60", "weight = 61").replace("own = 60", "own = 61").replace('{ zh = "火灾", ', "{ ")
    other = GOOD.replace('publish = ["ours"]', "").replace('"ours"', '"theirs"')
    found = said(tmp_path, bad + other)
    assert {7, 25, 28, 35} <= {fault.line for fault in found.faults}
    assert set(found.catalogue.indices) == {"theirs"}


def test_editions_that_overlap_or_share_a_version_are_refused(tmp_path: Path) -> None:
    found = said(tmp_path, GOOD + GOOD.replace('publish = ["ours"]', ""))
    assert {"two editions '1'" in fault.message for fault in found.faults} == {True, False}
    assert any("in force at once" in fault.message for fault in found.faults)


def test_what_is_no_toml_keeps_those_that_come_with_linli(tmp_path: Path) -> None:
    base = read(NATIONAL, packs=packs()).catalogue
    file = tmp_path / "indices.toml"
    file.write_text("publish = [", encoding="utf-8")
    found = read(file, packs=packs(), base=base)
    assert "is not TOML" in str(found.faults[0])
    assert set(found.catalogue.indices) == set(base.indices)


def test_a_formula_knows_counts_of_matters_and_nothing_of_persons() -> None:
    measures = set(d.EVERY_KIND) | {key for pack in packs() for key in pack.counts_of_cases()}
    for word in ("account", "person", "people", "reporter", "petitioner", "worker", "citizen", "speech", "opinion"):
        assert not [one for one in measures if word in one]
    assert {one.name for one in fields(d.Item)} == {
        "key", "title", "formula", "pack", "categories", "weight", "better", "scale",
    }  # fmt: skip
