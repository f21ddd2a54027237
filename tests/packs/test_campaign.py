"""A campaign that a city copied from the sample is sound, and its cases walk from the idea to closed."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from linli.cli.main import load
from linli.process import registry, scenarios
from linli.process.check import check
from linli.process.definition import Pack
from tests import world as worlds
from tests.packs.test_scenarios import test_it_walks as walk
from tests.packs.test_scenarios import test_the_walks_cover_the_pack as cover

CLOCKS = Path(__file__).with_name("campaign_clocks.toml")
"""Pins the sample's due dates. A copy leaves them out: a city changes the lengths."""


@pytest.fixture
def campaign(tmp_path: Path) -> Iterator[Pack]:
    named = ("--zh", "电动自行车专项", "--en", "E-bike campaign", "--prefix", "DDC", "--like", "campaign")
    made = CliRunner().invoke(load(), ["pack", "new", "ebike", *named, "--into", str(tmp_path)])
    assert made.exit_code == 0, made.output
    with (tmp_path / "ebike" / "scenarios.toml").open("a", encoding="utf-8") as walks:
        walks.write(CLOCKS.read_text(encoding="utf-8"))
    registry.use(roots=(tmp_path,))
    yield registry.registry().pack("ebike")
    registry.use(roots=())


def test_it_is_sound(campaign: Pack) -> None:
    assert check(Path(campaign.folder)) == ()
    assert scenarios.check(Path(campaign.folder)) == ()


@pytest.mark.django_db
def test_its_cases_go_from_report_to_closed_and_walk_all_of_it(campaign: Pack) -> None:
    world = worlds.build()
    for scenario in scenarios.load(campaign):
        walk(dataclasses.replace(world, numbers={}, reporters={}), campaign, scenario)
    cover(world, campaign)
