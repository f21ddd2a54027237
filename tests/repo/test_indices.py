"""The page on indices names each of them with its groups; no city's file has a fault."""

from config.paths import ROOT
from linli.process.registry import registry
from linli.scores.index.definition import EVERY_KIND
from linli.scores.index.queries import FILE, NATIONAL
from linli.scores.index.reading import read

PAGE = (ROOT / "docs" / "reference" / "indices.md").read_text(encoding="utf-8")


def test_every_index_and_measure_is_documented() -> None:
    for (one,) in read(NATIONAL, packs=registry().known()).catalogue.indices.values():
        groups = ", ".join(f"{group.key} {group.weight}" for group in one.groups)
        assert f"| `{one.key}` | {one.title['zh']} {one.title['en']} | {one.months} | {groups} |" in PAGE
    assert {name for name in EVERY_KIND if f"`{name}`" not in PAGE} == set()


def test_no_city_has_a_faulty_index() -> None:
    packs = registry().known()
    base = read(NATIONAL, packs=packs).catalogue
    for file in sorted((ROOT / "cities").glob(f"*/{FILE}")):
        assert read(file, packs=packs, base=base).faults == ()
