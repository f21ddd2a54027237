"""A case as one reader may see it: what a pack shows to some only is shown to no other, wherever it stands."""

from dataclasses import replace
from datetime import datetime

import pytest

from linli.cases.queries import details, public
from linli.cases.queries.packs import pack_of
from linli.process.definition import Pack
from tests.integration.cases.conftest import Open
from tests.world import World


@pytest.fixture
def for_the_desk(db: None, monkeypatch: pytest.MonkeyPatch) -> Pack:
    """The pack, with a landmark that only the desk reads."""
    pack = pack_of(key="event")
    fields = tuple(
        replace(field, seen_by=frozenset({"desk"})) if field.key == "landmark" else field for field in pack.fields
    )
    changed = replace(pack, fields=fields)
    for module in (details, public):
        monkeypatch.setattr(module, "pack_of", lambda **named: changed)
    return changed


def test_a_field_for_the_desk_is_read_by_the_desk_alone(
    for_the_desk: Pack, report: Open, world: World, now: datetime
) -> None:
    opened = report(fields={"landmark": "三号楼东侧"})

    seen = {who: details.detail(number=opened.number, by=world.actor(who), now=now) for who in ("desk", "verifier")}

    assert seen["desk"].fields == {"landmark": "三号楼东侧"}
    assert seen["desk"].events[0].body["fields"] == {"landmark": "三号楼东侧"}
    assert seen["verifier"].fields == {}
    assert "三号楼" not in str(seen["verifier"].events)


def test_nor_by_the_reporter(for_the_desk: Pack, report: Open, now: datetime) -> None:
    opened = report(fields={"landmark": "三号楼东侧"})

    found = public.public_case(number=opened.number, secret=opened.secret, now=now)

    assert "三号楼" not in str(found.events)
