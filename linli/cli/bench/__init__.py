"""`linli bench NAME`: one module a benchmark, registered here."""

from importlib import import_module
from importlib.util import find_spec

BENCHMARKS = (
    "intake",
    "lists",
    "reading",
    "hot",
    "locate",
    "importing",
    "sweep",
    "tiles",
    "dashboard",
    "pages",
    "page",
)

for _name in BENCHMARKS:
    if find_spec(f"linli.cli.bench.{_name}"):
        import_module(f"linli.cli.bench.{_name}")
