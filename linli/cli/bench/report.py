"""What a benchmark says: figures one a line, kept in a file together with the machine they were taken on."""

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from config.paths import IS_CHECKOUT, ROOT, VAR

PACKAGES = ("Django", "django-ninja", "psycopg", "granian", "orjson", "shapely")
RESULTS = (ROOT if IS_CHECKOUT else VAR) / "bench" / "results"


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure. `ratio` is to pgbench's transactions a second; what does not apply is None."""

    metric: str
    value: float
    unit: str
    ratio: float | None = None
    cases: int | None = None
    connections: int | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None
    statements: float | None = None


def emit(metrics: Iterable[Metric], *, as_json: bool) -> None:
    """Print them: one JSON object a line for programs, else a table."""
    metrics = list(metrics)
    if as_json:
        for metric in metrics:
            click.echo(json.dumps(asdict(metric), ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("metric", "value", "unit", "ratio", "cases", "connections", "p50 ms", "p95 ms", "statements")
    for metric in metrics:
        table.add_row(*(_shown(value) for value in asdict(metric).values()))
    Console().print(table)


def read(line: str) -> Metric:
    """A figure out of its JSON line."""
    return Metric(**json.loads(line))


def save(metrics: Iterable[Metric], *, name: str, now: datetime, settings: dict[str, Any] | None = None) -> Path:
    """Keep them as `bench/results/<date>-<name>.json`. No host name, no folder of this machine."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    kept = RESULTS / f"{now:%Y-%m-%d}-{name}.json"
    content = {
        "name": name,
        "measured_at": now.isoformat(timespec="seconds"),
        "machine": machine(),
        "settings": settings or {},
        "metrics": [asdict(metric) for metric in metrics],
    }
    kept.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n")
    return kept


def machine() -> dict[str, Any]:
    """What the figures depend on."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
        "packages": {name: version(name) for name in PACKAGES},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1_000 else f"{value:,.0f}"
    return str(value)
