"""`linli bench page`: docs/reference/benchmarks.md out of the kept results."""

import json
from pathlib import Path
from typing import Any

import click

from config.paths import ROOT
from linli.cli.bench.report import RESULTS
from linli.cli.root import bench

PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
COLUMNS = ("metric", "value", "unit", "ratio", "cases", "connections", "p50_ms", "p95_ms", "statements")
INTRODUCTION = """\
# Benchmarks

`linli bench NAME` measures on the machine at hand; `--json` prints one object a line. Every figure of a rate stands
beside `pgbench -c8 -j2 -N` (scale 20) on the same server in the same run: the ratio travels between machines, the
figure does not. Servers under test run as in production (`linli serve`, 2 workers); the client, the server and the
database share the cores. This page is made from `bench/results/` by `linli bench page`.

| name | what | target |
|---|---|---|
| intake | reports over HTTP, 8 connections, everything on; afterwards receipts are counted against cases and `linli verify` runs | ratio ≥ 0.15, ≤ 8 statements |
| lists | inbox, lists, detail, search and three pages over HTTP at 1 and 8 connections; `_growth` compares with 10,000 cases read in turns | p50 ≤ 15 / 60 ms, growth ≤ 1.5 |
| locate | the area of a point among 22,468 grids | ≤ 20 µs, ≥ 300,000 points/s in bulk, ≤ 250 MB |
| tiles | boundaries of 22,468 grids as vector tiles: each made for the first time in the process at every zoom, then over HTTP, first and kept, at 1 and 8 connections | ≤ 20 ms |
| dashboard | overviews of every level over HTTP at 1 and 8 connections, and every tally counted anew; the cases have no events | ≤ 15 ms, < 3 min |
| sweep | clocks that fall due among a million that run: 10,000 at once with events, messages and marks; one look when none is due | < 5 s |
| import | cases of the past through the engine's bulk path, one process a core, in turns with pgbench | ≥ 5,000 cases/s |
| pages | public pages in Chromium as on a slow phone: processor 4 × slower, WebPageTest's 3G (1.6 Mbit/s, 300 ms), cold cache; the map is counted apart | usable < 2 s, ≤ 150 kB |
"""  # noqa: E501


@bench.command("page")
def page() -> None:
    """Write the page of results in docs/."""
    PAGE.write_text(text(folder=RESULTS), encoding="utf-8")
    click.echo(PAGE.relative_to(ROOT))


def text(*, folder: Path) -> str:
    """The page: the newest result of each name, with its machine."""
    newest = {}
    for file in sorted(folder.glob("*.json")):
        result = json.loads(file.read_text(encoding="utf-8"))
        newest[result["name"]] = result
    return INTRODUCTION + "".join(_section(newest[name]) for name in sorted(newest))


def _section(result: dict[str, Any]) -> str:
    machine = result["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    used = [name for name in COLUMNS if any(one[name] is not None for one in result["metrics"])]
    rows = ["| " + " | ".join(_cell(one[name]) for name in used) + " |" for one in result["metrics"]]
    return "\n".join(
        [
            f"\n## {result['name']}",
            f"{result['measured_at'][:10]}, {machine['processor']}, {machine['cores']} cores, "
            f"{machine['memory_gb']} GB, {machine['system']}, Python {machine['python']}; "
            f"load before: {machine['load_before'] or 'not noted'}. {packages}.",
            "",
            "| " + " | ".join(used) + " |",
            "|" + "---|" * len(used),
            *rows,
            "",
        ]
    )


def _cell(value: object) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int | float) else str(value)
