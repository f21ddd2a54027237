"""The dispatch catalogue of Changsha: every line names bodies that exist, and each case gets its nearest body."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from linli.people import catalogue
from linli.people.access import SYSTEM
from linli.people.actions.importing import import_organisations
from linli.people.models import Organisation
from linli.places.actions import import_divisions
from linli.process.registry import registry

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
AREAS = {"city": "4301", "county": "430102", "town": "430102001", "village": "430102001001"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> None:
    folder = Path(settings.CITY_ROOT)
    import_divisions(content=(folder / "divisions.csv").read_bytes(), name="divisions.csv", by=None, now=NOW)
    table = (folder / "organisations.csv").read_bytes()
    assert import_organisations(content=table, name="organisations.csv", by=SYSTEM, now=NOW).faults == ()


def test_it_suggests_the_countys_body_and_its_assists(city: None) -> None:
    found = catalogue.suggested(pack="event", category="utility.manhole", areas=AREAS)
    assert found is not None
    assert found.lead.code == "430102-cg"
    assert [body.code for body in found.assists] == ["4301-gs", "4301-tx"]


def test_it_suggests_the_towns_government_and_the_citys_company(city: None) -> None:
    litter = catalogue.suggested(pack="event", category="city_look.litter", areas=AREAS)
    gas = catalogue.suggested(pack="event", category="safety.gas", areas=AREAS)
    assert litter is not None
    assert gas is not None
    assert (litter.lead.code, gas.lead.code) == ("430102001-gov", "4301-gr")


def test_it_suggests_nobody_for_a_pack_without_lines(city: None) -> None:
    assert catalogue.suggested(pack="no-such-pack", category="x", areas=AREAS) is None


@pytest.mark.parametrize("pack", ["event", "hazard", "service", "wage", "dispute", "incident"])
def test_every_category_of_the_pack_finds_a_body(city: None, pack: str) -> None:
    kinds = set(Organisation.objects.values_list("kind", flat=True))
    for category in registry().pack(pack).categories:
        entry = catalogue.entry_for(pack=pack, category=category)
        assert entry is not None
        assert {entry.lead, *entry.assists} <= kinds
        assert catalogue.suggested(pack=pack, category=category, areas=AREAS) is not None
