"""Places in the residents' messages of Changsha: how many are found, and never against the county the text names."""

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from config.paths import ROOT
from linli.places import queries
from linli.places.actions import import_divisions

pytestmark = pytest.mark.django_db


def test_messages_are_placed_as_deep_as_their_text_supports(data: Path, now: datetime) -> None:
    divisions = ROOT / "cities/changsha/divisions.csv"
    import_divisions(content=divisions.read_bytes(), name=divisions.name, by=None, now=now)
    with (data / "categories/A_codes_to_changsha.csv").open(encoding="utf-8") as file:
        aliases = {row["code"]: row["county_code"].removesuffix("00") for row in csv.DictReader(file)}
    found: Counter[str] = Counter()
    with (data / "messages/changsha_2019_4326.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            place = queries.find_in_text(text=f"{row['title']}\n{row['text']}", aliases=aliases)
            found[queries.area(place.area_code).level if place else ""] += 1
            named = {code for alias, code in aliases.items() if alias in row["title"] and len(code) == 6}
            if place and len(named) == 1 and len(place.area_code) > 6:
                assert place.area_code[:6] in named or "河" in row["title"] or "路" in row["title"], row["message_id"]
    assert found.total() == 4326
    assert found["village"] >= 300
    assert found["village"] + found["town"] >= 695
    assert found[""] <= 230
