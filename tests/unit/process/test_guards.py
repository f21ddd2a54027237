"""Guards say yes or a refusal that somebody can act on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from linli.process import guards, registry
from linli.process.check import read
from linli.process.guards import GUARDS, REFUSALS, GuardFacts

Write = Callable[..., Path]
REFUSING: dict[str, dict[str, Any]] = {
    "assists_done": {"open_assists": 1},
    "not_final_assignment": {"assignment_final": True},
    "no_pending": {"pending_kind": "extension"},
    "has_pending_extension": {"pending_kind": "suspension"},
    "has_pending_suspension": {"pending_kind": ""},
    "has_lead": {"has_lead": False},
    "no_lead": {"has_lead": True},
    "is_supervised": {"is_supervised": False},
    "within_reopen_days": {"closed_at": None},
    "not_rated": {"rating": 3},
}
AGREEING: dict[str, dict[str, Any]] = {
    "has_pending_extension": {"pending_kind": "extension"},
    "has_pending_suspension": {"pending_kind": "suspension"},
    "has_lead": {"has_lead": True},
    "is_supervised": {"is_supervised": True},
}


@pytest.fixture
def facts(now: datetime) -> GuardFacts:
    return GuardFacts(stage="handling", now=now, opened_at=now - timedelta(days=40), closed_at=now - timedelta(days=30))


def test_every_guard_is_tried_here() -> None:
    assert REFUSING.keys() == GUARDS.keys()


@pytest.mark.parametrize("name", sorted(GUARDS))
def test_it_refuses_with_words_in_both_languages(name: str, facts: GuardFacts) -> None:
    code = GUARDS[name](replace(facts, **REFUSING[name]))
    assert code is not None
    assert all(REFUSALS[code][language] for language in ("zh", "en"))


@pytest.mark.parametrize("name", sorted(GUARDS))
def test_it_agrees(name: str, facts: GuardFacts) -> None:
    assert GUARDS[name](replace(facts, **AGREEING.get(name, {}))) is None


def test_reopening_ends_with_the_last_day(facts: GuardFacts) -> None:
    late = replace(facts, now=facts.now + timedelta(seconds=1))
    assert GUARDS["within_reopen_days"](facts) is None
    assert GUARDS["within_reopen_days"](late) == "reopen_too_late"


def test_the_first_guard_that_refuses_is_told(facts: GuardFacts) -> None:
    pack = registry.registry().pack("event")
    refusal = guards.refusal(
        pack=pack, action=pack.actions["finish"], facts=replace(facts, open_assists=2, pending_kind="extension")
    )
    assert refusal is not None
    assert refusal.code == "assists_open"
    assert guards.refusal(pack=pack, action=pack.actions["finish"], facts=facts) is None


def test_a_pack_brings_its_own_guards(write: Write, facts: GuardFacts) -> None:
    folder = write(('by = ["verifier"]', 'by = ["verifier"]\nguards = ["sunny"]'))
    (folder / "guards.py").write_text(
        "def sunny(facts):\n    return 'rain'\n\n"
        "GUARDS = {'sunny': sunny}\nREFUSALS = {'rain': {'zh': '在下雨', 'en': 'It rains'}}\n",
        encoding="utf-8",
    )
    pack = read(folder / "pack.toml", folder=folder).pack
    assert pack is not None
    refusal = guards.refusal(pack=pack, action=pack.actions["confirm"], facts=facts)
    assert refusal is not None
    assert refusal.text["en"] == "It rains"
