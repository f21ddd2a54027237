"""The page on indicators names each of them with its formula; no city's file has a fault."""

from config.paths import ROOT
from linli.process.registry import registry
from linli.scores.indicators.definition import MEASURES
from linli.scores.indicators.queries import FILE, NATIONAL
from linli.scores.indicators.reading import read

PAGE = (ROOT / "docs" / "reference" / "indicators.md").read_text(encoding="utf-8")


def test_every_indicator_and_measure_is_documented() -> None:
    found = read(NATIONAL, known=MEASURES).catalogue
    assert found is not None
    for one in found.indicators.values():
        ranks = "yes" if one.can_rank else "no"
        title = f"{one.title['zh']} {one.title['en']}"
        row = f"| `{one.key}` | {title} | `{one.formula.text}` | {one.kind} | {one.better} | {one.least} | {ranks} |"
        assert row in PAGE
    assert {name for name in MEASURES if f"`{name}`" not in PAGE} == set()


def test_no_city_has_a_faulty_indicator() -> None:
    base = read(NATIONAL, known=MEASURES).catalogue
    assert base is not None
    known = MEASURES | {key for pack in registry().known() for key in pack.counts}
    for file in sorted((ROOT / "cities").glob(f"*/{FILE}")):
        assert read(file, known=known, base=base.indicators).faults == ()
