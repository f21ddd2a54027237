"""The page of benchmarks is made from the kept results, and those name no machine."""

import json

from linli.cli.bench.page import PAGE, text
from linli.cli.bench.report import RESULTS, machine


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == text(folder=RESULTS), "run `linli bench page`"


def test_results_describe_the_machine_without_its_name() -> None:
    for file in RESULTS.glob("*.json"):
        assert set(machine()) >= set(json.loads(file.read_text(encoding="utf-8"))["machine"])
